"""A server of one process: it is killed, and it is asked to end in the middle of an answer."""

import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import psutil

from tests.load.client import Visitor

from .ledger import expect_kept
from .script import End, Hold, Rest, Say
from .server import Server, started
from .test_load import apart
from .upstream import KEY, Upstream


async def begun(url: str, text: str) -> tuple[str, str]:
    """A visitor's cookie and conversation, once the answer reads so far; nobody looks at it any more."""
    tab = await Visitor(url).tab().open()
    await tab.ask("Tell me.")
    await tab.until(lambda: tab.shown.text.startswith(text) and tab.conversation)
    await tab.close()
    return tab.visitor.cookie, tab.conversation


async def found(url: str, cookie: str, conversation: str) -> tuple[str, str]:
    """The text and the status of its answer."""
    tab = await Visitor(url, cookie).tab().open(conversation)
    await tab.close()
    return tab.shown.text, tab.shown.last["status"]


def back(server: Server) -> Server:
    """It, once it answers again."""
    deadline = time.monotonic() + 30
    while True:
        try:
            with urllib.request.urlopen(server.url, timeout=5):
                return server
        except OSError:
            assert time.monotonic() < deadline
            time.sleep(0.1)


def test_a_server_that_is_killed_comes_back_by_itself_with_what_had_come(
    upstream: Upstream, serve: Callable[..., Server]
) -> None:
    upstream.script = [Say("One"), Hold(), End()]
    server = serve(api_url=upstream.url, api_key=KEY)
    visit = apart(begun(server.url, "One"))
    expect_kept(server, "One")
    for process in psutil.Process(server.pid).children():
        process.kill()
        psutil.wait_procs([process])
    assert apart(found(back(server).url, *visit)) == ("One", "interrupted")
    assert "The server was ended by SIGKILL: it is started anew." in server.said()


def test_a_server_that_is_asked_to_end_finishes_its_answers_first(
    guide: Server, upstream: Upstream, tmp_path: Path
) -> None:
    upstream.script = [Say("One"), Rest(2), Say(" two"), End()]
    settings = {"api_url": upstream.url, "api_key": KEY, "drain_seconds": "10"}
    with started(tmp_path / "one", **settings) as server:
        visit = apart(begun(server.url, "One"))
    assert server.said() == f"Parley listens at {server.url}.\n"
    with started(tmp_path / "two", data_dir=str(server.data_dir), **settings) as again:
        assert apart(found(again.url, *visit)) == ("One two", "done")
