"""Answers that real servers gave, on the page as they were given, and once more from what is stored of them."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, expect

from app.i18n.en import EN
from tests.fixtures.recordings import load

from .harmless import expect_harmless
from .page import ChatPage
from .script import Hold, recorded
from .several import several
from .upstream import Upstream

VERSIONS = ("0.15.3", "0.6.5")
ROUND = "The quick brown fox jumps over"
AGENTS = {
    "114-agent-one-tool": ("0.15.3",),
    "115-agent-image-tool": VERSIONS,
    "116-agent-three-rounds": VERSIONS,
    "117-agent-parallel-tools": VERSIONS,
    "118-agent-tool-error": ("0.15.3",),
    "420-agent-plain-two-rounds": VERSIONS,
}


def streamed(name: str, version: str) -> str:
    """The text of a recording's pieces."""
    pieces = [event for event in load(version, name).payloads() if event["event"] in ("message", "agent_message")]
    return "".join(event["answer"] for event in pieces)


def letters(text: str) -> str:
    """``text`` without what Markdown or a line break may have become."""
    return "".join(character for character in text if character.isalnum())


def replay(chat: ChatPage, upstream: Upstream, name: str, version: str) -> None:
    upstream.script = recorded(name, version)
    chat.ask_and_wait(f"Recording {name}.")


def replayed(chat: ChatPage, upstream: Upstream, *names: str) -> Iterator[tuple[Locator, str]]:
    """Of each recording the answer as it has ended, and its text; and all of them again after a reload."""
    recordings = [(name, version) for name in names for version in AGENTS.get(name, VERSIONS)]
    for name, version in recordings:
        replay(chat, upstream, name, version)
        yield chat.answer, streamed(name, version)
    for answer, (name, version) in zip(chat.reload_high(len(recordings)), recordings, strict=True):
        yield answer, streamed(name, version)


def test_what_moderation_replaced_is_shown_alone(chat: ChatPage, upstream: Upstream) -> None:
    for answer, _ in replayed(chat, upstream, "044-moderation-output-replaced"):
        expect(answer).to_contain_text("Output replaced by moderation (preset). 内容已替换。")
        expect(answer).not_to_contain_text("quick")
        expect(chat.retry).to_have_count(0)


def test_a_model_that_fails_in_mid_stream_leaves_its_text_with_a_reason_and_retry(
    chat: ChatPage, upstream: Upstream
) -> None:
    for answer, text in replayed(chat, upstream, "070-model-error-midstream"):
        expect(answer).to_contain_text(EN.error_completion)
        assert letters(text) in letters(answer.inner_text())
        expect(answer).not_to_contain_text("stub failed")
        expect(answer.get_by_role("button", name=EN.retry, exact=True)).to_be_enabled()


@pytest.mark.parametrize("version", VERSIONS)
def test_a_stopped_answer_keeps_what_came(chat: ChatPage, upstream: Upstream, version: str) -> None:
    name = "140-stop-midstream"
    *steps, end, rest = recorded(name, version)
    upstream.script = [*steps, Hold(), end, rest]
    chat.ask("Until I say stop.")
    expect(chat.answer.get_by_role("heading")).to_be_visible()
    expect(chat.answer).to_contain_text("Here")  # Its last word: what has not come by then does not come any more.
    chat.stop.click()
    upstream.wait_for("/chat-messages/[^/]+/stop")
    for _ in chat.live_and_stored():
        expect(chat.answer).to_contain_text(EN.turn_stopped)
        chat.expect_idle()
        assert letters(streamed(name, version)) in letters(chat.answer.inner_text())


def test_nothing_of_a_raw_answer_runs_or_is_fetched(chat: ChatPage, upstream: Upstream, harm: list[str]) -> None:
    for answer, _ in replayed(chat, upstream, "036-chat-thinking", "037-chat-xss-markdown"):
        expect(answer).not_to_be_empty()
        expect_harmless(chat, harm, answer)


def test_a_flow_s_answer_appears_with_its_sources_and_without_its_prompts(chat: ChatPage, upstream: Upstream) -> None:
    for answer, _ in replayed(chat, upstream, "128-chatflow-stream"):
        expect(answer).to_contain_text("Answer:")
        expect(answer).to_contain_text("(end)")
        expect(answer.get_by_role("group", name=EN.sources, exact=True)).to_contain_text("widgets 产品.txt")
    assert not any("city Rome" in frame for frame in chat.received)


def test_a_flow_whose_model_fails_says_so(chat: ChatPage, upstream: Upstream) -> None:
    replay(chat, upstream, "132-chatflow-model-failure", "0.15.3")
    expect(chat.answer).to_contain_text("Answer:")
    expect(chat.retry).to_be_enabled()


@several(AGENTS)
def test_an_agent_s_rounds_join_to_one_text(chat: ChatPage, upstream: Upstream, names: list[str]) -> None:
    for answer, text in replayed(chat, upstream, *names):
        expect(answer).to_contain_text("Heading 1")
        assert letters(text) in letters(answer.inner_text())
        assert answer.inner_text().count(ROUND) == text.count(ROUND)
        expect(chat.retry).to_have_count(0)
