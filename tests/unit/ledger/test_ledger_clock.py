"""A clock that is set back."""

import time

import pytest

from app.dify import models
from app.ledger import Ledger

APP, ME = "app-1", "visitor-1"
NO_IDS = {"message_id": "", "conversation_id": ""}


class Clock:
    def __init__(self) -> None:
        self.now = 2_000_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(time, "time", made)
    return made


async def asked(ledger: Ledger, question: str, conversation=None):
    return await ledger.begin(APP, ME, question, conversation, {})


async def test_turns_stand_in_the_order_in_which_they_were_asked(ledger, clock):
    conversation, *_ = await asked(ledger, "1")
    for number, jump in enumerate((0, -3600, 0, -86400, 90000, 0), 2):
        clock.now += jump
        _, _, run = await asked(ledger, str(number), conversation)
        await ledger.end(run, "done", answer="So.")
    rows = await ledger.messages(APP, ME, conversation.id)
    assert [row.question for row in rows] == ["1", "2", "3", "4", "5", "6", "7"]
    assert len({row.created_at for row in rows}) == 7
    assert [id for id, *_ in await ledger.links(APP, ME, conversation.id)] == [row.id for row in rows]


async def test_a_turn_follows_what_the_app_has_of_its_conversation(ledger, clock):
    [listed] = await ledger.learn(
        APP, ME, [models.Conversation(id="c", name="", created_at=1, updated_at=2_000_000_100)]
    )
    _, turn, _ = await asked(ledger, "And then?", listed)
    assert turn.created_at > 2_000_000_100


async def test_an_answer_s_end_is_after_the_one_before_and_its_conversation_is_looked_through_again(ledger, clock):
    conversation, _, run = await asked(ledger, "1")
    await ledger.end(run, "done", answer="So.")
    before = await ledger.conversation(APP, ME, conversation.id)
    await ledger.search.read(before)
    clock.now -= 3600
    _, _, run = await asked(ledger, "2", conversation)
    await ledger.end(run, "done", answer="So.")
    after = await ledger.conversation(APP, ME, conversation.id)
    assert after.answered_at == after.updated_at > before.answered_at
    assert [row.id for row in await ledger.search.unread(APP, ME, 10)] == [conversation.id]


async def test_the_newest_run_of_a_turn_is_the_last_that_was_begun(ledger, clock):
    _, message, run = await asked(ledger, "1")
    await ledger.named(run, task_id="first", **NO_IDS)
    clock.now -= 3600
    await ledger.named(await ledger.resume(message), task_id="second", **NO_IDS)
    assert (await ledger.newest_run(APP, ME, message.id)).task_id == "second"
