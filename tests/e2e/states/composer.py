"""The states of the box for messages, and of the form before a conversation."""

from playwright.sync_api import expect

from app.i18n.en import EN

from ..page import ChatPage
from ..upstream import Upstream
from .answers import streaming


def first_visit(chat: ChatPage, upstream: Upstream) -> None:
    expect(chat.suggestions.first).to_be_visible()


def form_with_errors(chat: ChatPage, upstream: Upstream) -> None:
    chat.start_chat.click()
    expect(chat.alert.first).to_be_visible()


def details_given(chat: ChatPage, upstream: Upstream) -> None:
    chat.details.get_by_label("Your name").fill("Ada")
    chat.details.get_by_label("Region").select_option("EU")
    chat.ask_and_wait("LEN=20 What do you know of me?")
    chat.page.get_by_role("button", name=EN.options_of_open, exact=True).click()
    chat.page.get_by_role("menuitem", name=EN.given, exact=True).click()
    expect(chat.page.get_by_role("link", name=EN.given_again, exact=True)).to_be_visible()


def messages_waiting(chat: ChatPage, upstream: Upstream) -> None:
    streaming(chat, upstream)
    for text in ("And what happens on a reload?\nIs anything lost?", "And with two tabs, which of them sends?"):
        chat.message.fill(text)
        chat.message.press("Enter")
        expect(chat.message).to_have_value("")
    chat.message.fill("One more")


def messages_held(chat: ChatPage, upstream: Upstream) -> None:
    messages_waiting(chat, upstream)
    chat.stop.click()
    expect(chat.page.get_by_role("button", name=EN.queue_continue)).to_be_visible()
    chat.page.get_by_role("button", name=EN.edit_queued.format(number=2)).click()


def earlier_question(chat: ChatPage, upstream: Upstream) -> None:
    chat.ask_and_wait("LEN=30 The first one.")
    chat.message.press("ArrowUp")
    expect(chat.page.get_by_text(EN.recalled.format(number=1, count=1))).to_be_visible()


def too_long(chat: ChatPage, upstream: Upstream) -> None:
    chat.message.fill("word " * 20_001 + "end")
    chat.message.press("Enter")
    expect(chat.alert).to_be_visible()
