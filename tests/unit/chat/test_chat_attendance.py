"""Who waits for a person: what they are told where nobody is there, where they can be reached, and who hears of it."""

import time

import pytest

from app.apps import Apps
from app.apps.attendance import Attendance
from app.catalog.hours import Hours, spans_of
from app.chat import Chat, Gone
from app.chat.contact import is_contact
from app.ledger import Ledger
from app.ledger.inbox import Filter
from app.news import Awaited, Changed, Item
from app.views import Notice, Support
from tests.unit.both import database
from tests.unit.chat.lists import Heard
from tests.unit.chat.talks import ME, OTHER
from tests.unit.chat.versions import asked
from tests.unit.runs.doubles import Upstream

__all__ = ["database"]

APP, ANNA = "app-1", "agent-1"


@pytest.fixture
async def place(chat: Chat, upstream: Upstream) -> str:
    """A conversation whose person has called."""
    chat.handover.support = Support(button=True)
    place = (await asked(chat, upstream, "Why?")).row.conversation_id
    await chat.handover.call(ME, place)
    return place


async def standing(chat: Chat, place: str) -> tuple[bool, str, str]:
    read = (await chat.open(ME, place)).standing
    assert read.away == (await chat.handover.standing(ME, place)).away
    return read.waiting, read.away.key, read.contact


async def waits(ledger: Ledger, place: str) -> bool:
    return (await ledger.conversation(APP, ME, place)).waits_since > 0


async def test_who_waits_is_told_whether_somebody_is_there(chat, ledger, place, monkeypatch):
    assert await standing(chat, place) == (True, "person_away", "")
    await ledger.inbox.arrive(ANNA, "Anna", ["another"])
    assert await standing(chat, place) == (True, "person_away", "")
    await ledger.inbox.arrive(ANNA, "Anna", [APP])
    assert await standing(chat, place) == (True, "", "")
    monkeypatch.setattr("app.ledger.inbox.attendance.HERE", 0.0)
    assert await standing(chat, place) == (True, "person_away", "")


async def test_outside_of_the_hours_nobody_is_there_whoever_is(chat, ledger, place):
    await ledger.inbox.arrive(ANNA, "Anna", [APP])
    today = time.gmtime().tm_wday
    other = spans_of([f"{('mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun')[(today + 3) % 7]} 09:00-10:00"])
    chat.handover.support = Support(button=True, hours=Hours(other))
    away = (await chat.handover.standing(ME, place)).away
    assert away.key == "person_closed"
    assert 1 < int(away.args["seconds"]) / 86_400 < 4


async def test_those_who_wait_are_told_once_of_each_change(chat, ledger, place, monkeypatch):
    told, attendance = list[Item](), Attendance(ledger, Apps([chat]), chat.news)

    async def publish(app, user, item):
        assert (app, user) == (APP, ME)
        told.append(item)

    async def looked() -> int:
        told.clear()
        await attendance.look()
        return told.count(Awaited(place))

    monkeypatch.setattr(chat.news, "publish", publish)
    assert [await looked(), await looked()] == [1, 0]
    await ledger.inbox.arrive(ANNA, "Anna", [APP])
    assert [await looked(), await looked()] == [1, 0]
    monkeypatch.setattr("app.ledger.inbox.attendance.HERE", 0.0)
    assert [await looked(), await looked()] == [1, 0]
    monkeypatch.setattr(Hours, "opens", lambda _self, now: now + 60)
    assert [await looked(), await looked()] == [1, 0]
    await chat.handover.take(place, ANNA, "Anna")
    assert await looked() == 0


async def test_where_somebody_can_be_reached_is_theirs_to_say_and_their_pages_hear_of_it(chat, ledger, place):
    async with Heard(chat) as heard:
        assert await chat.handover.leave_contact(ME, place, " me@example.com ") == Notice()
        await heard.until(Changed(place))
    assert await standing(chat, place) == (True, "person_away", "me@example.com")
    assert await chat.handover.leave_contact(ME, place, "me") == Notice("contact_wrong")
    with pytest.raises(Gone):
        await chat.handover.leave_contact(OTHER, place, "me@example.com")
    line = await ledger.inbox.line([APP], ANNA, Filter(), APP, place)
    assert line.contact == "me@example.com"


async def test_one_waits_from_a_call_or_a_message_until_an_answer_or_another_end(chat, ledger, place):
    since = (await ledger.conversation(APP, ME, place)).waits_since
    assert time.time() - 60 < since <= time.time()
    await chat.handover.take(place, ANNA, "Anna")
    assert await waits(ledger, place)
    await chat.handover.say(place, ANNA, "Hello.", "")
    assert not await waits(ledger, place)
    await chat.ask(ME, place, "Hello.", {})
    await chat.ask(ME, place, "Are you there?", {})
    assert await waits(ledger, place)
    await chat.handover.hand_back(place, ANNA, "")
    assert not await waits(ledger, place)
    await chat.handover.call(ME, place)
    await ledger.inbox.set_status([APP], APP, place, "waiting")
    assert await waits(ledger, place)
    await ledger.inbox.set_status([APP], APP, place, "resolved")
    assert not await waits(ledger, place)


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("me@example.com", True), ("me+lamps@mail.example.co.uk", True), ("+49 (30) 123-456", True), ("12345", True),
        ("", False), ("me", False), ("me@example", False), ("@example.com", False), ("a@b@example.com", False),
        ("1234", False), ("me @example.com", False), ("me@example.com\n", False), (f"{'a' * 250}@b.de", False),
        ("<me@example.com>", False), ("me@example..com", False),
    ],
)  # fmt: skip
def test_what_is_an_address_or_a_number(text, right):
    assert is_contact(text) is right
