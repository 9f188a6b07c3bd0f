"""What stands before every request: headers, and whose sockets are let in."""

import asyncio
import base64
import hashlib
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.routing import Mount
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.i18n.de import DE
from app.middleware import CROWD, OwnSend, OwnSockets, SecurityHeaders, Starting, content_policy
from app.settings import SettingsError
from app.state.wire import SEND

ROOT = Path(__file__).parents[2]
PROXIES = (ip_network("10.0.0.0/8"),)
PAGE = "<html><script>start()</script><script src='/a.js'></script><script type=module>go()\n</script></html>"


async def _site(scope: Scope, receive: Receive, send: Send) -> None:
    """A page at `/`, JSON elsewhere, and a socket that accepts whoever reaches it."""
    if scope["type"] == "websocket":
        await send({"type": "websocket.accept"})
        return
    path = scope["path"]
    if path == "/embed/desk" and b"if-none-match" in dict(scope["headers"]):
        await send({"type": "http.response.start", "status": 304, "headers": []})
        await send({"type": "http.response.body", "body": b""})
        return
    html = path == "/" or path.startswith("/embed/")
    kind = b"text/html; charset=utf-8" if html else b"application/json"
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", kind)]})
    await send({"type": "http.response.body", "body": b""})


async def _ask(app: ASGIApp, kind: str, path: str = "/", **headers: str) -> Message:
    """What ``app`` says first to a request of that kind."""
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "websocket.connect" if kind == "websocket" else "http.request"}

    async def send(message: Message) -> None:
        sent.append(message)

    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope: dict[str, Any] = {"type": kind, "method": "GET", "path": path, "headers": raw, "scheme": "http"}
    scope["client"] = ("10.0.0.7", 1)
    await app(scope, receive, send)
    return sent[0]


def named(slug: str) -> list[str]:
    return ["https://shop.example", "http://127.0.0.1:8000"] if slug == "desk" else []


async def _headers(documents: Path, path: str, **headers: str) -> dict[str, str]:
    start = await _ask(SecurityHeaders(_site, documents, lambda: PROXIES, named), "http", path, **headers)
    return {name.decode(): value.decode() for name, value in start["headers"]}


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    (tmp_path / "index.html").write_text(PAGE)
    return tmp_path


@pytest.fixture
def policy(documents: Path) -> str:
    return content_policy(documents.glob("*.html"))


def test_the_policy_allows_the_built_inline_scripts_by_hash_and_no_other(policy: str) -> None:
    scripts = next(part for part in policy.split("; ") if part.startswith("script-src"))
    hashes = {
        f"'sha256-{base64.b64encode(hashlib.sha256(text).digest()).decode()}'" for text in (b"start()", b"go()\n")
    }
    assert set(scripts.split()) == {"script-src", "'self'", *hashes}


async def test_the_policy_has_the_scripts_of_pages_in_folders_too(documents: Path) -> None:
    (documents / "console").mkdir()
    (documents / "console" / "index.html").write_text("<script>deep()</script>")
    digest = base64.b64encode(hashlib.sha256(b"deep()").digest()).decode()
    assert digest in (await _headers(documents, "/"))["content-security-policy"]


def test_the_policy_lets_a_page_load_nothing_from_elsewhere(policy: str) -> None:
    assert "default-src 'none'" in policy
    assert "img-src 'self' data: blob:" in policy
    assert "connect-src 'self'" in policy
    assert [part for part in policy.split("; ") if "unsafe" in part] == ["style-src-attr 'unsafe-inline'"]
    assert "http:" not in policy and "https:" not in policy and "*" not in policy


def _framing(headers: dict[str, str]) -> list[str]:
    return [part for part in headers["content-security-policy"].split("; ") if part.startswith("frame-ancestors")]


UP = ["/embed/desk/../..", "/embed/desk/../../apps", "/embed/desk/../lab"]  # as the server has «..%2f..»


@pytest.mark.parametrize("path", ["/", "/embed/lab", "/embed/", "/embed/DESK", "/embed/%64esk", "/embed//desk", *UP])
async def test_no_page_can_be_framed_where_no_app_names_an_origin(documents: Path, path: str) -> None:
    assert _framing(await _headers(documents, path)) == ["frame-ancestors 'none'"]


@pytest.mark.parametrize("path", ["/embed/desk", "/embed/desk/c/1"])
async def test_an_app_s_page_can_be_framed_by_the_origins_that_it_names(documents: Path, path: str) -> None:
    headers = await _headers(documents, path)
    assert _framing(headers) == ["frame-ancestors https://shop.example http://127.0.0.1:8000"]
    assert "camera=()" in headers["permissions-policy"] and "microphone=(self)" in headers["permissions-policy"]


async def test_a_policy_of_an_earlier_time_does_not_stand(documents: Path) -> None:
    """A browser that is told «not modified» goes on with the policy that it has kept."""
    headers = await _headers(documents, "/embed/desk", if_none_match='"1"')
    assert _framing(headers) and headers["cache-control"] == "no-store"


async def test_a_page_bears_the_policy_and_every_answer_nosniff(documents: Path, policy: str) -> None:
    page, numbers = await _headers(documents, "/"), await _headers(documents, "/numbers")
    assert page["content-security-policy"] == policy
    assert "content-security-policy" not in numbers
    assert page["x-content-type-options"] == numbers["x-content-type-options"] == "nosniff"
    assert page["referrer-policy"] == numbers["referrer-policy"] == "same-origin"


async def test_a_browser_that_came_by_tls_is_told_to_come_no_other_way(documents: Path) -> None:
    by_tls = await _headers(documents, "/", x_forwarded_proto="https")
    assert by_tls["strict-transport-security"] == "max-age=31536000"
    assert "strict-transport-security" not in await _headers(documents, "/")


async def test_a_page_may_ask_for_the_microphone_and_for_nothing_else_about_a_person(documents: Path) -> None:
    allowed = (await _headers(documents, "/"))["permissions-policy"].split(", ")
    assert "microphone=(self)" in allowed and "*" not in "".join(allowed)
    assert {"camera=()", "geolocation=()", "display-capture=()", "payment=()"} <= set(allowed)
    assert "permissions-policy" not in await _headers(documents, "/numbers")


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "chat.example", "origin": "http://chat.example"},
        {"host": "127.0.0.1:3000", "origin": "https://chat.example", "x_forwarded_host": "chat.example"},
    ],
)
async def test_a_socket_of_our_own_page_is_let_in(headers: dict[str, str]) -> None:
    assert (await _ask(OwnSockets(_site, lambda: 1), "websocket", **headers))["type"] == "websocket.accept"


@pytest.mark.parametrize("origin", ["http://elsewhere.example", "http://chat.example.elsewhere", "null", ""])
async def test_a_socket_of_another_page_or_of_none_is_refused(origin: str) -> None:
    headers = {"host": "chat.example", "origin": origin}
    assert (await _ask(OwnSockets(_site, lambda: 1), "websocket", **headers))["type"] == "websocket.close"


async def test_one_socket_more_than_may_be_open_is_refused_until_one_has_closed() -> None:
    leave, own = asyncio.Event(), {"host": "chat.example", "origin": "https://chat.example"}

    async def staying(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "websocket.accept"})
        await leave.wait()

    app = OwnSockets(staying, lambda: 1)
    first = asyncio.create_task(_ask(app, "websocket", **own))
    await asyncio.sleep(0)
    assert await _ask(app, "websocket", **own) == {"type": "websocket.close", "code": 1013}
    assert (await _ask(app, "http", CROWD))["status"] == 503
    assert app._crowd(Headers({"accept-language": "de"})).body.decode() == DE.crowded
    leave.set()
    assert (await first)["type"] == "websocket.accept"
    assert (await _ask(app, "http", CROWD))["status"] == 204
    assert (await _ask(app, "websocket", **own))["type"] == "websocket.accept"


@pytest.mark.parametrize(("kind", "known"), [("websocket", True), ("http", False)])
async def test_a_socket_knows_the_server_s_own_way_to_send(kind: str, known: bool) -> None:
    scopes = list[Scope]()

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        scopes.append(scope)

    receive: Any = None
    send: Any = object()
    await OwnSend(app)({"type": kind}, receive, send)
    assert (scopes[0].get(SEND) is send) is known


async def test_a_socket_of_events_goes_straight_to_what_is_mounted_beneath_the_apps_that_are_wrapped_around() -> None:
    came: list[Scope] = []

    async def events(scope: Scope, receive: Receive, send: Send) -> None:
        came.append(scope)
        await _site(scope, receive, send)

    inner = Starlette(routes=[Mount("/_event", events), Mount("/other", events)])
    app = OwnSockets(Starlette(routes=[Mount("/files", _site), Mount("", inner)]), lambda: 1, "/_event/")
    headers = {"host": "chat.example", "origin": "https://chat.example"}
    for path in ("/_event/", "/other/"):
        assert (await _ask(app, "websocket", path, **headers))["type"] == "websocket.accept"
    assert ["app" in scope for scope in came] == [False, True]


def test_the_page_s_events_are_found_in_the_app_that_is_served() -> None:
    """In a process of its own, since Reflex has one app in each."""
    look = "from app.app import app; from app.middleware import mounted; print(mounted(app._api, '/_event'))"
    told = subprocess.run([sys.executable, "-c", look], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert "HeaderMiddleware" in told.stdout, told.stderr


class _Starts:
    """A server that is started, and what it says of that."""

    def __init__(self, failure: Exception | None) -> None:
        self.failure = failure
        self.told: list[Message] = []

    async def start(self) -> list[Message]:
        await Starting(Starlette(lifespan=self._lifespan), (SettingsError,))(
            {"type": "lifespan"}, self._next, self._hear
        )
        return self.told

    @asynccontextmanager
    async def _lifespan(self, app: Starlette) -> AsyncIterator[None]:
        if self.failure:
            raise self.failure
        yield

    async def _next(self) -> Message:
        return {"type": "lifespan.startup" if not self.told else "lifespan.shutdown"}

    async def _hear(self, message: Message) -> None:
        self.told.append(message)


async def test_a_server_that_is_refused_to_start_says_why_in_a_sentence_alone():
    refused = _Starts(SettingsError("The database cannot be opened."))
    assert await refused.start() == [{"type": "lifespan.startup.failed", "message": "The database cannot be opened."}]


async def test_a_server_that_fails_at_its_start_as_nobody_foresaw_says_where():
    failed = _Starts(RuntimeError("Oh."))
    with pytest.raises(RuntimeError, match="Oh"):
        await failed.start()
    [message] = failed.told
    assert "Traceback" in message["message"]


async def test_a_server_that_starts_says_so_and_ends():
    started = await _Starts(None).start()
    assert [message["type"] for message in started] == ["lifespan.startup.complete", "lifespan.shutdown.complete"]
