"""A conversation that a person has taken, and what its thread tells."""

import pytest

from app.chat import Chat
from tests.unit.chat.talks import ME, MESSAGES, page
from tests.unit.chat.versions import asked
from tests.unit.runs.doubles import Upstream

ANNA, BEN = "agent-1", "agent-2"


@pytest.fixture
async def place(chat: Chat, upstream: Upstream) -> str:
    """A conversation that Anna has taken after a first answer."""
    run = await asked(chat, upstream, "Why?")
    await chat.handover.take(run.row.conversation_id, ANNA, "Anna")
    return run.row.conversation_id


async def read(chat: Chat, upstream: Upstream, place: str, *rows: dict) -> list[str]:
    """The thread, each turn as it is told apart."""
    upstream.on(MESSAGES, page(*rows))
    turns = (await chat.open(ME, place)).turns
    return [" ".join(filter(None, (turn.kind, turn.author, turn.question, turn.answer))) for turn in turns]
