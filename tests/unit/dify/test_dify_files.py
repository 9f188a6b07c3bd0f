"""Bytes: files and recordings that go to the app as forms, and sounds and files that come back piece by piece."""

import json

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from app.dify.multipart import Upload
from tests.unit.dify.doubles import Noted, Pieces, client_at, client_of, client_over, serving

CONTENT = b"\x89PNG\r\n--boundary" * 1000


async def uploaded(request: Request) -> JSONResponse:
    async with request.form() as form:
        file = form["file"]
        content = await file.read()
        described = {"id": "f", "name": file.filename, "size": len(content), "mime_type": file.content_type}
        assert content == CONTENT
        return JSONResponse(described | {"created_by": form["user"], "length": request.headers.get("content-length")})


async def heard(request: Request) -> JSONResponse:
    async with request.form() as form:
        return JSONResponse(
            {"text": f"{form['user']} said {len(await form['file'].read())} {form['file'].content_type}"}
        )


async def spoken(request: Request) -> Response:
    return Response(await request.body(), media_type="audio/mpeg")


FORMS = Starlette(
    routes=[
        Route("/v1/files/upload", uploaded, methods=["POST"]),
        Route("/v1/audio-to-text", heard, methods=["POST"]),
        Route("/v1/text-to-audio", spoken, methods=["POST"]),
    ]
)


def client_of_forms():
    return client_over(httpx.ASGITransport(FORMS))


async def test_a_file_is_uploaded_as_a_form():
    async with client_of_forms() as client:
        file = await client.files.upload("sample 图.png", CONTENT, "image/png", user="u 你")
    assert (file.id, file.name, file.size, file.mime_type) == ("f", "sample 图.png", len(CONTENT), "image/png")
    assert file.created_by == "u 你"
    assert int(file.model_extra["length"]) > len(CONTENT)


async def test_a_file_that_is_still_arriving_is_sent_on_in_pieces():
    async def arriving():
        for start in range(0, len(CONTENT), 777):
            yield CONTENT[start : start + 777]

    async with serving(FORMS) as address, client_at(address) as client:
        file = await client.files.upload("a.png", arriving(), "image/png", user="u")
    assert (file.size, file.model_extra.get("length")) == (len(CONTENT), None)


async def test_names_of_files_cannot_break_out_of_the_form():
    async with client_of_forms() as client:
        file = await client.files.upload('a";\r\nX: y.png', CONTENT, "image/png\r\nX: y", user="u")
    assert (file.name, file.mime_type) == ("a%22;%0D%0AX: y.png", "application/octet-stream")


@pytest.mark.parametrize(
    "kind", ["audio/webm;codecs=opus", "audio/mp3", 'text/plain; charset="utf-8"', "image/svg+xml"]
)
def test_a_media_type_is_sent_as_it_is(kind):
    _, body = Upload("n", b"", kind, "u").encode()
    assert f"Content-Type: {kind}\r\n".encode() in body


@pytest.mark.parametrize("kind", ["", "audio", "a/b\nX: y", "a/b/c", "a/ü"])
def test_what_is_no_media_type_is_sent_as_bytes(kind):
    _, body = Upload("n", b"", kind, "u").encode()
    assert b"Content-Type: application/octet-stream\r\n" in body


async def test_speech_becomes_text():
    async with client_of_forms() as client:
        assert await client.audio.to_text("a.webm", b"123", "audio/webm", user="u") == "u said 3 audio/webm"


async def test_text_becomes_speech_in_json_with_what_was_given_alone():
    async with client_of_forms() as client, client.audio.from_text(user="u", text="Hi", streaming=False) as body:
        said = b"".join([piece async for piece in body.aiter_bytes()])
    assert body.media_type == "audio/mpeg"
    assert json.loads(said) == {"text": "Hi", "user": "u", "streaming": False}


async def test_a_stored_message_becomes_speech():
    async with client_of_forms() as client, client.audio.from_text(user="u", message_id="m", voice="alloy") as body:
        said = b"".join([piece async for piece in body.aiter_bytes()])
    assert json.loads(said) == {"message_id": "m", "voice": "alloy", "user": "u", "streaming": True}


@pytest.mark.parametrize(("as_attachment", "query"), [(False, {}), (True, {"as_attachment": "true"})])
async def test_a_file_is_streamed_and_not_collected(as_attachment, query):
    pieces = Pieces([b"a", b"b", b"c"])
    server = Noted(lambda request: httpx.Response(200, headers={"Content-Type": "image/PNG; x=y"}, stream=pieces))
    async with client_of(server) as client:
        async with client.files.preview("f/..", as_attachment=as_attachment) as body:
            chunks = body.aiter_bytes()
            assert await anext(chunks) == b"a"
            assert body.media_type == "image/png"
        assert pieces.closed
    [request] = server.asked
    assert request.url.raw_path.decode().partition("?")[0] == "/v1/files/f%2F../preview"
    assert dict(request.url.params) == query
