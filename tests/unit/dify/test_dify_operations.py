"""Each operation and all that requests have in common: what is sent, as the contract says, and what is read."""

import json

import httpx
import pytest

from tests.unit.dify.doubles import KEY, Noted, client_of, client_over, streamed
from tests.unit.dify.operations_app import APP
from tests.unit.dify.operations_talk import TALK

OPERATIONS = [*TALK, *APP]


@pytest.mark.parametrize(
    ("call", "sent", "body", "answer", "holds"), [row[1:] for row in OPERATIONS], ids=[row[0] for row in OPERATIONS]
)
async def test_an_operation_sends_what_the_contract_says_and_reads_the_answer(call, sent, body, answer, holds):
    status, value = answer
    server = Noted(lambda _: httpx.Response(status) if value is None else httpx.Response(status, json=value))
    async with client_of(server) as client:
        result = await call(client)
    assert holds(result)
    [request] = server.asked
    assert request.headers["Authorization"] == f"Bearer {KEY}"
    path = request.url.raw_path.decode().partition("?")[0].removeprefix("/v1")
    assert (request.method, path, dict(request.url.params)) == sent
    if body is None:
        assert request.content == b"" and "Content-Type" not in request.headers
    else:
        assert json.loads(request.content) == body
        assert request.headers["Content-Type"] == "application/json"


async def test_a_question_is_streamed_with_the_same_body():
    events_sent = [b'data: {"event": "message", "answer": "Hi"}\n\n', b'data: {"event": "message_end"}\n\n']
    server = Noted(lambda _: streamed(*events_sent))
    async with client_of(server) as client, client.chat.stream(query="Hi", user="u", inputs={"a": 1}) as events:
        names = [event.event async for event in events]
    assert names == ["message", "message_end"]
    assert json.loads(server.asked[0].content) == {
        "query": "Hi",
        "inputs": {"a": 1},
        "response_mode": "streaming",
        "user": "u",
        "conversation_id": "",
        "files": [],
        "auto_generate_name": True,
    }


async def test_half_an_emoji_in_a_question_does_not_break_the_sending():
    server = Noted(lambda _: httpx.Response(200, json={"answer": ""}))
    async with client_of(server) as client:
        await client.chat.send(query="\ud83d", user="u")
    assert b'"query": "\\ud83d"' in server.asked[0].content


async def test_the_events_of_a_run_are_taken_up_again():
    finished = b'data: {"event": "workflow_finished", "data": {"status": "succeeded"}}\n\n'
    server = Noted(lambda _: streamed(finished))
    async with client_of(server) as client, client.workflows.events("w", user="u", continue_on_pause=True) as events:
        assert [event.event async for event in events] == ["workflow_finished"]
    [request] = server.asked
    assert (request.method, request.url.path) == ("GET", "/v1/workflow/w/events")
    assert dict(request.url.params) == {
        "user": "u",
        "include_state_snapshot": "false",
        "continue_on_pause": "true",
    }


async def test_an_answer_of_five_megabytes_is_read():
    answer = "你" * (5 * 2**20 // 3)
    async with client_of(lambda request: httpx.Response(200, json={"answer": answer})) as client:
        assert (await client.chat.send(query="Hi", user="u")).answer == answer


async def test_an_address_may_end_in_slashes_and_has_no_parameters_where_none_are_sent():
    server = Noted(lambda _: httpx.Response(200, json={"id": "w"}))
    for address in ("https://api.test/v1", "https://api.test/v1/", " https://api.test/v1// "):
        async with client_over(httpx.MockTransport(server), address) as client:
            await client.workflows.run("w")
    assert {str(request.url) for request in server.asked} == {"https://api.test/v1/workflows/run/w"}


async def test_parameters_of_any_characters_arrive_as_they_are():
    server = Noted(lambda _: httpx.Response(200, json={"data": []}))
    async with client_of(server) as client:
        await client.conversations.list(user="a b+c&d=é/你?#%41", last_id="\ud83d")
        await client.conversations.variables("a b?c#d%41\ud83d", user="u")
    listed, named = server.asked
    assert dict(listed.url.params) == {"user": "a b+c&d=é/你?#%41", "last_id": "?", "limit": "20"}
    assert named.url.raw_path.startswith(b"/v1/conversations/a%20b%3Fc%23d%2541%3F/variables?")


async def test_a_cookie_of_one_answer_is_not_sent_with_the_next_request():
    server = Noted(lambda _: httpx.Response(200, json={}, headers={"Set-Cookie": "session=of-another; Path=/"}))
    async with client_of(server) as client:
        await client.app.info(user="a")
        await client.app.info(user="b")
    assert "Cookie" not in server.asked[1].headers
