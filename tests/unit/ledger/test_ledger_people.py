"""Of one person the ledger tells all that it has, and forgets all of it, whatever tables there are."""

import json
from typing import Any

import pytest
from sqlalchemy import JSON, Boolean, Column, Float, Integer, LargeBinary, Table, insert, select

from app.ledger import Ledger
from app.ledger.people import EMPTIED, FATES, GOES, SECRETS, of_apps
from app.ledger.rows import Base
from app.ledger.types import UserId
from tests.unit.both import database as database

ME, OTHER = "visitor-1", "visitor-2"
TABLES = Base.metadata.sorted_tables
PEOPLE = {str(column) for table in TABLES for column in table.columns if isinstance(column.type, UserId)}


def value_of(column: Column[Any], who: str, whose: str) -> Any:
    """Something for a column; what says whose a row is says ``who`` where it is the column ``whose``."""
    match column.type:
        case JSON():
            return []
        case Boolean():
            return True
        case LargeBinary():
            return b"\0"
        case Float() | Integer():
            return hash((column.name, who, whose)) % 10_000 if column.primary_key else 1.0
    if str(column) in FATES:
        return who if column.name == whose else f"nobody-{who}"
    own = {"app": "app-1", "conversation_id": f"id-user-{who}" if column.table.name.startswith("search") else "none"}
    return own.get(column.name, f"{column.name}-{whose}-{who}")


async def put(ledger: Ledger, table: Table, who: str, whose: str) -> None:
    values = {column.name: value_of(column, who, whose) for column in table.columns}
    async with ledger._session.begin() as session:
        await session.execute(insert(table).values(**values))


async def with_everything(ledger: Ledger, *people: str) -> None:
    """A row in every table for each column that says who somebody is."""
    for who in people:
        for name in FATES:
            table, column = name.split(".")
            await put(ledger, Base.metadata.tables[table], who, column)


async def where(ledger: Ledger, who: str) -> set[str]:
    """The columns that name somebody, in any row."""
    found = set()
    async with ledger._session() as session:
        for name in FATES:
            table, column = name.split(".")
            named = Base.metadata.tables[table].c[column]
            if (await session.execute(select(named).where(named == who).limit(1))).first():
                found.add(name)
    return found


def test_for_every_column_that_names_somebody_it_is_decided_what_becomes_of_it():
    assert set(FATES) == PEOPLE


def test_what_is_secret_is_there():
    assert all(column in Base.metadata.tables[table].c for table, column in (name.split(".") for name in SECRETS))


async def test_whatever_there_is_of_somebody_is_forgotten_and_nothing_of_anybody_else(ledger):
    await with_everything(ledger, ME, OTHER)
    theirs = await where(ledger, OTHER)
    assert theirs == set(FATES) == await where(ledger, ME)
    for id, *_ in await ledger.people.made("app-1", ME):
        await ledger.own.forget_conversation("app-1", ME, id)
    await ledger.people.forget_rest("app-1", ME, 10.0)
    await ledger.people.forget(ME)
    left = await where(ledger, ME)
    assert {name for name in left if FATES[name] in (GOES, EMPTIED)} == set()
    assert await where(ledger, OTHER) == theirs


async def test_another_agent_s_view_of_what_somebody_has_forgets_whose_it_was(ledger):
    for name, agent in (("Hers", ME), ("His", OTHER)):
        await ledger.inbox.keep_view("agent", name, {"assignee": agent, "status": "open"})
    await ledger.people.forget(ME)
    assert [view.choices["assignee"] for view in await ledger.inbox.views("agent")] == ["", OTHER]


async def test_all_that_there_is_of_somebody_is_told_but_for_what_opens_something(ledger):
    await with_everything(ledger, ME, OTHER)
    told = {**await ledger.people.of_person(ME), **await ledger.people.of_none("app-1", ME)}
    named = {table.name for table in of_apps()} - {"conversations", "file_pieces"}
    assert set(told) == named | {"accounts", "sessions", "inbox_agents", "inbox_views", "inbox_seen"}
    text = json.dumps(told)
    assert OTHER not in text
    for secret in ("password", "token"):
        assert secret not in text
    assert await ledger.people.apps(ME) == ["app-1"]
    assert await ledger.people.apps("nobody") == []


async def test_a_conversation_is_told_with_its_rows_and_without_signed_addresses(ledger):
    conversation, message, run = await ledger.begin("app-1", ME, "Why?", None, {"name": "Anna"})
    await ledger.end(run, "done", answer="Because.", forms=[{"id": "f", "token": "secret"}])
    for source, url in (("upload", "https://app/signed"), ("remote_url", "https://example.com/a.png")):
        row = await ledger.files.add("app-1", ME, kind="image", source=source, name="a.png", url=url)
        await ledger.files.attach("app-1", ME, [row.id], message_id=message.id, conversation_id=conversation.id)
    await ledger.shares.add("app-1", ME, conversation_id=conversation.id, title="", thread={}, seconds=None)
    told = await ledger.people.of_conversation("app-1", ME, conversation.id)
    assert set(told) == {"conversations", "messages", "runs", "files", "shares"}
    assert told["conversations"][0]["inputs"] == {"name": "Anna"}
    assert told["messages"][0]["forms"] == [{"id": "f"}]
    assert sorted(row.get("url", "") for row in told["files"]) == ["", "https://example.com/a.png"]
    assert "token" not in told["shares"][0]
    assert await ledger.people.of_conversation("app-1", OTHER, conversation.id) == {}


async def test_a_wish_is_had_by_one_at_a_time_and_stays_until_nothing_is_left(ledger, monkeypatch):
    await ledger.erasures.ask("app-1", ME)
    row = await ledger.erasures.take()
    assert (row.app, row.user, row.begun) == ("app-1", ME, False)
    assert await ledger.erasures.take() is None
    row.begun, row.left, row.count = True, [["a", ME], ["b", ME]], 2
    assert await ledger.erasures.keep(row)
    await ledger.erasures.end(row, [["b", ME]], "Unreachable")
    [left] = await ledger.erasures.all(ME)
    assert (left.left, left.count, left.why, left.held_until) == ([["b", ME]], 2, "Unreachable", 0.0)
    assert await ledger.erasures.take() is None  # not before a minute
    monkeypatch.setattr("app.ledger.erasures.AGAIN", 0.0)
    again = await ledger.erasures.take()
    await ledger.erasures.ask("app-1", ME)
    assert not await ledger.erasures.keep(again)  # it was asked for anew
    await ledger.erasures.end(again, [], "")
    anew = await ledger.erasures.take()
    assert (anew.begun, anew.left) == (False, [["b", ME]])
    await ledger.erasures.end(anew, [], "")
    assert await ledger.erasures.all() == []


@pytest.mark.parametrize("table", of_apps(), ids=lambda table: table.name)
def test_what_is_of_an_app_says_of_which_conversation(table):
    """Or else it would be told of with each of them, or with none."""
    assert table.name == "conversations" or "conversation_id" in table.c
