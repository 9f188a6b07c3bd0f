"""Signing in: from the sign-in page to the chat, and back when the session ends while the page is open."""

import re
import subprocess
import sys
from collections.abc import Callable
from typing import Literal

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from app.i18n.en import EN

from .accessibility import no_serious_fault
from .alarms import CLOSED_BY_SERVER, Alarms
from .conftest import Visit
from .page import ChatPage
from .server import ROOT, Server
from .upstream import KEY, Upstream

NAME, OTHER, PASSWORD = "anna", "bert", "correct horse battery"


@pytest.fixture
def server(serve: Callable[..., Server], upstream: Upstream) -> Server:
    """One that asks people to sign in, with two accounts."""
    server = serve(api_url=upstream.url, api_key=KEY, sign_in="local")
    for name in (NAME, OTHER):
        add_account(server, name)
    return server


def add_account(server: Server, name: str, groups: str = "", database_url: str = "") -> None:
    command = [sys.executable, "-m", "app.cli", "accounts", "add", name, "--groups", groups]
    given = {"PARLEY_DATA_DIR": str(server.data_dir), "PARLEY_DATABASE_URL": database_url}
    subprocess.run(command, cwd=ROOT, input=PASSWORD, text=True, check=True, env=given)


def sign_in(page: Page, password: str = PASSWORD, name: str = NAME) -> None:
    page.get_by_label(EN.sign_in_name).fill(name)
    page.get_by_label(EN.sign_in_password).fill(password)
    page.get_by_label(EN.sign_in_password).press("Enter")


def test_who_signs_in_comes_to_where_they_wanted_and_back_there_when_the_session_ended_meanwhile(
    server: Server, visit: Visit, upstream: Upstream, alarms: Alarms
) -> None:
    alarms.expect(r"40[13]")  # The browser's own line of a refused request.
    alarms.expect(CLOSED_BY_SERVER)
    chat: ChatPage = visit(server)
    page = chat.page
    page.goto(f"{server.url}/?q=Hello")
    expect(page).to_have_url(re.compile("/sign-in"))
    scheme: Literal["light", "dark"]
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        no_serious_fault(page)
    sign_in(page, "not the password")
    expect(page.get_by_role("alert")).to_have_text(EN.sign_in_wrong)
    expect(page.get_by_label(EN.sign_in_password)).to_be_focused()
    sign_in(page)
    chat.expect_ready()
    expect(chat.message).to_have_value("Hello")
    chat.ask_and_wait("LEN=3 Who am I?")
    [user] = {seen.user for seen in upstream.seen("/chat-messages")}
    assert user.startswith(f"local:{NAME}:")
    place = chat.expect_conversation_address()
    chat.message.fill("A draft of mine")

    ended = page.context.request.post(f"{server.url}/sign-out?everywhere=1", headers={"Origin": server.url})
    assert ended.ok
    expect(page).to_have_url(re.compile("/sign-in"))
    expect(page.get_by_text(EN.sign_in_again, exact=True)).to_be_visible()
    sign_in(page)
    expect(page).to_have_url(f"{server.url}{place}")
    chat.expect_ready()
    expect(chat.questions).to_have_count(1)
    expect(chat.message).to_have_value("A draft of mine")

    chat.begin_anew()
    chat.message.fill("For my eyes alone")
    dialog = chat.open_settings()
    expect(dialog).to_contain_text(EN.signed_in_as.format(name=NAME))
    dialog.get_by_role("button", name=EN.where_signed_in).click()
    expect(dialog.get_by_role("listitem")).to_have_text([re.compile(EN.this_device)])
    dialog.get_by_role("button", name=EN.sign_out, exact=True).click()
    expect(page.get_by_text(EN.signed_out, exact=True)).to_be_visible()
    sign_in(page, name=OTHER)
    chat.expect_ready()
    expect(chat.conversations).to_have_count(0)
    expect(chat.message).to_have_value("")


def test_a_page_that_is_open_is_begun_anew_where_another_signs_in_and_keeps_what_was_typed_for_the_one_before(
    server: Server, visit: Visit, upstream: Upstream, alarms: Alarms
) -> None:
    alarms.expect(CLOSED_BY_SERVER)
    chat: ChatPage = visit(server)
    page = chat.page
    page.goto(server.url)
    sign_in(page)
    chat.expect_ready()
    chat.message.fill("For my eyes alone")
    sign_in_elsewhere(server, page.context, OTHER)
    expect(chat.message).to_have_value("")
    chat.expect_ready().ask_and_wait("LEN=3 Who am I?")
    assert upstream.seen("/chat-messages")[-1].user.startswith(f"local:{OTHER}:")
    chat.begin_anew().message.fill("And mine")
    sign_in_elsewhere(server, page.context, NAME)
    expect(chat.message).to_have_value("For my eyes alone")
    expect(chat.conversations).to_have_count(0)


def sign_in_elsewhere(server: Server, browser: BrowserContext, name: str) -> None:
    """As in another tab of the same browser, which ends the session that it had."""
    given, own = {"name": name, "password": PASSWORD}, {"Origin": server.url}
    assert browser.request.post(f"{server.url}/sign-in", form=given, headers=own, max_redirects=0).status == 303
