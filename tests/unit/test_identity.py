"""Who is there: the signed cookie, its secret, and the middleware that gives it."""

import asyncio
import multiprocessing
import os
import re
import stat
import threading
from http.cookies import SimpleCookie
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from app.identity import COOKIE, Signer, VisitorCookie, kept_secret

SIGNER = Signer(SecretStr("a secret of the test's own"))


def header(value: str) -> str:
    return f"{COOKIE}={value}"


def test_a_cookie_that_was_signed_here_proves_its_user():
    value = SIGNER.new_visitor()
    assert re.fullmatch(r"visitor-[0-9a-f-]{36}", SIGNER.user(header(value)))


def test_two_visitors_are_two():
    assert SIGNER.user(header(SIGNER.new_visitor())) != SIGNER.user(header(SIGNER.new_visitor()))


def test_a_forged_cookie_proves_nobody():
    user, _, signature = SIGNER.new_visitor().rpartition(".")
    for forged in (user, f"{user}.", f"visitor-2.{signature}", f"{user}.{signature[:-1]}", f"{user}x.{signature}"):
        assert SIGNER.user(header(forged)) == ""


def test_a_cookie_of_another_secret_proves_nobody():
    assert SIGNER.user(header(Signer(SecretStr("another secret, as long")).new_visitor())) == ""


@pytest.mark.parametrize(
    "garbage",
    ["", ";", "=", "a=1; b=2", "\x00=\x00", COOKIE, f"{COOKIE}_=x"]
    + [f"{COOKIE}={value}" for value in ("", ";", ".", '"', "\xff.\xfe", "." * 5000)],
)
def test_a_header_of_garbage_proves_nobody(garbage):
    assert SIGNER.user(garbage) == ""


@pytest.mark.parametrize(
    "neighbour", ["a=1", 'prefs={"a": "b"}', "a[b]=1", "flag", "a=b c", 'q="x;y"', "name=Zoë", "=x", "empty="]
)
def test_a_neighbour_s_cookie_hides_nobody(neighbour):
    value = SIGNER.new_visitor()
    user = SIGNER.user(header(value))
    assert user
    assert SIGNER.user(f"{neighbour}; {header(value)}") == user
    assert SIGNER.user(f"{header(value)}; {neighbour}") == user


def test_a_forged_cookie_before_ours_hides_nobody():
    value = SIGNER.new_visitor()
    assert SIGNER.user(f"{header('visitor-2.forged')}; {header(value)}") == SIGNER.user(header(value)) != ""


def test_a_secret_is_made_once_for_its_owner_alone(tmp_path):
    path = tmp_path / "data" / "secret_key"
    made = kept_secret(path)
    assert len(made.get_secret_value()) >= 32
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert kept_secret(path) == made
    assert list(path.parent.iterdir()) == [path]


def test_a_secret_that_is_there_is_taken(tmp_path):
    path = tmp_path / "secret_key"
    path.write_text("of the one who runs this\n")
    assert kept_secret(path).get_secret_value() == "of the one who runs this"


def _make(path: Path, start, made) -> None:
    start.wait()
    made.put(kept_secret(path).get_secret_value())


def test_processes_that_start_at_once_agree_on_the_secret(tmp_path):
    context = multiprocessing.get_context("fork")
    start, made = context.Barrier(4), context.Queue()
    starts = [context.Process(target=_make, args=(tmp_path / "secret_key", start, made)) for _ in range(4)]
    for process in starts:
        process.start()
    found = {made.get(timeout=20) for _ in starts}
    for process in starts:
        process.join()
    assert found == {(tmp_path / "secret_key").read_text()}
    assert os.listdir(tmp_path) == ["secret_key"]


def test_starts_that_bear_the_same_process_number_agree_on_the_secret(tmp_path):
    """Two containers on one volume: each of their servers is process 1."""
    start, found = threading.Barrier(8), set()

    def make() -> None:
        start.wait()
        found.add(kept_secret(tmp_path / "secret_key").get_secret_value())

    threads = [threading.Thread(target=make) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {(tmp_path / "secret_key").read_text()}


async def page(request: Request) -> Response:
    return HTMLResponse("<h1>Chat</h1>", headers={"Cache-Control": "public, max-age=600"})


async def data(request: Request) -> Response:
    return JSONResponse({}, headers={"Cache-Control": "public, max-age=600"})


async def script(request: Request) -> Response:
    return Response("1", media_type="text/javascript")


async def with_its_own_cookie(request: Request) -> Response:
    response = HTMLResponse("")
    response.set_cookie("theme", "dark")
    return response


async def nobody(scope: Scope) -> None:
    """Nobody is refused."""


SITE = VisitorCookie(
    Starlette(
        routes=[
            Route("/", page, methods=["GET", "POST"]),
            Route("/embed/desk", page),
            Route("/data", data),
            Route("/script.js", script),
            Route("/themed", with_its_own_cookie),
        ]
    ),
    signer=lambda: SIGNER,
    refusal=nobody,
)


async def get(path: str = "/", cookie: str = "", method: str = "GET", scheme: str = "http") -> httpx.Response:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(SITE), base_url=f"{scheme}://page.test") as client:
        return await client.request(method, path, headers={"Cookie": cookie} if cookie else {})


def given(response: httpx.Response) -> list[str]:
    return [value for value in response.headers.get_list("set-cookie") if value.startswith(COOKIE)]


async def test_a_page_gives_a_stranger_a_cookie_that_proves_somebody():
    [cookie] = given(await get())
    assert SIGNER.user(cookie.partition(";")[0])


async def test_a_page_within_another_site_s_page_gives_no_cookie():
    assert given(await get("/embed/desk")) == []


async def test_a_cookie_is_for_the_server_alone_and_lasts():
    [cookie] = given(await get())
    morsel = SimpleCookie(cookie)[COOKIE]
    assert (morsel["httponly"], morsel["samesite"], morsel["path"]) == (True, "Lax", "/")
    assert int(morsel["max-age"]) >= 180 * 24 * 3600
    assert not morsel["domain"]


@pytest.mark.parametrize(("scheme", "secure"), [("http", False), ("https", True)])
async def test_a_cookie_is_secure_where_the_page_is(scheme, secure):
    [cookie] = given(await get(scheme=scheme))
    assert ("; Secure" in cookie) is secure


async def test_a_visitor_who_is_known_keeps_the_cookie():
    assert given(await get(cookie=header(SIGNER.new_visitor()))) == []


async def test_a_forged_cookie_is_replaced():
    [cookie] = given(await get(cookie=header("visitor-1.forged")))
    assert SIGNER.user(cookie.partition(";")[0]) not in ("", "visitor-1")


@pytest.mark.parametrize("path", ["/data", "/script.js", "/nowhere"])
async def test_what_is_no_page_gives_no_cookie(path):
    assert given(await get(path)) == []


async def test_what_is_posted_gives_no_cookie():
    assert given(await get(method="POST")) == []


async def test_a_page_asked_for_by_its_head_gives_one():
    assert len(given(await get(method="HEAD"))) == 1


async def test_a_page_is_never_stored_for_others_also_where_it_gives_no_cookie():
    for cookie in ("", header(SIGNER.new_visitor())):
        assert (await get(cookie=cookie)).headers.get_list("cache-control") == ["no-cache, private"]


async def test_what_is_no_page_may_be_stored():
    assert (await get("/data")).headers["cache-control"] == "public, max-age=600"


async def test_a_page_s_own_cookie_stays():
    assert len((await get("/themed")).headers.get_list("set-cookie")) == 2


async def test_a_stranger_who_has_kept_the_page_gets_it_whole_and_with_it_a_cookie(tmp_path):
    (tmp_path / "index.html").write_text("<h1>Chat</h1>")
    site = VisitorCookie(StaticFiles(directory=tmp_path, html=True), signer=lambda: SIGNER, refusal=nobody)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(site), base_url="http://page.test") as client:
        first = await client.get("/")
        kept = {"If-None-Match": first.headers["etag"], "If-Modified-Since": first.headers["last-modified"]}
        known = await client.get("/", headers=kept)
        client.cookies.clear()
        stranger = await client.get("/", headers=kept)
    assert (known.status_code, given(known)) == (304, [])
    assert (stranger.status_code, stranger.text, len(given(stranger))) == (200, "<h1>Chat</h1>", 1)


async def test_a_socket_passes_untouched():
    seen = []

    async def app(scope, receive, send):
        seen.append(scope["type"])

    async def nothing(*_):
        await asyncio.sleep(0)

    await VisitorCookie(app, signer=lambda: SIGNER, refusal=nobody)({"type": "websocket"}, nothing, nothing)
    await VisitorCookie(app, signer=lambda: SIGNER, refusal=nobody)({"type": "lifespan"}, nothing, nothing)
    assert seen == ["websocket", "lifespan"]


async def test_a_stranger_who_is_one_too_many_gets_another_page_and_no_cookie():
    places: list[str] = []

    async def too_many(scope: Scope) -> Response:
        places.append(scope["path"])
        return HTMLResponse("Too many.", 429)

    site = VisitorCookie(SITE.app, signer=lambda: SIGNER, refusal=too_many)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(site), base_url="http://page.test") as client:
        refused = await client.get("/")
        data, script = await client.get("/data"), await client.get("/script.js")
        known = await client.get("/", headers={"Cookie": header(SIGNER.new_visitor())})
    assert (refused.status_code, refused.text, given(refused)) == (429, "Too many.", [])
    assert [answer.status_code for answer in (data, script, known)] == [200, 200, 200]
    assert places == ["/"]


def test_a_secret_that_is_empty_is_refused(tmp_path):
    (tmp_path / "secret_key").write_text("\n")
    with pytest.raises(ValueError, match="secret_key is empty, but expected the secret"):
        kept_secret(tmp_path / "secret_key")
