"""What a screen reader is told while an answer is written: whole sentences, never words one by one, and its end."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from app.i18n.en import EN

from .page import ChatPage
from .script import Cut, End, Hold, Say
from .upstream import Upstream

LISTEN = """
() => {
  window.told = [];
  const region = document.getElementById("announcements");
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes) window.told.push(...[...addedNodes].map((node) => node.textContent));
  }).observe(region, { childList: true, subtree: true, characterData: true });
}
"""
LIVE = """
(text) => [...document.querySelectorAll("*")].filter((it) => it.textContent.includes(text)
  && (it.ariaLive ? it.ariaLive !== "off" : ["log", "status", "alert"].includes(it.role))).length
"""


@pytest.fixture
def told(chat: ChatPage) -> Callable[[], list[str]]:
    """All that the region has said so far."""
    chat.page.evaluate(LISTEN)
    return lambda: list(chat.page.evaluate("window.told"))


def wait_for(chat: ChatPage, sentence: str) -> None:
    chat.page.wait_for_function("(text) => window.told.at(-1)?.includes(text)", arg=sentence)


def test_an_answer_is_told_by_sentences_and_its_end(
    chat: ChatPage, upstream: Upstream, told: Callable[[], list[str]]
) -> None:
    words = ["The", "first", "sentence", "is", "short.", "The", "**second**", "one", "is", "not"]
    pieces = [Say(f"{word} ") for word in words]
    upstream.script = [*pieces, Hold(), Say("over. And a last"), End()]
    chat.ask("Tell me.")
    expect(chat.answer).to_contain_text("one is not")
    wait_for(chat, "first")
    assert chat.page.evaluate(LIVE, "first sentence") == 1
    upstream.release()
    chat.expect_idle()
    wait_for(chat, EN.answer_ends)
    assert told() == [
        EN.answer_begins,
        "The first sentence is short.",
        "The second one is not over. And a last",
        EN.answer_ends,
    ]


def test_a_long_answer_is_not_read_to_its_end(
    chat: ChatPage, upstream: Upstream, told: Callable[[], list[str]]
) -> None:
    chat.page.clock.install()
    chat.page.clock.resume()
    upstream.script = [Say("A sentence of thirty letters. " * 100), End()]
    chat.ask_and_wait("Tell me all.")
    chat.page.clock.fast_forward(60_000)
    for _ in range(8):
        chat.page.clock.run_for(7_000)
    wait_for(chat, EN.answer_ends)
    said = told()
    assert (said[0], said[-2:]) == (EN.answer_begins, [EN.answer_goes_on, EN.answer_ends])
    assert 1_200 <= sum(map(len, said[1:-2])) <= 1_500


def test_stop_and_a_failure_are_told_in_their_own_words(
    chat: ChatPage, upstream: Upstream, told: Callable[[], list[str]]
) -> None:
    upstream.script = [Say("It has begun"), Hold(), End()]
    chat.ask("Tell me.")
    expect(chat.answer).to_contain_text("begun")
    chat.stop.click()
    wait_for(chat, EN.turn_stopped)
    upstream.script = [Say("It began well, and then"), Cut()]
    chat.ask("And now?")
    wait_for(chat, EN.error_cut)
    on_the_way = (EN.answer_begins, EN.turn_stopping)
    assert [line for line in told() if line not in on_the_way] == [EN.turn_stopped, EN.error_cut]


def test_nothing_of_a_conversation_that_was_left_is_told(
    chat: ChatPage, upstream: Upstream, told: Callable[[], list[str]]
) -> None:
    upstream.script = [Say("One is here. Two "), Hold(), Say("is here. Three is here."), End()]
    chat.ask("Tell me.")
    wait_for(chat, "One is here.")
    chat.new_chat.click()
    expect(chat.questions).to_have_count(0)
    upstream.release()
    upstream.script = [Say("Another."), End()]
    chat.ask_and_wait("And this?")
    wait_for(chat, EN.answer_ends)
    assert told() == [EN.answer_begins, "One is here.", EN.answer_begins, "Another.", EN.answer_ends]
