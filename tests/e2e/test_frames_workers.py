"""A frame in another site's page, and two workers: its socket goes to either, where no cookie says who is there."""

from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.load.client import Visitor
from tests.redis_server import RedisServer

from .script import End, Hold, Say
from .server import Server, several
from .test_load import apart
from .test_wall_frame import Frame, file_of_apps
from .upstream import Upstream
from .widgets import SECRET, token

TRIES = 40  # new sockets, of which one should come to the other worker


@pytest.fixture
def parley(
    guide: Server, upstream: Upstream, redis: RedisServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    servers: list[Server],
) -> Iterator[Server]:  # fmt: skip
    monkeypatch.setenv("SHOP_SECRET", SECRET)
    with several(tmp_path / "workers", config=str(file_of_apps(tmp_path, upstream)), redis_url=redis.url) as server:
        servers.append(server)
        yield server


def worker_of(frame: Frame, parley: Server) -> int:
    """The process at the other end of its socket."""
    assert frame._socket is not None
    port = frame._socket.eio.ws._response.connection.transport.get_extra_info("sockname")[1]
    workers = psutil.Process(parley.pid).children(recursive=True)
    return next(of.pid for of in workers if any(at.raddr and at.raddr.port == port for at in of.net_connections()))


def test_a_frame_asks_at_one_worker_and_goes_on_at_the_other(parley: Server, upstream: Upstream) -> None:
    upstream.script = [Say("Half of"), Hold(), Say(" it."), End()]

    async def visit() -> None:
        said = token()
        frame = await Frame(Visitor(parley.url)).come()
        assert await frame.arrive(said)
        word = frame.frame["word"]
        await frame.chat()
        await frame.ask("Tell me.")
        await frame.until(lambda: frame.shown.text == "Half of")
        first, seen = worker_of(frame, parley), set[int]()
        for _ in range(TRIES):
            asked = frame.frame.get("asked")
            await frame.drop()
            await frame.until(lambda asked=asked: frame.frame.get("asked") not in ("", asked))
            seen.add(worker_of(frame, parley))
            # A token is taken once, wherever it comes to; the pass that it gave is good at both.
            assert not await frame.arrive(said)
            assert await frame.arrive(kept=word)
            if seen - {first}:
                break
        assert seen - {first}
        upstream.release()
        assert await frame.until_ended() == "Half of it."
        upstream.script = [Say("And this."), End()]
        await frame.ask("And then?")
        assert await frame.until_ended() == "And this."
        await frame.close()

    apart(visit())
    assert [seen.user for seen in upstream.seen("/chat-messages")] == ["shopper-7"] * 2
