"""The queue: what is sent while an answer is written waits, and goes out once and in order."""

import json

import pytest
from playwright.sync_api import Locator, expect

from app.i18n.en import EN

from .conftest import Visit
from .page import ChatPage
from .script import Cut, End, Hold, Say
from .server import Server
from .upstream import Upstream

# Each is typed behind what stands in the box, and sent, all in one moment; the last is not sent.
ONE_BEHIND_THE_OTHER = """([id, texts, last]) => {
  const box = document.getElementById(id);
  const type = (text) => {
    box.value += text;
    box.dispatchEvent(new Event("input", { bubbles: true }));
  };
  for (const text of texts) {
    type(text);
    box.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
  }
  type(last);
}"""


def waiting(chat: ChatPage) -> Locator:
    """The messages that wait."""
    return chat.page.get_by_role("region", name=EN.queue, exact=True).get_by_role("listitem")


def act(chat: ChatPage, name: str, number: int = 1) -> Locator:
    return chat.page.get_by_role("button", name=name.format(number=number), exact=True)


def says(chat: ChatPage, text: str, count: int) -> None:
    expect(chat.page.get_by_text(text.format(count=count), exact=True)).to_be_visible()


def queue(chat: ChatPage, *texts: str) -> None:
    """Write these while an answer runs."""
    for text in texts:
        count = waiting(chat).count()
        chat.message.fill(text)
        chat.message.press("Enter")
        expect(waiting(chat)).to_have_count(count + 1)
        expect(chat.message).to_have_value("")


def asked(upstream: Upstream) -> list[str]:
    return [seen.body["query"] for seen in upstream.seen("/chat-messages")]


@pytest.fixture
def running(chat: ChatPage, upstream: Upstream) -> ChatPage:
    """An answer that is held."""
    upstream.script = [Say("w0"), Hold(), End()]
    chat.ask("One?")
    expect(chat.answer).to_contain_text("w0")
    chat.expect_conversation_address()
    return chat


def test_what_is_typed_behind_a_message_that_is_on_its_way_is_one_of_its_own(
    chat: ChatPage, upstream: Upstream
) -> None:
    expect(chat.suggestions.first).to_be_visible()  # The app is known: nothing waits for that.
    chat.page.evaluate(ONE_BEHIND_THE_OTHER, ["message", ["One?", "Two?", "Three?"], " And"])
    expect(chat.questions).to_have_text(["One?", "Two?", "Three?"])
    chat.expect_idle()
    expect(chat.message).to_have_value(" And")
    assert asked(upstream) == ["One?", "Two?", "Three?"]


def test_what_is_sent_while_an_answer_runs_follows_it_in_order(running: ChatPage, upstream: Upstream) -> None:
    queue(running, "Two?", "Three?")
    says(running, EN.queue_waits, 2)
    upstream.script = [Say("w1"), End()]
    upstream.release()
    expect(running.questions).to_have_text(["One?", "Two?", "Three?"])
    expect(waiting(running)).to_have_count(0)
    running.expect_idle()
    assert asked(upstream) == ["One?", "Two?", "Three?"]


def test_a_waiting_message_is_changed_taken_away_and_survives_a_reload(running: ChatPage, upstream: Upstream) -> None:
    queue(running, "Two?", "Three?", "Four?")
    act(running, EN.edit_queued, 2).click()
    box = running.page.get_by_role("textbox", name=EN.edit_queued.format(number=2), exact=True)
    expect(box).to_be_focused()
    box.fill("Three, in other words?")
    running.reload()
    expect(waiting(running)).to_have_count(3)
    expect(waiting(running).nth(1)).to_contain_text("Three, in other words?")
    act(running, EN.remove_queued, 1).click()
    expect(waiting(running)).to_have_count(2)
    expect(running.message).to_be_focused()
    running.message.press("ArrowUp")
    expect(running.message).to_have_value("Two?")
    running.message.press("ArrowDown")
    upstream.script = [Say("w1"), End()]
    upstream.release()
    expect(running.questions).to_have_text(["One?", "Three, in other words?", "Four?"])
    running.expect_idle()
    assert asked(upstream) == ["One?", "Three, in other words?", "Four?"]


def test_one_is_sent_now_before_the_others(running: ChatPage, upstream: Upstream) -> None:
    queue(running, "Two?", "Three?")
    upstream.script = [Say("w1"), End()]
    act(running, EN.send_queued, 2).click()
    expect(running.questions).to_have_text(["One?", "Three?", "Two?"])
    running.expect_idle()
    assert asked(upstream) == ["One?", "Three?", "Two?"]


def test_after_a_failed_or_stopped_answer_the_queue_waits_for_a_word(chat: ChatPage, upstream: Upstream) -> None:
    upstream.script = [Say("w0"), Hold(), Cut()]
    chat.ask("One?")
    expect(chat.answer).to_contain_text("w0")
    queue(chat, "Two?", "Three?")
    upstream.release()
    says(chat, EN.queue_held, 2)
    expect(chat.questions).to_have_count(1)
    upstream.script = [Say("w1"), Hold(), End()]
    chat.page.get_by_role("button", name=EN.queue_continue, exact=True).click()
    expect(chat.questions).to_have_text(["One?", "Two?"])
    expect(chat.answer).to_contain_text("w1")
    chat.stop.click()
    says(chat, EN.queue_held, 1)
    upstream.script = [Say("w2"), End()]
    chat.page.get_by_role("button", name=EN.queue_continue, exact=True).click()
    expect(chat.questions).to_have_text(["One?", "Two?", "Three?"])
    chat.expect_idle()


def test_a_queue_that_was_left_says_so_and_goes_on_when_one_returns(running: ChatPage, upstream: Upstream) -> None:
    queue(running, "Two?")
    running.new_chat.click()
    expect(waiting(running)).to_have_count(0)
    upstream.script = [Say("w1"), End()]
    upstream.release()
    running.page.get_by_role("link", name=EN.queue_elsewhere.format(count=1), exact=True).click()
    expect(running.questions).to_have_text(["One?", "Two?"])
    running.expect_idle()
    assert asked(upstream) == ["One?", "Two?"]


def test_two_tabs_send_each_message_once_and_in_order(
    running: ChatPage, upstream: Upstream, parley: Server, visit: Visit
) -> None:
    other = visit(parley, running.page.context).open(running.path)
    expect(other.answer).to_contain_text("w0")
    queue(running, "Two?")
    expect(waiting(other)).to_have_count(1)
    queue(other, "Three?")
    expect(waiting(running)).to_have_count(2)
    upstream.script = [Say("w1"), End()]
    upstream.release()
    expect(waiting(running)).to_have_count(0)
    expect(waiting(other)).to_have_count(0)
    upstream.wait_for("/chat-messages", 3)
    for tab in (running, other):
        tab.reload()
        expect(tab.questions).to_have_text(["One?", "Two?", "Three?"])
        tab.expect_idle()
    assert asked(upstream) == ["One?", "Two?", "Three?"]


def test_what_waits_in_a_new_chat_goes_out_on_a_word(chat: ChatPage, upstream: Upstream) -> None:
    """As what was sent right after a first message that was refused."""
    left = [{"id": str(number), "text": f"LEN=3 {number}", "files": [], "at": 1} for number in (1, 2)]
    chat.page.evaluate("left => localStorage.setItem('parley:queue:', left)", json.dumps(left))
    chat.reload()
    says(chat, EN.queue_old, 2)
    chat.page.get_by_role("button", name=EN.queue_continue, exact=True).click()
    expect(chat.questions).to_have_text(["LEN=3 1", "LEN=3 2"])
    expect(waiting(chat)).to_have_count(0)
    chat.expect_conversation_address()
    chat.expect_idle()
    assert asked(upstream) == ["LEN=3 1", "LEN=3 2"]


def test_a_message_that_was_taken_is_not_asked_again(running: ChatPage, upstream: Upstream) -> None:
    """A tab that was closed before it heard that its message was taken leaves it in the list."""
    queue(running, "Two?")
    place = running.path.removeprefix("/c/")
    left = running.page.evaluate("place => localStorage.getItem('parley:queue:' + place)", place)
    upstream.script = [Say("w1"), End()]
    upstream.release()
    expect(running.questions).to_have_text(["One?", "Two?"])
    running.expect_idle()
    running.page.evaluate("([place, left]) => localStorage.setItem('parley:queue:' + place, left)", [place, left])
    running.reload()
    expect(waiting(running)).to_have_count(0)
    expect(running.questions).to_have_text(["One?", "Two?"])
    running.expect_idle()
    assert asked(upstream) == ["One?", "Two?"]
