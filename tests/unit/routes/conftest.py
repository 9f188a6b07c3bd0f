"""The routes between a real upstream and real visitors, each on a socket of its own."""

from collections.abc import AsyncIterator, Callable

import httpx
import pytest
from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.responses import HTMLResponse
from starlette.routing import Mount, Route

from app.chat import Chat
from app.dify import Client
from app.identity import COOKIE
from app.ledger import Ledger
from app.routes import ROUTES
from app.routes.common import ANSWERS
from app.runs.log import MemoryRunLog
from app.runs.registry import Runs
from tests.unit.dify.doubles import KEY, serving
from tests.unit.routes.site import SIGNER, App, Visitor
from tests.unit.routes.voice import Voice
from tests.unit.served import serve


@pytest.fixture
def app() -> App:
    return App()


@pytest.fixture
def voice(app: App) -> Voice:
    return app.voice


@pytest.fixture
async def chat(app: App, ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Chat]:
    async with serving(Starlette(routes=app.routes())) as address, Client(address, SecretStr(KEY)) as client:
        chat = Chat("app-1", client, ledger, Runs(ledger, MemoryRunLog()))
        serve(monkeypatch, chat, signer=SIGNER)
        yield chat
        app.voice.go_on.set()
        await chat.close()


@pytest.fixture
async def site(chat: Chat) -> AsyncIterator[str]:
    """The routes beside a page, as the whole app has them."""
    page = Mount("/", routes=[Route("/{path:path}", lambda request: HTMLResponse("the page", 404))])
    async with serving(Starlette(routes=[*ROUTES, page], exception_handlers=ANSWERS)) as address:
        yield address.removesuffix("/v1")


@pytest.fixture
async def visitor(site: str) -> AsyncIterator[Callable[[], Visitor]]:
    async with httpx.AsyncClient(base_url=site, timeout=20) as http:

        def somebody() -> Visitor:
            value = SIGNER.new_visitor()
            return Visitor(http, SIGNER.user(f"{COOKIE}={value}"), {"Cookie": f"{COOKIE}={value}", "Origin": site})

        yield somebody


@pytest.fixture
def me(visitor: Callable[[], Visitor]) -> Visitor:
    return visitor()
