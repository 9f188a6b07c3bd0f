"""The states of what stands around a conversation: the drawer, settings, dialogs."""

from playwright.sync_api import expect

from app.i18n.en import EN

from ..page import ChatPage
from ..upstream import Upstream


def drawer(chat: ChatPage, upstream: Upstream) -> None:
    chat.ask_and_wait("LEN=30 The first one.")
    if chat.show_conversations.is_visible():
        chat.show_conversations.click()
    expect(chat.conversations.first).to_be_visible()


def settings(chat: ChatPage, upstream: Upstream) -> None:
    chat.ask_and_wait("LEN=30 The first one.")
    chat.open_settings()


def options(chat: ChatPage, upstream: Upstream) -> None:
    chat.ask_and_wait("LEN=30 The first one.")
    expect(chat.page.locator("#conversations li")).to_have_count(1)
    chat.page.get_by_role("button", name=EN.options_of_open, exact=True).click()
    expect(chat.page.get_by_role("menuitem", name=EN.delete, exact=True)).to_be_visible()


def sharing(chat: ChatPage, upstream: Upstream) -> None:
    options(chat, upstream)
    chat.page.get_by_role("menuitem", name=EN.share_link, exact=True).click()
    dialog = chat.page.get_by_role("dialog", name=EN.share_link)
    dialog.get_by_role("button", name=EN.make_link, exact=True).click()
    expect(dialog.get_by_text(EN.link_made)).to_be_visible()
    expect(dialog.get_by_role("listitem")).to_have_count(1)


def erasing_asked(chat: ChatPage, upstream: Upstream) -> None:
    settings(chat, upstream)
    chat.page.get_by_role("button", name=EN.erase_all, exact=True).click()
    expect(chat.page.get_by_text(EN.erase_sure)).to_be_visible()


def shortcuts(chat: ChatPage, upstream: Upstream) -> None:
    chat.ask_and_wait("LEN=30 The first one.")
    chat.page.get_by_role("button", name=EN.options_of_open, exact=True).focus()
    chat.page.keyboard.press("?")
    expect(chat.page.get_by_role("dialog", name=EN.shortcuts, exact=True)).to_be_visible()
