"""What travels to the browser grows with the answer, not with its square."""

from playwright.sync_api import expect

from .page import ChatPage
from .upstream import Upstream


def weigh(chat: ChatPage, upstream: Upstream, words: int) -> tuple[int, int]:
    """Characters over the socket and from the app, for an answer of so many words, 5 ms apart."""
    upstream.characters = 0
    before = sum(map(len, chat.received))
    chat.ask(f"LEN={words} DELAY=5")
    expect(chat.answer).to_contain_text(f"w{words - 1}", timeout=30_000)
    chat.expect_idle()
    return sum(map(len, chat.received)) - before, upstream.characters


def test_an_answer_weighs_less_than_what_the_app_sent_and_grows_with_its_words(
    chat: ChatPage, upstream: Upstream
) -> None:
    small, _ = weigh(chat, upstream, 250)
    large, sent = weigh(chat, upstream, 1000)
    assert large < 0.6 * sent, (large, sent)
    assert large <= 5 * small, (small, large)


def test_an_answer_does_not_weigh_more_below_a_long_thread(chat: ChatPage, upstream: Upstream) -> None:
    alone, _ = weigh(chat, upstream, 200)
    for number in range(8):
        chat.ask_and_wait(f"LEN=400 DELAY=0 {number}")
    below, _ = weigh(chat, upstream, 200)
    assert below <= 1.5 * alone, (alone, below)
