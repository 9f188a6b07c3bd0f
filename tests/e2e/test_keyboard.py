"""Everything can be reached and done by keyboard alone, and the focus is where a person goes on."""

from playwright.sync_api import expect

from app.i18n.en import EN

from .page import ChatPage
from .script import End, Hold, Say
from .upstream import Upstream

SOURCE = {"position": 1, "document_name": "The paper", "content": "A passage.", "score": 0.5}


def tabbed(chat: ChatPage, presses: int = 30) -> list[str]:
    """What has the focus after each Tab, from the message box on, until it comes round."""
    expect(chat.message).to_be_focused()
    names: list[str] = []
    for _ in range(presses):
        chat.page.keyboard.press("Tab")
        name = chat.focused()
        if name in names:
            break
        names.append(name)
    return names


def test_tab_reaches_everything_in_the_order_of_the_page(chat: ChatPage, upstream: Upstream) -> None:
    upstream.suggested = ["And then?"]
    upstream.script = [Say("A [link](https://example.org/) in it."), End({"retriever_resources": [SOURCE]})]
    chat.ask_and_wait("LEN=3 What?")
    expect(chat.suggestions).to_have_text(["And then?"])
    expect(chat.conversations).to_have_text(["LEN=3 What?"])
    chat.message.fill("Next")
    chat.reload()
    expect(chat.answer.get_by_role("link", name="link")).to_be_visible()
    expect(chat.conversations).to_have_count(1)
    names = tabbed(chat)
    wanted = [
        EN.send,
        EN.skip_to_message,
        EN.new_chat,
        "LEN=3 What?",
        "link",
        EN.source.format(position=1, document="The paper"),
        EN.message,
    ]
    assert [name for name in names if name in wanted] == wanted, names


def test_a_link_that_is_seen_once_it_has_the_focus_leads_to_the_message_box(chat: ChatPage) -> None:
    skip = chat.page.get_by_role("button", name=EN.skip_to_message)
    expect(skip).not_to_be_in_viewport()
    skip.focus()
    expect(skip).to_be_in_viewport()
    chat.page.keyboard.press("Enter")
    expect(chat.message).to_be_focused()


def test_the_focus_stays_in_the_message_box_after_a_question(chat: ChatPage, upstream: Upstream) -> None:
    upstream.script = [Say("w0"), Hold(), End()]
    chat.ask("Tell me.")
    expect(chat.message).to_be_focused()
    expect(chat.answer).to_contain_text("w0")
    chat.page.keyboard.type("Typed on")
    upstream.release()
    chat.expect_idle()
    expect(chat.message).to_be_focused()
    expect(chat.message).to_have_value("Typed on")


def test_the_focus_goes_to_the_message_box_after_a_suggested_question(chat: ChatPage) -> None:
    chat.suggestions.first.press("Enter")
    expect(chat.questions).to_have_count(1)
    expect(chat.message).to_be_focused()
    chat.expect_idle()
    expect(chat.message).to_be_focused()


def test_the_focus_goes_to_the_message_box_after_the_send_button(chat: ChatPage) -> None:
    chat.message.fill("By hand?")
    chat.send.press("Enter")
    expect(chat.questions).to_have_count(1)
    expect(chat.message).to_be_focused()


def test_the_focus_is_not_lost_after_stop(chat: ChatPage, upstream: Upstream) -> None:
    upstream.script = [Say("w0"), Hold(), End()]
    chat.ask("Tell me.")
    expect(chat.answer).to_contain_text("w0")
    chat.stop.press("Enter")
    expect(chat.answer).to_contain_text(EN.turn_stopped)
    expect(chat.message).to_be_focused()


def test_the_focus_is_not_lost_after_retry(chat: ChatPage, upstream: Upstream) -> None:
    upstream.script = [Say(""), End()]
    chat.ask_and_wait("LEN=3 What?")
    upstream.script = None
    chat.retry.press("Enter")
    expect(chat.answer).to_contain_text("w2")
    expect(chat.message).to_be_focused()


def test_a_conversation_is_opened_and_a_chat_begun_by_keyboard(chat: ChatPage) -> None:
    chat.ask_and_wait("LEN=3 The first one.")
    chat.new_chat.press("Enter")
    expect(chat.questions).to_have_count(0)
    expect(chat.message).to_be_focused()
    chat.conversations.first.press("Enter")
    expect(chat.questions).to_have_text(["LEN=3 The first one."])


def test_keys_begin_a_chat_find_the_box_and_go_through_turns_and_conversations(
    chat: ChatPage, upstream: Upstream
) -> None:
    for text in ("LEN=3 The first one.", "LEN=4 And more."):
        chat.ask_and_wait(text)
    first = chat.expect_conversation_address()
    chat.page.keyboard.press("Alt+ArrowUp")
    expect(chat.answers.last).to_be_focused()
    for _ in range(3):
        chat.page.keyboard.press("Alt+ArrowUp")
    expect(chat.questions.first).to_be_focused()
    chat.page.keyboard.press("Alt+ArrowUp")
    expect(chat.questions.first).to_be_focused()
    chat.page.keyboard.press("Alt+ArrowDown")
    expect(chat.answers.first).to_be_focused()
    chat.page.keyboard.press("/")
    expect(chat.message).to_be_focused()
    chat.page.keyboard.type("a/c?")
    expect(chat.message).to_have_value("a/c?")
    chat.message.fill("")
    chat.page.keyboard.press("Control+Shift+O")
    expect(chat.questions).to_have_count(0)
    expect(chat.message).to_be_focused()
    chat.ask_and_wait("LEN=3 Another one.")
    chat.page.keyboard.press("Alt+Shift+ArrowDown")
    expect(chat.questions.first).to_have_text("LEN=3 The first one.")
    assert chat.path == first
    chat.page.keyboard.press("Alt+Shift+ArrowUp")
    expect(chat.questions.first).to_have_text("LEN=3 Another one.")


def test_escape_stops_the_answer_unless_something_is_open(chat: ChatPage, upstream: Upstream) -> None:
    upstream.script = [Say("w0"), Hold(), End()]
    chat.ask("Tell me.")
    expect(chat.answer).to_contain_text("w0")
    settings = chat.open_settings()
    chat.page.keyboard.press("Escape")
    expect(settings).to_be_hidden()
    expect(chat.stop).to_be_visible()
    chat.page.keyboard.press("Escape")
    expect(chat.answer).to_contain_text(EN.turn_stopped)
    expect(chat.message).to_be_focused()


def test_a_dialog_that_closes_leaves_the_focus_to_a_hand_that_has_moved_on(chat: ChatPage) -> None:
    chat.open_settings()
    has_focus = chat.page.evaluate(
        """() => new Promise((resolve) => {
          const [dialog, box] = [document.getElementById("settings"), document.getElementById("message")];
          dialog.addEventListener("close", () => setTimeout(() => resolve(document.activeElement === box)));
          dialog.close();
          box.focus();
        })"""
    )
    assert has_focus


def test_the_keys_are_listed_by_one_of_them_and_those_of_one_sign_can_be_switched_off(chat: ChatPage) -> None:
    keys = chat.page.get_by_role("dialog", name=EN.shortcuts, exact=True)
    chat.new_chat.focus()
    chat.page.keyboard.press("?")
    expect(keys.get_by_text("Ctrl").first).to_be_visible()
    chat.page.keyboard.press("Escape")
    expect(keys).to_be_hidden()
    expect(chat.new_chat).to_be_focused()
    switch = chat.open_settings().get_by_role("checkbox", name=EN.single_keys)
    switch.uncheck()
    chat.page.keyboard.press("Escape")
    chat.reload()
    chat.new_chat.focus()
    for key in ("?", "/"):
        chat.page.keyboard.press(key)
    expect(keys).to_be_hidden()
    expect(chat.new_chat).to_be_focused()
    expect(chat.open_settings().get_by_role("checkbox", name=EN.single_keys)).not_to_be_checked()
