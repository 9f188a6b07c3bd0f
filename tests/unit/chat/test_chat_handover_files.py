"""Files that a customer gives to a person: they are kept here, and the app has no part in them."""

from collections.abc import AsyncIterator

import pytest

from app.chat import Chat
from app.dify.errors import InvalidRequest
from app.ledger.pieces import SIZE
from app.uploads import FileGone, Refused
from app.uploads.opening import span
from tests.unit.both import database
from tests.unit.chat.talks import ASK, ME, OTHER
from tests.unit.chat.versions import asked
from tests.unit.runs.doubles import Upstream
from tests.unit.sql import sql
from tests.unit.uploads.conftest import PNG, pieces

__all__ = ["database"]

ANNA = "agent-1"
BIG = PNG + bytes(range(256)) * 3_000  # three pieces


@pytest.fixture
async def place(chat: Chat, upstream: Upstream) -> str:
    image = {"enabled": True, "number_limits": 3, "transfer_methods": ["local_file"]}
    system = {"image_file_size_limit": 1}
    upstream.on("GET /v1/parameters", {"file_upload": {"image": image}, "system_parameters": system})
    place = (await asked(chat, upstream, "Why?")).row.conversation_id
    await chat.handover.take(place, ANNA, "Anna")
    return place


async def given(chat: Chat, place: str, content: bytes = BIG):
    return await chat.files.receive(ME, "lamp.png", "", len(content), pieces(content[:9], content[9:]), "", place)


async def read(chat: Chat, file_id: str, part: str = "", user: str = ME) -> bytes:
    async with chat.files.open(user, file_id, part) as opened:
        content = b"".join([piece async for piece in opened.body.aiter_bytes()])
        assert len(content) == opened.body.size
        assert (opened.body.status, opened.body.part != "") == ((206, True) if part else (200, False))
        return content


async def test_a_file_for_a_person_goes_to_them_and_not_to_the_app(chat, upstream, place):
    row = await given(chat, place)
    assert (row.source, row.size, row.mime_type) == ("kept", len(BIG), "image/png")
    heard = await chat.ask(ME, place, "This one.", {}, [row.id])
    assert [file.id for file in heard.sent] == [row.id]
    assert await read(chat, row.id) == BIG
    assert upstream.asked("POST /v1/files/upload") == []
    assert len(upstream.asked(ASK)) == 1
    with pytest.raises(FileGone):
        await read(chat, row.id, user=OTHER)


@pytest.mark.parametrize(
    ("part", "start", "end"),
    [
        ("bytes=0-9", 0, 10),
        (f"bytes={SIZE - 5}-{SIZE + 4}", SIZE - 5, SIZE + 5),
        (f"bytes={2 * SIZE}-", 2 * SIZE, len(BIG)),
        ("bytes=-7", len(BIG) - 7, len(BIG)),
        ("bytes=5-99999999", 5, len(BIG)),
    ],
)
async def test_a_part_of_it_is_had_as_well(chat, place, part, start, end):
    assert await read(chat, (await given(chat, place)).id, part) == BIG[start:end]


@pytest.mark.parametrize("part", ["bytes=10-", "bytes=11-12", "bytes=5-4", "bytes=-0"])
def test_of_what_is_beyond_its_end_there_is_none(part):
    with pytest.raises(InvalidRequest) as refused:
        span(part, 10)
    assert refused.value.status == 416


async def test_of_one_that_breaks_off_or_is_too_large_nothing_is_left(chat, ledger, place):
    async def endless() -> AsyncIterator[bytes]:
        yield PNG
        while True:
            yield b"\0" * 100_000

    async def broken() -> AsyncIterator[bytes]:
        yield BIG
        raise ConnectionError

    for stream, error in ((endless(), Refused), (broken(), ConnectionError)):
        with pytest.raises(error):
            await chat.files.receive(ME, "lamp.png", "", None, stream, "", place)
    assert await sql(ledger, "SELECT * FROM file_pieces") == await sql(ledger, "SELECT * FROM files") == []


async def test_one_that_is_not_sent_is_forgotten(chat, ledger, place):
    await chat.files.discard(ME, (await given(chat, place)).id)
    assert await sql(ledger, "SELECT * FROM file_pieces") == []


async def test_one_that_was_for_a_person_is_not_sent_to_the_app_once_they_have_left(chat, upstream, place):
    row = await given(chat, place)
    await chat.handover.hand_back(place, ANNA, "")
    with pytest.raises(FileGone):
        await chat.ask(ME, place, "And this?", {}, [row.id])
    assert len(upstream.asked(ASK)) == 1


async def test_it_is_kept_by_who_keeps_the_conversation_and_gone_with_it(chat, ledger, place):
    row = await given(chat, place)
    await chat.ask(ME, place, "This one.", {}, [row.id])
    await ledger.keeping.keep(ME, "account-1")
    assert await read(chat, row.id, user="account-1") == BIG
    await ledger.forget(await ledger.conversation("app-1", "account-1", place))
    assert await sql(ledger, "SELECT * FROM file_pieces") == []
