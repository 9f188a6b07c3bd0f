"""The Desk over HTTP: what it understands, the trace of its flow, and how a flow ends."""

import itertools
import sqlite3
from contextlib import closing

import pytest

from app.embedded.apps.desk.classify import items_of, topic_of
from tests.fixtures.recordings import load
from tests.unit.embedded.desk import ONE, RETURN, ask, nodes, of, text_of


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
    theirs = {event["event"]: event for event in load("0.15.3", "128-chatflow-stream").payloads()}
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


def test_a_stop_ends_the_run_as_stopped(tmp_path, run):
    with run(tmp_path, app="desk", pace=30) as desk:
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


def test_the_desk_says_what_it_is(desk):
    assert desk.get("/info").json()["mode"] == "advanced-chat"
    site = desk.get("/site").json()
    assert site["show_workflow_steps"] is True and site["title"] == "Lumen Service Desk"
    for question in desk.get("/parameters").json()["suggested_questions"]:
        assert topic_of(question) != "other"
