"""The Guide through a language model, over HTTP: the model is the stand-in, everything else is real."""

from typing import Any

import pytest

from tests.unit.embedded.model_server import HOLD, KEY, ModelServer, chunk, event, said

QUESTION = "How do I install and start Parley?"


@pytest.fixture
def written(tmp_path, run, model_server: ModelServer):
    # A pace at which nothing would ever come: a model has its own.
    with run(tmp_path, model=model_server.access, pace=60) as api:
        yield api


def prompt(model_server: ModelServer, number: int = -1) -> list[dict[str, Any]]:
    return model_server.asked[number].json["messages"]


def test_an_answer_streams_as_the_model_writes_it_with_the_guides_sources(written, model_server):
    model_server.will(*said("Type `pip", " install`", " [1].", prompt=321, completion=9))
    events = written.stream(QUESTION)
    assert [item["answer"] for item in events[:-1]] == ["Type `pip", " install`", " [1]."]
    assert {item["event"] for item in events[:-1]} == {"message"}
    end = events[-1]
    assert end["event"] == "message_end"
    cited = end["metadata"]["retriever_resources"]
    assert [source["position"] for source in cited] == list(range(1, len(cited) + 1))
    assert cited[0]["document_name"] == "Quick start"
    usage = end["metadata"]["usage"]
    assert (usage["prompt_tokens"], usage["completion_tokens"], usage["total_tokens"]) == (321, 9, 330)
    stored = written.stored(end["conversation_id"])
    assert (stored["answer"], stored["retriever_resources"]) == ("Type `pip install` [1].", cited)
    assert written.get(f"/messages/{end['message_id']}/suggested").json()["data"]


def test_the_model_is_told_the_passages_by_the_numbers_of_the_citations(written, model_server):
    model_server.will(*said("So [1]."))
    cited = written.ask(QUESTION)["metadata"]["retriever_resources"]
    system, question = prompt(model_server)
    for source in cited:
        assert f"[{source['position']}] {source['document_name']}" in system["content"]
        assert source["content"] in system["content"]
    assert question == {"role": "user", "content": QUESTION}
    assert "tools" not in model_server.asked[0].json


def test_the_form_shapes_the_answer(written, model_server):
    model_server.will(*said("Hello Ann. [1]"))
    inputs = {"name": "Ann", "project": "a shop\nfor tea", "detail": "short"}
    answer = written.ask(QUESTION, inputs=inputs)
    assert len(answer["metadata"]["retriever_resources"]) == 1
    system = prompt(model_server)[0]["content"]
    assert "name is Ann." in system and "working on: a shop for tea" in system and "one or two sentences" in system


def test_where_no_passage_fits_the_model_is_told_to_say_so(written, model_server):
    model_server.will(*said("My documents say nothing on that."))
    answer = written.ask("What will the weather be like in Paris tomorrow?")
    assert answer["metadata"]["retriever_resources"] == []
    system = prompt(model_server)[0]["content"]
    assert "No passage of the documents matches" in system and "- What Parley is" in system and "[1]" not in system


def test_earlier_turns_are_told_and_help_to_find(written, model_server):
    model_server.will(*said("Copy the data folder [1]."))
    first = written.ask("How do I back up my data?")
    model_server.will(*said("Stop it first [1]."))
    second = written.ask("And why?", conversation_id=first["conversation_id"])
    assert second["metadata"]["retriever_resources"][0]["document_name"] == "Settings"
    assert prompt(model_server)[1:] == [
        {"role": "user", "content": "How do I back up my data?"},
        {"role": "assistant", "content": "Copy the data folder [1]."},
        {"role": "user", "content": "And why?"},
    ]


def test_a_models_thoughts_pass_through_as_they_are_and_are_not_told_again(written, model_server):
    pieces = ("<thi", "nk>Where was", " it?</think>", "\n\nType `pip install` [1].")
    model_server.will(*said(*pieces))
    events = written.stream(QUESTION)
    assert tuple(item["answer"] for item in events[:-1]) == pieces
    conversation_id = events[-1]["conversation_id"]
    assert written.stored(conversation_id)["answer"] == "".join(pieces)
    model_server.will(*said("Yes."))
    written.ask("Is that all?", conversation_id=conversation_id)
    assert prompt(model_server)[2] == {"role": "assistant", "content": "Type `pip install` [1]."}


def test_a_models_thoughts_are_not_read_aloud(written, model_server, refused):
    model_server.will(*said("<think>\nFirst this.\n\nThen that.\n</think>\n\nYes."))
    model_server.will(*said("Yes."))
    answers = [written.ask(QUESTION)["message_id"] for _ in range(2)]
    thought, plain = (written.post("/text-to-audio", message_id=answer).content for answer in answers)
    assert plain.startswith(b"RIFF") and len(thought) == pytest.approx(len(plain), rel=0.1)
    model_server.will(*said("<think>Yes."))
    refused(written.post("/text-to-audio", message_id=written.ask(QUESTION)["message_id"]), 400, "invalid_param")


def test_only_so_much_of_a_long_conversation_is_told(written, model_server):
    conversation_id = ""
    for number in range(13):
        model_server.will(*said(f"Answer {number}."))
        answer = written.ask(f"Question {number}?", conversation_id=conversation_id)
        conversation_id = answer["conversation_id"]
    assert [item["content"] for item in prompt(model_server)[1:4]] == ["Question 2?", "Answer 2.", "Question 3?"]
    for _ in range(3):
        model_server.will(*said("long " * 2000))
        written.ask("long " * 2000, conversation_id=conversation_id)
    model_server.will(*said("Yes."))
    written.ask("Still there?", conversation_id=conversation_id)
    told = [item["content"] for item in prompt(model_server)[1:]]
    assert len(told) == 3 and len("".join(told)) <= 16_000 and told[0].endswith(" …")


def test_a_turn_that_failed_is_not_told(written, model_server):
    model_server.will_fail(500)
    failed = written.stream(QUESTION)[-1]
    model_server.will(*said("Yes."))
    written.ask("Is Parley written in Python?", conversation_id=failed["conversation_id"])
    assert len(prompt(model_server)) == 2


def test_a_stop_ends_the_model_and_keeps_what_it_wrote(written, model_server):
    model_server.will(chunk(content="On and on"), HOLD)
    with written.streaming(QUESTION) as events:
        first = next(events)
        assert written.post(f"/chat-messages/{first['task_id']}/stop").json() == {"result": "success"}
        rest = list(events)
    assert model_server.left.wait(10)
    assert [item["event"] for item in rest] == ["message_end"]
    assert written.stored(first["conversation_id"])["answer"] == "On and on"


def test_a_model_that_has_not_begun_is_stopped_as_well(written, model_server, run_in_thread):
    model_server.will(HOLD)
    asking = run_in_thread(lambda: written.stream(QUESTION))
    assert model_server.held.wait(10)
    [conversation] = written.get("/conversations").json()["data"]
    written.delete(f"/conversations/{conversation['id']}")
    assert [item["event"] for item in asking.result(10)] == ["message_end"]
    assert model_server.left.wait(10)


def test_the_end_of_the_server_ends_the_model_and_stores_what_it_wrote(tmp_path, run, model_server):
    model_server.will(chunk(content="On and on"), HOLD)
    with run(tmp_path, model=model_server.access) as api:
        with api.streaming(QUESTION) as events:
            first = next(events)
        user = api.user
    assert model_server.left.is_set()
    with run(tmp_path) as api:
        api.user = user
        [message] = api.messages(first["conversation_id"])
        assert (message["answer"], message["status"]) == ("On and on", "normal")


def test_a_reader_who_leaves_does_not_end_the_model(written, model_server):
    model_server.will(*said("One ", "two ", "three."))
    with written.streaming(QUESTION) as events:
        first = next(events)
    assert written.stored(first["conversation_id"])["answer"] == "One two three."
    assert not model_server.left.is_set()


@pytest.mark.parametrize(
    ("status", "reason", "code"),
    [
        (401, "invalid_api_key", "provider_not_initialize"),
        (404, "model_not_found", "model_currently_not_support"),
        (429, "insufficient_quota", "provider_quota_exceeded"),
        (400, "context_length_exceeded", "completion_request_error"),
        (502, None, "completion_request_error"),
    ],
)
def test_a_model_that_fails_is_an_error_of_the_api(written, model_server, refused, status, reason, code):
    model_server.will_fail(status, reason, f"wrong key {KEY} for {QUESTION}")
    [failed] = written.stream(QUESTION)
    assert (failed["event"], failed["code"], failed["status"]) == ("error", code, 400)
    assert failed["message"] and KEY not in failed["message"] and QUESTION not in failed["message"]
    [message] = written.messages(failed["conversation_id"])
    assert (message["status"], message["error"]) == ("error", failed["message"])
    model_server.will_fail(status, reason)
    refused(written.post("/chat-messages", query=QUESTION), 400, code)


def test_an_error_in_mid_answer_keeps_the_text_before_it(written, model_server):
    model_server.will(chunk(content="Half an ans"), event({"error": {"message": "overloaded", "type": "server_error"}}))
    text, failed = written.stream(QUESTION)
    assert (text["answer"], failed["event"]) == ("Half an ans", "error")
    assert written.stored(failed["conversation_id"])["answer"] == "Half an ans"


def test_the_key_and_the_user_do_not_go_where_they_should_not(written, model_server):
    model_server.will(*said("Fine."))
    answer = written.ask(QUESTION)
    assert written.user not in str(model_server.asked[0].content)
    everything = [answer, written.messages(answer["conversation_id"]), written.get("/parameters").json()]
    assert KEY not in str(everything) and model_server.url not in str(everything)


def test_the_guide_says_that_a_model_writes(written, api):
    assert "language model words" in written.get("/site").json()["custom_disclaimer"]
    assert "not a language model" not in written.get("/parameters").json()["opening_statement"]
    assert "not a language model" in api.get("/parameters").json()["opening_statement"]


def test_a_model_that_only_hears_leaves_the_answers_to_the_guide(tmp_path, run, model_server):
    access = type(model_server.access)(model_server.access.api_key, model_server.url, transcribe_model="ear")
    with run(tmp_path, model=access) as api:
        assert "pip install" in api.ask(QUESTION)["answer"]
        assert api.get("/parameters").json()["speech_to_text"]["enabled"] is True
    assert model_server.asked == []


def test_a_model_that_says_nothing_is_an_error(written, model_server):
    model_server.will(*said())
    [failed] = written.stream(QUESTION)
    assert (failed["event"], failed["message"]) == ("error", "The model ended without an answer.")
