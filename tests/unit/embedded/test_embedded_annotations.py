"""Answers that people wrote, the ratings of all users, and who these are: by each app's key."""

import json
import uuid
from datetime import datetime
from pathlib import Path

import pytest

from app.embedded.likeness import likeness, same

RECORDINGS = Path(__file__).parents[2] / "fixtures" / "recordings" / "0.15.3"
QUESTION = "What is the capital of Testland?"
ANSWER = "**Testville** is the capital."


@pytest.fixture(scope="module")
def _server(tmp_path_factory, _run):
    with _run(tmp_path_factory.mktemp("annotations")) as api:
        yield api


@pytest.fixture(params=["guide", "toolbox", "desk"])
def api(_server, request):
    """An app of a server whose annotations are this module's own; none is left of the test before."""
    api = _server.other(request.param)
    api.app = request.param
    for item in listed(api, limit=100)["data"]:
        api.http.delete(f"/apps/annotations/{item['id']}")
    enable(api, 0.9)
    return api


def annotate(api, question=QUESTION, answer=ANSWER):
    response = api.http.post("/apps/annotations", json={"question": question, "answer": answer})
    assert response.status_code == 201
    return response.json()


def listed(api, **query):
    return api.http.get("/apps/annotations", params=query).json()


def enable(api, threshold, action="enable"):
    body = {"score_threshold": threshold, "embedding_provider_name": "", "embedding_model_name": ""}
    response = api.http.post(f"/apps/annotation-reply/{action}", json=body)
    assert response.status_code == 200
    return response.json()


def text_of(events):
    return "".join(event.get("answer", "") for event in events)


def annotated(events):
    return "annotation_reply" in events[-1]["metadata"]


def test_a_question_that_was_annotated_gets_that_answer(api):
    made = annotate(api)
    events = api.stream(QUESTION)
    assert {event["event"] for event in events[:-1]} == {"message"} and text_of(events) == ANSWER
    assert (len(events) == 2) == (api.app == "desk")
    end = events[-1]
    assert end["event"] == "message_end" and set(end["metadata"]) == {"annotation_reply", "usage"}
    assert end["metadata"]["annotation_reply"] == {
        "id": made["id"], "account": {"id": "3d6f2b4e-6e0c-4a51-9d3c-7f3f6d1c2a90", "name": "Admin"},
    }  # fmt: skip
    assert api.stored(end["conversation_id"])["answer"] == ANSWER
    [item] = listed(api)["data"]
    assert item["hit_count"] == 1


@pytest.mark.parametrize(
    "question",
    ["what is the capital of testland", "  What is — the capital of  Testland ?!", "WHAT IS THE CAPITAL OF TEST-LAND"],
)
def test_case_punctuation_and_spacing_make_no_other_question(api, question):
    annotate(api)
    assert annotated(api.stream(question))


def test_another_question_gets_the_apps_own_answer(api):
    annotate(api)
    assert not annotated(
        [event for event in api.stream("How long does shipping take?") if event["event"] == "message_end"]
    )


def test_a_likeness_above_the_threshold_is_enough(api):
    annotate(api)
    question = "Tell me the capital of Testland"
    assert text_of(api.stream(question)) != ANSWER
    enable(api, 0.4)
    assert text_of(api.stream(question)) == ANSWER
    enable(api, 0.0)
    assert text_of(api.stream("nothing alike")) != ANSWER


def test_the_likest_of_several_answers(api):
    annotate(api, "Where is the workshop?", "In the yard.")
    annotate(api, "Where is the office?", "On the first floor.")
    enable(api, 0.5)
    assert text_of(api.stream("where is the office")) == "On the first floor."
    assert text_of(api.stream("Where is that workshop?")) == "In the yard."


def test_the_reply_is_switched_off_and_on(api):
    annotate(api)
    job = enable(api, 0.7, "disable")
    assert text_of(api.stream(QUESTION)) != ANSWER
    assert api.get("/parameters").json()["annotation_reply"] == {"enabled": False, "score_threshold": 0.7}
    status = api.get(f"/apps/annotation-reply/disable/status/{job['job_id']}").json()
    assert status == {"job_id": job["job_id"], "job_status": "completed", "error_msg": ""}
    enable(api, 0.9)
    assert text_of(api.stream(QUESTION)) == ANSWER
    assert api.get("/parameters").json()["annotation_reply"]["enabled"] is True


def test_annotations_are_listed_changed_and_deleted(api, refused):
    first, second = annotate(api), annotate(api, "Where is it?", "Here, in 东京.")
    page = listed(api)
    assert [item["id"] for item in page["data"]] == [second["id"], first["id"]]
    assert set(first) == {"id", "question", "answer", "hit_count", "created_at"}
    assert (page["total"], page["page"], page["limit"], page["has_more"]) == (2, 1, 20, False)
    one = listed(api, limit=1, page=2)
    assert [item["id"] for item in one["data"]] == [first["id"]] and one["has_more"] is False
    assert listed(api, limit=1)["has_more"] is True and listed(api, page=9)["data"] == []
    assert [item["id"] for item in listed(api, keyword="TESTVILLE")["data"]] == [first["id"]]
    assert [item["id"] for item in listed(api, keyword="东京")["data"]] == [second["id"]]
    path = f"/apps/annotations/{first['id']}"
    changed = api.http.put(path, json={"question": "Q?", "answer": "A."}).json()
    assert (changed["id"], changed["question"], changed["answer"]) == (first["id"], "Q?", "A.")
    assert text_of(api.stream("q")) == "A."
    response = api.http.delete(path)
    assert response.status_code == 204 and response.content == b""
    refused(api.http.delete(path), 404, "not_found")
    refused(api.http.put(path, json={"question": "Q?", "answer": "A."}), 404, "not_found")
    assert text_of(api.stream("q")) != "A."


def test_annotations_are_walled_by_app(_server, api, refused):
    made = annotate(api, f"Which key opens {api.user}?")
    others = [_server.other(slug) for slug in ("guide", "toolbox", "desk") if slug != api.app]
    for other in others:
        assert made["id"] not in [item["id"] for item in listed(other)["data"]]
        refused(other.http.delete(f"/apps/annotations/{made['id']}"), 404, "not_found")
        refused(
            other.http.put(f"/apps/annotations/{made['id']}", json={"question": "Q", "answer": "A"}), 404, "not_found"
        )
        assert text_of(other.stream(made["question"])) != ANSWER


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"question": "", "answer": "a"},
        {"question": "q"},
        {"question": 5, "answer": "a"},
        {"question": "q", "answer": " "},
        {"question": "q", "answer": "a" * 20_001},
    ],
)
def test_a_wrong_annotation_is_refused(api, refused, body):
    refused(api.http.post("/apps/annotations", json=body), 400, "invalid_param")


def test_a_wrong_switch_is_refused(api, refused):
    right = {"score_threshold": 0.5, "embedding_provider_name": "a", "embedding_model_name": "b"}
    path = "/apps/annotation-reply/enable"
    for wrong in (
        {"score_threshold": 2},
        {"score_threshold": "1"},
        {"score_threshold": True},
        {"embedding_model_name": None},
    ):
        refused(api.http.post(path, json={**right, **wrong}), 400, "invalid_param")
    refused(api.http.post("/apps/annotation-reply/perhaps", json=right), 400, "invalid_param", "action")
    refused(api.http.get(f"{path}/status/{uuid.uuid4()}"), 400, "invalid_param")
    job = api.http.post(path, json=right).json()
    refused(api.http.get(f"/apps/annotation-reply/disable/status/{job['job_id']}"), 400, "invalid_param")
    refused(api.http.get("/apps/annotations", params={"page": 0}), 400, "invalid_param", "page")


def test_a_blocking_answer_has_the_recorded_fields(_server):
    guide = _server.other("guide")
    guide.http.post("/apps/annotations", json={"question": "Which bird?", "answer": "A wren."})
    answer = guide.ask("which bird")
    recorded = json.loads(
        json.loads((RECORDINGS / "361-annotation-reply-hit-blocking.json").read_text())["response"]["body"]
    )
    assert answer["answer"] == "A wren." and set(answer) == set(recorded)
    assert set(answer["metadata"]) == set(recorded["metadata"])
    assert set(answer["metadata"]["annotation_reply"]["account"]) == {"id", "name"}


def test_annotations_outlive_a_restart(tmp_path, run):
    with run(tmp_path) as api:
        annotate(api)
        enable(api, 0.3, "disable")
    with run(tmp_path) as api:
        assert listed(api)["total"] == 1
        assert api.get("/parameters").json()["annotation_reply"] == {"enabled": False, "score_threshold": 0.3}


def test_questions_are_alike_by_their_words():
    assert same("What's up?", "whats UP") and not same("?", "!") and not same("a", "b")
    assert likeness("where is the office", "Where is the Office?") == 1
    assert likeness("怎么退货", "怎么退货呢") > 0.7 and likeness("怎么退货", "灯泡") == 0
    assert likeness("", "") == 0 and likeness("a a a", "a") == pytest.approx(1 / 3)


def test_all_users_ratings_are_listed_the_newest_first(api):
    ids = []
    for rating, content in (("like", "clear"), ("dislike", None), ("like", None)):
        user = api.other(api.app)
        ids.append((user.stream("hello")[0]["message_id"], user.user))
        response = user.post(f"/messages/{ids[-1][0]}/feedbacks", rating=rating, content=content)
        assert response.status_code == 200
    found = api.http.get("/app/feedbacks", params={"limit": 3}).json()["data"]
    assert [item["message_id"] for item in found] == [message_id for message_id, _ in ids[::-1]]
    assert [(item["rating"], item["content"]) for item in found] == [
        ("like", None),
        ("dislike", None),
        ("like", "clear"),
    ]
    assert all(item["from_source"] == "user" and item["from_account_id"] is None for item in found)
    assert all(datetime.fromisoformat(item["created_at"]) for item in found)
    second = api.http.get("/app/feedbacks", params={"limit": 1, "page": 2}).json()["data"]
    assert [item["id"] for item in second] == [found[1]["id"]]
    for item, (_, user) in zip(found, ids[::-1], strict=True):
        who = api.http.get(f"/end-users/{item['from_end_user_id']}").json()
        assert who["id"] == item["from_end_user_id"] and who["session_id"] == who["external_user_id"] == user
        assert who["app_id"] == item["app_id"]


def test_a_rating_that_was_taken_back_is_listed_no_more(api):
    message_id = api.stream("hello")[0]["message_id"]
    for rating in ("like", None):
        api.post(f"/messages/{message_id}/feedbacks", rating=rating)
    found = api.http.get("/app/feedbacks", params={"limit": 100}).json()["data"]
    assert message_id not in [item["message_id"] for item in found]


def test_ratings_and_users_are_walled_by_app(_server, refused):
    guide, desk = _server.other("guide"), _server.other("desk")
    message_id = guide.ask("hello")["message_id"]
    guide.post(f"/messages/{message_id}/feedbacks", rating="like")
    [own, *_] = guide.http.get("/app/feedbacks").json()["data"]
    assert own["message_id"] == message_id
    assert message_id not in [item["message_id"] for item in desk.http.get("/app/feedbacks").json()["data"]]
    refused(desk.http.get(f"/end-users/{own['from_end_user_id']}"), 404, "not_found")
    refused(guide.http.get(f"/end-users/{uuid.uuid4()}"), 404, "not_found")


def test_the_maker_of_an_upload_is_an_end_user(_server):
    guide = _server.other("guide")
    file = {"file": ("a.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 64, "image/png")}
    made_by = guide.http.post("/files/upload", data={"user": guide.user}, files=file).json()["created_by"]
    assert guide.http.get(f"/end-users/{made_by}").json()["session_id"] == guide.user
