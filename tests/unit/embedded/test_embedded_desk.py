"""The Desk over HTTP: the trace of its flow, its forms, its pauses and what it remembers."""

import itertools
import json
import re
import sqlite3
import threading
import uuid
from contextlib import ExitStack, closing
from pathlib import Path

import httpx
import pytest

from app.embedded.apps.desk.classify import items_of, topic_of

RECORDINGS = Path(__file__).parents[2] / "fixtures" / "recordings" / "0.15.3"
RETURN = "I want to return the Aurora floor lamp and two Fjord desk lamps"
ONE = "My Ember night light flickers"
FILLED = {"reason": "It is too bright.", "settlement": "Voucher"}


@pytest.mark.parametrize(
    ("question", "topic", "items"),
    [
        (RETURN, "return", ["Aurora floor lamp", "two Fjord desk lamps"]), (ONE, "repair", ["Ember night light"]),
        ("please repair my desk lamp, the Aurora and the Ember from order L-2234", "repair",
         ["desk lamp", "Aurora", "Ember"]),
        ("Can I return a lamp?", "return", ["lamp"]), ("I'd like to return something", "return", []),
        ("The Fjord does not turn on", "repair", ["Fjord"]), ("我想退掉Aurora和Fjord", "return", ["Aurora", "Fjord"]),
        ("我的台灯坏了", "repair", ["台灯"]), ("我要退货", "return", []), ("Where is order L-1234?", "order", []),
        ("订单 L-2077 到哪了？", "order", []), ("Where is my parcel?", "order", []),
        ("How do returns work?", "question", []),
        ("How long does shipping take?", "question", []), ("你们几点开门", "question", []), ("hello", "other", []),
        ("Can you tell me a joke?", "other", []),
    ],
)  # fmt: skip
def test_the_desk_understands_what_a_person_wants(question, topic, items):
    assert topic_of(question) == topic
    if topic in ("return", "repair"):
        assert items_of(question) == items


def of(events, *names):
    return [event for event in events if event["event"] in names]


def nodes(events, name="node_finished"):
    return [event["data"]["node_type"] for event in of(events, name)]


def text_of(events):
    return "".join(event["answer"] for event in of(events, "message"))


def ask(desk, question=RETURN):
    """The events to the pause, the run's id and the form's token."""
    events = desk.stream(question)
    [form] = of(events, "human_input_required")
    return events, events[0]["workflow_run_id"], form["data"]["form_token"]


def submit(desk, token, action="submit", inputs=FILLED):
    return desk.post(f"/form/human_input/{token}", inputs=inputs, action=action)


def recorded(name):
    """The fields of each event of a recorded flow, and of its data."""
    body = json.loads((RECORDINGS / name).read_text())["response"]["body"]
    lines = [line.removeprefix("data: ") for line in body.split("\n\n") if line.startswith("data: ")]
    return {event["event"]: event for event in map(json.loads, lines)}


def test_a_flow_shows_its_nodes_and_ends_with_workflow_finished(desk):
    events = desk.stream("How long does shipping take?")
    assert [event["event"] for event in events if event["event"] != "message"] == [
        "workflow_started", *["node_started", "node_finished"] * 5, "message_end", "workflow_finished",
    ]  # fmt: skip
    assert nodes(events) == ["start", "question-classifier", "assigner", "knowledge-retrieval", "answer"]
    assert [event["data"]["index"] for event in of(events, "node_started")] == [1, 2, 3, 4, 5]
    chain = [(event["data"]["predecessor_node_id"], event["data"]["node_id"]) for event in of(events, "node_started")]
    assert chain[0][0] is None and all(before[1] == after[0] for before, after in itertools.pairwise(chain))
    [classified] = [event["data"] for event in of(events, "node_finished") if event["data"]["node_id"] == "topic"]
    assert classified["inputs"] == {"query": "How long does shipping take?"}
    assert classified["outputs"]["class_name"] == "question" and classified["process_data"]["prompts"]
    assert classified["execution_metadata"]["total_tokens"] == 0 and classified["status"] == "succeeded"
    end = of(events, "message_end")[0]["metadata"]
    assert end["retriever_resources"][0]["document_name"] == "Shipping"
    finished = events[-1]["data"]
    assert finished["status"] == "succeeded" and finished["outputs"] == {"answer": text_of(events)}
    assert finished["total_steps"] == 5 and "two to three working days" in text_of(events)


def test_the_events_have_the_fields_of_the_recorded_ones(desk):
    ours = {event["event"]: event for event in desk.stream("How long does shipping take?")}
    theirs = recorded("128-chatflow-stream.json")
    for name in ("workflow_started", "node_started", "node_finished", "workflow_finished"):
        assert set(theirs[name]) == set(ours[name])
        assert set(theirs[name]["data"]) - {"parallel_run_id"} <= set(ours[name]["data"])
    assert set(theirs["message"]) == set(ours["message"]) and set(theirs["message_end"]) == set(ours["message_end"])


def test_several_things_are_looked_at_one_by_one(desk):
    events, _, _ = ask(desk)
    started, *following, completed = of(events, "iteration_started", "iteration_next", "iteration_completed")
    assert started["event"] == "iteration_started" and completed["event"] == "iteration_completed"
    assert [event["data"]["index"] for event in following] == [0, 1]
    inner = [event["data"] for event in of(events, "node_finished") if event["data"]["iteration_id"]]
    assert {item["iteration_id"] for item in inner} == {started["data"]["node_id"]}
    assert [item["inputs"]["item"] for item in inner] == ["Aurora floor lamp", "two Fjord desk lamps"]
    assert completed["data"]["steps"] == 2 and completed["data"]["outputs"]["output"][0].endswith("(Aurora)")
    assert not of(ask(desk, ONE)[0], "iteration_started")


def test_a_return_waits_for_a_form_and_the_stream_ends(desk):
    events, run_id, token = ask(desk)
    required, paused = events[-2:]
    assert (required["event"], paused["event"]) == ("human_input_required", "workflow_paused")
    form = required["data"]
    assert form["display_in_ui"] is True and form["expiration_time"] > events[0]["created_at"] + 80_000
    assert "{{#$output.reason#}}" in form["form_content"] and "{{#$output.settlement#}}" in form["form_content"]
    reason, settlement = form["inputs"]
    assert reason["type"] == "paragraph" and reason["default"]["type"] == "constant"
    assert settlement["option_source"]["value"] == ["Refund", "Replacement", "Voucher"]
    assert settlement["default"]["value"] == "Refund" == form["resolved_default_values"]["settlement"]
    assert [item["button_style"] for item in form["actions"]] == ["primary", "default", "ghost"]
    assert paused["data"]["paused_nodes"] == [form["node_id"]] and paused["data"]["status"] == "paused"
    assert nodes(events, "node_started")[-1] == "human-input" and nodes(events)[-1] == "answer"
    assert not of(events, "message_end", "workflow_finished")
    shown = desk.get(f"/form/human_input/{token}").json()
    assert shown == {
        "form_content": form["form_content"], "inputs": form["inputs"], "user_actions": form["actions"],
        "resolved_default_values": form["resolved_default_values"], "expiration_time": form["expiration_time"],
    }  # fmt: skip
    assert desk.get(f"/workflows/run/{run_id}").json()["status"] == "paused"


def test_a_paused_answer_is_stored_so_far_and_whole_afterwards(desk):
    events, run_id, token = ask(desk)
    conversation_id = events[0]["conversation_id"]
    [message] = desk.messages(conversation_id)
    assert message["answer"] == text_of(events) and message["status"] == "normal"
    [content] = message["extra_contents"]
    assert content["form_definition"]["form_token"] == token and content["submitted"] is False
    submit(desk, token)
    rest = desk.follow(run_id, include_state_snapshot="true")
    [message] = desk.messages(conversation_id)
    assert message["answer"] == rest[-1]["data"]["outputs"]["answer"] and "is complete: Voucher" in message["answer"]
    [content] = message["extra_contents"]
    assert content["submitted"] and content["form_submission_data"]["action_text"] == "Send in"


def test_a_reader_who_waits_gets_the_state_and_then_what_follows(desk):
    events, run_id, token = ask(desk)
    with desk.following(run_id, include_state_snapshot="true", continue_on_pause="true") as stream:
        seen = [next(stream)]
        while seen[-1]["event"] != "workflow_paused":
            seen.append(next(stream))
        assert submit(desk, token).json() == {}
        rest = list(stream)
    assert [event["event"] for event in seen[:2]] == ["workflow_started", "message_replace"]
    assert seen[1]["answer"] == text_of(events)
    assert nodes(seen, "node_started") == nodes(events, "node_started") and nodes(seen) == nodes(events)
    assert seen[-2:] == events[-2:]
    assert [event["event"] for event in rest if event["event"] != "message"] == [
        "human_input_form_filled", "node_finished", *["node_started", "node_finished"] * 2, "message_end",
        "workflow_finished",
    ]  # fmt: skip
    filled = rest[0]["data"]
    assert (filled["action_id"], filled["action_text"]) == ("submit", "Send in")
    assert "It is too bright." in filled["rendered_content"] and "{{" not in filled["rendered_content"]
    assert nodes(rest) == ["human-input", "if-else", "answer"] and rest[-1]["data"]["status"] == "succeeded"
    assert {event["task_id"] for event in rest} == {events[0]["task_id"]}
    assert {event["message_id"] for event in rest} == {events[0]["message_id"]}
    assert rest[-1]["data"]["outputs"]["answer"] == text_of(events) + text_of(rest)


def test_a_pause_ends_the_stream_of_a_reader_who_does_not_wait(desk):
    _, run_id, _ = ask(desk)
    events = desk.follow(run_id, include_state_snapshot="true")
    assert [event["event"] for event in events[-2:]] == ["human_input_required", "workflow_paused"]


def test_a_reader_without_the_state_gets_only_what_follows(desk):
    _, run_id, token = ask(desk)
    with desk.following(run_id) as stream:
        submit(desk, token, "call")
        events = [event for event in stream if event["event"] != "message_replace"]
    assert events[0]["event"] == "human_input_form_filled" and events[-1]["event"] == "workflow_finished"
    assert [event["event"] for event in desk.follow(run_id)] == ["workflow_finished"]


def test_a_run_that_is_over_is_told_from_its_begin_to_its_end(desk):
    _, run_id, token = ask(desk)
    submit(desk, token)
    before = desk.follow(run_id, include_state_snapshot="true")
    events = desk.follow(run_id, include_state_snapshot="true")
    assert [event["event"] for event in before[:2]] == ["workflow_started", "message_replace"]
    assert events[1]["answer"] == events[-1]["data"]["outputs"]["answer"]
    assert len(of(events, "human_input_form_filled")) == 1 and not of(events, "human_input_required", "workflow_paused")
    assert [event["event"] for event in events[-2:]] == ["message_end", "workflow_finished"]
    assert len(of(events, "node_started")) == len(of(events, "node_finished"))


def test_a_reader_may_join_while_the_flow_writes(slow):
    desk = slow.other("desk")
    with desk.streaming("hello") as stream:
        first = next(event for event in stream if event["event"] != "ping")
        joined = desk.follow(first["workflow_run_id"], include_state_snapshot="true")
        own = [first, *stream]
    assert [event for event in joined if event["event"] != "ping"] == [
        event for event in own if event["event"] != "ping"
    ]


def test_pings_come_while_a_reader_waits_for_a_form(slow):
    desk = slow.other("desk")
    _, run_id, token = ask(desk)
    with desk.following(run_id, continue_on_pause="true") as stream:
        assert [next(stream)["event"] for _ in range(2)] == ["ping", "ping"]
        submit(desk, token)
        assert [event for event in stream if event["event"] != "ping"][-1]["event"] == "workflow_finished"


@pytest.mark.parametrize(("action", "said"), [("call", "will call you"), ("cancel", "is cancelled")])
def test_each_action_is_a_way_of_its_own(desk, action, said):
    events, run_id, token = ask(desk)
    submit(desk, token, action, {"reason": "", "settlement": "Refund"})
    end = desk.follow(run_id, include_state_snapshot="true")[-1]
    assert said in end["data"]["outputs"]["answer"]
    values = {item["name"]: item["value"] for item in variables(desk, events[0]["conversation_id"])}
    assert (values["ticket"], values["items"]) == ("", "[]")


@pytest.mark.parametrize(
    ("inputs", "action", "sentence"),
    [
        (FILLED, "destroy", "action must be one of submit, call, cancel."), (FILLED, None, "action must be one of"),
        (FILLED, ["submit"], "action must be one of"), ("x", "submit", "inputs must be an object."),
        (None, "submit", "inputs must be an object."), ({}, "submit", "reason must not be empty"),
        ({**FILLED, "reason": "  "}, "submit", "reason must not be empty"),
        ({**FILLED, "reason": 5}, "submit", "must be a text"),
        ({**FILLED, "settlement": "Gold"}, "submit", "settlement must be one of Refund, Replacement, Voucher."),
        ({**FILLED, "reason": "x" * 2001}, "submit", "at most 2000 characters"),
    ],
)  # fmt: skip
def test_a_wrong_answer_to_a_form_is_told_and_leaves_it_open(desk, refused, inputs, action, sentence):
    _, _, token = ask(desk)
    response = submit(desk, token, action, inputs)
    refused(response, 400, "invalid_form_data")
    assert sentence in response.json()["message"]
    assert submit(desk, token).status_code == 200


def test_the_first_answer_to_a_form_wins(desk, refused):
    _, run_id, token = ask(desk)
    answers = []
    threads = [
        threading.Thread(target=lambda action=action: answers.append(submit(desk, token, action)))
        for action in ("submit", "cancel", "call", "submit")
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(response.status_code for response in answers) == [200, 412, 412, 412]
    refused(submit(desk.other("desk"), token), 412, "human_input_form_submitted")
    refused(desk.get(f"/form/human_input/{token}"), 412, "human_input_form_submitted")
    assert len(of(desk.follow(run_id, include_state_snapshot="true"), "human_input_form_filled")) == 1


def test_anybody_with_the_token_may_answer_but_must_say_who(desk, refused):
    _, _, token = ask(desk)
    refused(
        desk.http.post(f"/form/human_input/{token}", json={"inputs": FILLED, "action": "submit"}), 400, "invalid_param"
    )
    assert submit(desk.other("desk"), token).status_code == 200


def test_a_form_whose_time_is_over_sends_the_flow_its_other_way(tmp_path, run, refused):
    with run(tmp_path, app="desk", form_lifetime=0.3) as desk:
        _, run_id, token = ask(desk)
        with desk.following(run_id, include_state_snapshot="true", continue_on_pause="true") as stream:
            events = list(stream)
        [timeout] = of(events, "human_input_form_timeout")
        assert timeout["data"]["node_id"] == "ask" and timeout["data"]["expiration_time"] > 1_700_000_000
        assert not of(events, "human_input_form_filled") and events[-1]["event"] == "workflow_finished"
        assert "in time" in events[-1]["data"]["outputs"]["answer"]
        refused(submit(desk, token), 412, "human_input_form_expired")
        refused(desk.get(f"/form/human_input/{token}"), 412, "human_input_form_expired")


def test_a_paused_run_and_its_form_outlive_a_restart(tmp_path, run):
    with run(tmp_path, app="desk") as desk:
        events, run_id, token = ask(desk, "我想退掉Aurora和Fjord")
        user = desk.user
    with run(tmp_path, app="desk") as desk:
        desk.user = user
        assert desk.get(f"/workflows/run/{run_id}").json()["status"] == "paused"
        assert submit(desk, token, inputs={"reason": "太亮", "settlement": "退款"}).status_code == 200
        rest = desk.follow(run_id, include_state_snapshot="true")
        assert "已办妥：退款" in rest[-1]["data"]["outputs"]["answer"]
        [message] = desk.messages(events[0]["conversation_id"])
        assert message["answer"].startswith(text_of(events)) and message["status"] == "normal"


def test_a_form_that_ran_out_while_the_server_was_away_is_ended_at_its_start(tmp_path, run):
    with run(tmp_path, app="desk") as desk:
        _, run_id, _ = ask(desk)
        user = desk.user
    with closing(sqlite3.connect(tmp_path / "embedded.sqlite3")) as database, database:
        database.execute("UPDATE forms SET expires_at = 1")
    with run(tmp_path, app="desk") as desk:
        desk.user = user
        events = desk.follow(run_id, include_state_snapshot="true", continue_on_pause="true")
        assert of(events, "human_input_form_timeout") and events[-1]["event"] == "workflow_finished"


def test_a_run_that_a_crash_cut_has_failed_at_the_next_start(tmp_path, run):
    with run(tmp_path, app="desk") as desk:
        events = desk.stream("hello")
        user = desk.user
    with closing(sqlite3.connect(tmp_path / "embedded.sqlite3")) as database, database:
        database.execute("UPDATE runs SET status = 'running', finished_at = NULL")
    with run(tmp_path, app="desk") as desk:
        desk.user = user
        found = desk.get(f"/workflows/run/{events[0]['workflow_run_id']}").json()
        assert found["status"] == "failed" and "stopped before" in found["error"] and found["finished_at"]


def test_a_reader_who_waits_for_a_form_is_let_go_when_the_server_ends(tmp_path, run):
    with ExitStack() as stack:
        with run(tmp_path, app="desk") as desk:
            _, run_id, _ = ask(desk)
            http = stack.enter_context(httpx.Client(base_url=desk.http.base_url, headers=desk.http.headers))
            reader = type(desk)({"desk": http}, "desk", desk.user)
            stream = reader.following(run_id, include_state_snapshot="true", continue_on_pause="true")
            events = stack.enter_context(stream)
            assert next(events)["event"] == "workflow_started"
        assert [event["event"] for event in events][-1] == "workflow_paused"


def test_a_stop_ends_the_run_as_stopped(slow):
    desk = slow.other("desk")
    with desk.streaming("hello") as stream:
        events = [next(event for event in stream if event["event"] == "message")]
        desk.post(f"/chat-messages/{events[0]['task_id']}/stop")
        events += stream
    assert [event["event"] for event in events[-2:]] == ["message_end", "workflow_finished"]
    assert events[-1]["data"]["status"] == "stopped"
    assert desk.get(f"/workflows/run/{events[-1]['workflow_run_id']}").json()["status"] == "stopped"
    assert desk.stored(events[0]["conversation_id"])["answer"] == text_of(events)


def test_a_failure_of_the_flow_is_a_failed_run_and_an_error(tmp_path, run):
    with run(tmp_path, app="desk") as desk:
        with closing(sqlite3.connect(tmp_path / "embedded.sqlite3")) as database, database:
            database.execute("CREATE TRIGGER no BEFORE UPDATE ON variables BEGIN SELECT raise(ABORT, 'no'); END")
        events = desk.stream("hello")
        assert [event["event"] for event in events[-2:]] == ["workflow_finished", "error"]
        assert events[-2]["data"]["status"] == "failed"
        assert desk.get(f"/workflows/run/{events[0]['workflow_run_id']}").json()["status"] == "failed"


def test_a_blocking_question_is_answered_whole_or_paused(desk):
    answer = desk.ask("Where is order L-1234?")
    assert (answer["event"], answer["mode"]) == ("message", "advanced-chat") and "**L-1234**" in answer["answer"]
    paused = desk.ask(RETURN)
    assert paused["event"] == "workflow_paused" and paused["data"]["reasons"][0]["form_token"]
    assert "I have opened ticket" in paused["answer"] and paused["workflow_run_id"]


def variables(desk, conversation_id, **query):
    return desk.get(f"/conversations/{conversation_id}/variables", **query).json()["data"]


def test_a_conversation_remembers_what_it_was_about(desk):
    events, _, _ = ask(desk)
    conversation_id = events[0]["conversation_id"]
    desk.stream("hello", conversation_id=conversation_id)
    found = {item["name"]: item for item in variables(desk, conversation_id)}
    assert re.fullmatch(r"R-\d{5}", found["ticket"]["value"])
    assert json.loads(found["items"]["value"]) == ["Aurora floor lamp", "two Fjord desk lamps"]
    assert (found["topic"]["value_type"], found["topic"]["value"]) == ("string", "other")
    assert (found["turns"]["value_type"], found["turns"]["value"]) == ("number", "2")
    assert all(uuid.UUID(item["id"]) and item["description"] and item["created_at"] for item in found.values())


def test_variables_are_paged_and_found_by_name(desk):
    conversation_id = desk.stream("hello")[0]["conversation_id"]
    path = f"/conversations/{conversation_id}/variables"
    page = desk.get(path, limit=3).json()
    assert page["limit"] == 3 and page["has_more"] is True and len(page["data"]) == 3
    rest = desk.get(path, limit=3, last_id=page["data"][-1]["id"]).json()
    assert [item["name"] for item in page["data"] + rest["data"]] == ["topic", "ticket", "items", "turns"]
    assert rest["has_more"] is False
    assert [item["name"] for item in variables(desk, conversation_id, variable_name="turns")] == ["turns"]
    assert variables(desk, conversation_id, variable_name="nothing") == []


def test_a_variable_is_set_to_what_fits_its_type(desk, refused):
    conversation_id = desk.stream("hello")[0]["conversation_id"]
    found = {item["name"]: item["id"] for item in variables(desk, conversation_id)}

    def put(name, value):
        path = f"/conversations/{conversation_id}/variables/{found[name]}"
        return desk.http.put(path, json={"user": desk.user, "value": value})

    assert put("turns", 7).json()["value"] == "7" and put("ticket", "R-1").json()["value"] == "R-1"
    assert put("items", ["a", "灯"]).json()["value"] == '["a", "灯"]'
    for name, value in (
        ("turns", "7"),
        ("turns", True),
        ("ticket", 7),
        ("items", "a"),
        ("items", [1]),
        ("topic", None),
    ):
        refused(put(name, value), 400, "bad_request")
    desk.stream("hello", conversation_id=conversation_id)
    assert {item["name"]: item["value"] for item in variables(desk, conversation_id)}["turns"] == "8"


def test_nobody_reaches_the_runs_forms_and_variables_of_another_user_or_app(desk, toolbox, refused):
    events, run_id, token = ask(desk)
    conversation_id = events[0]["conversation_id"]
    variable_id = variables(desk, conversation_id)[0]["id"]
    other, guide, agent = desk.other("desk"), desk.same("guide"), desk.same("toolbox")
    path = f"/conversations/{conversation_id}/variables"
    for api in (other, guide, agent):
        refused(api.get(f"/workflow/{run_id}/events"), 404, "not_found")
        refused(api.get(f"/workflows/run/{run_id}"), 404, "not_found")
        refused(api.get(path), 404, "not_found")
        body = {"user": api.user, "value": "x"}
        refused(api.http.put(f"{path}/{variable_id}", json=body), 404, "not_found")
    for api in (guide, agent):
        refused(api.get(f"/form/human_input/{token}"), 404, "not_found")
        refused(submit(api, token), 404, "not_found")
    nothing = str(uuid.uuid4())
    refused(desk.get(f"/workflow/{nothing}/events"), 404, "not_found")
    refused(desk.get(f"/form/human_input/{nothing}"), 404, "not_found")
    body = {"user": desk.user, "value": "x"}
    refused(desk.http.put(f"{path}/{nothing}", json=body), 404, "not_found")
    refused(desk.get(path, last_id=nothing), 404, "not_found")
    refused(desk.http.get(f"/workflow/{run_id}/events"), 400, "invalid_param", "user")


def test_the_guides_conversations_have_no_variables(api):
    assert variables(api, api.ask()["conversation_id"]) == []


def test_a_deleted_conversation_takes_its_run_and_its_form_along(desk, refused):
    events, run_id, token = ask(desk)
    desk.delete(f"/conversations/{events[0]['conversation_id']}")
    refused(desk.get(f"/workflows/run/{run_id}"), 404, "not_found")
    refused(submit(desk, token), 404, "not_found")


def test_the_desk_says_what_it_is(desk):
    assert desk.get("/info").json()["mode"] == "advanced-chat"
    site = desk.get("/site").json()
    assert site["show_workflow_steps"] is True and site["title"] == "Lumen Service Desk"
    for question in desk.get("/parameters").json()["suggested_questions"]:
        assert topic_of(question) != "other"
