import json
import sqlite3
import uuid

import httpx
import pytest


def test_a_blocking_answer_is_one_object_with_its_citations_and_usage(api):
    answer = api.ask()
    assert answer["event"] == "message" and answer["mode"] == "chat"
    assert answer["message_id"] == answer["id"]
    assert "pip install -e ." in answer["answer"]
    assert answer["metadata"]["usage"]["total_tokens"] > 0
    [first, *_] = answer["metadata"]["retriever_resources"]
    assert first["position"] == 1 and first["document_name"] == "Quick start" and 0 < first["score"] <= 1
    assert {"dataset_id", "dataset_name", "document_id", "segment_id", "segment_position", "word_count", "hit_count",
            "data_source_type", "content"} <= first.keys()  # fmt: skip


def test_the_absent_response_mode_means_blocking(api):
    assert "answer" in api.post("/chat-messages", query="hello").json()


def test_a_stream_joins_to_the_stored_answer_and_ends_with_message_end(api):
    events = api.stream()
    assert {event["event"] for event in events[:-1]} == {"message"} and events[-1]["event"] == "message_end"
    text = "".join(event["answer"] for event in events[:-1])
    stored = api.stored(events[0]["conversation_id"])
    assert stored["answer"] == text
    assert stored["retriever_resources"] == events[-1]["metadata"]["retriever_resources"]
    assert len(events) > 30


def test_every_event_bears_its_ids_and_its_time(api):
    for event in api.stream():
        assert event["message_id"] == event["id"]
        for name in ("task_id", "message_id", "conversation_id"):
            assert uuid.UUID(event[name])
        assert event["created_at"] > 1_700_000_000


def test_a_stream_is_lines_of_data_with_a_blank_line_after_each(api):
    body = {"query": "hello", "user": api.user, "response_mode": "streaming"}
    response = api.http.post("/chat-messages", json=body)
    assert response.headers["content-type"] == "text/event-stream; charset=utf-8"
    assert all(part.startswith("data: {") for part in response.text.removesuffix("\n\n").split("\n\n"))


def test_pings_come_bare_also_between_two_words(slow):
    body = {"query": "What is Parley?", "user": slow.user, "response_mode": "streaming"}
    text = slow.http.post("/chat-messages", json=body).text
    assert "}\n\nevent: ping\n\ndata: {" in text


def test_a_conversation_goes_on_with_its_id(api):
    first = api.ask()
    second = api.ask("What is Parley?", conversation_id=first["conversation_id"])
    assert second["conversation_id"] == first["conversation_id"]
    assert [message["query"] for message in api.messages(first["conversation_id"])] == [
        "How do I install and start Parley?",
        "What is Parley?",
    ]


def test_inputs_of_a_later_turn_are_ignored(api):
    first = api.ask(inputs={"name": "Ann", "detail": "short"})
    assert first["answer"].startswith("Hello Ann!")
    api.ask("What is Parley?", conversation_id=first["conversation_id"], inputs={"name": "Bob", "detail": "wrong"})
    for message in api.messages(first["conversation_id"]):
        assert message["inputs"]["name"] == "Ann" and message["inputs"]["detail"] == "short"


def test_an_unknown_input_is_dropped_and_an_absent_one_has_its_default(api):
    answer = api.ask(inputs={"colour": "red"})
    [message] = api.messages(answer["conversation_id"])
    assert message["inputs"] == {"name": "", "project": "", "detail": "normal", "sources": 3, "next_questions": True}


def test_a_stop_in_mid_answer_keeps_the_partial_text(hesitant, api):
    with hesitant.streaming("Which settings are there?", inputs={"detail": "thorough"}) as events:
        first = next(event for event in events if event["event"] == "message")
        assert hesitant.post(f"/chat-messages/{first['task_id']}/stop").json() == {"result": "success"}
        rest = list(events)
    assert rest[-1]["event"] == "message_end"
    text = first["answer"] + "".join(event.get("answer", "") for event in rest)
    full = api.ask("Which settings are there?", inputs={"detail": "thorough"})["answer"]
    assert hesitant.stored(first["conversation_id"])["answer"] == text
    assert full.startswith(text) and len(text) < len(full)


def test_a_stop_by_another_user_answers_success_and_stops_nothing(slow):
    with slow.streaming() as events:
        first = next(event for event in events if event["event"] == "message")
        assert slow.other().post(f"/chat-messages/{first['task_id']}/stop").json() == {"result": "success"}
        list(events)
    assert slow.stored(first["conversation_id"])["answer"] == slow.ask()["answer"]


def test_a_stop_of_an_unknown_task_answers_success(api):
    assert api.post(f"/chat-messages/{uuid.uuid4()}/stop").json() == {"result": "success"}


def test_a_client_that_leaves_does_not_stop_the_answer_from_being_saved(slow):
    with slow.streaming() as events:
        first = next(event for event in events if event["event"] == "message")
    assert slow.stored(first["conversation_id"])["answer"] == slow.ask()["answer"]


def test_a_reader_that_does_not_read_does_not_hold_the_answer_up(slow):
    with slow.streaming() as events:
        first = next(event for event in events if event["event"] == "message")
        with httpx.Client(base_url=slow.http.base_url, headers=slow.http.headers) as http:
            other = type(slow)({"guide": http}, user=slow.user)
            assert other.stored(first["conversation_id"])["answer"] == other.ask()["answer"]


def test_while_an_answer_runs_its_row_is_there_and_empty(hesitant):
    with hesitant.streaming() as events:
        first = next(event for event in events if event["event"] == "message")
        [message] = hesitant.messages(first["conversation_id"])
        assert message["answer"] == "" and message["status"] == "normal"


def test_deleting_a_conversation_ends_the_answer_being_written_in_it(hesitant):
    with hesitant.streaming("Which settings are there?", inputs={"detail": "thorough"}) as events:
        first = next(event for event in events if event["event"] == "message")
        assert hesitant.delete(f"/conversations/{first['conversation_id']}").status_code == 200
        assert list(events)[-1]["event"] == "message_end"


def test_a_failure_in_mid_answer_is_an_error_event_and_a_stored_error(tmp_path, run):
    with run(tmp_path) as api:
        database = sqlite3.connect(tmp_path / "embedded.sqlite3")
        database.execute("DROP TABLE guide_text")
        database.commit()
        database.close()
        [event] = api.stream()
        assert (event["event"], event["code"], event["status"]) == ("error", "completion_request_error", 400)
        [message] = api.messages(event["conversation_id"])
        assert message["status"] == "error" and message["error"] == event["message"]
        response = api.post("/chat-messages", query="hello there setting")
        assert (response.status_code, response.json()["code"]) == (400, "completion_request_error")


@pytest.mark.parametrize(
    ("body", "params"),
    [
        ({"query": ""}, "query"),
        ({"query": None}, "query"),
        ({"query": 5}, "query"),
        ({"user": ""}, "user"),
        ({"user": None}, "user"),
        ({"user": 7}, "user"),
        ({"user": "u" * 256}, "user"),
        ({"response_mode": "quick"}, "response_mode"),
        ({"conversation_id": "abc"}, "conversation_id"),
        ({"auto_generate_name": "perhaps"}, "auto_generate_name"),
        ({"inputs": []}, "inputs"),
        ({"files": {}}, "files"),
        ({"files": ["a"]}, "files"),
    ],
)
def test_a_wrong_parameter_is_named(api, refused, body, params):
    refused(api.post("/chat-messages", **{"query": "hello", **body}), 400, "invalid_param", params)


@pytest.mark.parametrize(
    ("inputs", "message"),
    [
        ({"detail": ""}, "detail is required in input form"),
        ({"detail": None}, "detail is required in input form"),
        ({"detail": "loud"}, "detail in input form must be one of the following: ['short', 'normal', 'thorough']"),
        ({"name": "x" * 49}, "name in input form must be less than 48 characters"),
        ({"project": "x" * 401}, "project in input form must be less than 400 characters"),
        ({"name": 3}, "(type 'text-input') name in input form must be a string"),
        ({"sources": "many"}, "sources in input form must be a valid number"),
        ({"sources": True}, "sources in input form must be a valid number"),
        ({"sources": "inf"}, "sources in input form must be a valid number"),
        ({"next_questions": "yes"}, "next_questions in input form must be a boolean"),
    ],
)
def test_a_wrong_input_says_what_the_form_wants(api, refused, inputs, message):
    response = api.post("/chat-messages", query="hello", inputs=inputs)
    refused(response, 400, "invalid_param")
    assert response.json()["message"] == message


def test_a_refused_question_leaves_no_conversation(api):
    api.post("/chat-messages", query="hello", inputs={"detail": "loud"})
    assert api.get("/conversations").json()["data"] == []


def test_half_of_an_emoji_is_taken(api):
    body = json.dumps({"query": "hello \ud83d", "user": api.user})
    response = api.http.post("/chat-messages", content=body, headers={"Content-Type": "application/json"})
    assert [item["query"] for item in api.messages(response.json()["conversation_id"])] == ["hello ?"]


def test_a_conversation_of_nobody_or_of_somebody_else_is_not_found(api, refused):
    own = api.ask()["conversation_id"]
    refused(api.post("/chat-messages", query="hello", conversation_id=str(uuid.uuid4())), 404, "not_found")
    refused(api.other().post("/chat-messages", query="hello", conversation_id=own), 404, "not_found")


def test_malformed_json_and_other_bodies_are_refused(api, refused):
    json_type = {"Content-Type": "application/json"}
    for content in (b"{bad", b"[]", b'"text"', b"\xff\xfe", b"[" * 100_000):
        refused(api.http.post("/chat-messages", content=content, headers=json_type), 400, "bad_request")
    refused(api.http.post("/chat-messages", content=b"{}"), 415, "unsupported_media_type")
    refused(api.http.post("/chat-messages", content=b" " * 1_000_001, headers=json_type), 413, "file_too_large")


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": "Basic eA=="},
                                     {"Authorization": "Bearer schlüssel".encode()}])  # fmt: skip
def test_a_request_without_the_key_is_unauthorized(api, refused, headers):
    for path in ("/parameters", "/conversations?user=a", "/nothing"):
        refused(httpx.get(f"{str(api.http.base_url).rstrip('/')}{path}", headers=headers), 401, "unauthorized")


def test_an_unknown_path_and_a_wrong_method_are_errors_of_the_api(api, refused):
    refused(api.get("/nothing"), 404, "not_found")
    refused(api.post("/parameters"), 405, "method_not_allowed")
