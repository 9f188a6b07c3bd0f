"""Two workers and a Redis: a page goes on at either, when one is killed, and when Redis is away."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import psutil
import pytest
from playwright.sync_api import expect

from app.i18n.en import EN
from tests.load.client import Visitor
from tests.load.shown import ROOT, full_name
from tests.redis_server import RedisServer

from .accessibility import no_serious_fault_in_both_schemes
from .alarms import Alarms
from .conftest import Visit
from .page import ChatPage
from .script import End, Hold, Say
from .server import Server, several
from .test_load import apart
from .test_reload import HALF, WORDS, expect_half, halves
from .upstream import KEY, Upstream
from .windows import OWN


@pytest.fixture(scope="module")
def workers(
    guide: Server, _upstream: Upstream, redis: RedisServer, tmp_path_factory: pytest.TempPathFactory,
    servers: list[Server],
) -> Iterator[Server]:  # fmt: skip
    with several(tmp_path_factory.mktemp("workers"), api_url=_upstream.url, api_key=KEY, redis_url=redis.url) as server:
        servers.append(server)
        yield server


@pytest.fixture
def chat(upstream: Upstream, workers: Server, visit: Visit) -> ChatPage:
    return visit(workers, **OWN).open()


def reader_of(upstream: Upstream, workers: Server) -> psutil.Process:
    """The worker that reads the upstream's stream: the client whose port the newest question came from."""
    [*_, asked] = upstream.seen("/chat-messages")
    ends = (asked.port, urlsplit(upstream.url).port)

    def reads(process: psutil.Process) -> bool:
        return any(item.raddr and (item.laddr.port, item.raddr.port) == ends for item in process.net_connections())

    return next(process for process in psutil.Process(workers.pid).children(recursive=True) if reads(process))


def test_an_answer_is_followed_and_stopped_from_any_tab_wherever_it_is_made(
    chat: ChatPage, upstream: Upstream, workers: Server, visit: Visit
) -> None:
    upstream.script = [*halves(), Hold()]
    chat.ask("Tell me.")
    expect_half(chat)
    place = chat.expect_conversation_address()
    others = [visit(workers, chat.page.context).open(place) for _ in range(3)]
    for tab in others:
        expect_half(tab)
    chat.reload()
    expect_half(chat)
    others[0].stop.click()
    for tab in (chat, *others):
        expect(tab.answer).to_contain_text(EN.turn_stopped)
        assert tab.words() == WORDS[:HALF]
    upstream.wait_for("/chat-messages/[^/]+/stop")


def test_the_answer_of_a_worker_that_is_killed_is_kept_as_far_as_it_came_and_the_other_s_tabs_notice_nothing(
    chat: ChatPage, upstream: Upstream, workers: Server, visit: Visit, alarms: Alarms
) -> None:
    alarms.expect("WebSocket|websocket|ERR_|Failed to load resource|Unexpected exit from worker")
    upstream.script = halves()
    chat.ask("Tell me.")
    expect_half(chat)
    place = chat.expect_conversation_address()
    tabs = [chat, *(visit(workers, chat.page.context).open(place) for _ in range(2))]
    for tab in tabs:
        expect_half(tab)
    reader_of(upstream, workers).kill()
    for tab in tabs:
        expect(tab.answer).to_contain_text(EN.error_cut)
        assert tab.words() == WORDS[:HALF]
    upstream.script = [Say("A whole one."), End()]
    chat.retry.click()
    for tab in tabs:
        expect(tab.answer).to_contain_text("A whole one.")
        expect(tab.answers).to_have_count(1)
    assert len(upstream.seen("/chat-messages")) == 2


def test_while_redis_is_away_the_page_says_so_and_what_is_sent_then_goes_out_once_it_is_back(
    chat: ChatPage, upstream: Upstream, redis: RedisServer, alarms: Alarms
) -> None:
    alarms.expect("redis|Error 111|reflex_ensure_task|WebSocket|websocket")
    upstream.script = halves()
    chat.ask("Tell me.")
    expect_half(chat)
    redis.stop()
    expect(chat.page.get_by_text(EN.server_resting)).to_be_visible()
    no_serious_fault_in_both_schemes(chat.page)
    upstream.release()
    expect(chat.answer).to_contain_text(WORDS[-1])
    chat.message.fill("LEN=5 And then?")
    chat.message.press("Enter")
    redis.start()
    expect(chat.page.get_by_text(EN.server_resting)).to_have_count(0)
    expect(chat.questions).to_have_text(["Tell me.", "LEN=5 And then?"])
    expect(chat.answers.last).to_contain_text("w4")
    assert len(upstream.seen("/chat-messages")) == 2


def test_the_key_of_another_s_state_shows_nothing_whichever_event_comes_first(
    upstream: Upstream, workers: Server
) -> None:
    """With Redis an event brings a part of a state alone: all of it is emptied where it is somebody else's."""

    async def attack() -> str:
        owner = await Visitor(workers.url).tab().open()
        await owner.ask("LEN=3 Where is the treasure?")
        await owner.until_ended()
        thief = Visitor(workers.url).tab()
        await thief.visitor.fetch()
        thief._token = owner._token
        await owner.close()
        heard = thief.listen()
        await thief._connect(hydrate=False)
        await thief.send(f"{full_name('search')}.leave", {})
        await thief.send(f"{ROOT}.hydrate_and_load", {})
        await thief.until(lambda: thief.shown.states.get(full_name("session"), {}).get("ready"))
        await thief.close()
        return repr(heard)

    assert "treasure" not in apart(attack())
