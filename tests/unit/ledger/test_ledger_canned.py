"""Replies that agents keep: whose they are, and how many there may be."""

from app.ledger import canned

DESK, LAB, BOTH = {"desk"}, {"lab"}, {"desk", "lab"}


async def kept(ledger, open, id="r-1", apps=BOTH, title="Hello") -> bool:
    return await ledger.canned.keep(open, "agent-1", id, apps, (title, f"{title}!"))


async def there(ledger, open) -> list[tuple[str, list[str]]]:
    return [(row.title, row.apps) for row in await ledger.canned.all(open)]


async def test_each_agent_has_those_of_their_apps_by_title(ledger):
    for id, apps, title in (("1", BOTH, "bye"), ("2", DESK, "Hello"), ("3", LAB, "Again")):
        assert await kept(ledger, BOTH, id, apps, title)
    assert [title for title, _ in await there(ledger, BOTH)] == ["Again", "bye", "Hello"]
    assert [title for title, _ in await there(ledger, DESK)] == ["bye", "Hello"]
    assert await there(ledger, {"another"}) == await there(ledger, set()) == []


async def test_what_is_for_apps_of_others_stays_theirs(ledger):
    await kept(ledger, BOTH)
    assert await kept(ledger, DESK, title="Hello there")
    assert await there(ledger, LAB) == [("Hello there", ["desk", "lab"])]
    await ledger.canned.drop(DESK, "r-1")
    assert (await there(ledger, DESK), await there(ledger, LAB)) == ([], [("Hello there", ["lab"])])
    await ledger.canned.drop(DESK, "r-1")
    assert not await kept(ledger, DESK, title="Mine now")
    assert await there(ledger, LAB) == [("Hello there", ["lab"])]
    await ledger.canned.drop(LAB, "r-1")
    assert await kept(ledger, DESK, title="Anew")
    assert await there(ledger, BOTH) == [("Anew", ["desk"])]


async def test_there_is_no_room_for_very_many_and_one_that_is_there_is_changed_all_the_same(ledger, monkeypatch):
    monkeypatch.setattr(canned, "MOST", 2)
    assert [await kept(ledger, DESK, str(number)) for number in range(3)] == [True, True, False]
    assert await kept(ledger, DESK, "1", title="Bye")
    assert [title for title, _ in await there(ledger, DESK)] == ["Bye", "Hello"]
