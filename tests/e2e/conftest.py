"""One build and one browser for all tests; a new visitor, and an ear for everything that goes wrong, for each.

A test fails on any error in the browser's console, any uncaught error of the page, and any traceback or error line
that a server writes, unless it has said that it expects it.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Playwright, expect, sync_playwright

from tests.redis_server import RedisServer

from . import chromium
from .alarms import Alarms
from .harmless import watch
from .page import ChatPage
from .server import Server, built_once, started
from .states.texts import FULL
from .upstream import KEY, SPEECH, Upstream
from .voice import Spoken, speak_into
from .windows import DESK, OF_A_TAB, Window, Windows

PATIENCE = 15_000  # milliseconds
expect.set_options(timeout=PATIENCE)

Visit = Callable[..., ChatPage]
Serve = Callable[..., Server]


@pytest.fixture(scope="package")
def servers() -> list[Server]:
    """Every server that was started, for the alarms to be heard of all of them."""
    return []


@pytest.fixture(scope="package")
def guide(tmp_path_factory: pytest.TempPathFactory, worker_id: str, servers: list[Server]) -> Iterator[Server]:
    """The server of the embedded guide; the first of all processes' builds the page."""
    together = tmp_path_factory.getbasetemp()
    with built_once(tmp_path_factory.mktemp("guide"), together if worker_id == "master" else together.parent) as server:
        servers.append(server)
        yield server


@pytest.fixture(scope="package")
def _upstream() -> Iterator[Upstream]:
    with Upstream().serving() as upstream:
        yield upstream


@pytest.fixture(scope="package")
def parley(
    guide: Server, _upstream: Upstream, tmp_path_factory: pytest.TempPathFactory, servers: list[Server]
) -> Iterator[Server]:
    """A server of the scripted upstream."""
    folder = tmp_path_factory.mktemp("parley")
    with started(folder, api_url=_upstream.url, api_key=KEY) as server:
        servers.append(server)
        yield server


@pytest.fixture
def upstream(_upstream: Upstream) -> Iterator[Upstream]:
    """The scripted upstream, without what the test before asked of it."""
    _upstream.reset()
    yield _upstream
    _upstream.reset()


@pytest.fixture(scope="package")
def _full() -> Iterator[Upstream]:
    with Upstream(**FULL).serving() as upstream:
        yield upstream


@pytest.fixture(scope="package")
def full(
    guide: Server, _full: Upstream, tmp_path_factory: pytest.TempPathFactory, servers: list[Server]
) -> Iterator[Server]:
    """A server of an app that shows its flow's steps, has icons for its tools and takes files of every kind."""
    with started(tmp_path_factory.mktemp("full"), api_url=_full.url, api_key=KEY) as server:
        servers.append(server)
        yield server


@pytest.fixture(scope="package")
def member(
    guide: Server, _full: Upstream, tmp_path_factory: pytest.TempPathFactory, servers: list[Server]
) -> Iterator[Server]:
    """The same app, for members."""
    with started(tmp_path_factory.mktemp("member"), api_url=_full.url, api_key=KEY, role="member") as server:
        servers.append(server)
        yield server


@pytest.fixture
def app(_full: Upstream) -> Iterator[Upstream]:
    """The app behind ``full`` and ``member``, without what the test before asked of it."""
    _full.reset()
    yield _full
    _full.reset()


@pytest.fixture(scope="package")
def _voiced() -> Iterator[Upstream]:
    with Upstream(**SPEECH).serving() as upstream:
        yield upstream


@pytest.fixture(scope="package")
def talking(
    guide: Server, _voiced: Upstream, tmp_path_factory: pytest.TempPathFactory, servers: list[Server]
) -> Iterator[Server]:
    """A server of an app that hears and speaks."""
    with started(tmp_path_factory.mktemp("talking"), api_url=_voiced.url, api_key=KEY) as server:
        servers.append(server)
        yield server


@pytest.fixture
def voiced(_voiced: Upstream) -> Iterator[Upstream]:
    """The app that hears and speaks, without what the test before asked of it."""
    _voiced.reset()
    yield _voiced
    _voiced.reset()


@pytest.fixture
def serve(guide: Server, tmp_path: Path, servers: list[Server]) -> Iterator[Callable[..., Server]]:
    """Start one more server, with settings of the test's own."""
    with ExitStack() as stack:

        def start(**settings: str) -> Server:
            folder = tmp_path / f"server-{len(servers)}"
            servers.append(server := stack.enter_context(started(folder, **settings)))
            return server

        yield start


@pytest.fixture(scope="module")
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    made = RedisServer(tmp_path_factory.mktemp("redis"))
    made.start()
    yield made
    made.stop()


@pytest.fixture(scope="package")
def _playwright() -> Iterator[Playwright]:
    # Not for the whole session: while it runs, its event loop is the thread's, and no other can start there.
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="package")
def browser(_playwright: Playwright) -> Iterator[Browser]:
    browser = chromium.launch(_playwright)
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def whole_browser(_playwright: Playwright) -> Iterator[Browser]:
    """One that shows notifications."""
    browser = chromium.launch(_playwright, whole=True)
    yield browser
    browser.close()


@pytest.fixture(scope="package")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> Spoken:
    """What the fake microphone hears."""
    path = tmp_path_factory.mktemp("voice") / "spoken.wav"
    return speak_into(path, "What is the battery capacity of the widget?", seconds=4.0)


@pytest.fixture(scope="package")
def speaking_browser(_playwright: Playwright, spoken: Spoken) -> Iterator[Browser]:
    """A browser of its own, whose microphone hears ``spoken``."""
    browser = chromium.launch(_playwright, microphone=spoken.path)
    yield browser
    browser.close()


@pytest.fixture
def alarms(servers: list[Server]) -> Iterator[Alarms]:
    marks = {server.url: server.written() for server in servers}
    alarms = Alarms()
    yield alarms
    for server in servers:
        alarms.hear(server, marks.get(server.url, 0))
    assert not alarms.unexpected(), "\n".join(alarms.unexpected())


@pytest.fixture(scope="package")
def windows(browser: Browser) -> Windows:
    return Windows(browser)


@pytest.fixture(scope="package")
def speaking_windows(speaking_browser: Browser) -> Windows:
    return Windows(speaking_browser)


@pytest.fixture
def visit(browser: Browser, windows: Windows, servers: list[Server], alarms: Alarms) -> Iterator[Visit]:
    """Open a tab on a server: a new visitor's, or one more of ``context``'s."""
    with _visits(browser, windows, list(servers), alarms) as visit:
        yield visit


@pytest.fixture
def visit_whole(whole_browser: Browser, servers: list[Server], alarms: Alarms) -> Iterator[Visit]:
    """The same with a browser that shows notifications."""
    with _visits(whole_browser, Windows(whole_browser), list(servers), alarms) as visit:
        yield visit


@pytest.fixture
def visit_speaking(
    speaking_browser: Browser, speaking_windows: Windows, servers: list[Server], alarms: Alarms
) -> Iterator[Visit]:
    """The same by somebody who speaks into the microphone."""
    with _visits(speaking_browser, speaking_windows, list(servers), alarms) as visit:
        yield visit


@contextmanager
def _visits(browser: Browser, windows: Windows, lasting: list[Server], alarms: Alarms) -> Iterator[Visit]:
    """``lasting`` are the servers that outlive the test: visitors come there in windows that are kept."""
    taken: list[Window] = []

    with ExitStack() as stack:

        def newcomer(server: Server, options: dict[str, Any]) -> BrowserContext:
            if server in lasting and options.keys() <= OF_A_TAB:
                taken.append(window := windows.take(server, options))
                stack.callback(windows.give_back, server, window)
                context = window.context
            else:
                context = browser.new_context(**{**DESK, **options})
                stack.callback(context.close)
            stack.enter_context(alarms.listening(context))
            return context

        def visit(server: Server, context: BrowserContext | None = None, **options: Any) -> ChatPage:
            context = context or newcomer(server, options)
            window = next((window for window in taken if window.context == context), None)
            page = window.tab() if window else context.new_page()
            page.set_default_timeout(PATIENCE)
            return ChatPage(page, server)

        yield visit


@pytest.fixture
def chat(upstream: Upstream, parley: Server, visit: Visit) -> ChatPage:
    """A new visitor's tab, on the new chat of the scripted app."""
    return visit(parley).open()


@pytest.fixture
def insider(app: Upstream, member: Server, visit: Visit) -> ChatPage:
    """A new member's tab, on the new chat of the app behind ``member``."""
    return visit(member).open()


@pytest.fixture
def harm(chat: ChatPage) -> list[str]:
    """What the page does on a stranger's behalf."""
    return watch(chat)
