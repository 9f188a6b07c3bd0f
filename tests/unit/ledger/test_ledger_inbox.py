"""The inbox: everybody's conversations of some apps, filtered, page by page."""

import pytest

from app.ledger.inbox import STATUSES, Counts, Filter, lines
from app.search import parse
from tests.unit.ledger.inboxes import AGENT, OPEN, OTHER, asked, learned, shown


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


async def test_each_label_of_the_open_apps_is_named_once_by_name(ledger, monkeypatch):
    for app, labels in [("app-1", "bcb"), ("app-2", "ca"), ("app-3", "d")]:
        for label in labels:
            row = await asked(ledger, "Why?", app=app)
            assert await ledger.inbox.label({app}, app, row.id, label, True)
    assert await ledger.inbox.labels(OPEN) == ["a", "b", "c"]
    assert await ledger.inbox.labels({"app-2"}) == ["a", "c"]
    monkeypatch.setattr(lines, "LABELS", 2)
    assert await ledger.inbox.labels(OPEN) == ["a", "b"]


async def test_counting_one_by_one_ends_at_a_bound(ledger, monkeypatch):
    monkeypatch.setattr(lines, "COUNTED", 2)
    await learned(ledger, "app-1", "abc")
    counts = await ledger.inbox.counts(OPEN, AGENT)
    assert (counts.statuses["open"], counts.unread, counts.nobodys) == (3, 2, 3)


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
