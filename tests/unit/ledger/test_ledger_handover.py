"""A person takes a conversation from the app: who has it, what is said in it, and who may be asked meanwhile."""

import asyncio
from typing import Any

import pytest

from app.ledger import PERSON, AskedAlready, Conversation, Elsewhere, Ledger, Message, WithPerson
from app.ledger.inbox import Filter
from app.search import parse

APP, USER, ANNA, BEN = "app-1", "visitor-1", "agent-1", "agent-2"


async def asked(ledger: Ledger, question: str = "Why?", row: Conversation | None = None, **end: Any) -> Conversation:
    row, _, run = await ledger.begin(APP, USER, question, row, {})
    await ledger.end(run, **{"status": "done", "answer": "Because.", **end})
    return row


async def again(ledger: Ledger, row: Conversation) -> Conversation:
    found = await ledger.again(row)
    assert found is not None
    return found


async def told(ledger: Ledger, row: Conversation) -> list[tuple[str, str, str, str]]:
    rows = await ledger.handover.said(row.app, row.user, row.id)
    return [(one.kind, one.question, one.answer, one.author) for one in rows]


async def taken(ledger: Ledger, agent: str = ANNA, name: str = "Anna") -> Conversation:
    row = await asked(ledger)
    assert await ledger.handover.take(APP, row.id, agent, name)
    return await again(ledger, row)


async def test_both_write_and_it_all_stands_in_its_order(ledger):
    row = await taken(ledger)
    assert (row.status, row.assignee, row.person) == (PERSON, ANNA, "Anna")
    await ledger.handover.say(APP, row.id, ANNA, "Hello.", None)
    await ledger.handover.hear(row, "My lamp is dark.", None)
    await ledger.handover.say(APP, row.id, ANNA, "Which one?", None)
    assert await ledger.handover.hand_back(APP, row.id, ANNA, "The lamp is dark.")
    assert await told(ledger, row) == [
        ("came", "", "", "Anna"),
        (PERSON, "", "Hello.", "Anna"),
        ("customer", "My lamp is dark.", "", ""),
        (PERSON, "", "Which one?", "Anna"),
        ("left", "", "", "Anna"),
    ]
    times = [message.created_at for message in await ledger.messages(APP, USER, row.id)]
    assert times == sorted(set(times))
    row = await again(ledger, row)
    assert (row.status, row.assignee, row.person, row.context) == ("open", ANNA, "", "The lamp is dark.")
    assert (row.excerpt, row.updated_at, row.spoken_at) == ("My lamp is dark.", times[-1], times[-1])


async def test_nothing_is_asked_of_the_app_while_a_person_has_the_conversation(ledger):
    row = await taken(ledger)
    before = await again(ledger, row)
    with pytest.raises(WithPerson):
        await ledger.begin(APP, USER, "And then?", row, {})
    assert len(await ledger.messages(APP, USER, row.id)) == 2
    assert vars(await again(ledger, row)).keys() == vars(before).keys()
    assert (await again(ledger, row)).updated_at == before.updated_at
    await ledger.handover.hand_back(APP, row.id, ANNA)
    await asked(ledger, "And then?", row)


async def test_a_flow_that_waits_goes_on_once_no_person_has_its_conversation(ledger):
    row, message, run = await ledger.begin(APP, USER, "Why?", None, {})
    await ledger.end(run, "waiting")
    await ledger.handover.take(APP, row.id, ANNA, "Anna")
    with pytest.raises(WithPerson):
        await ledger.resume(message)
    await ledger.handover.hand_back(APP, row.id, ANNA)
    assert (await ledger.resume(message)).message_id == message.id


async def test_where_nobody_is_nothing_is_heard(ledger):
    row = await asked(ledger)
    assert await ledger.handover.hear(row, "Hello?", None) is None
    assert await told(ledger, row) == []


async def test_one_agent_at_a_time_has_it(ledger):
    row = await taken(ledger)
    with pytest.raises(Elsewhere) as refused:
        await ledger.handover.take(APP, row.id, BEN, "Ben")
    assert refused.value.agent == ANNA
    for step in (
        lambda: ledger.handover.say(APP, row.id, BEN, "Hello.", None),
        lambda: ledger.handover.hand_back(APP, row.id, BEN),
    ):
        with pytest.raises(Elsewhere):
            await step()
    assert await ledger.handover.take(APP, row.id, ANNA, "Anna")
    assert await ledger.handover.take(APP, row.id, BEN, "Ben", over=True)
    with pytest.raises(Elsewhere):
        await ledger.handover.say(APP, row.id, ANNA, "Hello.", None)
    assert [kind for kind, *_ in await told(ledger, row)] == ["came", "came"]
    assert (await again(ledger, row)).person == "Ben"


async def test_what_nobody_has_is_said_by_nobody(ledger):
    row = await asked(ledger)
    for step in (ledger.handover.say(APP, row.id, ANNA, "Hello.", None), ledger.handover.hand_back(APP, row.id, ANNA)):
        with pytest.raises(Elsewhere) as refused:
            await step
        assert refused.value.agent == ""


async def test_of_another_app_of_no_conversation_and_of_a_deleted_one_nothing_is_taken(ledger):
    row = await asked(ledger)
    assert await ledger.handover.take("app-2", row.id, ANNA, "Anna") is None
    assert await ledger.handover.take(APP, "another", ANNA, "Anna") is None
    await ledger.mark(row, deleted_at=1.0)
    assert await ledger.handover.take(APP, row.id, ANNA, "Anna") is None
    assert await ledger.handover.say(APP, row.id, ANNA, "Hello.", None) is None
    assert await ledger.handover.call(row) is None
    assert await told(ledger, row) == []


async def test_who_wishes_for_a_person_waits_for_one_and_may_ask_the_app_meanwhile(ledger):
    row = await asked(ledger)
    assert await ledger.handover.call(row)
    assert await ledger.handover.call(row) is None
    await asked(ledger, "Meanwhile?", row)
    assert (await again(ledger, row)).status == "waiting"
    await ledger.handover.take(APP, row.id, ANNA, "Anna")
    assert await ledger.handover.call(row) is None
    assert [kind for kind, *_ in await told(ledger, row)] == ["called", "came"]


async def test_a_message_is_taken_once(ledger):
    row = await taken(ledger)
    for step in (
        lambda: ledger.handover.hear(row, "Hello?", "message-1"),
        lambda: ledger.handover.say(APP, row.id, ANNA, "Hello.", "message-2"),
    ):
        assert await step()
        with pytest.raises(AskedAlready):
            await step()
    assert len(await told(ledger, row)) == 3


async def test_the_inbox_neither_gives_nor_takes_away_what_a_person_has(ledger):
    row = await taken(ledger)
    with pytest.raises(ValueError, match="one of open, waiting, resolved"):
        await ledger.inbox.set_status({APP}, APP, row.id, PERSON)
    assert not await ledger.inbox.set_status({APP}, APP, row.id, "resolved")
    assert not await ledger.inbox.assign({APP}, APP, row.id, BEN)
    [line] = (await ledger.inbox.page({APP}, BEN, Filter(status=PERSON))).lines
    assert (line.assignee, line.unread) == (ANNA, True)
    await ledger.inbox.read({APP}, BEN, APP, row.id)
    await ledger.handover.hear(row, "Are you there?", None)
    [line] = (await ledger.inbox.page({APP}, BEN, Filter(unread=True))).lines
    assert line.excerpt == "Are you there?"
    await ledger.handover.hand_back(APP, row.id, ANNA)
    assert await ledger.inbox.set_status({APP}, APP, row.id, "resolved")


async def test_what_was_said_is_found_by_whose_it_is_and_by_the_inbox(ledger):
    row = await taken(ledger)
    await ledger.handover.hear(row, "My chandelier is dark.", None)
    await ledger.handover.say(APP, row.id, ANNA, "Which **candelabrum**?", None)
    for word in ("chandelier", "candelabrum"):
        _, turns = await ledger.search.find(APP, USER, parse(word))
        assert len(turns) == 1
        assert len((await ledger.inbox.search({APP}, BEN, Filter(), parse(word))).matches) == 1


@pytest.mark.parametrize(
    ("end", "left"),
    [
        ({"status": "failed", "answer": ""}, "The lamp."),
        ({"status": "stopped", "answer": ""}, "The lamp."),
        ({"status": "stopped", "answer": "Be"}, ""),
        ({"status": "waiting", "answer": ""}, ""),
        ({"status": "done", "answer": "Because."}, ""),
    ],
)
async def test_the_app_is_told_what_was_said_with_each_question_until_it_has_answered_one(ledger, end, left):
    row = await taken(ledger)
    await ledger.handover.hand_back(APP, row.id, ANNA, "The lamp.")
    row, message, run = await ledger.begin(APP, USER, "And now?", row, {})
    assert message.context == "The lamp."
    await ledger.end(run, **end)
    assert (await again(ledger, row)).context == left


async def test_an_older_run_s_end_takes_no_newer_word_away(ledger):
    row = await taken(ledger)
    await ledger.handover.hand_back(APP, row.id, ANNA, "The lamp.")
    row, _, run = await ledger.begin(APP, USER, "And now?", row, {})
    await ledger.handover.take(APP, row.id, ANNA, "Anna")
    await ledger.handover.hand_back(APP, row.id, ANNA, "The other lamp.")
    await ledger.end(run, "stopped", answer="Be")
    assert (await again(ledger, row)).context == "The other lamp."


async def test_all_of_it_is_kept_by_who_keeps_the_conversation_and_gone_with_it(ledger):
    row = await taken(ledger)
    await ledger.handover.hear(row, "My lamp is dark.", None)
    await ledger.keeping.keep(USER, "account-1")
    kept = await ledger.handover.hear(row, "Still dark.", None)
    assert (kept.user, kept.made_by) == ("account-1", USER)
    rows = await ledger.handover.said(APP, "account-1", row.id)
    assert [one.question for one in rows] == ["", "My lamp is dark.", "Still dark."]
    await ledger.own.forget(APP, "account-1")
    assert await ledger.handover.said(APP, "account-1", row.id) == []


async def test_of_many_who_ask_while_it_is_taken_each_asked_before_or_not_at_all(ledger, ledger_url):
    """Two servers on one ledger: what was recorded as asked of the app was asked before the person came."""
    row = await asked(ledger)

    async def ask(where: Ledger, number: int) -> tuple[str, Message | None]:
        try:
            _, message, _ = await where.begin(APP, USER, f"Question {number}", row, {})
            return "app", message
        except WithPerson:
            return "person", await where.handover.hear(row, f"Question {number}", None)

    async with Ledger.beside(ledger_url) as other:
        steps: list[Any] = [ask((ledger, other)[number % 2], number) for number in range(30)]
        came = [await steps.pop()]
        steps.insert(len(steps) // 2, other.handover.take(APP, row.id, ANNA, "Anna"))
        came += [one for one in await asyncio.gather(*steps) if isinstance(one, tuple)]
        came.append(await ask(ledger, 31))
    [since] = [one.created_at for one in await ledger.handover.said(APP, USER, row.id) if one.kind == "came"]
    assert [to for to, message in came if (message.created_at < since) != (to == "app")] == []
    assert (came[0][0], came[-1][0], len(came)) == ("app", "person", 31)


async def test_of_many_agents_who_take_it_at_once_one_has_it(ledger, ledger_url):
    row = await asked(ledger)
    async with Ledger.beside(ledger_url) as other:
        takes = [
            (ledger, other)[number % 2].handover.take(APP, row.id, f"agent-{number}", f"Agent {number}")
            for number in range(12)
        ]
        came = await asyncio.gather(*takes, return_exceptions=True)
    had = [one for one in came if isinstance(one, Conversation)]
    assert len(had) == 1
    assert {one.agent for one in came if isinstance(one, Elsewhere)} == {had[0].assignee}
    assert len(await told(ledger, row)) == 1
