"""Pauses of the Desk over HTTP: how a flow waits for a form, who reads it meanwhile, and how it goes on."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import ExitStack

import httpx
from starlette.concurrency import run_in_threadpool

from app.embedded.flows import FINISHED, Flows
from app.embedded.storage import Run
from tests.unit.embedded.desk import ask, nodes, of, submit, text_of


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


def test_a_reader_gets_what_follows_though_the_run_is_over_before_it_is_looked_at(desk, monkeypatch):
    read = Flows.read

    async def late(flows: Flows, run: Run, *given: bool) -> AsyncIterator[str]:
        while (await run_in_threadpool(flows._desk.runs.get, run.id, None)).status not in FINISHED:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        async for text in read(flows, run, *given):
            yield text

    monkeypatch.setattr(Flows, "read", late)
    _, run_id, token = ask(desk)
    with desk.following(run_id) as stream:
        submit(desk, token, "call")
        events = list(stream)
    assert [event["event"] for event in events[:2]] == ["message_replace", "human_input_form_filled"]
    assert events[-1]["event"] == "workflow_finished"


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


def test_a_reader_may_join_while_the_flow_writes(hesitant):
    desk = hesitant.other("desk")
    with desk.streaming("hello") as stream:
        first = next(event for event in stream if event["event"] != "ping")
        with desk.following(first["workflow_run_id"], include_state_snapshot="true") as following:
            joined = [next(event for event in following if event["event"] != "ping")]
            desk.post(f"/chat-messages/{first['task_id']}/stop")
            joined += following
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
