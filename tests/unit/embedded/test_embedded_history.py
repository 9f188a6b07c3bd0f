import uuid

import pytest


def test_the_newest_page_comes_first_and_is_sorted_oldest_to_newest(api):
    conversation_id = api.ask("one")["conversation_id"]
    for query in ("two", "three", "four", "five"):
        api.ask(query, conversation_id=conversation_id)
    page = api.get("/messages", conversation_id=conversation_id, limit=2).json()
    assert [message["query"] for message in page["data"]] == ["four", "five"]
    assert page["has_more"] is True and page["limit"] == 2
    page = api.get("/messages", conversation_id=conversation_id, limit=2, first_id=page["data"][0]["id"]).json()
    assert [message["query"] for message in page["data"]] == ["two", "three"]
    page = api.get("/messages", conversation_id=conversation_id, limit=2, first_id=page["data"][0]["id"]).json()
    assert [message["query"] for message in page["data"]] == ["one"] and page["has_more"] is False


def test_a_message_has_every_field_of_the_contract(api):
    answer = api.ask()
    [message] = api.messages(answer["conversation_id"])
    assert message["id"] == answer["message_id"] and message["answer"] == answer["answer"]
    assert message["message_files"] == [] and message["agent_thoughts"] == [] and message["feedback"] is None
    assert message["retriever_resources"][0]["position"] == 1 and message["created_at"] == answer["created_at"]


def test_paging_of_conversations_loses_nothing_in_one_second(api):
    asked = [api.ask(f"question {number}")["conversation_id"] for number in range(7)]
    seen, last_id = [], None
    while True:
        page = api.get("/conversations", limit=3, **({"last_id": last_id} if last_id else {})).json()
        seen += [item["id"] for item in page["data"]]
        last_id = seen[-1]
        if not page["has_more"]:
            break
    assert seen == asked[::-1]


def test_a_conversation_that_was_written_in_comes_first(api):
    first, second = (api.ask(query)["conversation_id"] for query in ("one", "two"))
    api.ask("three", conversation_id=first)
    assert [item["id"] for item in api.get("/conversations").json()["data"]] == [first, second]


@pytest.mark.parametrize(
    ("sort_by", "order"),
    [("created_at", [0, 1, 2]), ("-created_at", [2, 1, 0]), ("updated_at", [1, 2, 0]), ("-updated_at", [0, 2, 1]),
     ("", [0, 2, 1])],
)  # fmt: skip
def test_conversations_come_in_the_order_asked_for_page_by_page(api, sort_by, order):
    asked = [api.ask(query)["conversation_id"] for query in ("one", "two", "three")]
    api.ask("four", conversation_id=asked[0])
    found, more = [], True
    while more:
        page = api.get("/conversations", limit=1, sort_by=sort_by, last_id=found[-1] if found else "").json()
        found += [item["id"] for item in page["data"]]
        more = page["has_more"]
    assert found == [asked[number] for number in order]


def test_an_order_that_there_is_not_is_refused(api, refused):
    refused(api.get("/conversations", sort_by="name"), 400, "invalid_param", "sort_by")
    refused(api.get("/conversations", sort_by="rowid; DROP TABLE conversations"), 400, "invalid_param", "sort_by")


def test_a_conversation_is_named_after_its_first_question(api):
    api.ask("  What\nis Parley?  ")
    [item] = api.get("/conversations").json()["data"]
    assert item["name"] == "What is Parley?" and item["status"] == "normal" and item["updated_at"]
    api.ask("word " * 40)
    assert len(api.get("/conversations").json()["data"][0]["name"]) <= 60


def test_a_conversation_without_a_made_name_has_the_servers_default(api):
    api.ask("What is Parley?", auto_generate_name=False)
    assert api.get("/conversations").json()["data"][0]["name"] == "New conversation"


def test_the_introduction_has_its_variables_filled_in(api):
    api.ask(inputs={"detail": "thorough"})
    [item] = api.get("/conversations").json()["data"]
    assert "**thorough** answers" in item["introduction"] and "{{" not in item["introduction"]


def test_nothing_is_pinned(api):
    api.ask()
    assert api.get("/conversations", pinned="true").json()["data"] == []
    assert len(api.get("/conversations", pinned="false").json()["data"]) == 1


def test_a_rename_answers_with_the_conversation(api):
    conversation_id = api.ask("What is Parley?")["conversation_id"]
    renamed = api.post(f"/conversations/{conversation_id}/name", name=" 我的 chat ").json()
    assert renamed["id"] == conversation_id and renamed["name"] == "我的 chat" and renamed["inputs"]
    made = api.post(f"/conversations/{conversation_id}/name", name="", auto_generate=True).json()
    assert made["name"] == "What is Parley?"


def test_a_deleted_conversation_is_gone_with_its_messages(api, refused):
    conversation_id = api.ask()["conversation_id"]
    response = api.delete(f"/conversations/{conversation_id}")
    assert response.status_code == 200 and response.json() == {"result": "success"}
    assert api.get("/conversations").json()["data"] == []
    refused(api.get("/messages", conversation_id=conversation_id), 404, "not_found")
    refused(api.delete(f"/conversations/{conversation_id}"), 404, "not_found")


def test_a_rating_is_kept_changed_and_revoked(api):
    answer = api.ask()
    path = f"/messages/{answer['message_id']}/feedbacks"
    assert api.post(path, rating="like").json() == {"result": "success"}
    api.post(path, rating="dislike", content="too long")
    [message] = api.messages(answer["conversation_id"])
    assert message["feedback"] == {"rating": "dislike", "content": "too long"}
    assert api.post(path, rating=None).status_code == 200
    [message] = api.messages(answer["conversation_id"])
    assert message["feedback"] is None


def test_a_wrong_rating_is_refused(api, refused):
    path = f"/messages/{api.ask()['message_id']}/feedbacks"
    refused(api.post(path, rating=None), 400, "invalid_param")
    refused(api.post(path, rating="love"), 400, "invalid_param", "rating")
    refused(api.post(path, rating=["like"]), 400, "invalid_param", "rating")
    refused(api.post(path, rating="like", content=5), 400, "invalid_param", "content")


def test_next_questions_are_new_ones_each_time(api):
    answer = api.ask("What is Parley?")
    asked = ["What is Parley?"]
    for _ in range(4):
        suggested = api.get(f"/messages/{answer['message_id']}/suggested").json()
        assert suggested["result"] == "success" and 1 <= len(suggested["data"]) <= 3
        assert not set(suggested["data"]) & set(asked)
        asked.append(suggested["data"][0])
        answer = api.ask(asked[-1], conversation_id=answer["conversation_id"])


def test_next_questions_are_a_bad_request_where_the_form_switched_them_off(api, refused):
    answer = api.ask(inputs={"next_questions": False})
    refused(api.get(f"/messages/{answer['message_id']}/suggested"), 400, "bad_request")


def test_nobody_reaches_what_is_another_users(api, refused):
    answer = api.ask()
    conversation_id, message_id = answer["conversation_id"], answer["message_id"]
    other = api.other()
    assert other.get("/conversations").json()["data"] == []
    for response in (
        other.get("/messages", conversation_id=conversation_id),
        other.get("/conversations", last_id=conversation_id),
        other.get(f"/messages/{message_id}/suggested"),
        other.post(f"/messages/{message_id}/feedbacks", rating="like"),
        other.post(f"/conversations/{conversation_id}/name", name="mine"),
        other.delete(f"/conversations/{conversation_id}"),
    ):
        refused(response, 404, "not_found")
    own = other.ask()["conversation_id"]
    refused(other.get("/messages", conversation_id=own, first_id=message_id), 404, "not_found")
    assert len(api.messages(conversation_id)) == 1


@pytest.mark.parametrize("limit", ["0", "101", "-1", "many", "1.5", "٣", "9" * 5000])
def test_a_limit_out_of_range_is_refused(api, refused, limit):
    refused(api.get("/conversations", limit=limit), 400, "invalid_param", "limit")
    refused(api.get("/messages", conversation_id=str(uuid.uuid4()), limit=limit), 400, "invalid_param", "limit")


def test_an_id_that_is_no_uuid_is_refused(api, refused):
    refused(api.get("/messages", conversation_id="abc"), 400, "invalid_param", "conversation_id")
    refused(api.get("/messages"), 400, "invalid_param", "conversation_id")
    refused(api.get("/conversations", last_id="abc"), 400, "invalid_param", "last_id")
    refused(api.get("/messages/abc/suggested"), 400, "invalid_param", "message_id")
    refused(api.post("/messages/abc/feedbacks", rating="like"), 400, "invalid_param", "message_id")
    refused(api.delete("/conversations/abc"), 400, "invalid_param", "conversation_id")
    refused(api.post("/conversations/abc/name", name="x"), 400, "invalid_param", "conversation_id")


def test_what_does_not_exist_is_not_found(api, refused):
    nothing = str(uuid.uuid4())
    refused(api.get("/messages", conversation_id=nothing), 404, "not_found")
    refused(api.get(f"/messages/{nothing}/suggested"), 404, "not_found")
    refused(api.get("/conversations", last_id=nothing), 404, "not_found")


def test_a_rename_needs_a_name(api, refused):
    path = f"/conversations/{api.ask()['conversation_id']}/name"
    refused(api.post(path), 400, "invalid_param", "name")
    refused(api.post(path, name="  "), 400, "invalid_param", "name")
    refused(api.post(path, name="x" * 256), 400, "invalid_param", "name")


def test_every_operation_about_a_user_wants_the_user(api, refused):
    nothing = str(uuid.uuid4())
    for method, path in (
        ("GET", "/conversations"),
        ("GET", f"/messages?conversation_id={nothing}"),
        ("GET", f"/messages/{nothing}/suggested"),
        ("POST", f"/messages/{nothing}/feedbacks"),
        ("POST", f"/conversations/{nothing}/name"),
        ("POST", f"/chat-messages/{nothing}/stop"),
        ("DELETE", f"/conversations/{nothing}"),
    ):
        body = None if method == "GET" else {"rating": "like", "name": "x"}
        refused(api.http.request(method, path, json=body), 400, "invalid_param", "user")
