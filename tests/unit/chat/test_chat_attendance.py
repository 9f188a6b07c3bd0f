"""Who waits for a person: what they are told where nobody is there, where they can be reached, and who hears of it."""

import time

import pytest

from app.apps import Apps
from app.apps.attendance import Attendance
from app.apps.inbox import inbox_for
from app.catalog.hours import Hours, spans_of
from app.chat import Chat, Gone
from app.chat.contact import is_contact
from app.identity import Person
from app.ledger import Ledger
from app.ledger.inbox import Filter
from app.metrics.counted import REGISTRY
from app.news import Awaited, Changed, Item
from app.policy import Role
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
    assert time.gmtime(int(away.args["at"]))[3:7] == (9, 0, 0, (today + 3) % 7)


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
    assert (await ledger.inbox.line([APP], ANNA, Filter(), APP, place)).contact == "me@example.com"
    await chat.handover.leave_contact(ME, place, "+49 731 123")
    assert (await ledger.inbox.line([APP], ANNA, Filter(), APP, place)).contact == "+49 731 123"


async def test_where_somebody_can_be_reached_is_theirs_to_withdraw_and_agents_see_it_no_more(chat, ledger, place):
    await chat.handover.leave_contact(ME, place, "me@example.com")
    with pytest.raises(Gone):
        await chat.handover.withdraw_contact(OTHER, place)
    assert (await standing(chat, place))[2] == "me@example.com"
    async with Heard(chat) as heard:
        await chat.handover.withdraw_contact(ME, place)
        await heard.until(Changed(place))
    assert await standing(chat, place) == (True, "person_away", "")
    assert (await ledger.inbox.line([APP], ANNA, Filter(), APP, place)).contact == ""


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


async def test_who_waits_in_an_app_is_listed_whoever_has_waited_longest_first(chat, upstream, ledger, place):
    other = (await asked(chat, upstream, "And why?")).row.conversation_id
    assert await ledger.inbox.waiting_in() == {APP: (1, (await ledger.inbox.waiting([APP]))[0].since)}
    await chat.handover.call(ME, other)
    assert [row.id for row in await ledger.inbox.waiting([APP])] == [place, other]
    assert await ledger.inbox.waiting(["another"]) == []
    await chat.handover.take(place, ANNA, "Anna")
    await chat.handover.say(place, ANNA, "Hello.", "")
    assert [row.id for row in await ledger.inbox.waiting([APP])] == [other]
    await chat.conversations.leaving.delete(ME, other)
    assert (await ledger.inbox.waiting([APP]), await ledger.inbox.waiting_in()) == ([], {})


async def test_who_waits_is_counted_and_for_how_long(chat, ledger, place):
    attendance, labels = Attendance(ledger, Apps([chat]), chat.news), {"app": APP}
    since = (await ledger.conversation(APP, ME, place)).waits_since

    async def counted(now: float) -> tuple[float | None, float | None]:
        await attendance.count(now)
        names = ("parley_waiting", "parley_waiting_longest_seconds")
        return tuple(REGISTRY.get_sample_value(name, labels) for name in names)

    assert await counted(since + 90) == (1, 90)
    assert await counted(since - 5) == (1, 0)
    await ledger.inbox.set_status([APP], APP, place, "open")
    assert await counted(since + 90) == (0, 0)


@pytest.mark.parametrize(("alarm", "late"), [(0.0, []), (300.0, [300.0])])
async def test_agents_learn_when_it_is_too_long(chat, place, alarm, late):
    chat.handover.support = Support(button=True, alarm=alarm)
    inbox = inbox_for(Person(ANNA, Role.AGENT), Apps([chat]).open_to(Person(ANNA, Role.AGENT)))
    line = await inbox.line(Filter(), APP, place)
    assert line.since > 0
    assert [one.late - one.since for one in await inbox.waiting()] == late
    assert line.late == (line.since + alarm if alarm else 0)


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
