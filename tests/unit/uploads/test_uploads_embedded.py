"""Pictures with the embedded API, as it is without any settings."""

from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import pytest

from app.chat import Chat
from app.dify import Client
from app.embedded import embedded_keys, serve
from app.ledger import Ledger
from app.runs.log import MemoryRunLog
from app.runs.registry import Runs
from app.uploads import FileGone, Refused
from app.views import Attachment
from tests.unit.uploads.conftest import PNG, pieces

ME, OTHER = f"visitor-{uuid4()}", f"visitor-{uuid4()}"


@pytest.fixture
async def chat(tmp_path: Path, ledger: Ledger) -> AsyncIterator[Chat]:
    keys = embedded_keys(tmp_path)
    with serve(data_dir=tmp_path, guide_dir=None, keys=keys, pace=0.0) as address:
        async with Client(address, keys["guide"]) as client:
            chat = Chat("guide", client, ledger, Runs(ledger, MemoryRunLog()))
            yield chat
            await chat.close()


async def shown(chat: Chat, user: str, id: str) -> tuple[str, bytes]:
    """The type and the bytes of a file, as that person is given them."""
    async with chat.files.open(user, id) as opened:
        return opened.body.media_type, b"".join([piece async for piece in opened.body.aiter_bytes()])


async def test_a_picture_is_uploaded_sent_shown_and_found_again(chat, ledger):
    limits = await chat.limits(ME)
    assert (limits.kinds, limits.max_count, limits.methods) == (["image"], 3, ["local_file", "remote_url"])
    row = await chat.files.receive(ME, "图 1.png", "image/png", len(PNG), pieces(PNG))
    assert (row.kind, row.size, row.mime_type) == ("image", len(PNG), "image/png")
    assert await shown(chat, ME, row.id) == ("image/png", PNG)
    with pytest.raises(FileGone):
        await shown(chat, OTHER, row.id)
    run = await chat.ask(ME, "", "What is Parley?", {}, [row.id])
    await run.closed.wait()
    assert await shown(chat, ME, row.id) == ("image/png", PNG)
    with pytest.raises(FileGone):
        await shown(chat, OTHER, row.id)
    page = await chat.open(ME, run.row.conversation_id)
    found = await chat.files.learn(ME, run.row.conversation_id, page.turns[0].id, page.read[0].message_files)
    assert [(file.id, file.source) for file in found] == [(row.id, "upload")]
    assert page.turns[0].sent == [Attachment(row.id, "image", "图 1.png", len(PNG))]
    assert page.turns[0].files == []


async def test_a_file_that_lies_about_itself_never_gets_there(chat):
    with pytest.raises(Refused) as caught:
        await chat.files.receive(ME, "a.png", "image/png", 12, pieces(b"<html></html>"))
    assert caught.value.notice.key == "file_type_refused"
