"""By which keys a host's word is believed: those that its server publishes."""

import asyncio
import base64
from collections.abc import AsyncIterator
from typing import Any

import pytest
from joserfc.jwk import OctKey, OKPKey, RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from app.identity import keys
from app.identity.frames import Frames
from tests.unit.dify.doubles import serving
from tests.unit.test_frames import app, come, frames, refused, token


class Keys:
    """A host's JWKS; ``said`` is what it answers, while it is ``open``; until then it is ``busy``."""

    def __init__(self) -> None:
        self.asked = 0
        self.said: Response = JSONResponse({})
        self.open, self.busy = asyncio.Event(), asyncio.Event()
        self.open.set()

    def app(self) -> Starlette:
        async def jwks(_request: Request) -> Response:
            self.asked += 1
            if not self.open.is_set():
                self.busy.set()
                await self.open.wait()
            return self.said

        return Starlette(routes=[Route("/jwks.json", jwks)])


@pytest.fixture
async def host() -> AsyncIterator[tuple[Keys, Frames]]:
    said = Keys()
    async with serving(said.app()) as url:
        place = url.removesuffix("/v1") + "/jwks.json"
        yield said, frames(app(identity={"secret": None, "jwks_url": place}))


OLD, NEW = RSAKey.generate_key(2048, {"kid": "old"}), OKPKey.generate_key("Ed25519", {"kid": "new"})


def published(*shown: Any) -> JSONResponse:
    return JSONResponse({"keys": [key.as_dict(private=False) for key in shown]})


async def test_the_host_s_public_keys_are_fetched_once_and_again_when_they_have_changed(host, monkeypatch):
    said, asked = host
    said.said = published(OLD)
    for _ in range(2):
        assert (await come(asked, token(OLD, "RS256"), ""))[0].user == "42"
    assert said.asked == 1
    said.said = published(NEW)
    await refused(asked, token=token(NEW, "Ed25519"))  # It was asked a moment ago.
    monkeypatch.setattr(keys, "AGAIN", 0.0)
    assert (await come(asked, token(NEW, "Ed25519"), ""))[0].user == "42"
    await refused(asked, token=token(OLD, "RS256"))


async def test_tokens_that_name_unknown_keys_make_no_questions_of_their_own(host):
    said, asked = host
    said.said = published(OLD)
    await asyncio.gather(
        *(refused(asked, token=token(OKPKey.generate_key("Ed25519", {"kid": str(n)}), "Ed25519")) for n in range(9))
    )
    assert said.asked == 1


@pytest.mark.parametrize(
    "said",
    [Response("no JSON"), Response(status_code=500), JSONResponse({"keys": []}), RedirectResponse("https://evil")],
)
async def test_keys_that_cannot_be_had_prove_nobody_and_those_from_before_go_on(host, said, monkeypatch):
    its, asked = host
    its.said = said
    await refused(asked, token=token(OLD, "RS256"))
    monkeypatch.setattr(keys, "AGAIN", 0.0)
    its.said = published(OLD)
    await come(asked, token(OLD, "RS256"), "")
    monkeypatch.setattr(keys, "FRESH", 0.0)
    its.said = said
    assert (await come(asked, token(OLD, "RS256"), ""))[0].user == "42"


async def test_a_public_key_is_no_secret_of_the_app(host):
    said, asked = host
    said.said = published(OLD)
    await refused(asked, token=token(OctKey.import_key("c" * 40, {"kid": "old"})))


async def test_keys_that_come_in_pieces_are_read_to_their_end(monkeypatch):
    whole = published(OLD).body

    async def jwks(_request: Request) -> Response:
        async def pieces() -> AsyncIterator[bytes]:
            for at in range(0, len(whole), 100):
                yield whole[at : at + 100]
                await asyncio.sleep(0)

        return StreamingResponse(pieces(), media_type="application/json")

    async with serving(Starlette(routes=[Route("/jwks.json", jwks)])) as url:
        place = url.removesuffix("/v1") + "/jwks.json"
        asked = frames(app(identity={"secret": None, "jwks_url": place}))
        assert (await come(asked, token(OLD, "RS256")))[0].user == "42"


async def test_whose_key_is_known_waits_for_nobody_whose_key_is_not(host, monkeypatch):
    said, asked = host
    said.said = published(OLD)
    await come(asked, token(OLD, "RS256"))
    monkeypatch.setattr(keys, "AGAIN", 0.0)
    said.open.clear()
    unknown = asyncio.create_task(come(asked, token(NEW, "Ed25519")))
    await said.busy.wait()
    assert (await come(asked, token(OLD, "RS256")))[0].user == "42"
    said.said = published(OLD, NEW)
    said.open.set()
    assert (await unknown)[0].user == "42"


async def test_a_token_whose_head_goes_too_deep_is_refused_as_any_other(host, monkeypatch):
    said, asked = host
    said.said = published(OLD)
    await come(asked, token(OLD, "RS256"))
    monkeypatch.setattr(keys, "AGAIN", 0.0)
    deep = base64.urlsafe_b64encode(b"[" * 50_000).decode()
    await refused(asked, token=f"{deep}.e30.x")
