"""Files that a customer and a person give to each other: they are kept here, and the app has no part in them."""

from collections.abc import AsyncIterator

import pytest

from app.chat import Chat
from app.dify.errors import InvalidRequest
from app.ledger import AskedAlready, Elsewhere
from app.ledger.pieces import SIZE
from app.uploads import FileGone, Refused
from app.uploads.opening import span
from app.views import Notice
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


async def received(chat: Chat, place: str, agent: str = ANNA):
    return await chat.handover.receive(place, agent, "lamp.png", "", None, pieces(BIG[:9], BIG[9:]))


async def test_a_file_of_an_agent_comes_with_what_they_write_also_where_the_app_takes_none(chat, upstream, place):
    upstream.on("GET /v1/parameters", {})
    row = await received(chat, place)
    said = await chat.handover.say(place, ANNA, "", "1", [row.id])
    assert ([file.name for file in said.files], said.sent) == (["lamp.png"], [])
    with pytest.raises(AskedAlready):
        await chat.handover.say(place, ANNA, "", "1", [row.id])
    assert (await chat.handover.standing(ME, place)).turns[-1] == said
    assert (await chat.open(ME, place)).turns[-1].files == said.files
    assert await read(chat, row.id) == BIG
    assert (await chat.handover.said(place)).text == "Agent: (lamp.png)"
    assert upstream.asked("POST /v1/files/upload") == []


async def test_files_of_either_stand_as_they_were_sent_whichever_came_first(chat, ledger, place):
    theirs = [(await given(chat, place)).id for _ in range(2)][::-1]
    ours = [(await received(chat, place)).id for _ in range(2)][::-1]
    heard = await chat.ask(ME, place, "These.", {}, theirs)
    said = await chat.handover.say(place, ANNA, "And these.", "1", ours)
    assert ([file.id for file in heard.sent], [file.id for file in said.files]) == (theirs, ours)
    for turns in ((await chat.open(ME, place)).turns, (await chat.handover.standing(ME, place)).turns):
        assert [turn.sent or turn.files for turn in turns[-2:]] == [heard.sent, said.files]


async def test_an_agent_gives_nothing_where_they_are_not_and_nothing_of_another_s(chat, ledger, upstream, place):
    with pytest.raises(Elsewhere):
        await received(chat, place, "agent-2")
    row, theirs = await received(chat, place), await given(chat, place)
    other = (await asked(chat, upstream, "And?")).row.conversation_id
    await chat.handover.take(other, ANNA, "Anna")
    for where, file in ((other, row.id), (place, theirs.id), (place, "another")):
        with pytest.raises(FileGone):
            await chat.handover.say(where, ANNA, "This one.", "1", [file])
    with pytest.raises(FileGone):
        await chat.ask(ME, place, "This one.", {}, [row.id])
    await chat.handover.say(place, ANNA, "This one.", "2", [row.id])
    with pytest.raises(FileGone):
        await chat.handover.say(place, ANNA, "And again.", "3", [row.id])
    with pytest.raises(FileGone):
        await chat.handover.discard(place, row.id)
    assert await read(chat, row.id) == BIG


async def test_what_an_agent_may_not_give_is_refused_in_words(chat, ledger, place):
    refused = []
    for name, content in (("lamp.exe", PNG), ("lamp.png", b"no picture"), ("lamp.png", b"")):
        with pytest.raises(Refused) as why:
            await chat.handover.receive(place, ANNA, name, "", len(content) or None, pieces(content))
        refused.append(why.value.notice.key)
    with pytest.raises(Refused) as why:
        await chat.handover.receive(place, ANNA, "lamp.png", "", 16 * 2**20, pieces(PNG))
    assert why.value.notice.args == {"name": "lamp.png", "size": "16 MB", "limit": "15 MB"}
    assert refused == ["file_type_refused", "file_type_refused", "file_empty"]
    with pytest.raises(Refused) as why:
        await chat.handover.say(place, ANNA, "All.", "1", [str(number) for number in range(11)])
    assert why.value.notice == Notice("files_too_many", {"limit": "10"})
    assert await sql(ledger, "SELECT * FROM files") == []


async def test_a_file_that_an_agent_does_not_send_is_forgotten_or_goes_with_the_conversation(chat, ledger, place):
    await chat.handover.discard(place, (await received(chat, place)).id)
    assert await sql(ledger, "SELECT * FROM file_pieces") == await sql(ledger, "SELECT * FROM files") == []
    await received(chat, place)
    await ledger.forget(await ledger.conversation("app-1", ME, place))
    assert await sql(ledger, "SELECT * FROM file_pieces") == await sql(ledger, "SELECT * FROM files") == []
