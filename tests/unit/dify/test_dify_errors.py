import json

import httpx
import pytest

from app.dify import errors
from tests.unit.dify.doubles import client_of

CODES = [
    (400, "invalid_param", errors.InvalidRequest),
    (400, "bad_request", errors.InvalidRequest),
    (400, "bad_request_key_error", errors.InvalidRequest),
    (400, "no_file_uploaded", errors.InvalidRequest),
    (400, "too_many_files", errors.InvalidRequest),
    (400, "unsupported_preview", errors.InvalidRequest),
    (400, "unsupported_estimate", errors.InvalidRequest),
    (400, "invalid_form_data", errors.InvalidRequest),
    (400, "no_audio_uploaded", errors.InvalidRequest),
    (400, "speech_to_text_disabled", errors.InvalidRequest),
    (400, "never_heard_of", errors.InvalidRequest),
    (422, "never_heard_of", errors.InvalidRequest),
    (400, "app_unavailable", errors.AppUnavailable),
    (400, "conversation_completed", errors.ConversationOver),
    (400, "provider_not_initialize", errors.ModelUnavailable),
    (400, "model_currently_not_support", errors.ModelUnavailable),
    (400, "provider_not_support_speech_to_text", errors.ModelUnavailable),
    (400, "provider_quota_exceeded", errors.QuotaExceeded),
    (429, "rate_limit_error", errors.QuotaExceeded),
    (400, "completion_request_error", errors.CompletionFailed),
    (401, "unauthorized", errors.Unauthorized),
    (403, "forbidden", errors.Forbidden),
    (403, "file_access_denied", errors.Forbidden),
    (404, "not_found", errors.NotFound),
    (404, "file_not_found", errors.NotFound),
    (412, "human_input_form_submitted", errors.FormClosed),
    (412, "human_input_form_expired", errors.FormClosed),
    (413, "file_too_large", errors.TooLarge),
    (413, "audio_too_large", errors.TooLarge),
    (503, "s3_file_too_large", errors.TooLarge),
    (415, "unsupported_file_type", errors.UnsupportedType),
    (415, "unsupported_audio_type", errors.UnsupportedType),
    (415, "unsupported_media_type", errors.UnsupportedType),
    (429, "too_many_requests", errors.Busy),
    (503, "s3_connection_failed", errors.ServerFailed),
    (503, "s3_permission_denied", errors.ServerFailed),
    (500, "internal_server_error", errors.ServerFailed),
    (500, "unknown", errors.ServerFailed),
]


@pytest.mark.parametrize(("status", "code", "cls"), CODES)
async def test_a_code_of_the_api_has_its_class(status, code, cls):
    body = {"code": code, "message": "What went wrong.", "status": status}
    async with client_of(lambda request: httpx.Response(status, json=body)) as client:
        with pytest.raises(errors.ApiError) as caught:
            await client.chat.send(query="Hi", user="u")
    assert type(caught.value) is cls
    assert (caught.value.code, caught.value.message, caught.value.status) == (code, "What went wrong.", status)


@pytest.mark.parametrize(("status", "code", "cls"), CODES)
async def test_a_stream_raises_the_same_class_on_entry(status, code, cls):
    body = {"code": code, "message": "", "status": status}
    async with client_of(lambda request: httpx.Response(status, json=body)) as client:
        with pytest.raises(cls):
            async with client.chat.stream(query="Hi", user="u"):
                raise AssertionError("there is no stream")


@pytest.mark.parametrize(
    ("status", "cls"),
    [
        (401, errors.Unauthorized),
        (403, errors.Forbidden),
        (412, errors.FormClosed),
        (413, errors.TooLarge),
        (415, errors.UnsupportedType),
        (429, errors.Busy),
        (500, errors.ServerFailed),
        (502, errors.ServerFailed),
        (504, errors.ServerFailed),
        (400, errors.NotTheApi),
        (404, errors.NotTheApi),
        (405, errors.NotTheApi),
    ],
)
@pytest.mark.parametrize("body", [b"<html><body>no</body></html>", b"", b"[1]", b'"text"', b'{"code": "cut of'])
async def test_an_error_that_is_not_the_apis_own_goes_by_its_status(status, cls, body):
    answer = httpx.Response(status, headers={"Content-Type": "text/html"}, content=body)
    async with client_of(lambda request: answer) as client:
        with pytest.raises(errors.DifyError) as caught:
            await client.app.parameters(user="u")
    assert type(caught.value) is cls
    assert caught.value.status == status


async def test_an_error_without_a_status_in_its_body_has_that_of_http():
    body = {"code": "invalid_param", "message": "abc is not a valid uuid.", "params": "conversation_id"}
    async with client_of(lambda request: httpx.Response(400, json=body)) as client:
        with pytest.raises(errors.InvalidRequest) as caught:
            await client.conversations.delete("abc", user="u")
    assert (caught.value.status, caught.value.params) == (400, "conversation_id")


async def test_a_message_by_field_is_kept_as_text():
    body = {"message": {"user": "Missing required parameter"}}
    async with client_of(lambda request: httpx.Response(400, json=body)) as client:
        with pytest.raises(errors.InvalidRequest, match="Missing required parameter"):
            await client.app.meta(user="")


async def test_an_error_of_any_length_is_read_to_a_bound_only():
    taken = 0

    def endless():
        nonlocal taken
        while True:
            taken += 1
            yield b"x" * 1024

    class Endless(httpx.AsyncByteStream):
        async def __aiter__(self):
            for piece in endless():
                yield piece

    async with client_of(lambda request: httpx.Response(500, stream=Endless())) as client:
        with pytest.raises(errors.ServerFailed):
            await client.app.info(user="u")
    assert taken == 64


@pytest.mark.parametrize("status", [301, 302, 307, 308])
async def test_a_redirect_is_not_followed_and_names_the_place(status):
    asked = []

    def answer(request):
        asked.append(request.url)
        return httpx.Response(status, headers={"Location": "https://elsewhere.test/login"})

    async with client_of(answer) as client:
        with pytest.raises(errors.NotTheApi, match=r"leads on to 'https://elsewhere\.test/login'"):
            await client.app.parameters(user="u")
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("text/html", b"<!doctype html><title>Welcome</title>"),
        ("application/json", b"[]"),
        ("application/json", b"null"),
        ("application/json", b""),
        ("application/json", b'{"a": "\xff"}'),
        ("application/json", b"[" * 100_000),
        ("application/json", b'{"data": [{"query": "a message without its id"}]}'),
        ("application/json", b'{"data": "no list"}'),
    ],
)
async def test_a_good_status_with_another_body_is_not_the_api(kind, body):
    answer = httpx.Response(200, headers={"Content-Type": kind}, content=body)
    async with client_of(lambda request: answer) as client:
        with pytest.raises(errors.NotTheApi, match="GET /messages: the answer is no "):
            await client.messages.list("c", user="u")


@pytest.mark.parametrize("kind", ["text/html; charset=utf-8", "application/json", "text/plain", ""])
async def test_a_stream_of_another_type_is_not_the_api(kind):
    headers = {"Content-Type": kind} if kind else {}
    answer = httpx.Response(200, headers=headers, content=b'{"answer": "all at once"}')
    async with client_of(lambda request: answer) as client:
        with pytest.raises(errors.NotTheApi, match="not an event stream"):
            async with client.chat.stream(query="Hi", user="u"):
                raise AssertionError("there is no stream")


async def test_an_error_in_json_with_a_good_status_is_that_error():
    body = json.dumps({"code": "too_many_requests", "message": "Busy.", "status": 429}).encode()
    answer = httpx.Response(200, headers={"Content-Type": "application/json"}, content=body)
    async with client_of(lambda request: answer) as client:
        with pytest.raises(errors.Busy):
            async with client.chat.stream(query="Hi", user="u"):
                raise AssertionError("there is no stream")


async def test_speech_that_fails_in_html_is_the_servers_failure():
    answer = httpx.Response(500, headers={"Content-Type": "text/html"}, content=b"<html>Internal Server Error</html>")
    async with client_of(lambda request: answer) as client:
        with pytest.raises(errors.ServerFailed):
            async with client.audio.from_text(user="u", text="Hi"):
                raise AssertionError("there is no speech")


@pytest.mark.parametrize("kind", ["text/html", "application/json"])
async def test_speech_that_is_no_sound_is_not_the_api(kind):
    answer = httpx.Response(200, headers={"Content-Type": kind}, content=b"{}")
    async with client_of(lambda request: answer) as client:
        with pytest.raises(errors.NotTheApi):
            async with client.audio.from_text(user="u", text="Hi"):
                raise AssertionError("there is no speech")


@pytest.mark.parametrize("name", ["", ".", ".."])
async def test_an_id_that_would_lead_to_another_path_is_not_found(name):
    async with client_of(lambda request: httpx.Response(200, json={"result": "success"})) as client:
        with pytest.raises(errors.NotFound):
            await client.conversations.delete(name, user="u")


def test_an_error_event_has_the_class_of_its_code_and_then_of_its_status():
    assert type(errors.api_error("provider_quota_exceeded", "m", 400)) is errors.QuotaExceeded
    assert type(errors.api_error("", "m", 429)) is errors.Busy
    assert type(errors.api_error("", "m", 0)) is errors.ApiError
