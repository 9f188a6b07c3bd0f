"""The page without its network or its server: what it says, what it keeps, and how it goes on by itself."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from app.i18n.en import EN

from .alarms import Alarms
from .conftest import Visit
from .ledger import expect_kept
from .page import ChatPage
from .script import End, Hold, Say
from .server import Server, started
from .states.connection import lose_server
from .test_console import lines, reading
from .upstream import KEY, Upstream
from .windows import OWN

# A server may crash while it stops (granian does), and is then known by the next one to have died.
ENDED = re.compile(f"{re.escape(EN.error_server_left)}|{re.escape(EN.error_cut)}")
AWAY = "ERR_|WebSocket|websocket error|connect_error|transport error|Failed to load resource"


@pytest.fixture
def chat(upstream: Upstream, parley: Server, visit: Visit) -> ChatPage:
    return visit(parley, **OWN).open()


def test_a_message_that_is_sent_offline_waits_and_goes_out_once(
    chat: ChatPage, upstream: Upstream, alarms: Alarms
) -> None:
    alarms.expect(AWAY)
    chat.ask_and_wait("LEN=3 The first one.")
    chat.page.context.set_offline(True)
    expect(chat.page.get_by_text(EN.offline)).to_be_visible()
    chat.message.fill("LEN=4 And now?")
    chat.message.press("Enter")
    chat.message.press("Enter")
    expect(chat.composer).to_contain_text(EN.waits_for_connection)
    expect(chat.message).to_have_value("LEN=4 And now?")
    chat.page.context.set_offline(False)
    expect(chat.page.get_by_text(EN.back_again)).to_be_visible()
    expect(chat.questions).to_have_text(["LEN=3 The first one.", "LEN=4 And now?"])
    chat.expect_idle()
    expect(chat.message).to_have_value("")
    expect(chat.page.get_by_text(EN.back_again)).to_have_count(0)
    assert len(upstream.seen("/chat-messages")) == 2


def test_what_is_pressed_without_the_server_is_answered_with_a_sentence_and_done_later(
    chat: ChatPage, upstream: Upstream, alarms: Alarms
) -> None:
    alarms.expect(AWAY)
    upstream.script = [Say("w0 w1 w2"), Hold(), End()]
    chat.ask("Tell me.")
    expect(chat.answer).to_contain_text("w2")
    lose_server(chat)
    try_now = chat.page.get_by_role("button", name=EN.try_now, exact=True)
    expect(chat.page.get_by_text(EN.disconnected)).to_be_visible()
    chat.stop.click()
    expect(chat.page.get_by_text(EN.needs_connection)).to_be_visible()
    try_now.click()
    chat.page.context.set_offline(False)
    expect(chat.answer).to_contain_text(EN.turn_stopped)


def test_an_open_page_goes_on_by_itself_after_its_server_was_started_anew(
    guide: Server, upstream: Upstream, servers: list[Server], visit: Visit, alarms: Alarms, tmp_path: Path
) -> None:
    alarms.expect(AWAY)
    settings = {"api_url": upstream.url, "api_key": KEY, "role": "agent"}
    with started(tmp_path / "one", **settings) as server:
        chat = visit(server).open()
        chat.ask_and_wait("LEN=3 The first one.")
        place = chat.expect_conversation_address()
        console = visit(server, chat.page.context).page
        console.goto(server.url + "/console")
        lines(console).first.click()
        expect(reading(console).get_by_role("article")).to_have_count(2)
        upstream.script = [Say("w0 w1 w2"), Hold(), End()]
        chat.ask("Tell me.")
        expect(chat.answer).to_contain_text("w2")
        expect_kept(server, "w0 w1 w2")  # Granian may crash while it stops.
        chat.message.fill("A thought that is not finished")
    expect(chat.page.get_by_text(EN.disconnected)).to_be_visible()
    with started(tmp_path / "two", server.port, data_dir=str(server.data_dir), **settings) as again:
        servers.append(again)
        expect(chat.answer).to_contain_text(ENDED)
        expect(chat.questions).to_have_text(["LEN=3 The first one.", "Tell me."])
        expect(chat.answer).to_contain_text("w0 w1 w2")
        assert chat.path == place
        expect(chat.message).to_have_value("A thought that is not finished")
        upstream.script = None
        chat.retry.click()
        expect(chat.answer).to_contain_text("w11")
        chat.ask_and_wait("LEN=5 Still the same place?")
        assert chat.path == place
        expect(reading(console).get_by_text("LEN=5 Still the same place?")).to_be_visible()
        console.close()
        chat.page.close()


def test_a_page_of_an_older_build_offers_the_newer_one_and_keeps_the_draft(chat: ChatPage, alarms: Alarms) -> None:
    alarms.expect(AWAY)
    chat.message.fill("A thought that is not finished")
    chat.page.route(chat.server.url + "/", lambda route: route.fulfill(body="<html>Another build.</html>"))
    chat.page.context.set_offline(True)
    expect(chat.page.get_by_text(EN.offline)).to_be_visible()
    chat.page.context.set_offline(False)
    expect(chat.alert).to_contain_text(EN.new_version)
    chat.page.unroute_all()
    chat.page.get_by_role("button", name=EN.reload, exact=True).click()
    expect(chat.message).to_have_value("A thought that is not finished")
    expect(chat.alert).to_have_count(0)


def test_a_page_that_was_open_while_its_app_was_away_heals_by_itself(
    guide: Server, serve: Callable[..., Server], visit: Visit
) -> None:
    upstream = Upstream()
    server = serve(api_url=upstream.url, api_key=KEY)
    with upstream.serving():
        chat = visit(server).open()
        chat.ask_and_wait("LEN=3 The first one.")
        place = chat.expect_conversation_address()
        chat.page.close()
    away = visit(server, chat.page.context).open(place)
    expect(away.alert).to_contain_text(EN.error_unreachable)
    expect(away.sidebar).to_contain_text(EN.list_stale)
    expect(away.questions).to_have_text(["LEN=3 The first one."])
    with upstream.serving():
        expect(away.alert).to_have_count(0)
        expect(away.sidebar.get_by_text(EN.list_stale)).to_have_count(0)
        away.ask_and_wait("LEN=4 And now?")


def test_an_app_that_has_not_begun_after_a_while_is_still_waited_for_and_can_be_stopped(
    chat: ChatPage, upstream: Upstream
) -> None:
    chat.page.clock.install()
    upstream.script = [Hold(), Say("w0"), End()]
    chat.ask("Tell me.")
    expect(chat.answer).to_contain_text(EN.thinking)
    chat.page.clock.run_for(16_000)
    expect(chat.answer).to_contain_text(EN.still_waiting)
    expect(chat.stop).to_be_enabled()
    upstream.release()
    expect(chat.answer).to_contain_text("w0")
