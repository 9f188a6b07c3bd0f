"""The stand-in answers as real servers were seen to: what it stores, refuses, signs and streams."""

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.fixtures.recordings import load, names

from .script import (
    Cut,
    End,
    Hold,
    Json,
    Rest,
    Say,
    Send,
    SendFile,
    agent_says,
    chunked,
    flow_finished,
    flow_started,
    form,
    node,
    picture,
    recorded,
    speak,
    thought,
    tone,
)
from .upstream import KEY, Upstream, refusal

PNG = picture()


@pytest.fixture
def client(upstream: Upstream) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=upstream.url, headers={"Authorization": f"Bearer {KEY}"}, timeout=10) as client:
        yield client


def ask(client: httpx.Client, query: str = "Why?", **more: Any) -> list[Json]:
    """The events of an answer."""
    body = {"query": query, "user": "ann", "inputs": {}, "conversation_id": "", **more}
    return events(client.post("/chat-messages", json=body))


def events(answer: httpx.Response) -> list[Json]:
    assert answer.headers["content-type"].startswith("text/event-stream"), answer.text
    return [json.loads(line[6:]) for line in answer.text.splitlines() if line.startswith("data: ")]


def stored(client: httpx.Client, event: Json) -> Json:
    """The row of the message that ``event`` is of."""
    query = {"user": "ann", "conversation_id": event["conversation_id"]}
    rows = client.get("/messages", params=query).json()["data"]
    return next(row for row in rows if row["id"] == event["message_id"])


def upload(client: httpx.Client, name: str = "a.png", data: bytes = PNG, kind: str = "image/png") -> httpx.Response:
    return client.post("/files/upload", data={"user": "ann"}, files={"file": (name, data, kind)})


def refused(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_an_uploaded_file_belongs_to_its_question_and_its_address_is_renewed(
    client: httpx.Client, upstream: Upstream
) -> None:
    file = upload(client, "sample 图.png").json()
    assert (file["name"], file["size"], file["mime_type"]) == ("sample 图.png", len(PNG), "image/png")
    assert refused(client.get(f"/files/{file['id']}/preview")) == (404, "file_not_found")
    sent = {"type": "image", "transfer_method": "local_file", "upload_file_id": file["id"]}
    remote = {"type": "image", "transfer_method": "remote_url", "url": "http://198.51.100.7/a.png"}
    [first, *_] = ask(client, files=[sent, remote])
    own, other = stored(client, first)["message_files"]
    assert [kept.id for kept in upstream.files.uploads] == [file["id"]]
    assert (own["belongs_to"], own["filename"], other["url"]) == ("user", "sample 图.png", remote["url"])
    assert httpx.get(own["url"]).content == client.get(f"/files/{file['id']}/preview").content == PNG
    upstream.files.expire()
    assert refused(httpx.get(own["url"])) == (403, "forbidden")
    assert httpx.get(stored(client, first)["message_files"][0]["url"]).content == PNG
    stolen = {"query": "Why?", "inputs": {}, "conversation_id": "", "user": "bob", "files": [sent]}
    assert refused(client.post("/chat-messages", json=stolen)) == (400, "invalid_param")


def test_uploads_can_be_refused_by_size_and_type(client: httpx.Client, upstream: Upstream) -> None:
    upstream.files.largest = 100
    upstream.files.refused = {"image/bmp", "exe"}
    assert refused(upload(client)) == (413, "file_too_large")
    assert refused(upload(client, "a.bmp", b"BM", "image/bmp")) == (415, "unsupported_file_type")
    assert refused(upload(client, "a.exe", b"MZ", "application/octet-stream")) == (415, "unsupported_file_type")
    assert refused(client.post("/files/upload", data={"user": "ann"})) == (400, "no_file_uploaded")
    assert upstream.files.uploads == []


def test_an_agent_is_streamed_and_stored_as_a_recorded_one(client: httpx.Client, upstream: Upstream) -> None:
    chart = SendFile(PNG, "chart.png")
    upstream.script = [
        *thought("I draw.", tool="bar_chart", given={"data": "1;2"}, observed="drawn", files=[chart]),
        *thought("Here it is.", position=2),
        End(),
    ]
    went = ask(client)
    kinds = [event["event"] for event in went if event["event"] != "agent_message"]
    assert kinds == [*["agent_thought"] * 2, "message_file", *["agent_thought"] * 3, "message_end"]
    thoughts = [event for event in went if event["event"] == "agent_thought"]
    assert len({event["id"] for event in thoughts}) == 2
    file = next(event for event in went if event["event"] == "message_file")
    assert thoughts[2]["message_files"] == [file["id"]]
    row = stored(client, went[0])
    assert row["answer"] == "I draw.\nHere it is."
    assert [step["tool"] for step in row["agent_thoughts"]] == ["bar_chart", ""]
    assert json.loads(row["agent_thoughts"][0]["observation"]) == {"bar_chart": "drawn"}
    assert row["message_files"][0]["id"] == file["id"]
    assert httpx.get(row["message_files"][0]["url"]).content == PNG


@pytest.mark.parametrize("name", ["116-agent-three-rounds", "128-chatflow-stream", "044-moderation-output-replaced"])
def test_a_recording_is_sent_as_it_came_with_ids_that_fit_together(
    client: httpx.Client, upstream: Upstream, name: str
) -> None:
    was = load("0.15.3", name)
    upstream.script = recorded(name, seconds=0)
    went, again = ask(client), ask(client)
    assert [event["event"] for event in went] == [event["event"] for event in was.payloads()]
    assert [event.get("answer") for event in went] == [event.get("answer") for event in was.payloads()]
    assert len({event["task_id"] for event in went}) == len({event["message_id"] for event in went}) == 1
    row = stored(client, went[0])
    for file in row["message_files"]:
        assert httpx.get(file["url"]).headers["content-type"] == "image/png"
    assert stored(client, again[0])["answer"] == row["answer"] != ""
    assert not {event["id"] for event in went if "id" in event} & {event["id"] for event in again if "id" in event}


@pytest.mark.parametrize("version", ["0.15.3", "0.6.5"])
def test_every_recorded_stream_can_be_sent_again(client: httpx.Client, upstream: Upstream, version: str) -> None:
    for name in names(version, streams_only=True):
        upstream.script = recorded(name, version, seconds=0)
        assert len(ask(client)) == len(load(version, name).payloads()), name


def test_a_replaced_answer_is_stored_replaced_and_a_failed_one_not_at_all(
    client: httpx.Client, upstream: Upstream
) -> None:
    upstream.script = recorded("044-moderation-output-replaced", seconds=0)
    went = ask(client)
    assert stored(client, went[0])["answer"] == went[-2]["answer"]
    upstream.script = recorded("070-model-error-midstream", seconds=0)
    row = stored(client, ask(client)[0])
    assert (row["answer"], row["status"]) == ("", "error")


def test_a_file_with_an_address_elsewhere_is_sent_and_stored_as_it_is(client: httpx.Client, upstream: Upstream) -> None:
    upstream.script = [Send({"event": "message_file", "url": "http://198.51.100.7/a.png"}), End()]
    [file] = stored(client, ask(client)[0])["message_files"]
    assert (file["type"], file["belongs_to"], file["url"]) == ("image", "assistant", "http://198.51.100.7/a.png")


def test_a_rating_is_stored_and_can_be_revoked_once(client: httpx.Client) -> None:
    [first, *_] = ask(client)
    place = f"/messages/{first['message_id']}/feedbacks"
    assert client.post(place, json={"rating": "dislike", "user": "ann", "content": "No."}).json()["result"] == "success"
    assert stored(client, first)["feedback"] == {"rating": "dislike"}
    assert client.post(place, json={"rating": None, "user": "ann"}).status_code == 200
    assert stored(client, first)["feedback"] is None
    assert refused(client.post(place, json={"rating": None, "user": "ann"})) == (400, "invalid_param")
    assert refused(client.post(place, json={"rating": "like", "user": "bob"})) == (404, "not_found")


def test_a_conversation_is_renamed_and_deleted_by_its_own_user_alone(client: httpx.Client, upstream: Upstream) -> None:
    [first, *_] = ask(client)
    place = f"/conversations/{first['conversation_id']}"
    assert client.post(f"{place}/name", json={"name": "Mine", "user": "ann"}).json()["name"] == "Mine"
    ask(client, conversation_id=first["conversation_id"])
    talk = upstream.talks.of("ann")[first["conversation_id"]]
    assert talk.name == "Mine"
    assert client.post(f"{place}/name", json={"auto_generate": True, "user": "ann"}).json()["name"] == "About: Why?"
    assert refused(client.post(f"{place}/name", json={"user": "ann"})) == (400, "invalid_param")
    talk.variables = [{"id": "1", "name": "city", "value_type": "string", "value": "Rome"}]
    found = client.get(f"{place}/variables", params={"user": "ann", "variable_name": "city"}).json()
    assert (found["data"], found["has_more"]) == (talk.variables, False)
    assert refused(client.request("DELETE", place, json={"user": "bob"})) == (404, "not_found")
    gone = client.request("DELETE", place, json={"user": "ann"})
    assert (gone.status_code, gone.content) == (204, b"")
    assert refused(client.request("DELETE", place, json={"user": "ann"})) == (404, "not_found")


def test_speech_is_heard_as_it_was_sent_and_refused_by_its_type(client: httpx.Client, upstream: Upstream) -> None:
    upstream.audio.transcript = "Hello."
    sound = tone(0.5)
    for kind, status in (("audio/wav", 200), ("audio/webm", 415)):
        file = {"file": ("a.wav", sound, kind)}
        assert client.post("/audio-to-text", data={"user": "ann"}, files=file).status_code == status
    heard = upstream.audio.heard[0]
    assert (heard.name, heard.media_type, heard.data) == ("a.wav", "audio/wav", sound)
    assert upstream.seen("/audio-to-text")[0].user == "ann"
    assert refused(client.post("/audio-to-text", data={"user": "ann"})) == (400, "no_audio_uploaded")


def test_audio_comes_in_chunks_and_can_be_held_in_the_middle(client: httpx.Client, upstream: Upstream) -> None:
    sound = tone()
    upstream.audio.speech = [*chunked(sound[:8000]), Hold("audio"), *chunked(sound[8000:])]
    with client.stream("POST", "/text-to-audio", json={"text": "Hello.", "user": "ann"}) as answer:
        assert answer.headers["content-type"] == "audio/wav"
        pieces, came = answer.iter_raw(), b""
        while len(came) < 8000:
            came += next(pieces)
        upstream.release("audio")
        assert came + b"".join(pieces) == sound
    assert client.post("/text-to-audio", data={"text": "Hello.", "user": "ann"}).status_code == 415
    assert client.post("/text-to-audio", json={"user": "ann", "message_id": "none"}).status_code == 404


def test_a_client_that_leaves_is_noticed(client: httpx.Client, upstream: Upstream) -> None:
    upstream.audio.speech = [*chunked(tone(0.1)), Hold()]
    with client.stream("POST", "/text-to-audio", json={"text": "Hello.", "user": "ann"}) as answer:
        next(answer.iter_raw())
    upstream.expect_left("/text-to-audio")


def test_icons_of_tools_are_served_without_a_key(client: httpx.Client, upstream: Upstream) -> None:
    drawn = {"background": "#252525", "content": "😁"}
    upstream.tool_icons = {"clock": upstream.files.icon("clock", PNG), "models": drawn}
    icons = client.get("/meta", params={"user": "ann"}).json()["tool_icons"]
    assert httpx.get(icons["clock"]).content == PNG
    assert icons["models"] == drawn


def pause(client: httpx.Client, upstream: Upstream) -> tuple[str, str]:
    """The token of a form that a flow waits for, and the flow's run."""
    asked = form("Refund **20 €**?", inputs=[{"type": "paragraph", "output_variable_name": "why", "default": None}])
    upstream.script = [flow_started(), *node("Draft", "llm", Say("One moment. ")), *asked]
    went = ask(client)
    assert [event["event"] for event in went][-2:] == ["human_input_required", "workflow_paused"]
    assert "One moment" in stored(client, went[0])["answer"]
    return went[-2]["data"]["form_token"], went[-2]["workflow_run_id"]


def test_a_form_is_answered_once_and_the_flow_goes_on(client: httpx.Client, upstream: Upstream) -> None:
    token, run = pause(client, upstream)
    place = f"/form/human_input/{token}"
    assert [action["id"] for action in client.get(place).json()["user_actions"]] == ["approve", "reject"]
    answer = {"inputs": {"why": "Broken."}, "action": "approve", "user": "ann"}
    assert refused(client.post(place, json={**answer, "action": "shrug"})) == (400, "invalid_form_data")
    assert refused(client.post(place, json={**answer, "inputs": {}})) == (400, "invalid_form_data")
    flow = f"/workflow/{run}/events"
    paused = events(client.get(flow, params={"user": "ann", "include_state_snapshot": "true"}))
    assert [event["event"] for event in paused][-1] == "workflow_paused"
    assert (client.post(place, json=answer).json(), upstream.forms.tokens()[-1]) == ({}, token)
    assert refused(client.post(place, json=answer)) == (412, "human_input_form_submitted")
    assert refused(client.get(flow, params={"user": "bob"})) == (404, "not_found")
    upstream.forms.resumed = [Say("Refunded."), End(), flow_finished()]
    went = events(client.get(flow, params={"user": "ann", "include_state_snapshot": "true"}))
    kinds = ["workflow_started", "node_started", "node_finished", "human_input_form_filled"]
    assert [event["event"] for event in went] == [*kinds, "message", "message_end", "workflow_finished"]
    assert (went[3]["data"]["action_text"], upstream.forms.answers[token]["inputs"]) == ("Approve", answer["inputs"])
    assert stored(client, went[-1])["answer"] == "One moment. Refunded."
    assert len(events(client.get(flow, params={"user": "ann"}))) == 1


def test_a_form_can_expire(client: httpx.Client, upstream: Upstream) -> None:
    token, run = pause(client, upstream)
    upstream.forms.expire(token)
    assert refused(client.get(f"/form/human_input/{token}")) == (412, "human_input_form_expired")
    went = events(client.get(f"/workflow/{run}/events", params={"user": "ann"}))
    assert went[0]["event"] == "human_input_form_timeout"
    assert refused(client.get("/form/human_input/none")) == (404, "not_found")


def test_a_form_that_somebody_else_answered_is_closed_and_the_flow_goes_on(
    client: httpx.Client, upstream: Upstream
) -> None:
    token, run = pause(client, upstream)
    upstream.forms.put(token, {"action": "reject", "inputs": {}})
    answer = {"inputs": {"why": "Broken."}, "action": "approve", "user": "ann"}
    assert refused(client.post(f"/form/human_input/{token}", json=answer)) == (412, "human_input_form_submitted")
    went = events(client.get(f"/workflow/{run}/events", params={"user": "ann"}))
    assert went[0]["data"]["action_id"] == "reject"


def test_every_operation_can_be_held_dropped_and_refused(client: httpx.Client, upstream: Upstream) -> None:
    upstream.before = {"meta": [Rest(0.01), Cut()]}
    with pytest.raises(httpx.RemoteProtocolError):
        client.get("/meta")
    upstream.refusals = {"files/upload": refusal("file_too_large", "", 413)}
    assert upload(client).status_code == 413
    upstream.reset()
    upstream.before = {"files": [Hold("file")]}
    upstream.release("file")
    assert upload(client).status_code == 201
    assert refused(client.post("/chat-messages", content=b"{not json")) == (400, "bad_request")


def test_an_answer_is_read_aloud_while_it_comes(client: httpx.Client, upstream: Upstream) -> None:
    upstream.script = [*agent_says("Hear this."), End(), *speak(b"x" * 5000)]
    kinds = [event["event"] for event in ask(client)]
    assert kinds == [*["agent_message"] * 2, "message_end", *["tts_message"] * 3, "tts_message_end"]
