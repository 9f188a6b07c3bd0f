"""What the ledger keeps of versions: which turn follows which, and which of them is shown."""

from alembic import command
from sqlalchemy import Connection

from app.ledger import Ledger
from tests.unit.ledger.test_ledger_migrations import config_of, connected

APP, ME, OTHER = "app-1", "visitor-1", "visitor-2"


async def asked(ledger: Ledger, conversation=None, parent: str | None = "", user: str = ME, **more):
    return await ledger.begin(APP, user, "Why?", conversation, {}, parent, **more)


async def chosen(ledger: Ledger, id: str) -> dict[str, str]:
    found = await ledger.conversation(APP, ME, id)
    assert found is not None
    return found.chosen


async def test_a_turn_is_recorded_with_the_one_above_and_the_one_whose_files_it_has(ledger):
    conversation, first, _ = await asked(ledger)
    _, second, _ = await asked(ledger, conversation, first.id, files_of=first.id)
    _, third, _ = await asked(ledger, conversation, None)
    rows = await ledger.messages(APP, ME, conversation.id)
    assert [(row.parent_id, row.files_of) for row in rows] == [("", None), (first.id, first.id), (None, None)]
    assert await ledger.links(APP, ME, conversation.id) == [
        (first.id, "", False, ""), (second.id, first.id, False, ""), (third.id, None, False, ""),
    ]  # fmt: skip


async def test_a_turn_that_was_asked_again_says_so_in_its_link(ledger):
    conversation, first, _ = await asked(ledger)
    await ledger.hide(first)
    assert await ledger.links(APP, ME, conversation.id) == [(first.id, "", True, "")]


async def test_choices_add_up_and_the_last_one_at_a_fork_holds(ledger):
    conversation, *_ = await asked(ledger)
    assert conversation.chosen == {}
    await ledger.choose(conversation, {"a": "b"})
    await ledger.choose(conversation, {"": "a", "c": "d"})
    await ledger.choose(conversation, {"a": "B"})
    assert await chosen(ledger, conversation.id) == {"": "a", "a": "B", "c": "d"}


async def test_a_question_takes_back_the_choice_at_its_own_fork_alone(ledger):
    conversation, *_ = await asked(ledger)
    await ledger.choose(conversation, {"a": "b", "c": "d"})
    again, *_ = await asked(ledger, conversation, "a")
    assert again.chosen == await chosen(ledger, conversation.id) == {"c": "d"}
    await asked(ledger, conversation, None)
    assert await chosen(ledger, conversation.id) == {"c": "d"}


async def test_choices_are_there_after_the_next_start(ledger_url):
    async with Ledger.opened(ledger_url) as ledger:
        conversation, *_ = await asked(ledger)
        await ledger.choose(conversation, {"a": "b"})
    async with Ledger.opened(ledger_url) as ledger:
        assert await chosen(ledger, conversation.id) == {"a": "b"}


async def test_links_and_choices_are_one_user_s(ledger):
    conversation, *_ = await asked(ledger)
    theirs, *_ = await asked(ledger, user=OTHER)
    await ledger.choose(conversation, {"a": "b"})
    assert await ledger.links(APP, OTHER, conversation.id) == await ledger.links("app-2", ME, conversation.id) == []
    found = await ledger.conversation(APP, OTHER, theirs.id)
    assert found is not None
    assert found.chosen == {}


async def test_a_turn_is_somebody_s_by_either_id_in_its_own_app(ledger):
    _, message, run = await asked(ledger)
    await ledger.named(run, task_id="", message_id="up-m", conversation_id="")
    known = [await ledger.is_anybodys(app, id) for app in (APP, "app-2") for id in (message.id, "up-m", "up-n", "")]
    assert known == [True, True, False, False, False, False, False, False]


async def test_what_an_answer_took_is_recorded_with_its_end(ledger):
    _, message, run = await asked(ledger)
    assert message.usage == {}
    await ledger.end(run, "done", answer="So.", usage={"tokens": 42, "price": "1 USD", "seconds": 1.5})
    row = await ledger.message(APP, ME, message.id)
    assert row is not None
    assert row.usage == {"tokens": 42, "price": "1 USD", "seconds": 1.5}


async def test_conversations_and_turns_from_before_have_no_versions_and_stand_as_they_did(empty_url):
    def before(connection: Connection) -> None:
        command.upgrade(config_of(connection), "0003")
        connection.exec_driver_sql(
            'INSERT INTO conversations (app, id, "user", name, inputs, created_at, updated_at)'
            " VALUES ('app-1', 'c', 'visitor-1', 'Old', '{}', 1, 1)"
        )
        connection.exec_driver_sql(
            'INSERT INTO messages (app, id, "user", conversation_id, question, answer, status, notice, notes,'
            " citations, hidden, created_at)"
            " VALUES ('app-1', 'm', 'visitor-1', 'c', 'Why?', 'So.', 'done', '{}', '[]', '[]', false, 1)"
        )

    await connected(empty_url, before)
    async with Ledger.opened(empty_url) as ledger:
        assert await chosen(ledger, "c") == {}
        [row] = await ledger.messages(APP, ME, "c")
        assert (row.answer, row.parent_id, row.files_of, row.usage) == ("So.", None, None, {})
