"""What staff look at and do is noted before it happens, by whichever method, and the database only lets that grow."""

import inspect
import re
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy.exc import DBAPIError

from app.apps import Apps
from app.apps import audited as audited_module
from app.apps.audited import QUALITY, RULES, audited
from app.apps.inbox import Inbox
from app.apps.quality import Quality
from app.catalog import App
from app.chat import Chat
from app.identity import Person
from app.ledger import Unaudited
from app.ledger.audit import KINDS, Wanted
from app.ledger.inbox import Filter
from app.policy import Role
from app.remedies import notice_of
from tests.unit.both import database as database
from tests.unit.chat.talks import ME, answered
from tests.unit.sql import sql

AGENT = Person("local:anna", Role.AGENT, "Anna")
YEAR = 365 * 86_400.0


@pytest.fixture
def inbox(chat) -> Inbox:
    open = Apps([chat], [App(slug=chat.slug, embedded="guide")]).open_to(AGENT)
    return audited(Inbox(open, AGENT), chat._ledger.audit, AGENT, "192.0.2.1")


async def noted(chat, **narrowed: Any) -> list[tuple[str, ...]]:
    lines, _ = await chat._ledger.audit.page(Wanted(apps=(chat.slug,), **narrowed))
    return [(line.kind, line.agent, line.customer, line.detail) for line in reversed(lines)]


def test_of_every_method_of_the_inbox_it_is_decided_whether_it_is_noted():
    for kind, rules in ((Inbox, RULES), (Quality, QUALITY)):
        assert {name for name, _ in inspect.getmembers(kind) if not name.startswith("_")} == set(rules)


def test_what_nobody_has_decided_about_cannot_be_called(inbox, monkeypatch):
    monkeypatch.setattr(Inbox, "peek", lambda self: None, raising=False)
    with pytest.raises(NotImplementedError, match="peek"):
        inbox.peek()


async def test_looks_and_acts_are_noted_with_whose_it_was_and_never_what_was_said(chat, upstream, inbox):
    run = await answered(chat, upstream, "My secret?", "It is safe.")
    id = run.row.conversation_id
    filter = Filter(status="open", assignee="", unread=True, since=YEAR)
    for _ in range(2):
        await inbox.page(Filter())
        await inbox.page(filter)
        _, beyond = await inbox.found(filter, "my lamp")
        await inbox.found(filter, "my lamp", beyond)
    await inbox.thread(chat.slug, ME, id)
    await inbox.thread(chat.slug, ME, id)  # the same look
    await inbox.set_status(chat.slug, id, "resolved")
    await inbox.label(chat.slug, id, "billing", on=True)
    await inbox.label(chat.slug, id, "billing", on=False)
    await inbox.assign(chat.slug, id, AGENT.user)
    assert await inbox.note(chat.slug, id, "A secret.", "1")
    [note] = await inbox.notes(chat.slug, id)
    assert await inbox.edit_note(chat.slug, id, note.id, "No secret.")
    assert await inbox.drop_note(chat.slug, id, note.id)
    assert await noted(chat) == [
        ("listed", AGENT.user, "", "count=1"),
        ("listed", AGENT.user, "", "status=open assignee=nobody unread since=1971-01-01 count=1"),
        ("searched", AGENT.user, "", "“my lamp” status=open assignee=nobody unread since=1971-01-01"),
        ("opened", AGENT.user, ME, ""),
        ("status", AGENT.user, ME, "resolved"),
        ("labelled", AGENT.user, ME, "billing"),
        ("unlabelled", AGENT.user, ME, "billing"),
        ("assigned", AGENT.user, ME, AGENT.user),
        ("noted", AGENT.user, ME, ""),
        ("noted", AGENT.user, ME, note.id),
        ("noted", AGENT.user, ME, note.id),
    ]
    assert await sql(chat._ledger, "SELECT DISTINCT conversation FROM audit WHERE kind = 'noted'") == [(id,)]
    kept = str(await sql(chat._ledger, "SELECT * FROM audit"))
    assert "secret" not in kept and "safe" not in kept and "192.0.2.1" in kept


async def test_a_list_is_noted_for_each_of_its_apps_and_again_after_a_while(chat, upstream, monkeypatch):
    second = Chat("another", upstream.client, chat._ledger, chat.runs)
    entries = [App(slug=one.slug, embedded="guide") for one in (chat, second)]
    audit = chat._ledger.audit
    inbox = audited(Inbox(Apps([chat, second], entries).open_to(AGENT), AGENT), audit, AGENT, "")
    await answered(chat, upstream)
    for filter in (Filter(), Filter(apps=("another",)), Filter(apps=("nowhere",))):
        await inbox.page(filter)
    lines, _ = await audit.page(Wanted(apps=(chat.slug, "another")))
    assert {(line.app, line.detail) for line in lines} == {(chat.slug, "count=1"), ("another", "count=0")}
    assert len(lines) == 2
    await answered(chat, upstream, "And the boats?")  # That there is more now makes no other look of it.
    await inbox.page(Filter())
    assert len(await noted(chat)) == 1
    monkeypatch.setattr(audited_module, "LISTED", 0.0)
    await inbox.page(Filter())
    assert [detail for *_, detail in await noted(chat)] == ["count=1", "count=2"]
    await second.close()


async def test_what_cannot_be_noted_is_neither_shown_nor_done_and_that_is_said(chat, upstream, inbox):
    run = await answered(chat, upstream)
    id = run.row.conversation_id
    await sql(chat._ledger, "ALTER TABLE audit RENAME TO gone")
    looks = inbox.page(Filter()), inbox.found(Filter(), "lamps"), inbox.thread(chat.slug, ME, id)
    for call in (*looks, inbox.set_status(chat.slug, id, "resolved")):
        with pytest.raises(Unaudited) as refused:
            await call
        assert notice_of(refused.value).key == "audit_unwritten"
    assert (await chat._ledger.conversation(chat.slug, ME, id)).status == "open"


async def test_no_line_is_changed_and_none_is_taken_away_while_it_is_young(chat):
    audit = chat._ledger.audit
    await audit.add("opened", "a", "Anna", "", app=chat.slug, customer=ME)
    for statement in ("UPDATE audit SET agent = 'b'", "DELETE FROM audit"):
        with pytest.raises(DBAPIError, match="the audit log is only added to"):
            await sql(chat._ledger, statement)
    await audit.forget(time.time() + YEAR)
    assert await noted(chat) == [("opened", "a", ME, "")]


async def test_an_old_line_may_go(chat, monkeypatch):
    audit = chat._ledger.audit
    for at in (time.time() - YEAR, time.time() - YEAR / 2):
        monkeypatch.setattr("app.ledger.audit.time", SimpleNamespace(time=lambda at=at: at))
        await audit.add("opened", "a", "Anna", "", app=chat.slug)
    monkeypatch.undo()
    await audit.forget(time.time() - YEAR + 60.0)
    assert len(await noted(chat)) == 1


async def test_the_log_is_narrowed_and_read_page_by_page_newest_first(chat):
    audit = chat._ledger.audit
    for number in range(5):
        await audit.add(KINDS[number], f"agent-{number % 2}", "", "", app=chat.slug, customer=f"c{number}")
    await audit.add("opened", "agent-0", "", "", app="another", customer="theirs")
    wanted = Wanted(apps=(chat.slug,))
    first, after = await audit.page(wanted, None, 2)
    rest, end = await audit.page(wanted, after, 10)
    assert ([line.customer for line in (*first, *rest)], end) == (["c4", "c3", "c2", "c1", "c0"], None)
    assert len(await noted(chat, agent="agent-1")) == 2
    assert len(await noted(chat, customer="c3")) == 1
    assert len(await noted(chat, kind=KINDS[0])) == 1
    assert await noted(chat, since=time.time() + 60.0) == await noted(chat, until=time.time() - 60.0) == []


async def test_what_is_no_kind_is_refused(chat):
    with pytest.raises(ValueError, match="a kind is one of"):
        await chat._ledger.audit.add("peeked", "a", "", "")


def test_nobody_has_an_inbox_that_notes_nothing():
    """Pages and routes ask for it where it is noted."""
    app = Path(__file__).parents[3] / "app"
    those = {
        path.name
        for path in app.rglob("*.py")
        if re.search(r"\binbox_for\(|\bInbox\(open|\bQuality\(open", path.read_text("utf-8"))
    }
    assert those == {"inbox.py", "audited.py"}
