"""The composer: keys, drafts, and one question for one intention."""

import re

from playwright.sync_api import expect

from app.i18n.en import EN

from .conftest import Visit
from .page import ChatPage
from .script import End, Hold, Say
from .server import Server
from .upstream import Upstream

_COMPOSED_ENTER = """
(box, how) => box.dispatchEvent(new KeyboardEvent('keydown',
    {key: 'Enter', code: 'Enter', bubbles: true, cancelable: true, ...how}))
"""


def test_enter_sends_and_shift_enter_begins_a_line(chat: ChatPage, upstream: Upstream) -> None:
    chat.message.press_sequentially("One")
    chat.message.press("Shift+Enter")
    chat.message.press_sequentially("two")
    expect(chat.message).to_have_value("One\ntwo")
    chat.message.press("Enter")
    expect(chat.questions).to_have_text(["One\ntwo"])
    expect(chat.message).to_have_value("")
    chat.expect_idle()
    assert [seen.body["query"] for seen in upstream.seen("/chat-messages")] == ["One\ntwo"]


def test_the_button_sends_too(chat: ChatPage) -> None:
    chat.message.fill("By hand?")
    chat.send.click()
    expect(chat.questions).to_have_text(["By hand?"])
    chat.expect_idle()


def test_the_enter_that_ends_a_composition_does_not_send(chat: ChatPage, upstream: Upstream) -> None:
    chat.message.fill("ni hao")
    chat.message.evaluate(_COMPOSED_ENTER, {"isComposing": True, "keyCode": 229})
    chat.message.evaluate(_COMPOSED_ENTER, {"isComposing": True, "keyCode": 13})
    chat.message.evaluate(_COMPOSED_ENTER, {"isComposing": False, "keyCode": 229})
    expect(chat.message).to_have_value("ni hao")
    chat.message.press("Enter")
    expect(chat.questions).to_have_count(1)
    chat.expect_idle()
    assert len(upstream.seen("/chat-messages")) == 1


def test_typing_sends_nothing_to_the_server(chat: ChatPage) -> None:
    before = [frame for frame in chat.sent if spoken(frame)]
    chat.message.press_sequentially("Forty keystrokes, and not a byte of them", delay=5)
    assert [frame for frame in chat.sent if spoken(frame)] == before


def spoken(frame: str) -> bool:
    """Whether a frame is more than the socket's own heartbeat."""
    return frame not in ("2", "3")


def test_an_empty_message_is_not_sent(chat: ChatPage, upstream: Upstream) -> None:
    chat.message.press("Enter")
    chat.message.fill("  \n ")
    chat.message.press("Enter")
    chat.ask_and_wait("Now.")
    assert [seen.body["query"] for seen in upstream.seen("/chat-messages")] == ["Now."]


def test_a_draft_survives_a_reload_and_is_its_conversation_s_own(chat: ChatPage) -> None:
    chat.ask_and_wait("LEN=3 Begin.")
    chat.expect_conversation_address()
    chat.message.fill("For the conversation")
    chat.new_chat.click()
    expect(chat.message).to_have_value("")
    chat.message.fill("For a new one")
    chat.reload()
    expect(chat.message).to_have_value("For a new one")
    chat.conversations.first.click()
    expect(chat.message).to_have_value("For the conversation")
    expect(chat.questions).to_have_text(["LEN=3 Begin."])
    chat.ask_and_wait("LEN=3 Sent instead.")
    chat.reload()
    expect(chat.questions).to_have_count(2)
    expect(chat.message).to_have_value("")


def test_what_is_typed_while_an_answer_runs_stays(chat: ChatPage, upstream: Upstream) -> None:
    upstream.script = [Say("w0"), Hold(), Say(" w1"), End()]
    chat.ask("Tell me.")
    expect(chat.answer).to_contain_text("w0")
    chat.message.fill("The next one")
    upstream.release()
    chat.expect_idle()
    expect(chat.message).to_have_value("The next one")
    expect(chat.questions).to_have_text(["Tell me."])
    chat.message.press("Enter")
    expect(chat.questions).to_have_text(["Tell me.", "The next one"])
    upstream.release()
    chat.expect_idle()


def test_enter_twice_asks_once(chat: ChatPage, upstream: Upstream) -> None:
    upstream.script = [Hold(), Say("w0"), End()]
    chat.message.fill("Only once?")
    chat.message.evaluate(f"box => {{ const press = {_COMPOSED_ENTER}; press(box, {{}}); press(box, {{}}); }}")
    expect(chat.questions).to_have_text(["Only once?"])
    expect(chat.message).to_have_value("")
    upstream.release()
    chat.expect_idle()
    expect(chat.questions).to_have_text(["Only once?"])
    assert len(upstream.seen("/chat-messages")) == 1


def test_who_goes_elsewhere_before_a_message_is_taken_is_left_there(chat: ChatPage) -> None:
    chat.message.fill("LEN=3 Taken?")
    chat.new_chat.evaluate("button => { document.getElementById('message').form.requestSubmit(); button.focus(); }")
    expect(chat.questions).to_have_text(["LEN=3 Taken?"])
    expect(chat.message).to_have_value("")
    chat.expect_idle()
    expect(chat.new_chat).to_be_focused()
    # Who stays goes on writing, by a press of the button too.
    chat.message.fill("LEN=3 And now?")
    chat.send.press("Enter")
    expect(chat.questions).to_have_count(2)
    expect(chat.message).to_be_focused()


def test_a_message_that_is_too_long_is_kept_and_says_by_how_much(chat: ChatPage, upstream: Upstream) -> None:
    text = "x" * 100_001
    chat.message.fill(text)
    chat.message.press("Enter")
    expect(chat.alert).to_contain_text(EN.question_too_long.format(length="100,001", limit="100,000"))
    expect(chat.message).to_have_value(text)
    assert not upstream.seen("/chat-messages")
    chat.message.fill("Shorter.")
    chat.message.press("Enter")
    expect(chat.questions).to_have_text(["Shorter."])
    expect(chat.alert).to_have_count(0)
    chat.expect_idle()


def test_a_long_message_is_asked_as_it_was_written(chat: ChatPage, upstream: Upstream) -> None:
    text = "Straße 東京 🧭 \\ \" ' <b> & {{name}} $x$\n\n" * 500
    chat.ask_and_wait(text)
    [question] = upstream.seen("/chat-messages")
    assert question.body["query"] == text.strip()


def test_the_box_grows_with_its_text_and_shrinks_again(chat: ChatPage) -> None:
    def height() -> float:
        return chat.message.evaluate("box => box.getBoundingClientRect().height")

    one = height()
    chat.message.fill("line\n" * 6)
    assert height() > 2 * one
    chat.message.fill("line\n" * 200)
    assert height() <= 0.45 * 800
    chat.ask_and_wait("line\n" * 6)
    expect(chat.message).to_have_value(re.compile("^$"))
    assert height() == one


def test_the_arrow_up_brings_earlier_questions_and_the_arrow_down_what_was_being_written(chat: ChatPage) -> None:
    chat.ask_and_wait("LEN=2 One.")
    chat.ask_and_wait("LEN=2 Two.")
    chat.reload()
    expect(chat.questions).to_have_count(2)
    chat.message.fill("Being\nwritten")
    chat.message.press("ArrowUp")
    expect(chat.message).to_have_value("Being\nwritten")
    chat.message.evaluate("box => box.setSelectionRange(0, 0)")
    for text in ("LEN=2 Two.", "LEN=2 One.", "LEN=2 One."):
        chat.message.press("ArrowUp")
        expect(chat.message).to_have_value(text)
    expect(chat.page.get_by_text(EN.recalled.format(number=2, count=2), exact=True)).to_be_visible()
    chat.message.evaluate(_COMPOSED_ARROW)
    expect(chat.message).to_have_value("LEN=2 One.")
    for text in ("LEN=2 Two.", "Being\nwritten"):
        chat.message.press("ArrowDown")
        expect(chat.message).to_have_value(text)
    chat.message.evaluate("box => box.setSelectionRange(0, 0)")
    chat.message.press("ArrowUp")
    chat.message.press_sequentially(" Again!")
    expect(chat.message).to_have_value("LEN=2 Two. Again!")
    chat.message.press("Enter")
    expect(chat.questions).to_have_count(3)
    chat.expect_idle()
    expect(chat.message).to_have_value("")
    chat.message.press("ArrowUp")
    expect(chat.message).to_have_value("Being\nwritten")


_FULL = """
const kept = Storage.prototype.setItem;
Storage.prototype.setItem = function (key, text) {
  if (key.startsWith("parley:")) throw new DOMException("full", "QuotaExceededError");
  kept.call(this, key, text);
};
"""
_COMPOSED_ARROW = """
box => box.dispatchEvent(new KeyboardEvent('keydown',
    {key: 'ArrowDown', bubbles: true, cancelable: true, isComposing: true, keyCode: 229}))
"""


def test_a_draft_is_its_tab_s_own_and_neither_loses_the_other_s(chat: ChatPage, parley: Server, visit: Visit) -> None:
    other = visit(parley, chat.page.context).open()
    chat.message.fill("Of the first tab")
    other.message.fill("Of the second tab")
    for tab, text in ((chat, "Of the first tab"), (other, "Of the second tab")):
        tab.reload()
        expect(tab.message).to_have_value(text)
    chat.message.press("End")
    chat.message.press_sequentially(", newer")
    third = visit(parley, chat.page.context).open()
    expect(third.message).to_have_value("Of the first tab, newer")
    third.message.press("Home")
    third.message.press("ArrowUp")
    expect(third.message).to_have_value("Of the second tab")


def test_where_nothing_can_be_stored_typing_and_asking_go_on(parley: Server, upstream: Upstream, visit: Visit) -> None:
    chat = visit(parley)
    chat.page.add_init_script(_FULL)
    chat.open()
    chat.message.press_sequentially("Does it go on?")
    chat.message.press("Enter")
    expect(chat.questions).to_have_text(["Does it go on?"])
    expect(chat.message).to_have_value("")
    chat.expect_idle()


def test_the_address_fills_the_box_sends_nothing_and_keeps_the_draft(chat: ChatPage, upstream: Upstream) -> None:
    chat.message.fill("My draft")
    chat.open("/?q=What+is+%3Cb%3Ea%20run%3C%2Fb%3E%3F%0AAnd%20a%20tab%3F%07")
    expect(chat.message).to_have_value("What is <b>a run</b>?\nAnd a tab?")
    expect(chat.page.get_by_text(EN.draft_aside, exact=True)).to_be_visible()
    expect(chat.page).to_have_url(chat.server.url + "/")
    chat.reload()
    expect(chat.message).to_have_value("What is <b>a run</b>?\nAnd a tab?")
    chat.message.evaluate("box => box.setSelectionRange(0, 0)")
    chat.message.press("ArrowUp")
    expect(chat.message).to_have_value("My draft")
    assert not upstream.seen("/chat-messages")
    chat.open(f"/?q={'x' * 9000}")
    expect(chat.message).to_have_value("x" * 8000)


def test_near_its_limit_a_message_says_how_many_characters_are_left(chat: ChatPage) -> None:
    chat.message.fill("🧭" * 89_999)
    expect(chat.page.locator("#counter")).to_have_count(0)
    chat.message.fill("🧭" * 99_000)
    expect(chat.message).to_have_accessible_description(EN.counter_left.format(count="1,000"))
    chat.message.fill("x" * 100_002)
    expect(chat.message).to_have_accessible_description(EN.counter_over.format(count="2"))
