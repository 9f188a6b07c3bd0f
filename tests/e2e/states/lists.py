"""The states of the list of conversations, of its search, and of being told of an answer."""

from playwright.sync_api import expect

from app.i18n.en import EN

from ..page import ChatPage
from ..upstream import Upstream

TALKS = ["Where the lamp goes", "Returning the Aurora floor lamp, which hums when it is dimmed", "Hours", "Old plans"]
# What a person has said to the browser of notifications; the page hears of it when it has the focus again.
DENIED = """() => {
  Object.defineProperty(Notification, 'permission', {get: () => 'denied'});
  window.dispatchEvent(new Event('focus'));
}"""


def listed(chat: ChatPage, upstream: Upstream) -> None:
    """Conversations of several days in the list, which is in view."""
    for number, name in enumerate(TALKS):
        talk = upstream.seed(name, 1, "The **lamp** stands beside the window, and its light falls on the page.")
        talk.messages[-1]["created_at"] -= 86_400 * number * 9
    chat.reload()
    if chat.show_conversations.is_visible():
        chat.show_conversations.click()
    expect(chat.conversations).to_have_count(len(TALKS))
    expect(chat.conversations.first).to_be_in_viewport()


def choose(chat: ChatPage, name: str, wanted: str) -> None:
    chat.sidebar.get_by_role("button", name=EN.options_of.format(name=name)).click()
    chat.page.get_by_role("menuitem", name=wanted, exact=True).click()


def menu_of_a_line(chat: ChatPage, upstream: Upstream) -> None:
    listed(chat, upstream)
    chat.sidebar.get_by_role("button", name=EN.options_of.format(name=TALKS[1])).click()
    expect(chat.page.get_by_role("menuitem", name=EN.delete, exact=True)).to_be_visible()


def renaming(chat: ChatPage, upstream: Upstream) -> None:
    listed(chat, upstream)
    choose(chat, TALKS[1], EN.rename)
    expect(chat.page.get_by_role("textbox", name=EN.name_of_conversation)).to_be_focused()


def put_away_and_deleted(chat: ChatPage, upstream: Upstream) -> None:
    """One pinned, one in the archive, and one that can still be had back."""
    listed(chat, upstream)
    choose(chat, TALKS[2], EN.pin)
    choose(chat, TALKS[3], EN.archive)
    chat.sidebar.get_by_text(EN.archived).click()
    choose(chat, TALKS[1], EN.delete)
    expect(chat.page.get_by_role("button", name=EN.undo, exact=True)).to_be_visible()


def _search(chat: ChatPage, text: str) -> None:
    chat.page.keyboard.press("Control+k")
    chat.page.get_by_role("combobox", name=EN.search_conversations, exact=True).fill(text)


def found(chat: ChatPage, upstream: Upstream) -> None:
    listed(chat, upstream)
    _search(chat, "lamp")
    results = chat.page.get_by_role("listbox", name=EN.search_results, exact=True).get_by_role("option")
    expect(results).to_have_count(2 + len(TALKS))
    expect(chat.page.get_by_text(EN.still_looking)).to_have_count(0)


def nothing_found(chat: ChatPage, upstream: Upstream) -> None:
    listed(chat, upstream)
    _search(chat, "thermostat")
    expect(chat.page.get_by_text(EN.nothing_found)).to_be_visible()


def notifications_denied(chat: ChatPage, upstream: Upstream) -> None:
    settings = chat.open_settings()
    chat.page.evaluate(DENIED)
    denied = settings.get_by_text(EN.notify_denied)
    expect(denied).to_be_visible()
    denied.scroll_into_view_if_needed()
