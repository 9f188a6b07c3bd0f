"""What the Desk remembers of a conversation, over HTTP, and for whom it is there."""

import json
import re
import uuid

from tests.unit.embedded.desk import ask, submit, variables


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
