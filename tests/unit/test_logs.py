"""The log's lines: their request, their fields, and no secret in any of them."""

import json
import logging
from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from app.logs import RequestIds, configured, new_id, request_id
from app.logs.hidden import Hider
from app.settings import load

log = logging.getLogger("app.somewhere")
JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ2aXNpdG9yIn0.c2lnbmF0dXJl"


@pytest.mark.parametrize(
    ("said", "hidden"),
    [
        ("the key app-AbCdEf0123456789AbCdEf01 is wrong", "the key … is wrong"),
        ("sk-proj-0123456789abcdef", "…"),
        ("Authorization: Bearer some.thing", "Authorization: Bearer …"),
        (f"pass {JWT}.", "pass …."),
        ("GET /_event/?token=f3a&EIO=4", "GET /_event/?token=…&EIO=4"),
        ("/files/a.png?timestamp=1&nonce=2&sign=abc=", "/files/a.png?timestamp=1&nonce=2&sign=…"),
        ("GET /embed/desk/files/1?pass=WyI0.aw.Rib HTTP", "GET /embed/desk/files/1?pass=… HTTP"),
        ("Cookie: a=b; parley_visitor=visitor-1.sig; c=d", "Cookie: a=b; parley_visitor=…; c=d"),
        ("at postgresql://me:hunter2@db/parley", "at postgresql://…@db/parley"),
        ("GET /s/0123456789abcdefghij", "GET /s/…"),
        ("what was made known: a long secret", "what was made known: …"),
    ],
)
def test_no_secret_stands_in_a_line_however_it_came_there(said, hidden):
    assert Hider({"a long secret", "short"})(said) == hidden


def test_what_is_no_secret_stays():
    said = "reference 7K3QX9TD: Unauthorized code=unauthorized status=401 app=app-1a2b3c4d5e6f run=r message=m short"
    assert Hider({"short", ""})(said) == said


def test_the_settings_know_their_secrets():
    settings = load(
        api_url="http://h/v1", api_key="app-key-of-the-app", ops_token="0123456789abcdef",
        redis_url="redis://me:p%40ssword@host:6379/0",
    )  # fmt: skip
    assert {"app-key-of-the-app", "0123456789abcdef", "p%40ssword", "p@ssword"} <= settings.secrets()


def lines(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return capsys.readouterr().err.splitlines()


@pytest.fixture(autouse=True)
def nobody_s() -> Iterator[None]:
    token = request_id.set("")
    yield
    request_id.reset(token)


def test_in_json_each_line_is_an_object_with_its_request_and_its_fields(capsys):
    with configured("json", ["a long secret"]):
        made = new_id()
        log.info("answer %s", "done", extra={"app": "desk", "run": "r-1", "seconds": 1.5, "first": None})
    [line] = map(json.loads, lines(capsys))
    assert line.pop("time").endswith("Z")
    assert line == {"level": "info", "logger": "app.somewhere", "message": "answer done", "request": made,
                    "app": "desk", "run": "r-1", "seconds": 1.5, "first": None}  # fmt: skip


def test_in_json_a_traceback_is_one_line_without_a_secret(capsys):
    with configured("json", ["a long secret"]):
        try:
            raise ValueError("a long secret")
        except ValueError:
            log.exception("a thing failed")
    [line] = map(json.loads, lines(capsys))
    assert line["exception"].endswith("ValueError: …") and "request" not in line


def test_a_secret_that_is_learned_later_is_hidden_from_then_on(capsys):
    with configured("text", ["a long secret"]) as hide:
        hide.learn({"another secret"})
        log.warning("a long secret and another secret")
    assert lines(capsys) == ["… and …"]


def test_in_text_a_line_is_what_was_said_and_of_what_goes_well_there_is_none(capsys):
    with configured("text", ["a long secret"]):
        log.info("answer done")
        log.warning("a thing with a long secret")
        logging.getLogger("uvicorn.error").error("Bearer of a server's own")
    assert lines(capsys) == ["a thing with …", "Bearer … a server's own"]


def test_afterwards_all_is_as_it_was(capsys):
    before = [list(logging.getLogger(name).handlers) for name in (None, "uvicorn")]
    with configured("json", []):
        pass
    assert [list(logging.getLogger(name).handlers) for name in (None, "uvicorn")] == before


async def say(_request: Request) -> Response:
    return PlainTextResponse(request_id.get())


@pytest.fixture
def client() -> TestClient:
    return TestClient(RequestIds(Starlette(routes=[Route("/", say)])))


def test_a_request_has_an_id_that_its_answer_bears(client):
    one, two = client.get("/"), client.get("/")
    assert one.text == one.headers["x-request-id"] != two.text


@pytest.mark.parametrize(("given", "kept"), [("from-the-proxy-1", True), ("x", False), ("two words, or more", False)])
def test_an_id_that_a_proxy_gave_is_kept_where_it_can_be_one(client, given, kept):
    assert (client.get("/", headers={"x-request-id": given}).text == given) is kept
