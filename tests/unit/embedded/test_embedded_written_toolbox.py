"""The Toolbox through a language model, over HTTP: the model is the stand-in, the tools are real."""

import json
from typing import Any

import httpx
import pytest

from app.embedded.apps.toolbox.profile import PROFILE
from tests.unit.embedded.model_server import HOLD, ModelServer, call, called, chunk, said

QUESTION = "What is 12*(3+4), and what day was 1969-07-20?"
SUM = ("a1", "calculate", '{"expression": "12*(3+4)"}')
DAY = ("b2", "weekday", '{"date": "1969-07-20"}')
CHART = ("c3", "draw_chart", '{"kind": "bar", "title": "Fruit", "labels": ["apples"], "values": [3]}')


@pytest.fixture
def written(tmp_path, run, model_server: ModelServer):
    with run(tmp_path, app="toolbox", model=model_server.access, pace=60) as api:
        yield api


def steps(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [event for event in events if event["event"] == "agent_thought"]


def text(events: list[dict[str, Any]]) -> str:
    return "".join(event["answer"] for event in events if event["event"] == "agent_message")


def told(model_server: ModelServer, number: int = -1) -> list[dict[str, Any]]:
    return model_server.asked[number].json["messages"]


def test_a_step_is_sent_as_the_toolbox_by_itself_sends_it(written, toolbox, model_server):
    model_server.will(*called(SUM, DAY, text="Let me reckon."))
    model_server.will(*said("It is **84**,", " and it was a Sunday.", prompt=50, completion=8))
    events = written.stream(QUESTION)
    kinds = [event["event"] for event in events]
    assert kinds == ["agent_thought", "agent_message", "agent_thought", "agent_thought", "agent_thought",
                     "agent_message", "agent_message", "agent_message", "agent_thought", "message_end"]  # fmt: skip
    first, second, third, *last = steps(events)
    assert first["id"] == second["id"] == third["id"] and first["thought"] == first["tool"] == ""
    assert (second["thought"], second["tool"], second["observation"]) == ("Let me reckon.", "calculate;weekday", "")
    assert json.loads(second["tool_input"]) == {SUM[1]: json.loads(SUM[2]), DAY[1]: json.loads(DAY[2])}
    assert second["tool_labels"]["calculate"] == {"en_US": "Calculator", "zh_Hans": "计算器"}
    assert json.loads(third["observation"])["calculate"] == "12*(3+4) = 84"
    assert [item["position"] for item in last] == [2, 2]
    assert last[1]["thought"] == "It is **84**, and it was a Sunday." and last[1]["tool"] == ""
    assert text(events) == "Let me reckon.\n\nIt is **84**, and it was a Sunday."
    alone = toolbox.stream(QUESTION)
    assert {event["event"]: set(event) for event in events} == {event["event"]: set(event) for event in alone}


def test_a_models_thoughts_pass_through_as_they_are_in_every_round(written, model_server):
    model_server.will(*called(SUM, text="<think>A sum.</think>"))
    model_server.will(*said("<think>Done", ".</think>", "84."))
    events = written.stream(QUESTION)
    assert text(events) == "<think>A sum.</think>\n\n<think>Done.</think>84."
    assert told(model_server)[2]["content"] == "<think>A sum.</think>"
    conversation_id = events[0]["conversation_id"]
    assert written.stored(conversation_id)["answer"] == text(events)
    model_server.will(*said("Yes."))
    written.stream("Sure?", conversation_id=conversation_id)
    assert told(model_server)[2] == {"role": "assistant", "content": "84."}


def test_what_is_streamed_is_what_is_stored(written, model_server):
    model_server.will(*called(SUM, text="Let me reckon."))
    model_server.will(*said("84."))
    events = written.stream(QUESTION)
    stored = written.stored(events[0]["conversation_id"])
    assert stored["answer"] == text(events)
    assert [item["tool"] for item in stored["agent_thoughts"]] == ["calculate", ""]
    assert [item["thought"] for item in stored["agent_thoughts"]] == ["Let me reckon.", "84."]


def test_the_model_gets_the_tools_and_what_they_found(written, model_server):
    model_server.will(*called(SUM, DAY, text="Let me reckon."))
    model_server.will(*said("84."))
    written.stream(QUESTION)
    first, second = model_server.asked
    assert {tool["function"]["name"] for tool in first.json["tools"]} == set(PROFILE.tool_icons)
    assert all(tool["function"]["parameters"]["type"] == "object" for tool in first.json["tools"])
    assert [item["role"] for item in told(model_server, 0)] == ["system", "user"]
    assert second.json["tools"] == first.json["tools"]
    _, _, asked, found, day = told(model_server)
    assert (asked["role"], asked["content"]) == ("assistant", "Let me reckon.")
    assert [item["id"] for item in asked["tool_calls"]] == ["a1", "b2"]
    assert asked["tool_calls"][0]["function"] == {"name": "calculate", "arguments": SUM[2]}
    assert found == {"role": "tool", "tool_call_id": "a1", "content": "12*(3+4) = 84"}
    assert day["tool_call_id"] == "b2" and "Sunday" in day["content"]


def test_the_tokens_of_all_rounds_are_counted(written, model_server):
    model_server.will(*called(SUM))
    model_server.will(*said("84.", prompt=50, completion=2))
    usage = written.stream(QUESTION)[-1]["metadata"]["usage"]
    assert (usage["prompt_tokens"], usage["completion_tokens"], usage["total_tokens"]) == (80, 9, 89)


def test_a_chart_comes_before_what_was_found_and_can_be_fetched(written, model_server):
    model_server.will(*called(CHART))
    model_server.will(*said("There it is."))
    events = written.stream("Draw three apples.")
    [file] = [event for event in events if event["event"] == "message_file"]
    _, used, observed, *_ = steps(events)
    assert events.index(used) < events.index(file) < events.index(observed)
    assert observed["message_files"] == [file["id"]]
    assert httpx.get(file["url"]).content.startswith(b"\x89PNG")


def test_two_calls_of_one_tool_are_two_steps_and_one_round_of_the_model(written, model_server):
    other = ("d4", "calculate", '{"expression": "9*6"}')
    model_server.will(*called(SUM, other))
    model_server.will(*said("84 and 54."))
    events = written.stream(QUESTION)
    assert [item["tool"] for item in steps(events) if item["observation"]] == ["calculate", "calculate"]
    assert [item["position"] for item in steps(events)] == [1, 1, 1, 2, 2, 2, 3, 3]
    assert [item["content"] for item in told(model_server)[-2:]] == ["12*(3+4) = 84", "9*6 = 54"]
    assert len(model_server.asked) == 2


def test_calls_in_pieces_are_put_together(written, model_server):
    model_server.will(
        call(0, '{"expr', "calculate", "a1"), call(0, 'ession": "6*'), call(0, '7"}'), chunk("tool_calls")
    )
    model_server.will(*said("42."))
    observed = [item["observation"] for item in steps(written.stream("6*7?")) if item["observation"]]
    assert observed == ['{"calculate": "6*7 = 42"}']


@pytest.mark.parametrize(
    ("made", "observation", "echoed"),
    [
        (("a", "calculate", '{"expression": "5/0"}'), "tool invoke error: division by zero", '{"expression": "5/0"}'),
        (("a", "calculate", "{half"), "tool invoke error: expression must be a text", "{}"),
        (("a", "calculate", "[1]"), "tool invoke error: expression must be a text", "{}"),
        (("a", "calculate", ""), "tool invoke error: expression must be a text", "{}"),
        (("a", "launch_rocket", "{}"), "tool invoke error: there is no tool “launch_rocket”", "{}"),
    ],
)
def test_a_call_that_fails_is_told_to_the_model_which_goes_on(written, model_server, made, observation, echoed):
    model_server.will(*called(made))
    model_server.will(*said("That does not work."))
    events = written.stream("Do it.")
    assert events[-1]["event"] == "message_end"
    [observed] = [item["observation"] for item in steps(events) if item["observation"]]
    assert json.loads(observed) == {made[1]: observation}
    *_, asked, found = told(model_server)
    assert asked["tool_calls"][0]["function"]["arguments"] == echoed and found["content"] == observation


def test_after_six_rounds_the_model_must_answer(written, model_server):
    for _ in range(5):
        model_server.will(*called(SUM))
    model_server.will(*said("84, as I said."))
    events = written.stream(QUESTION)
    assert text(events) == "84, as I said." and events[-1]["event"] == "message_end"
    assert [asked.json["tool_choice"] for asked in model_server.asked] == ["auto"] * 5 + ["none"]


def test_a_model_that_never_answers_is_an_error_after_six_rounds(written, model_server):
    for _ in range(6):
        model_server.will(*called(SUM))
    failed = written.stream(QUESTION)[-1]
    assert (failed["event"], failed["code"]) == ("error", "completion_request_error")
    assert failed["message"] == "The model ended without an answer." and len(model_server.asked) == 6


def test_a_flood_of_calls_is_cut(written, model_server):
    model_server.will(*called(*((f"id{number}", *SUM[1:]) for number in range(50))))
    model_server.will(*said("84."))
    written.stream(QUESTION)
    assert [item["role"] for item in told(model_server)].count("tool") == 8


def test_earlier_turns_are_told_without_their_tools(written, model_server):
    model_server.will(*called(SUM))
    model_server.will(*said("84."))
    first = written.stream(QUESTION)[-1]
    model_server.will(*said("168."))
    written.stream("Twice that?", conversation_id=first["conversation_id"])
    assert told(model_server)[1:] == [
        {"role": "user", "content": QUESTION},
        {"role": "assistant", "content": "84."},
        {"role": "user", "content": "Twice that?"},
    ]


def test_a_stop_in_a_later_round_keeps_the_steps_before_it(written, model_server):
    model_server.will(*called(SUM))
    model_server.will(chunk(content="It is"), HOLD)
    with written.streaming(QUESTION) as stream:
        events = []
        for event in stream:
            events.append(event)
            if event["event"] == "agent_message":
                written.post(f"/chat-messages/{event['task_id']}/stop")
    assert model_server.left.wait(10)
    assert [event["event"] for event in events][-2:] == ["agent_message", "message_end"]
    stored = written.stored(events[0]["conversation_id"])
    assert stored["answer"] == "It is"
    assert [(item["tool"], item["thought"]) for item in stored["agent_thoughts"]] == [("calculate", ""), ("", "It is")]


def test_an_error_in_a_later_round_keeps_the_steps_before_it(written, model_server):
    model_server.will(*called(SUM))
    model_server.will_fail(429, "insufficient_quota")
    events = written.stream(QUESTION)
    assert (events[-1]["event"], events[-1]["code"]) == ("error", "provider_quota_exceeded")
    [message] = written.messages(events[0]["conversation_id"])
    assert message["status"] == "error" and message["agent_thoughts"][0]["tool"] == "calculate"


def test_the_toolbox_says_that_a_model_leads_it(written, toolbox):
    assert "language model chooses" in written.get("/site").json()["custom_disclaimer"]
    assert "not a language model" in toolbox.get("/site").json()["custom_disclaimer"]
