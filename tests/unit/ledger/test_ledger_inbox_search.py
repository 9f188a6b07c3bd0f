"""Looking for words in everybody's conversations."""

from app.dify import models
from app.ledger import Entry
from app.ledger.inbox import Filter
from app.ledger.inbox import search as looking
from app.search import parse
from tests.unit.ledger.inboxes import AGENT, OPEN, asked, learned


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


async def test_what_many_and_what_few_have_is_found_in_one_order(ledger, monkeypatch):
    await learned(ledger, "app-1", "abc")
    for place, id in enumerate("abc"):
        await ledger.search.put("app-1", "visitor-1", [Entry(id, f"m-{id}", "Lamps for ships", "", place + 10.0)])
    for often in (-1, 100):
        monkeypatch.setattr(looking, "OFTEN", often)
        for query in ("lamps", '"lamps for"', "lam"):
            found = await ledger.inbox.search(OPEN, AGENT, Filter(), parse(query))
            assert [match.line.id for match in found.matches] == ["c", "b", "a"]
