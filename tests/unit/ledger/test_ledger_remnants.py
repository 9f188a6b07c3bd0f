"""What apps have of people's words besides their conversations: whichever way a correction goes here, the app is to let
its annotation go."""

import time

import pytest

from app.ledger import Ledger, remnants
from app.ledger.remnants import ANNOTATION, DRAFT
from tests.unit.both import database as database
from tests.unit.sql import sql

ME, OTHER = "visitor-1", "visitor-2"


async def corrected(ledger: Ledger, user: str, annotation_id: str, *, lasting: bool = False) -> str:
    row, message, run = await ledger.begin("app-1", user, "I am Anna, why?", None, {})
    await ledger.end(run, "done", answer="Because.")
    texts = "Why?", "Because of the dark."
    await ledger.corrections.keep(row, message.id, "agent-1", annotation_id, texts, lasting=lasting)
    return row.id


async def left(ledger: Ledger) -> list[tuple[str, str, str]]:
    return [(row.kind, row.id, row.user) for row in await ledger.remnants.all()]


async def anonymised(ledger: Ledger, id: str, *, words: bool) -> None:
    await ledger.retention.anonymise(await ledger.conversation("app-1", ME, id), words=words)


async def forgotten(ledger: Ledger, id: str) -> None:
    await ledger.forget(await ledger.conversation("app-1", ME, id))


WAYS = {
    "a conversation is deleted": forgotten,
    "a conversation is erased": lambda ledger, id: ledger.own.forget_conversation("app-1", ME, id),
    "all of somebody is erased": lambda ledger, _: ledger.own.forget("app-1", ME),
    "its words are kept no longer": lambda ledger, id: anonymised(ledger, id, words=False),
}


@pytest.mark.parametrize("way", WAYS)
async def test_with_a_correction_the_app_is_to_let_its_annotation_go(ledger, way):
    id = await corrected(ledger, ME, "a-1")
    await corrected(ledger, OTHER, "a-2")
    await WAYS[way](ledger, id)
    assert await left(ledger) == [(ANNOTATION, "a-1", ME)]
    assert await sql(ledger, "SELECT annotation_id FROM corrections") == [("a-2",)]


@pytest.mark.parametrize("way", WAYS)
async def test_one_that_says_nothing_of_whoever_asked_lasts(ledger, way):
    await WAYS[way](ledger, await corrected(ledger, ME, "a-1", lasting=True))
    assert (await left(ledger), await sql(ledger, "SELECT * FROM corrections")) == ([], [])


async def test_of_a_conversation_that_is_not_there_any_more_it_goes_with_the_rest(ledger):
    await corrected(ledger, ME, "a-1")
    await sql(ledger, "UPDATE corrections SET conversation_id = 'nowhere'")
    await ledger.people.forget_rest("app-1", ME, time.time())
    assert await left(ledger) == [(ANNOTATION, "a-1", ME)]


async def test_where_the_words_stay_so_does_the_annotation(ledger):
    await anonymised(ledger, await corrected(ledger, ME, "a-1"), words=True)
    assert (await left(ledger), await sql(ledger, "SELECT * FROM corrections")) == ([], [])


@pytest.mark.parametrize("lasting", [False, True])
async def test_of_a_conversation_that_went_in_that_moment_it_goes_too_unless_it_lasts(ledger, lasting):
    row, message, _ = await ledger.begin("app-1", ME, "Why?", None, {})
    await ledger.own.forget_conversation("app-1", ME, row.id)
    await ledger.corrections.keep(row, message.id, "agent-1", "a-1", ("Why?", "Because."), lasting=lasting)
    assert await left(ledger) == ([] if lasting else [(ANNOTATION, "a-1", ME)])


async def test_one_is_had_by_one_at_a_time_and_tried_again_until_it_is_gone(ledger, monkeypatch):
    await ledger.remnants.add("app-1", DRAFT, "c-1", ME, time.time() + 600.0)
    assert await ledger.remnants.take() is None  # it is still being written
    await ledger.remnants.add("app-1", DRAFT, "c-1", ME, 0.0)
    assert (await ledger.remnants.take()).id == "c-1"
    assert await ledger.remnants.take() is None
    monkeypatch.setattr(remnants, "AGAIN", 0.0)
    await ledger.remnants.tried("app-1", DRAFT, "c-1", "Unreachable")
    assert [row.why for row in await ledger.remnants.all(ME)] == ["Unreachable"]
    assert await ledger.remnants.all(OTHER) == []
    assert (await ledger.remnants.take()).id == "c-1"
    await ledger.remnants.tried("app-1", DRAFT, "c-1", "")
    assert await left(ledger) == []


async def test_it_is_of_whoever_has_kept_what_the_visitor_had(ledger):
    await corrected(ledger, ME, "a-1")
    await ledger.remnants.add("app-1", DRAFT, "c-1", ME, 0.0)
    await ledger.keeping.keep(ME, "local:anna")
    assert await left(ledger) == [(DRAFT, "c-1", "local:anna")]


async def test_what_is_yet_to_go_outlasts_whoever_it_is_of_and_is_no_data_of_theirs(ledger):
    await ledger.remnants.add("app-1", DRAFT, "c-1", ME, 0.0)
    await ledger.own.forget("app-1", ME)
    await ledger.people.forget_rest("app-1", ME, time.time())
    assert (await left(ledger), await ledger.people.apps(ME)) == ([(DRAFT, "c-1", ME)], [])
    assert await ledger.people.of_none("app-1", ME) == {}
