"""Each recorded stream through the client and the fold, and three of them cut at every byte."""

import copy
import json
import re
from typing import Any

import httpx
import pytest

from app.dify.sse import EventDecoder
from app.policy import Policy
from app.runs.draft import Draft
from app.runs.fold import fold
from tests.fixtures.recordings import VERSIONS, Recording, load, names
from tests.unit.dify.doubles import Pieces, client_of

STREAMS = [load(version, name) for version in VERSIONS for name in names(version, streams_only=True)]
REPLACED = {"044-moderation-output-replaced"}
CUT = {"156-disconnect-midstream"}
THOUGHT = r"<details[^>]*>\s*<summary>[^<]*</summary>([^<]*)</details>"


def name_of(recording: Recording) -> str:
    return f"{recording.version}/{recording.name}"


async def replayed(recording: Recording, drafts: list[Draft] | None = None) -> Draft:
    """The draft of what the client reads when the stream comes in the pieces it was recorded in.

    Those on the way are put into ``drafts``.
    """
    policy = Policy(flow=True)
    headers = [(name, value) for name, value in recording.headers if name.lower() != "content-length"]
    draft = Draft()
    async with (
        client_of(lambda _: httpx.Response(200, headers=headers, stream=Pieces(recording.chunks))) as client,
        client.chat.stream(query="q", user="u") as events,
    ):
        async for event in events:
            draft = fold(draft, policy.allow(event))
            if drafts is not None:
                drafts.append(draft)
    return draft


@pytest.mark.parametrize("recording", STREAMS, ids=name_of)
async def test_a_recorded_stream_folds_into_its_answer(recording):
    draft, sent = await replayed(recording), recording.payloads()
    last = {payload["event"]: payload for payload in sent}
    streamed = answer_of(sent)
    if recording.name in REPLACED:
        assert str(draft.text) == last["message_replace"]["answer"] != streamed
        assert draft.generation >= 1
    else:
        assert (str(draft.text), draft.generation) == (streamed, 0)
    assert draft.state == ("failed" if "error" in last else "running" if recording.name in CUT else "complete")
    assert (draft.unknown, draft.unreadable) == (0, 0)
    assert (draft.error.code if draft.error else None) == last.get("error", {}).get("code")
    for name in ("task_id", "message_id", "conversation_id"):
        assert getattr(draft, name) == next(payload[name] for payload in sent if payload.get(name))
    assert [step.id for step in draft.steps if step.kind == "tool"] == calls_of(sent)
    assert [step.id for step in draft.steps if step.kind == "node"] == nodes_of(sent)
    thoughts = re.findall(THOUGHT, "".join(payload.get("answer", "") for payload in sent))
    assert [str(step.text) for step in draft.steps if step.kind == "reasoning"] == thoughts
    if draft.state != "running":
        assert [step.id for step in draft.steps if step.state == "running"] == []
    assert [file.id for file in draft.files] == ids_of("message_file", sent)
    cited = last.get("message_end", {"metadata": {}})["metadata"].get("retriever_resources") or []
    assert [item.content for item in draft.citations] == [item["content"] for item in cited]


def answer_of(sent: list[dict[str, Any]]) -> str:
    """The pieces joined: an agent's rounds are apart, and a model's thoughts are left out."""
    text, apart = "", False
    for payload in sent:
        apart = apart or bool(payload["event"] == "agent_thought" and payload["observation"])
        if payload["event"] in ("message", "agent_message") and payload["answer"]:
            text += ("\n\n" if apart and text else "") + payload["answer"]
            apart = False
    return re.sub(THOUGHT, "", text)


def calls_of(sent: list[dict[str, Any]]) -> list[str]:
    """Each tool of each thought, as the steps are named."""
    last = {payload["id"]: payload for payload in sent if payload["event"] == "agent_thought"}
    tools = {id: [tool for tool in payload["tool"].split(";") if tool] for id, payload in last.items()}
    return [f"{id}:{number}" for id, names in tools.items() for number in range(len(names))]


def nodes_of(sent: list[dict[str, Any]]) -> list[str]:
    return list(dict.fromkeys(payload["data"]["id"] for payload in sent if payload["event"].startswith("node_")))


def ids_of(name: str, sent: list[dict[str, Any]]) -> list[str]:
    return list(dict.fromkeys(payload["id"] for payload in sent if payload["event"] == name))


def in_plain_utf8(body: bytes) -> bytes:
    """``body`` as a server writes it that does not escape what is beyond ASCII."""
    events = [json.loads(line[6:]) for line in body.split(b"\n") if line.startswith(b"data: ")]
    return b"".join(f"data: {json.dumps(event, ensure_ascii=False)}\n\n".encode() for event in events)


CUTS = {
    "emoji, escaped": load("0.15.3", "039-chat-emoji-surrogates").body,
    "emoji, in UTF-8": in_plain_utf8(load("0.15.3", "039-chat-emoji-surrogates").body),
    "an agent with a tool": load("0.15.3", "118-agent-tool-error").body,
    "an error in mid-answer": load("0.15.3", "070-model-error-midstream").body,
}


@pytest.mark.parametrize("body", CUTS.values(), ids=CUTS)
def test_a_stream_cut_at_any_byte_leaves_a_beginning_of_its_answer(body):
    whole = Draft()
    for event in EventDecoder().feed(body):
        whole = fold(whole, event)
    text, decoder, draft = str(whole.text), EventDecoder(), Draft()
    for at in range(len(body)):
        cut = draft
        for event in copy.deepcopy(decoder).flush():
            cut = fold(cut, event)
        assert text.startswith(str(cut.text))
        assert cut.unreadable == 0
        for event in decoder.feed(body[at : at + 1]):
            draft = fold(draft, event)
    assert draft == whole
