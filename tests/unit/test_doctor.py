"""What ``parley doctor`` finds, and what it tells to do."""

import os
from pathlib import Path
from typing import Any

import pytest
from oidc_provider_mock import run_server_in_thread
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from app.doctor import Finding, examine, findings
from app.ledger import Ledger
from tests.redis_server import RedisServer
from tests.unit.dify.doubles import free_url, serving
from tests.unit.sql import sql

KEY = "app-canary-Zs7qT1lmV9Xw"
FORM = [{"text-input": {"label": "Shop", "variable": "shop", "required": True}}]


@pytest.fixture(autouse=True)
def place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    for name in os.environ:
        if name.startswith(("PARLEY_", "OPENAI_")):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


async def found() -> dict[str, Finding]:
    return {finding.name: finding async for finding in findings()}


def parameters(request: Request) -> Response:
    if request.headers["authorization"] != f"Bearer {KEY}":
        return JSONResponse({"code": "unauthorized", "message": "Access token is invalid", "status": 401}, 401)
    return JSONResponse({"opening_statement": "", "user_input_form": FORM})


APP = Starlette(routes=[Route("/v1/parameters", parameters)])


def named(place: Path, monkeypatch: pytest.MonkeyPatch, url: str, key: str = KEY, more: str = "") -> None:
    text = f'[[app]]\nslug = "desk"\nurl = "{url}"\nkey = "{key}"\n{more}'
    (place / "apps.toml").write_text(text)
    monkeypatch.setenv("PARLEY_CONFIG", str(place / "apps.toml"))


async def test_without_a_setting_all_is_well_and_nothing_is_made(place, capsys):
    assert await examine() == 0
    assert [line[:5] for line in capsys.readouterr().out.splitlines()] == ["ok   "] * 3
    assert list(place.iterdir()) == []


async def test_an_app_that_answers_is_well(place, monkeypatch):
    async with serving(APP) as url:
        named(place, monkeypatch, url, more='[app.inputs]\nshop = "north"')
        finding = (await found())["app desk"]
    assert (finding.right, finding.said) == (True, f"{url}: it answers, takes the key and gives its parameters")


async def test_a_wrong_key_is_told_and_not_shown(place, monkeypatch, capsys):
    async with serving(APP) as url:
        named(place, monkeypatch, url, key=f"{KEY}-of-old")
        assert await examine() == 1
    said = capsys.readouterr().out
    assert "WRONG  app desk" in said and "it does not take the key\n       Copy the key anew" in said
    assert KEY not in said


async def test_a_fixed_input_that_the_app_does_not_ask_for_is_told(place, monkeypatch):
    async with serving(APP) as url:
        named(place, monkeypatch, url, more='[app.inputs]\nshopp = "north"')
        finding = (await found())["app desk"]
    assert (finding.right, finding.said) == (False, "it has no input 'shopp': it asks for shop")


async def test_a_server_that_is_something_else_is_told(place, monkeypatch):
    page = Starlette(routes=[Route("/{path:path}", lambda _request: HTMLResponse("<h1>Welcome</h1>"))])
    async with serving(page) as url:
        named(place, monkeypatch, url)
        assert "something else answers there" in (await found())["app desk"].said


async def test_a_server_that_is_not_there_is_told_without_what_may_be_secret(place, monkeypatch, unused_port):
    named(place, monkeypatch, f"http://me:hunter2@127.0.0.1:{unused_port}/v1?token=hunter3#hunter4")
    assert (await found())["app desk"].said == f"http://127.0.0.1:{unused_port}/v1: nothing answers there"


@pytest.mark.parametrize("host", ["xn--", "ä..b"])
async def test_a_name_that_no_host_can_have_is_told(place, monkeypatch, host):
    named(place, monkeypatch, f"https://{host}/v1")
    assert (await found())["app desk"].said == f"https://{host}/v1: nothing answers there"


@pytest.mark.parametrize(("insists", "asked"), [(False, [""]), (True, ["", "parley-doctor"])])
async def test_an_app_gets_a_user_only_where_it_insists_on_one(place, monkeypatch, insists, asked):
    users = list[str]()

    def answer(request: Request) -> Response:
        users.append(request.query_params.get("user", ""))
        if insists and not users[-1]:
            return JSONResponse({"code": "invalid_param", "message": "user is required", "status": 400}, 400)
        return parameters(request)

    async with serving(Starlette(routes=[Route("/v1/parameters", answer)])) as url:
        named(place, monkeypatch, url)
        assert (await found())["app desk"].right
    assert users == asked


@pytest.fixture
def unused_port() -> Any:
    import socket

    with socket.socket() as held:  # bound, and not listening
        held.bind(("127.0.0.1", 0))
        yield held.getsockname()[1]


async def test_a_setting_that_is_wrong_is_all_that_is_told(monkeypatch):
    monkeypatch.setenv("PARLEY_ROLE", "king")
    [finding] = (await found()).values()
    assert (finding.name, finding.right) == ("settings", False)
    assert "PARLEY_ROLE is 'king'" in finding.said


async def test_a_file_of_apps_that_is_wrong_is_told_with_where(place, monkeypatch):
    named(place, monkeypatch, "host/v1")
    assert "apps.toml: app 1 (desk): url is 'host/v1'" in (await found())["apps"].said


async def test_a_ledger_is_looked_at_while_a_server_has_it(monkeypatch, place):
    monkeypatch.setenv("PARLEY_DATABASE_URL", f"sqlite+aiosqlite:///{place}/ledger.db")
    assert (await found())["database"].said == "it is new: its tables are made at the first start"
    async with Ledger.opened(f"sqlite+aiosqlite:///{place}/ledger.db", alone=True):
        assert (await found())["database"].said == "it can be opened"


async def test_a_ledger_that_a_newer_version_has_changed_is_told(monkeypatch, place):
    url = f"sqlite+aiosqlite:///{place}/ledger.db"
    monkeypatch.setenv("PARLEY_DATABASE_URL", url)
    async with Ledger.opened(url) as ledger:
        await sql(ledger, "UPDATE alembic_version SET version_num = 'of tomorrow'")
    finding = (await found())["database"]
    assert not finding.right and "of tomorrow, which this version of Parley does not know" in finding.said


async def test_a_database_that_cannot_be_opened_is_told_without_its_password(monkeypatch, tmp_path):
    monkeypatch.setenv("PARLEY_DATABASE_URL", f"postgresql://me:hunter2@/parley?host={tmp_path}")
    finding = (await found())["database"]
    assert not finding.right and "it cannot be opened" in finding.said
    assert finding.do == "Start it, or correct PARLEY_DATABASE_URL." and "hunter2" not in str(finding)


async def test_a_folder_of_the_database_that_is_not_there_is_told(monkeypatch, place):
    monkeypatch.setenv("PARLEY_DATABASE_URL", f"sqlite+aiosqlite:///{place}/nowhere/ledger.db")
    assert "nowhere" in (await found())["database"].said


async def test_a_redis_is_greeted(monkeypatch, tmp_path):
    monkeypatch.setenv("PARLEY_REDIS_URL", f"unix://{tmp_path}/nothing.sock")
    finding = (await found())["Redis"]
    assert not finding.right and finding.do == "Start it, or correct PARLEY_REDIS_URL."
    server = RedisServer(tmp_path)
    server.start()
    try:
        monkeypatch.setenv("PARLEY_REDIS_URL", server.url)
        assert (await found())["Redis"].said == "it answers"
    finally:
        server.stop()


async def test_an_openid_provider_is_asked_whether_it_says_where_people_sign_in(monkeypatch):
    given = {"SIGN_IN": "oidc", "OIDC_CLIENT_ID": "parley", "PUBLIC_URL": "https://chat.example"}
    for name, value in given.items():
        monkeypatch.setenv(f"PARLEY_{name}", value)
    with run_server_in_thread() as server:
        monkeypatch.setenv("PARLEY_OIDC_ISSUER", f"http://localhost:{server.server_port}")
        assert str((await found())["sign-in"]) == "ok     sign-in: the provider says where people sign in"
    monkeypatch.setenv("PARLEY_OIDC_ISSUER", free_url())
    finding = (await found())["sign-in"]
    assert (finding.right, finding.do) == (False, "Correct PARLEY_OIDC_ISSUER, or start it.")


async def test_an_app_in_other_sites_pages_that_nobody_could_come_into_is_told(place, monkeypatch):
    named(place, monkeypatch, "http://127.0.0.1:9/v1", more='origins = ["https://shop.example"]')
    monkeypatch.setenv("PARLEY_SIGN_IN", "local")
    assert "it has origins, but neither visitors nor an identity" in (await found())["apps"].said


async def test_where_everybody_may_come_an_app_with_groups_is_said_to_be_open_to_nobody(place, monkeypatch):
    named(place, monkeypatch, "http://127.0.0.1:9/v1", more='groups = ["staff"]')
    finding = (await found())["sign-in"]
    assert not finding.right and "the app desk, which has groups, is open to nobody" in finding.said
    monkeypatch.setenv("PARLEY_SIGN_IN", "local")
    assert "sign-in" not in await found()


async def test_where_everybody_may_come_visitors_of_an_app_say_nothing(place, monkeypatch):
    named(place, monkeypatch, "http://127.0.0.1:9/v1", more="visitors = true")
    finding = (await found())["sign-in"]
    assert finding.right and "everybody is a visitor, and the visitors of the app desk say nothing" in finding.said
