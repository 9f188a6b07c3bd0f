"""The states of a page whose server, network or conversation is not there."""

from playwright.sync_api import expect

from app.i18n.en import EN

from ..page import ChatPage
from ..upstream import Upstream

# A browser that has a network again, only none that leads to the page's server.
_ONLINE = """
() => {
  Object.defineProperty(navigator, 'onLine', {get: () => true});
  window.dispatchEvent(new Event('online'));
}
"""


def lose_server(chat: ChatPage) -> None:
    """The server is away for certain before the page tries it: nothing passes any more when the page knows that."""
    chat.page.context.set_offline(True)
    expect(chat.page.get_by_text(EN.offline)).to_be_visible()
    chat.page.evaluate(_ONLINE)
    expect(chat.page.get_by_role("button", name=EN.try_now, exact=True)).to_be_visible()


def unreachable(chat: ChatPage, upstream: Upstream) -> None:
    expect(chat.retry).to_be_visible()


def lost(chat: ChatPage, upstream: Upstream) -> None:
    chat.ask_and_wait("LEN=30 The first one.")
    chat.open("/c/no-such-conversation")
    expect(chat.alert).to_be_visible()


def offline(chat: ChatPage, upstream: Upstream) -> None:
    chat.ask_and_wait("LEN=30 The first one.")
    chat.page.context.set_offline(True)
    expect(chat.page.get_by_text(EN.offline)).to_be_visible()
    chat.message.fill("And the second one?")
    chat.message.press("Enter")
    expect(chat.page.get_by_text(EN.waits_for_connection)).to_be_visible()


def server_away(chat: ChatPage, upstream: Upstream) -> None:
    chat.ask_and_wait("LEN=30 The first one.")
    lose_server(chat)


def crowd(chat: ChatPage, upstream: Upstream) -> None:
    """As many tabs are connected as may be: so the server answers whoever asks why its socket is refused."""
    chat.page.route("**/sockets", lambda route: route.fulfill(status=503, body=EN.crowded))
    server_away(chat, upstream)
    expect(chat.page.get_by_text(EN.crowded)).to_be_visible()


def back_again(chat: ChatPage, upstream: Upstream) -> None:
    offline(chat, upstream)
    chat.page.context.set_offline(False)
    expect(chat.page.get_by_text(EN.back_again)).to_be_visible()
