"""Each operation: what is sent, as the contract says, and what its answer becomes."""

import json

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from app.dify.models import FileInput
from app.dify.multipart import Upload
from tests.unit.dify.doubles import KEY, Pieces, client_at, client_of, client_over, serving, streamed

DONE = {"result": "success"}
CONVERSATION = {"id": "c/1", "name": "Chat vs AI", "inputs": {}, "introduction": "", "created_at": 1705569238}
VARIABLE = {"id": "v", "name": "lang", "value_type": "string", "value": "en", "created_at": 1}
ANNOTATION = {"id": "a", "question": "q?", "answer": "a.", "hit_count": 3, "created_at": 1735625869}
PARAMETERS = {
    "opening_statement": None,
    "suggested_questions_after_answer": {"enabled": True},
    "user_input_form": [{"select": {"label": "Tone", "variable": "tone", "required": True, "options": ["a", 2]}}],
    "file_upload": {"image": {"enabled": True, "number_limits": 3, "transfer_methods": ["remote_url", "local_file"]}},
    "system_parameters": {"image_file_size_limit": "10"},
}
EMBEDDING = {"score_threshold": 0.9, "embedding_provider_name": "zhipu", "embedding_model_name": "embedding_3"}

# name; call; method, path and query; body; status and answer; what the result holds
OPERATIONS = [
    (
        "send",
        lambda c: c.chat.send(query="Hi 你好", user="u"),
        ("POST", "/chat-messages", {}),
        {
            "query": "Hi 你好",
            "inputs": {},
            "response_mode": "blocking",
            "user": "u",
            "conversation_id": "",
            "files": [],
            "auto_generate_name": True,
        },
        (200, {"message_id": "m", "conversation_id": "c", "answer": "Hello", "metadata": {"usage": {"latency": 0.7}}}),
        lambda r: (r.message_id, r.answer, r.metadata.usage.latency) == ("m", "Hello", 0.7),
    ),
    (
        "send with everything",
        lambda c: c.chat.send(
            query="Look",
            user="u",
            inputs={"tone": "formal"},
            conversation_id="c",
            files=[
                FileInput(transfer_method="remote_url", url="https://h/i.png"),
                FileInput(transfer_method="local_file", upload_file_id="f", type="document"),
            ],
            auto_generate_name=False,
        ),
        ("POST", "/chat-messages", {}),
        {
            "query": "Look",
            "inputs": {"tone": "formal"},
            "response_mode": "blocking",
            "user": "u",
            "conversation_id": "c",
            "files": [
                {"type": "image", "transfer_method": "remote_url", "url": "https://h/i.png"},
                {"type": "document", "transfer_method": "local_file", "upload_file_id": "f"},
            ],
            "auto_generate_name": False,
        },
        (200, {"answer": ""}),
        lambda r: r.answer == "",
    ),
    (
        "stop",
        lambda c: c.chat.stop("t/1", user="u"),
        ("POST", "/chat-messages/t%2F1/stop", {}),
        {"user": "u"},
        (200, DONE),
        lambda r: r is None,
    ),
    (
        "messages",
        lambda c: c.messages.list("c", user="u", first_id="m0", limit=5),
        ("GET", "/messages", {"conversation_id": "c", "user": "u", "first_id": "m0", "limit": "5"}),
        None,
        (200, {"limit": 5, "has_more": True, "data": [{"id": "m", "message_files": None, "feedback": None}]}),
        lambda r: (r.has_more, r.limit, r.data[0].id, r.data[0].message_files) == (True, 5, "m", []),
    ),
    (
        "messages from the newest",
        lambda c: c.messages.list("c", user="u"),
        ("GET", "/messages", {"conversation_id": "c", "user": "u", "limit": "20"}),
        None,
        (200, {"limit": 20, "has_more": False, "data": []}),
        lambda r: r.data == [],
    ),
    (
        "suggested",
        lambda c: c.messages.suggested("m", user="u"),
        ("GET", "/messages/m/suggested", {"user": "u"}),
        None,
        (200, {"result": "success", "data": ["a", "b", "c"]}),
        lambda r: r == ["a", "b", "c"],
    ),
    (
        "rate",
        lambda c: c.messages.rate("m", "dislike", user="u", content="too long"),
        ("POST", "/messages/m/feedbacks", {}),
        {"rating": "dislike", "user": "u", "content": "too long"},
        (200, DONE),
        lambda r: r is None,
    ),
    (
        "take a rating back",
        lambda c: c.messages.rate("m", None, user="u"),
        ("POST", "/messages/m/feedbacks", {}),
        {"rating": None, "user": "u"},
        (200, DONE),
        lambda r: r is None,
    ),
    (
        "conversations",
        lambda c: c.conversations.list(user="u", last_id="c0", limit=3, pinned=False, sort_by="-updated_at"),
        (
            "GET",
            "/conversations",
            {"user": "u", "last_id": "c0", "limit": "3", "pinned": "false", "sort_by": "-updated_at"},
        ),
        None,
        (200, {"limit": 3, "has_more": False, "data": [CONVERSATION]}),
        lambda r: (r.data[0].id, r.data[0].created_at) == ("c/1", 1705569238),
    ),
    (
        "conversations from the newest",
        lambda c: c.conversations.list(user="u"),
        ("GET", "/conversations", {"user": "u", "limit": "20"}),
        None,
        (200, {"limit": 20, "has_more": False, "data": []}),
        lambda r: not r.has_more,
    ),
    (
        "delete with 200",
        lambda c: c.conversations.delete("c/1", user="u"),
        ("DELETE", "/conversations/c%2F1", {}),
        {"user": "u"},
        (200, DONE),
        lambda r: r is None,
    ),
    (
        "delete with 204",
        lambda c: c.conversations.delete("c", user="u"),
        ("DELETE", "/conversations/c", {}),
        {"user": "u"},
        (204, None),
        lambda r: r is None,
    ),
    (
        "rename",
        lambda c: c.conversations.rename("c/1", user="u", name="Chat vs AI"),
        ("POST", "/conversations/c%2F1/name", {}),
        {"name": "Chat vs AI", "auto_generate": False, "user": "u"},
        (200, CONVERSATION),
        lambda r: (r.id, r.name, r.created_at) == ("c/1", "Chat vs AI", 1705569238),
    ),
    (
        "rename by a model",
        lambda c: c.conversations.rename("c", user="u", auto_generate=True),
        ("POST", "/conversations/c/name", {}),
        {"name": "", "auto_generate": True, "user": "u"},
        (200, CONVERSATION | {"id": "c"}),
        lambda r: (r.id, r.name) == ("c", "Chat vs AI"),
    ),
    (
        "rename that answers success alone",
        lambda c: c.conversations.rename("c", user="u", name="Mine"),
        ("POST", "/conversations/c/name", {}),
        {"name": "Mine", "auto_generate": False, "user": "u"},
        (200, DONE),
        lambda r: (r.id, r.name) == ("c", "Mine"),
    ),
    (
        "variables",
        lambda c: c.conversations.variables("c", user="u", last_id="v0", variable_name="lang"),
        (
            "GET",
            "/conversations/c/variables",
            {"user": "u", "last_id": "v0", "limit": "20", "variable_name": "lang"},
        ),
        None,
        (200, {"limit": 20, "has_more": False, "data": [VARIABLE]}),
        lambda r: (r.data[0].name, r.data[0].value) == ("lang", "en"),
    ),
    (
        "set a variable",
        lambda c: c.conversations.set_variable("c", "v", {"a": [1]}, user="u"),
        ("PUT", "/conversations/c/variables/v", {}),
        {"value": {"a": [1]}, "user": "u"},
        (200, VARIABLE),
        lambda r: r.id == "v",
    ),
    (
        "parameters",
        lambda c: c.app.parameters(user="u"),
        ("GET", "/parameters", {"user": "u"}),
        None,
        (200, PARAMETERS),
        lambda r: (
            (r.opening_statement, r.user_input_form[0].type, r.user_input_form[0].options) == ("", "select", ["a", "2"])
            and r.file_upload.image.enabled
            and r.system_parameters.image_file_size_limit == 10
        ),
    ),
    (
        "meta",
        lambda c: c.app.meta(user="u"),
        ("GET", "/meta", {"user": "u"}),
        None,
        (200, {"tool_icons": {"dalle2": "https://h/icon", "api_tool": {"background": "#252525", "content": "😁"}}}),
        lambda r: (r.tool_icons["dalle2"], r.tool_icons["api_tool"].content) == ("https://h/icon", "😁"),
    ),
    (
        "info",
        lambda c: c.app.info(user="u"),
        ("GET", "/info", {"user": "u"}),
        None,
        (200, {"name": "Guide", "description": "d", "tags": ["x"], "mode": "chat", "author_name": "n"}),
        lambda r: (r.name, r.mode, r.tags) == ("Guide", "chat", ["x"]),
    ),
    (
        "site",
        lambda c: c.app.site(user="u"),
        ("GET", "/site", {"user": "u"}),
        None,
        (200, {"title": "Guide", "icon_type": "emoji", "icon": "🤖", "icon_url": None, "show_workflow_steps": False}),
        lambda r: (r.title, r.icon, r.icon_url, r.show_workflow_steps) == ("Guide", "🤖", "", False),
    ),
    (
        "feedbacks",
        lambda c: c.app.feedbacks(page=2, limit=5),
        ("GET", "/app/feedbacks", {"page": "2", "limit": "5"}),
        None,
        (200, {"data": [{"id": "f", "rating": "like", "content": None, "created_at": "2025-04-24T09:24:38"}]}),
        lambda r: (r.data[0].rating, r.data[0].created_at) == ("like", "2025-04-24T09:24:38"),
    ),
    (
        "annotations",
        lambda c: c.annotations.list(page=2, limit=5, keyword="q"),
        ("GET", "/apps/annotations", {"page": "2", "limit": "5", "keyword": "q"}),
        None,
        (200, {"data": [ANNOTATION], "has_more": False, "limit": 5, "total": 1, "page": 2}),
        lambda r: (r.total, r.data[0].hit_count) == (1, 3),
    ),
    (
        "create an annotation",
        lambda c: c.annotations.create("q?", "a."),
        ("POST", "/apps/annotations", {}),
        {"question": "q?", "answer": "a."},
        (201, ANNOTATION),
        lambda r: r.id == "a",
    ),
    (
        "update an annotation",
        lambda c: c.annotations.update("a", "q?", "a."),
        ("PUT", "/apps/annotations/a", {}),
        {"question": "q?", "answer": "a."},
        (200, ANNOTATION),
        lambda r: r.question == "q?",
    ),
    (
        "delete an annotation",
        lambda c: c.annotations.delete("a"),
        ("DELETE", "/apps/annotations/a", {}),
        None,
        (204, None),
        lambda r: r is None,
    ),
    (
        "turn annotation replies on",
        lambda c: c.annotations.set_reply(True, **EMBEDDING),
        ("POST", "/apps/annotation-reply/enable", {}),
        EMBEDDING,
        (200, {"job_id": "j", "job_status": "waiting"}),
        lambda r: (r.job_id, r.job_status) == ("j", "waiting"),
    ),
    (
        "turn annotation replies off",
        lambda c: c.annotations.set_reply(False, **EMBEDDING),
        ("POST", "/apps/annotation-reply/disable", {}),
        EMBEDDING,
        (200, {"job_id": "j", "job_status": "waiting"}),
        lambda r: r.job_id == "j",
    ),
    (
        "status of annotation replies",
        lambda c: c.annotations.reply_status(True, "j"),
        ("GET", "/apps/annotation-reply/enable/status/j", {}),
        None,
        (200, {"job_id": "j", "job_status": "completed", "error_msg": ""}),
        lambda r: r.job_status == "completed",
    ),
    (
        "workflow run",
        lambda c: c.workflows.run("w"),
        ("GET", "/workflows/run/w", {}),
        None,
        (200, {"id": "w", "status": "succeeded", "inputs": '{"a": 1}', "outputs": None, "elapsed_time": 1.5}),
        lambda r: (r.status, r.inputs, r.elapsed_time) == ("succeeded", '{"a": 1}', 1.5),
    ),
    (
        "form",
        lambda c: c.forms.get("t"),
        ("GET", "/form/human_input/t", {}),
        None,
        (200, {"form_content": "**Send?**", "user_actions": [{"id": "ok", "title": "OK"}], "expiration_time": 9}),
        lambda r: (r.form_content, r.user_actions[0].id, r.expiration_time) == ("**Send?**", "ok", 9),
    ),
    (
        "answer a form",
        lambda c: c.forms.submit("t", {"note": "x"}, "ok", user="u"),
        ("POST", "/form/human_input/t", {}),
        {"inputs": {"note": "x"}, "action": "ok", "user": "u"},
        (200, {}),
        lambda r: r is None,
    ),
    (
        "end user",
        lambda c: c.end_users.get("e"),
        ("GET", "/end-users/e", {}),
        None,
        (200, {"id": "e", "session_id": "u", "name": None, "is_anonymous": False, "created_at": "2024-01-15"}),
        lambda r: (r.session_id, r.name) == ("u", ""),
    ),
]


@pytest.mark.parametrize(
    ("call", "sent", "body", "answer", "holds"), [row[1:] for row in OPERATIONS], ids=[row[0] for row in OPERATIONS]
)
async def test_an_operation_sends_what_the_contract_says_and_reads_the_answer(call, sent, body, answer, holds):
    asked: list[httpx.Request] = []

    def server(request):
        asked.append(request)
        status, value = answer
        return httpx.Response(status) if value is None else httpx.Response(status, json=value)

    async with client_of(server) as client:
        result = await call(client)
    assert holds(result)
    [request] = asked
    assert request.headers["Authorization"] == f"Bearer {KEY}"
    path = request.url.raw_path.decode().partition("?")[0].removeprefix("/v1")
    assert (request.method, path, dict(request.url.params)) == sent
    if body is None:
        assert request.content == b"" and "Content-Type" not in request.headers
    else:
        assert json.loads(request.content) == body
        assert request.headers["Content-Type"] == "application/json"


async def test_a_question_is_streamed_with_the_same_body():
    asked: list[httpx.Request] = []

    def server(request):
        asked.append(request)
        return streamed(b'data: {"event": "message", "answer": "Hi"}\n\n', b'data: {"event": "message_end"}\n\n')

    async with client_of(server) as client, client.chat.stream(query="Hi", user="u", inputs={"a": 1}) as events:
        names = [event.event async for event in events]
    assert names == ["message", "message_end"]
    assert json.loads(asked[0].content) == {
        "query": "Hi",
        "inputs": {"a": 1},
        "response_mode": "streaming",
        "user": "u",
        "conversation_id": "",
        "files": [],
        "auto_generate_name": True,
    }


async def test_half_an_emoji_in_a_question_does_not_break_the_sending():
    asked: list[httpx.Request] = []

    def server(request):
        asked.append(request)
        return httpx.Response(200, json={"answer": ""})

    async with client_of(server) as client:
        await client.chat.send(query="\ud83d", user="u")
    assert b'"query": "\\ud83d"' in asked[0].content


async def test_the_events_of_a_run_are_taken_up_again():
    asked: list[httpx.Request] = []

    def server(request):
        asked.append(request)
        return streamed(b'data: {"event": "workflow_finished", "data": {"status": "succeeded"}}\n\n')

    async with client_of(server) as client, client.workflows.events("w", user="u", continue_on_pause=True) as events:
        assert [event.event async for event in events] == ["workflow_finished"]
    assert (asked[0].method, asked[0].url.path) == ("GET", "/v1/workflow/w/events")
    assert dict(asked[0].url.params) == {
        "user": "u",
        "include_state_snapshot": "false",
        "continue_on_pause": "true",
    }


async def uploaded(request: Request) -> JSONResponse:
    async with request.form() as form:
        file = form["file"]
        content = await file.read()
        described = {"id": "f", "name": file.filename, "size": len(content), "mime_type": file.content_type}
        assert content == b"\x89PNG\r\n--boundary" * 1000
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


CONTENT = b"\x89PNG\r\n--boundary" * 1000


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
    asked: list[httpx.Request] = []
    pieces = Pieces([b"a", b"b", b"c"])

    def server(request):
        asked.append(request)
        return httpx.Response(200, headers={"Content-Type": "image/PNG; x=y"}, stream=pieces)

    async with client_of(server) as client:
        async with client.files.preview("f/..", as_attachment=as_attachment) as body:
            chunks = body.aiter_bytes()
            assert await anext(chunks) == b"a"
            assert body.media_type == "image/png"
        assert pieces.closed
    assert asked[0].url.raw_path.decode().partition("?")[0] == "/v1/files/f%2F../preview"
    assert dict(asked[0].url.params) == query


async def test_an_answer_of_five_megabytes_is_read():
    answer = "你" * (5 * 2**20 // 3)
    async with client_of(lambda request: httpx.Response(200, json={"answer": answer})) as client:
        assert (await client.chat.send(query="Hi", user="u")).answer == answer


async def test_an_address_may_end_in_slashes_and_has_no_parameters_where_none_are_sent():
    asked: list[str] = []

    def server(request):
        asked.append(str(request.url))
        return httpx.Response(200, json={"id": "w"})

    for address in ("https://api.test/v1", "https://api.test/v1/", " https://api.test/v1// "):
        async with client_over(httpx.MockTransport(server), address) as client:
            await client.workflows.run("w")
    assert set(asked) == {"https://api.test/v1/workflows/run/w"}


async def test_parameters_of_any_characters_arrive_as_they_are():
    asked: list[httpx.Request] = []

    def server(request):
        asked.append(request)
        return httpx.Response(200, json={"data": []})

    async with client_of(server) as client:
        await client.conversations.list(user="a b+c&d=é/你?#%41", last_id="\ud83d")
        await client.conversations.variables("a b?c#d%41\ud83d", user="u")
    assert dict(asked[0].url.params) == {"user": "a b+c&d=é/你?#%41", "last_id": "?", "limit": "20"}
    assert asked[1].url.raw_path.startswith(b"/v1/conversations/a%20b%3Fc%23d%2541%3F/variables?")


async def test_a_cookie_of_one_answer_is_not_sent_with_the_next_request():
    asked: list[httpx.Request] = []

    def server(request):
        asked.append(request)
        return httpx.Response(200, json={}, headers={"Set-Cookie": "session=of-another; Path=/"})

    async with client_of(server) as client:
        await client.app.info(user="a")
        await client.app.info(user="b")
    assert "Cookie" not in asked[1].headers
