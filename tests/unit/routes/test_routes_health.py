"""What the operator asks: who is told what, and what counts as ready."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import create_async_engine
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from app.chat import Chat
from app.ledger import Ledger
from app.relay import Relay
from app.routes import ROUTES
from app.runs.log import MemoryRunLog
from app.runs.registry import Runs
from tests.redis_server import RedisServer
from tests.unit.dify.doubles import KEY, client_at, serving
from tests.unit.served import serve

TOKEN = "a-token-of-the-operator"
BEARER = {"Authorization": f"Bearer {TOKEN}"}
WITH_TOKEN = {"ops_token": TOKEN}
PASSED_ON = {"X-Forwarded-For": "192.0.2.7"}


@dataclass
class Server:
    """An app's server that can be away, and counts what it is asked."""

    away: bool = False
    asked: int = 0

    async def parameters(self, request: Request) -> Response:
        self.asked += 1
        if self.away or request.headers["authorization"] != f"Bearer {KEY}":
            return JSONResponse({"code": "unauthorized", "message": "secret words", "status": 401}, 401)
        return JSONResponse({"opening_statement": ""})


class Away(Ledger):
    """One whose database can be away, and is asked nothing else."""

    away = False

    def __init__(self) -> None:
        super().__init__(create_async_engine("sqlite+aiosqlite://"))

    async def greet(self) -> None:
        if self.away:
            raise OperationalError("SELECT", None, OSError("at db.inside"))


@dataclass
class Asked:
    """Whoever asks this server, and what is behind it."""

    http: httpx.AsyncClient
    app: Server
    ledger: Away
    two: Server

    async def ready(self, **headers: str) -> tuple[int, Any]:
        answer = await self.http.get("/readyz", headers={name.replace("_", "-"): at for name, at in headers.items()})
        return answer.status_code, answer.json()


@pytest.fixture
def relay() -> Relay | None:
    return None


@pytest.fixture
def settings() -> dict[str, str]:
    return {}


@pytest.fixture
async def asked(monkeypatch: pytest.MonkeyPatch, relay: Relay | None, settings: dict[str, str]) -> AsyncIterator[Asked]:
    one, two = Server(), Server()
    ledger = Away()
    async with (
        serving(Starlette(routes=[Route("/v1/parameters", one.parameters)])) as first,
        serving(Starlette(routes=[Route("/v1/parameters", two.parameters)])) as second,
        client_at(first) as client,
        client_at(second) as other,
        serving(Starlette(routes=ROUTES)) as address,
        httpx.AsyncClient(base_url=address.removesuffix("/v1")) as http,
    ):
        runs = Runs(ledger, MemoryRunLog())
        chats = [Chat(slug, at, ledger, runs) for slug, at in (("desk", client), ("lab", other))]
        serve(monkeypatch, *chats, ledger=ledger, relay=relay, **settings)
        yield Asked(http, one, ledger, two)


async def test_a_server_that_is_alive_says_so_whatever_is_away(asked: Asked):
    asked.ledger.away = asked.app.away = asked.two.away = True
    answer = await asked.http.get("/healthz", headers=PASSED_ON)
    assert (answer.status_code, answer.text) == (200, "alive\n")
    assert asked.app.asked == 0


async def test_on_the_machine_itself_it_is_told_how_each_part_is(asked: Asked):
    well = {"database": "ok", "app desk": "ok", "app lab": "ok"}
    assert await asked.ready() == (200, {"ready": True, "checks": well})


async def test_a_stranger_is_told_whether_it_is_ready_and_nothing_else(asked: Asked):
    assert await asked.ready(**PASSED_ON) == (200, {"ready": True})
    assert await asked.ready(Host="parley.example") == (200, {"ready": True})


@pytest.mark.parametrize(
    "settings", [{"trusted_proxies": "127.0.0.1"}, {"public_url": "https://chat.example"}, WITH_TOKEN]
)
async def test_where_a_proxy_on_the_machine_may_ask_for_anybody_the_machine_proves_nothing(asked: Asked):
    """Such a proxy adds no header, and hands on whatever host its client wrote."""
    assert await asked.ready(Host="localhost") == (200, {"ready": True})
    assert (await asked.http.get("/metrics", headers={"Host": "localhost"})).status_code == 401


@pytest.mark.parametrize("settings", [{"trusted_proxies": "10.0.0.0/8"}, {"public_url": "http://localhost:3000"}, {}])
async def test_where_no_proxy_is_on_the_machine_it_does(asked: Asked):
    assert "checks" in (await asked.ready())[1]


@pytest.mark.parametrize("settings", [WITH_TOKEN, {**WITH_TOKEN, "public_url": "https://chat.example"}])
async def test_whoever_has_the_token_is_told_from_anywhere(asked: Asked):
    assert "checks" in (await asked.ready(**PASSED_ON, **BEARER))[1]
    for other in ("Bearer guessed", f"Basic {TOKEN}", "Bearer", ""):
        assert await asked.ready(Authorization=other) == (200, {"ready": True})


async def test_without_its_database_it_is_not_ready(asked: Asked):
    asked.ledger.away = True
    status, said = await asked.ready()
    assert (status, said["ready"], said["checks"]["database"]) == (503, False, "away")
    assert "inside" not in str(said)


async def test_with_one_app_away_it_is_ready(asked: Asked):
    asked.app.away = True
    status, said = await asked.ready()
    assert (status, said["checks"]["app desk"], said["checks"]["app lab"]) == (200, "Unauthorized", "ok")


async def test_with_no_app_it_is_not_ready(asked: Asked):
    asked.app.away = asked.two.away = True
    assert await asked.ready(**PASSED_ON) == (503, {"ready": False})


async def test_who_asks_often_asks_no_app_as_often(asked: Asked):
    for _ in range(5):
        await asked.ready(**PASSED_ON)
    assert (asked.app.asked, asked.two.asked) == (1, 1)


@pytest.mark.parametrize("headers", [PASSED_ON, {"Host": "parley.example"}])
async def test_the_metrics_are_no_stranger_s(asked: Asked, headers: dict[str, str]):
    answer = await asked.http.get("/metrics", headers=headers)
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
    assert "parley_" not in answer.text


@pytest.mark.parametrize(("settings", "headers"), [({}, {}), (WITH_TOKEN, {**PASSED_ON, **BEARER})])
async def test_the_operator_reads_the_metrics_as_prometheus_does(asked: Asked, headers: dict[str, str]):
    answer = await asked.http.get("/metrics", headers=headers)
    assert answer.headers["content-type"].startswith("text/plain; version=")
    assert "\nparley_sockets 0.0\n" in answer.text and "# TYPE parley_runs_total counter" in answer.text
    assert "process_resident_memory_bytes" in answer.text


class TestWithRedis:
    """The same with a Redis server, which stops."""

    @pytest.fixture
    def server(self, tmp_path: Path) -> Any:
        made = RedisServer(tmp_path)
        made.start()
        yield made
        made.stop()

    @pytest.fixture
    async def relay(self, server: RedisServer) -> AsyncIterator[Relay]:
        async with Relay.opened(server.url) as relay:
            yield relay

    async def test_without_redis_it_is_not_ready(self, asked: Asked, server: RedisServer):
        server.stop()
        status, said = await asked.ready()
        assert (status, said["checks"]["redis"]) == (503, "ConnectionError")
