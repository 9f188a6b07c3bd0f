"""Forms of the Desk over HTTP: how they are answered, and until when."""

import sqlite3
import threading
from contextlib import closing

import pytest

from tests.unit.embedded.desk import FILLED, ask, of, submit, variables


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
