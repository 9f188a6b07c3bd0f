"""What was asked before signing in: kept in the account, or left in the browser."""

import re
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from app.i18n.en import EN

from .accessibility import no_serious_fault, nothing_outside
from .alarms import CLOSED_BY_SERVER, Alarms
from .conftest import Serve, Visit
from .page import ChatPage
from .sending_files import a_file, expect_there
from .server import Server
from .test_sign_in import NAME, add_account, sign_in
from .upstream import KEY, Upstream

LEAVE, KEEP = EN.keep_in_browser, EN.keep_in_account


@pytest.fixture
def server(serve: Serve, upstream: Upstream) -> Server:
    """One whose only app is there for visitors, and for whoever has the account."""
    server = serve(api_url=upstream.url, api_key=KEY, sign_in="local", visitors="true")
    add_account(server, NAME)
    return server


def come_in(chat: ChatPage) -> Page:
    """Sign in, to where it is asked what becomes of what was there before."""
    chat.page.get_by_role("link", name=EN.sign_in, exact=True).click()
    sign_in(chat.page)
    expect(chat.page.get_by_role("heading", level=1)).to_have_text(EN.keep_title)
    return chat.page


def test_a_conversation_is_left_at_one_sign_in_and_kept_at_the_next_and_goes_on(
    server: Server, visit: Visit, upstream: Upstream, alarms: Alarms
) -> None:
    alarms.expect(CLOSED_BY_SERVER)
    upstream.parameters["file_upload"] = {"image": {"enabled": True, "transfer_methods": ["local_file"]}}
    chat = visit(server)
    chat.page.goto(server.url)
    chat.expect_ready().ask_and_wait("LEN=3 Before I signed in")
    place, visitor = chat.expect_conversation_address(), upstream.seen("/chat-messages")[-1].user
    assert visitor.startswith("visitor-")

    page = come_in(chat)
    expect(page.get_by_role("listitem")).to_have_text("LEN=3 Before I signed in")
    scheme: Literal["light", "dark"]
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        no_serious_fault(page)
    page.set_viewport_size({"width": 390, "height": 844})
    nothing_outside(page)
    page.set_viewport_size({"width": 1280, "height": 800})
    page.get_by_role("button", name=LEAVE, exact=True).press("Enter")
    expect(page).to_have_url(re.compile("/c/"))
    expect(chat.message).to_be_visible()
    expect(chat.conversations).to_have_count(0)
    chat.open()
    expect(chat.conversations).to_have_count(0)
    chat.open_settings().get_by_role("button", name=EN.sign_out, exact=True).click()
    page.get_by_role("link", name=EN.sign_in_without).click()
    chat.expect_ready()
    chat.conversations.click()
    expect(page).to_have_url(f"{server.url}{place}")

    other = visit(server, page.context).open(place)
    come_in(chat).get_by_role("button", name=KEEP, exact=True).click()
    expect(page).to_have_url(f"{server.url}{place}")
    chat.expect_ready()
    expect(chat.conversations).to_have_count(1)
    expect(chat.questions).to_have_count(1)
    expect(other.page.get_by_role("link", name=EN.sign_in, exact=True)).to_have_count(0)
    expect(other.questions).to_have_count(1)
    expect(other.conversations).to_have_count(1)
    other.ask_and_wait("LEN=3 In another tab")
    expect(chat.questions).to_have_count(2)
    other.page.close()
    chat.choose(a_file())
    expect_there(chat, "lamp.png")
    chat.ask_and_wait("LEN=3 And since")
    for _ in chat.live_and_stored():
        expect(chat.questions).to_have_count(3)
        assert len(chat.words()) == 3
    assert {seen.user for path in ("/chat-messages", "/files/upload") for seen in upstream.seen(path)} == {visitor}
    chat.begin_anew().ask_and_wait("LEN=3 Of my own")
    assert upstream.seen("/chat-messages")[-1].user.startswith("local:")
    chat.open_settings().get_by_role("button", name=EN.sign_out, exact=True).click()
    page.get_by_role("link", name=EN.sign_in_without).click()
    chat.expect_ready()
    expect(chat.conversations).to_have_count(0)
