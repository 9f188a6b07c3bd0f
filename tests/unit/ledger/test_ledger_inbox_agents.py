"""What agents do with conversations of their inbox, and what is known of the agents."""

import asyncio

import pytest

from app.ledger.inbox import LABELS, VIEWS, Filter, NoRoom, agents
from tests.unit.ledger.inboxes import AGENT, OPEN, OTHER, asked, learned, shown
from tests.unit.sql import sql


async def test_what_one_agent_has_read_another_has_not(ledger):
    row, filter = await asked(ledger, "Why?"), Filter(unread=True)
    await ledger.inbox.read(OPEN, AGENT, row.app, row.id)
    assert (await shown(ledger, filter), await shown(ledger, filter, OTHER)) == ([], ["Why?"])
    await asked(ledger, "And then?", conversation=row)
    assert await shown(ledger, filter) == ["And then?"]
    await ledger.inbox.read(OPEN, AGENT, row.app, row.id)
    await ledger.inbox.read(OPEN, AGENT, row.app, row.id, unread=True)
    assert await shown(ledger, filter) == ["And then?"]
    await ledger.inbox.read(OPEN, AGENT, row.app, row.id)
    assert (await shown(ledger, filter), await shown(ledger, filter, OTHER)) == ([], ["And then?"])


async def test_for_who_comes_for_the_first_time_what_was_asked_before_is_no_news(ledger):
    row, filter = await asked(ledger, "Why?"), Filter(unread=True)
    await ledger.inbox.arrive(AGENT, "", OPEN)
    assert await shown(ledger, filter) == []
    await asked(ledger, "And then?", conversation=row)
    await ledger.inbox.arrive(AGENT, "", OPEN)
    assert await shown(ledger, filter) == ["And then?"]


async def test_who_serves_an_app_and_comes_of_late_is_known_by_name(ledger, monkeypatch):
    row = await asked(ledger, "Why?")
    await ledger.inbox.assign(OPEN, row.app, row.id, OTHER)
    for agent, name, apps in ((OTHER, "bea", OPEN), (AGENT, "Anna", ["app-1"]), ("agent-3", "", OPEN)):
        await asyncio.gather(*(ledger.inbox.arrive(agent, name, apps) for _ in range(2)))
    assert [one.name for one in await ledger.inbox.agents("app-1")] == ["Anna", "bea", ""]
    assert [one.name for one in await ledger.inbox.agents("app-2")] == ["bea", ""]
    await ledger.inbox.arrive(OTHER, "Bea", ["app-2"])
    await ledger.inbox.leave("agent-3")
    await ledger.inbox.leave("nobody")
    assert [one.name for one in await ledger.inbox.agents("app-1")] == ["Anna"]
    line = await ledger.inbox.line(OPEN, AGENT, Filter(), row.app, row.id)
    assert (line.assignee, line.assignee_name) == (OTHER, "Bea")
    monkeypatch.setattr(agents, "AWAY", -1.0)
    assert await ledger.inbox.agents("app-1") == []


async def test_labels_are_put_on_and_taken_off_once_and_there_is_no_room_for_many(ledger):
    row = await asked(ledger, "Why?")
    place = (OPEN, row.app, row.id)
    assert all(await asyncio.gather(*(ledger.inbox.label(*place, "late", True) for _ in range(4))))
    assert await ledger.inbox.label(*place, "urgent", True)
    line = await ledger.inbox.line(OPEN, AGENT, Filter(), row.app, row.id)
    assert line.labels == ("late", "urgent")
    assert await ledger.inbox.label(*place, "late", False)
    assert not await ledger.inbox.label(*place, "  ", True)
    for number in range(1, LABELS):
        assert await ledger.inbox.label(*place, f"label {number}", True)
    with pytest.raises(NoRoom):
        await ledger.inbox.label(*place, "one more", True)
    assert await ledger.inbox.label(*place, "urgent", True)


async def test_ratings_of_answers_make_that_of_their_conversation(ledger):
    row = await asked(ledger, "Why?")
    for rated, then in (
        ({"m-1": "like"}, "like"),
        ({"m-2": "dislike", "m-3": ""}, "dislike"),
        ({"m-2": ""}, "like"),
        ({"m-1": "", "m-2": ""}, ""),
    ):
        assert await ledger.inbox.rated(row, rated)
        assert not await ledger.inbox.rated(row, rated)
        [line] = (await ledger.inbox.page(OPEN, AGENT, Filter())).lines
        assert line.rating == then
    assert await sql(ledger, "SELECT * FROM ratings") == []


async def test_what_was_chosen_is_kept_under_a_name_for_its_agent_alone(ledger):
    assert await ledger.inbox.keep_view(AGENT, " Bad   ones ", {})
    assert await ledger.inbox.keep_view(AGENT, "Bad ones", {"rating": "dislike"})
    [view] = await ledger.inbox.views(AGENT)
    assert (view.name, view.choices) == ("Bad ones", {"rating": "dislike"})
    assert await ledger.inbox.views(OTHER) == []
    await ledger.inbox.drop_view(OTHER, view.id)
    assert len(await ledger.inbox.views(AGENT)) == 1
    await ledger.inbox.drop_view(AGENT, view.id)
    assert await ledger.inbox.views(AGENT) == []
    assert not await ledger.inbox.keep_view(AGENT, "", {})
    for number in range(VIEWS):
        assert await ledger.inbox.keep_view(AGENT, str(number), {})
    with pytest.raises(NoRoom):
        await ledger.inbox.keep_view(AGENT, "one more", {})
    assert await ledger.inbox.keep_view(AGENT, "0", {"order": "oldest"})


async def test_where_a_conversation_goes_all_that_agents_did_with_it_goes_too(ledger):
    for forget in (
        lambda row: ledger.forget(row),
        lambda row: ledger.own.forget_conversation(row.app, row.user, row.id),
        lambda row: ledger.own.forget(row.app, row.user),
    ):
        row = await asked(ledger, "Why?")
        await ledger.inbox.label(OPEN, row.app, row.id, "late", True)
        await ledger.inbox.read(OPEN, AGENT, row.app, row.id)
        await ledger.inbox.rated(row, {"m-1": "like"})
        await ledger.corrections.keep(row, "turn", AGENT, "a-1", ("Why?", "So."))
        await forget(row)
        for table in ("conversations", "labels", "inbox_seen", "ratings", "messages", "corrections"):
            assert await sql(ledger, f"SELECT * FROM {table}") == [], table


async def test_what_agents_did_with_a_conversation_that_was_listed_first_stays_with_it(ledger):
    ours, _, run = await ledger.begin("app-1", "visitor-1", "Why?", None, {})
    await learned(ledger, "app-1", "u")
    listed = await ledger.conversation("app-1", "visitor-1", "u")
    await ledger.corrections.keep(listed, "turn", AGENT, "a-1", ("Why?", "So."))
    await ledger.inbox.label(OPEN, "app-1", "u", "late", True)
    await ledger.inbox.label(OPEN, "app-1", ours.id, "late", True)
    await ledger.inbox.read(OPEN, AGENT, "app-1", "u")
    await ledger.inbox.set_status(OPEN, "app-1", "u", "waiting")
    await ledger.named(run, task_id="t", message_id="m", conversation_id="u")
    [line] = (await ledger.inbox.page(OPEN, AGENT, Filter())).lines
    assert (line.id, line.labels, line.status, line.excerpt) == (ours.id, ("late",), "waiting", "Why?")
    for table in ("inbox_seen", "corrections"):
        assert await sql(ledger, f"SELECT conversation_id FROM {table}") == [(ours.id,)]


async def test_what_agents_did_stays_with_a_conversation_that_its_visitor_keeps_on_signing_in(ledger):
    row = await asked(ledger, "Why?")
    await ledger.inbox.label(OPEN, row.app, row.id, "late", True)
    await ledger.inbox.read(OPEN, AGENT, row.app, row.id)
    await ledger.inbox.rated(row, {"m-1": "like"})
    await ledger.keeping.keep("visitor-1", "local:anna")
    [line] = (await ledger.inbox.page(OPEN, AGENT, Filter())).lines
    assert (line.user, line.labels, line.rating, line.unread) == ("local:anna", ("late",), "like", False)
    await ledger.own.forget("app-1", "local:anna")
    for table in ("labels", "inbox_seen", "ratings"):
        assert await sql(ledger, f"SELECT * FROM {table}") == [], table
