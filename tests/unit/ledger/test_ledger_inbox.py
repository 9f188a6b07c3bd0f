"""The inbox: everybody's conversations of some apps, filtered, page by page, and what agents do with them."""

import asyncio
from typing import Any

import pytest

from app.dify import models
from app.ledger import Conversation, Entry, Ledger
from app.ledger.inbox import LABELS, STATUSES, Counts, Filter, NoRoom, agents, lines
from app.ledger.inbox import search as looking
from app.search import parse
from tests.unit.sql import sql

OPEN = {"app-1", "app-2"}
AGENT, OTHER = "agent-1", "agent-2"


async def asked(
    ledger: Ledger, question: str, user: str = "visitor-1", app: str = "app-1", **more: Any
) -> Conversation:
    conversation, _, run = await ledger.begin(app, user, question, more.pop("conversation", None), {})
    await ledger.end(run, more.pop("status", "done"), answer=f"Of {question}")
    return conversation


async def shown(
    ledger: Ledger, filter: Filter | None = None, agent: str = AGENT, open: Any = OPEN, **more: Any
) -> list[str]:
    """The excerpts of a page."""
    return [line.excerpt for line in (await ledger.inbox.page(open, agent, filter or Filter(), **more)).lines]


async def learned(ledger: Ledger, app: str, ids: str, at: int = 5) -> None:
    await ledger.learn(app, "visitor-1", [models.Conversation(id=id, name=id, created_at=at) for id in ids])


async def test_everybody_s_conversations_of_the_open_apps_are_there_newest_first(ledger):
    for user, app in (("visitor-1", "app-1"), ("visitor-2", "app-2"), ("visitor-3", "app-3")):
        await asked(ledger, f"  Why,\n {user}? ", user, app)
    assert await shown(ledger) == ["Why, visitor-2?", "Why, visitor-1?"]
    assert await shown(ledger, Filter(oldest_first=True)) == ["Why, visitor-1?", "Why, visitor-2?"]
    [line] = (await ledger.inbox.page({"app-3"}, AGENT, Filter())).lines
    assert (line.app, line.user, line.status, line.assignee, line.labels) == ("app-3", "visitor-3", "open", "", ())
    assert line.asked_at == line.created_at < line.updated_at


@pytest.mark.parametrize(("open", "apps"), [(set(), ()), ({"app-2"}, ("app-1",)), ({"app-1"}, ("app-2", "app-3"))])
async def test_nothing_of_an_app_that_is_not_open_is_there(ledger, open, apps):
    row, wanted = await asked(ledger, "Why lamps?"), Filter(apps=apps)
    assert await shown(ledger, wanted, open=open) == []
    assert (await ledger.inbox.search(open, AGENT, wanted, parse("lamps"))).matches == ()
    assert await ledger.inbox.line(open, AGENT, wanted, row.app, row.id) is None
    if not open:
        inbox = ledger.inbox
        assert await inbox.counts(open, AGENT) == Counts(dict.fromkeys(STATUSES, 0))
        assert await inbox.labels(open) == []
        changes = (
            inbox.set_status(open, row.app, row.id, "resolved"),
            inbox.assign(open, row.app, row.id, AGENT),
            inbox.label(open, row.app, row.id, "late", True),
            inbox.read(open, AGENT, row.app, row.id),
        )
        assert [await change for change in changes] == [False] * 4
        assert await shown(ledger, Filter(status="open", assignee="", unread=True)) == ["Why lamps?"]


async def test_a_deleted_conversation_is_not_there(ledger):
    row = await asked(ledger, "Why lamps?")
    await ledger.mark(row, deleted_at=1.0)
    assert await shown(ledger) == []
    assert await ledger.inbox.line(OPEN, AGENT, Filter(), row.app, row.id) is None
    assert (await ledger.inbox.search(OPEN, AGENT, Filter(), parse("lamps"))).matches == ()
    assert not await ledger.inbox.set_status(OPEN, row.app, row.id, "resolved")
    assert not await ledger.inbox.label(OPEN, row.app, row.id, "late", True)
    assert not await ledger.inbox.read(OPEN, AGENT, row.app, row.id)
    assert (await ledger.inbox.counts(OPEN, AGENT)).statuses["open"] == 0


@pytest.mark.parametrize("oldest_first", [False, True])
async def test_page_by_page_each_comes_once_also_of_those_that_changed_in_one_moment(ledger, oldest_first):
    for app in ("app-1", "app-2"):
        await learned(ledger, app, "abc")
        await learned(ledger, app, "de", at=6)
    filter, found, after = Filter(oldest_first=oldest_first), [], None
    for _ in range(10):
        page = await ledger.inbox.page(OPEN, AGENT, filter, after, most=1)
        found += [(line.updated_at, line.id, line.app) for line in page.lines]
        after = page.lines[-1].cursor
        assert page.more == (len(found) < 10)
    assert len(set(found)) == 10
    assert found == sorted(found, reverse=not oldest_first)
    assert (await ledger.inbox.page(OPEN, AGENT, filter, after)).lines == ()


async def test_what_comes_meanwhile_moves_no_page(ledger):
    for word in ["one", "two", "three", "four"]:
        await asked(ledger, word)
    first = await ledger.inbox.page(OPEN, AGENT, Filter(), most=2)
    await asked(ledger, "five")
    assert await shown(ledger, after=first.lines[-1].cursor) == ["two", "one"]


async def test_each_filter_has_its_own(ledger):
    rows = {word: await asked(ledger, word, status="failed" if word == "failed" else "done") for word in (
        "plain", "mine", "hers", "waiting", "failed", "late", "bad", "good",
    )}  # fmt: skip
    inbox = ledger.inbox
    await inbox.assign(OPEN, "app-1", rows["mine"].id, AGENT)
    await inbox.assign(OPEN, "app-1", rows["hers"].id, OTHER)
    await inbox.set_status(OPEN, "app-1", rows["waiting"].id, "waiting")
    await inbox.label(OPEN, "app-1", rows["late"].id, " very   late ", True)
    await inbox.rated(rows["bad"], {"m-1": "like", "m-2": "dislike"})
    await inbox.rated(rows["good"], {"m-3": "like"})
    for filter, wanted in (
        (Filter(assignee=AGENT), ["mine"]),
        (Filter(assignee=OTHER), ["hers"]),
        (Filter(assignee=""), ["good", "bad", "late", "failed", "waiting", "plain"]),
        (Filter(status="waiting"), ["waiting"]),
        (Filter(status="open", assignee=AGENT), ["mine"]),
        (Filter(label="very late"), ["late"]),
        (Filter(rating="dislike"), ["bad"]),
        (Filter(rating="like"), ["good"]),
        (Filter(failed=True), ["failed"]),
        (Filter(failed=True, rating="like"), []),
        (Filter(apps=("app-2",)), []),
        (Filter(since=rows["bad"].updated_at), ["good", "bad"]),
        (Filter(until=rows["mine"].updated_at), ["plain"]),
        (Filter(status="nothing that there is"), []),
    ):
        assert await shown(ledger, filter) == wanted, filter
    counts = await inbox.counts(OPEN, AGENT)
    statuses = {"open": 7, "waiting": 1, "person": 0, "resolved": 0}
    assert counts == Counts(statuses, {AGENT: 1, OTHER: 1}, unread=8, failed=1, disliked=1)
    assert counts.nobodys == 6
    assert await inbox.labels(OPEN) == ["very late"]
    assert await inbox.labels({"app-2"}) == []


async def test_a_line_is_there_where_the_filter_has_it(ledger):
    row = await asked(ledger, "Why?")
    line = await ledger.inbox.line(OPEN, AGENT, Filter(status="open"), row.app, row.id)
    assert (line.excerpt, line.unread) == ("Why?", True)
    assert await ledger.inbox.line(OPEN, AGENT, Filter(status="resolved"), row.app, row.id) is None
    assert await ledger.inbox.line(OPEN, AGENT, Filter(), row.app, "another") is None


async def test_a_resolved_conversation_in_which_something_is_asked_is_open_again(ledger):
    row = await asked(ledger, "Why?")
    for status, then in (("resolved", "open"), ("waiting", "waiting")):
        await ledger.inbox.set_status(OPEN, row.app, row.id, status)
        await asked(ledger, "And then?", conversation=row)
        [line] = (await ledger.inbox.page(OPEN, AGENT, Filter())).lines
        assert (line.status, line.excerpt) == (then, "And then?")
    with pytest.raises(ValueError, match="one of open, waiting, resolved"):
        await ledger.inbox.set_status(OPEN, row.app, row.id, "asleep")


async def test_whether_the_last_answer_failed(ledger):
    row = await asked(ledger, "Why?", status="failed")
    assert await shown(ledger, Filter(failed=True)) == ["Why?"]
    _, _, run = await ledger.begin("app-1", "visitor-1", "Again?", row, {})
    assert await shown(ledger, Filter(failed=True)) == []
    await ledger.interrupt_all()
    assert await shown(ledger, Filter(failed=True)) == ["Again?"]
    await asked(ledger, "And now?", conversation=row)
    assert await shown(ledger, Filter(failed=True)) == []
    assert run.conversation_id == row.id


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


async def test_each_label_of_the_open_apps_is_named_once_by_name(ledger, monkeypatch):
    for app, labels in [("app-1", "bcb"), ("app-2", "ca"), ("app-3", "d")]:
        for label in labels:
            row = await asked(ledger, "Why?", app=app)
            assert await ledger.inbox.label({app}, app, row.id, label, True)
    assert await ledger.inbox.labels(OPEN) == ["a", "b", "c"]
    assert await ledger.inbox.labels({"app-2"}) == ["a", "c"]
    monkeypatch.setattr(lines, "LABELS", 2)
    assert await ledger.inbox.labels(OPEN) == ["a", "b"]


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


async def test_words_are_found_in_everybody_s_turns_and_names_once_a_conversation(ledger):
    first = await asked(ledger, "Where are the lamps?", "visitor-1")
    await asked(ledger, "And lamps for a boat?", conversation=first)
    await asked(ledger, "Ships?", "visitor-2", "app-2")
    await asked(ledger, "Lamps of another", "visitor-3", "app-3")
    await ledger.learn("app-2", "visitor-2", [models.Conversation(id="c", name="Of lamps", created_at=1)])
    found = await ledger.inbox.search(OPEN, AGENT, Filter(), parse("lamps"))
    assert [(match.line.user, match.question) for match in found.matches] == [
        ("visitor-1", "And lamps for a boat?"), ("visitor-2", "Of lamps"),
    ]  # fmt: skip
    assert (found.matches[1].turn_id, found.matches[0].line.id, found.beyond) == ("", first.id, None)
    for query, count in (
        ('"lamps for"', 1),
        ('"for lamps"', 0),
        ("lamps boat", 1),
        ("shi", 1),
        ("", 0),
        ("boat ships", 0),
    ):
        assert len((await ledger.inbox.search(OPEN, AGENT, Filter(), parse(query))).matches) == count, query
    await ledger.inbox.set_status(OPEN, "app-1", first.id, "resolved")
    found = await ledger.inbox.search(OPEN, AGENT, Filter(status="resolved"), parse("lamps"))
    assert [match.line.id for match in found.matches] == [first.id]


async def test_a_search_that_takes_long_says_where_to_look_on(ledger, monkeypatch):
    for name, value in (("PAGE", 2), ("AT_ONCE", 5), ("PART", 3), ("LONG", 0.0)):
        monkeypatch.setattr(looking, name, value)
    await learned(ledger, "app-1", "abcdefgh")
    for place, id in enumerate("abcdefgh"):
        await ledger.search.put("app-1", "visitor-1", [Entry(id, f"m-{id}", "Lamps", "", place + 10.0)])
    await ledger.inbox.assign(OPEN, "app-1", "a", AGENT)
    for filter, wanted in ((Filter(), "hgfedcba"), (Filter(assignee=AGENT), "a")):
        found, beyond = "", None
        for _ in range(9):
            part = await ledger.inbox.search(OPEN, AGENT, filter, parse("lamps"), beyond)
            found, beyond = found + "".join(match.line.id for match in part.matches), part.beyond
            assert len(part.matches) <= 2
            if beyond is None:
                break
        assert found == wanted


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


async def test_counting_one_by_one_ends_at_a_bound(ledger, monkeypatch):
    monkeypatch.setattr(lines, "COUNTED", 2)
    await learned(ledger, "app-1", "abc")
    counts = await ledger.inbox.counts(OPEN, AGENT)
    assert (counts.statuses["open"], counts.unread, counts.nobodys) == (3, 2, 3)


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


@pytest.mark.parametrize("few", [1, 500])
async def test_conversations_with_a_label_are_listed_in_order_whether_few_or_many_have_it(ledger, monkeypatch, few):
    monkeypatch.setattr(lines, "FEW", few)
    for app in ("app-1", "app-2"):
        await learned(ledger, app, "abc")
        for id in "ac":
            await ledger.inbox.label(OPEN, app, id, "late", True)
    filter, found, after = Filter(label="late", status="open"), [], None
    while len(found) < 4:
        page = await ledger.inbox.page(OPEN, AGENT, filter, after, most=3)
        found += [(line.id, line.app) for line in page.lines]
        after = page.lines[-1].cursor
    assert found == [("c", "app-2"), ("c", "app-1"), ("a", "app-2"), ("a", "app-1")]
    assert await shown(ledger, Filter(label="novel")) == []


async def test_what_many_and_what_few_have_is_found_in_one_order(ledger, monkeypatch):
    await learned(ledger, "app-1", "abc")
    for place, id in enumerate("abc"):
        await ledger.search.put("app-1", "visitor-1", [Entry(id, f"m-{id}", "Lamps for ships", "", place + 10.0)])
    for often in (-1, 100):
        monkeypatch.setattr(looking, "OFTEN", often)
        for query in ("lamps", '"lamps for"', "lam"):
            found = await ledger.inbox.search(OPEN, AGENT, Filter(), parse(query))
            assert [match.line.id for match in found.matches] == ["c", "b", "a"]
