"""A chat over the embedded API, as it is without any settings."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import uuid4

import pytest

from app.chat import Chat, Gone
from app.chat.reading import Read
from app.dify import Client
from app.embedded import embedded_keys, serve
from app.ledger import Ledger
from app.runs.log import MemoryRunLog
from app.runs.registry import LiveRun, Runs

QUESTION = "How do I install and start Parley?"


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="module")
def address(data_dir: Path) -> Iterator[str]:
    with serve(data_dir=data_dir, guide_dir=None, keys=embedded_keys(data_dir), pace=0.001) as url:
        yield url


@asynccontextmanager
async def chat_at(address: str, data_dir: Path, ledger: Ledger) -> AsyncIterator[Chat]:
    async with Client(address, embedded_keys(data_dir)["guide"]) as client:
        chat = Chat("guide", client, ledger, Runs(ledger, MemoryRunLog()))
        yield chat
        await chat.close()


@pytest.fixture
async def chat(data_dir: Path, address: str, ledger: Ledger) -> AsyncIterator[Chat]:
    async with chat_at(address, data_dir, ledger) as chat:
        yield chat


@pytest.fixture
async def hesitant(tmp_path: Path, ledger: Ledger) -> AsyncIterator[Chat]:
    """One whose app says its second word half a minute after the first."""
    with serve(data_dir=tmp_path, guide_dir=None, keys=embedded_keys(tmp_path), pace=30) as address:
        async with chat_at(address, tmp_path, ledger) as chat:
            yield chat


@pytest.fixture
def me() -> str:
    return f"visitor-{uuid4()}"


async def read(chat: Chat, run: LiveRun) -> str:
    """The answer's text, as a page puts it together."""
    text = ""
    async with asyncio.timeout(20):
        async for batch in chat.runs.log.follow(run.row.id):
            assert batch.offset == len(text)
            text += batch.text
        await run.closed.wait()
    return text


async def test_the_guide_says_who_it_is(chat, me):
    face = await chat.face(me)
    assert face.name and face.opening and face.questions
    assert "{{" not in face.opening


async def test_an_answer_is_read_kept_and_found_again(chat, me):
    run = await chat.ask(me, "", QUESTION, {})
    answer = await read(chat, run)
    assert answer
    thread = await chat.open(me, run.row.conversation_id)
    assert [(turn.question, turn.answer, turn.status) for turn in thread.turns] == [(QUESTION, answer, "done")]
    assert thread.turns[0].citations
    more = (await chat.conversations.newest(me)).has_more
    [row] = await chat.conversations.rows(me, Read())
    assert (row.id, more) == (run.row.conversation_id, False)
    assert row.name


async def test_a_second_question_goes_on_in_the_conversation(chat, me):
    run = await chat.ask(me, "", QUESTION, {})
    await read(chat, run)
    again = await chat.ask(me, run.row.conversation_id, "And how do I stop it?", {})
    await read(chat, again)
    thread = await chat.open(me, run.row.conversation_id)
    assert [turn.question for turn in thread.turns] == [QUESTION, "And how do I stop it?"]
    await chat.conversations.newest(me)
    assert len(await chat.conversations.rows(me, Read())) == 1


async def test_a_stopped_answer_keeps_what_came(hesitant, me):
    run = await hesitant.ask(me, "", QUESTION, {})
    first = await anext(hesitant.runs.log.follow(run.row.id))
    await hesitant.runs.stop(run)
    assert (await read(hesitant, run)).startswith(first.text)
    [turn] = (await hesitant.open(me, run.row.conversation_id)).turns
    assert turn.status == "stopped"
    assert turn.answer.startswith(first.text)


async def test_a_conversation_of_another_browser_is_learned_and_read(chat, me, ledger, ledger_file):
    run = await chat.ask(me, "", QUESTION, {})
    answer = await read(chat, run)
    elsewhere = Chat("another-ledger", chat._client, ledger, chat.runs)
    await elsewhere.conversations.newest(me)
    [row] = await elsewhere.conversations.rows(me, Read())
    assert row.id != run.row.conversation_id
    thread = await elsewhere.open(me, row.id)
    assert [(turn.question, turn.answer) for turn in thread.turns] == [(QUESTION, answer)]


async def test_what_is_another_s_is_gone(chat, me):
    run = await chat.ask(me, "", QUESTION, {})
    await read(chat, run)
    stranger = f"visitor-{uuid4()}"
    with pytest.raises(Gone):
        await chat.open(stranger, run.row.conversation_id)
    await chat.conversations.newest(stranger)
    assert await chat.conversations.rows(stranger, Read()) == []


async def test_next_questions_come_after_the_answer(chat, me):
    run = await chat.ask(me, "", QUESTION, {})
    await read(chat, run)
    assert (await chat.face(me)).suggests
    assert all(await chat.suggestions(me, run))
