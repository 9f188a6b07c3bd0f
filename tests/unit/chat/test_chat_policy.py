"""What the operator decided about an app: seen as it comes, when it is read again, saved and shared."""

import pytest

from app.chat import Chat
from app.export import Thread
from app.ledger import Ledger
from app.policy import Role, Rules
from app.runs.draft import thoughts_of
from app.runs.log import MemoryRunLog
from app.runs.registry import Runs
from app.views import Turn
from tests.unit.chat.talks import ME, MESSAGES, message, page
from tests.unit.chat.versions import completed
from tests.unit.runs.doubles import Upstream

ANSWER = "<think>A secret thought.</think>So."
CITED = {"position": 1, "document_name": "A document", "content": "A passage"}
USAGE = {"total_tokens": 42, "total_price": "0.0021", "currency": "USD", "latency": 1.234}


@pytest.fixture
async def chat_by(ledger: Ledger, upstream: Upstream):
    runs, made = Runs(ledger, MemoryRunLog()), list[Chat]()

    def by(**least: Role | None) -> Chat:
        made.append(Chat("app-1", upstream.client, ledger, runs, Role.BUILDER, rules=Rules(least)))
        return made[-1]

    yield by
    for chat in made:
        await chat.close()


async def asked(chat: Chat, upstream: Upstream) -> tuple[Turn, Turn, Thread]:
    """The turn as its end brings it, as it is read again from both sides, and the thread as it is shared."""
    metadata = {"usage": USAGE, "retriever_resources": [CITED]}
    run = await completed(upstream, await chat.ask(ME, "", "Why?", {}), ANSWER, metadata=metadata)
    batch = await chat.runs.log.last(run.row.id)
    assert batch is not None
    draft = batch.seen_by(chat.policy).draft
    live = Turn(thoughts=thoughts_of(draft), citations=list(draft.citations), usage=draft.usage)
    stored = message(run.draft.message_id, 1, ANSWER, retriever_resources=[CITED])
    upstream.on(MESSAGES, page(stored))
    [turn] = (await chat.open(ME, run.row.conversation_id)).turns
    token, _ = await chat.sharing.share(ME, run.row.conversation_id, 1)
    thread = await chat.sharing.shown(token)
    assert thread is not None
    return live, turn, thread


async def test_what_an_app_hides_is_nowhere_and_what_it_does_not_name_is_as_usual(chat_by, upstream):
    *turns, thread = await asked(chat_by(reasoning=None, passages=None, prices=None), upstream)
    for turn in turns:
        assert turn.thoughts == []
        assert [(cited.document, cited.content) for cited in turn.citations] == [("A document", "")]
        assert (turn.usage.tokens, turn.usage.price) == (42, "")
    assert "secret" not in repr(thread) and "A passage" not in repr(thread) and "A document" in repr(thread)


async def test_what_only_members_see_is_in_no_share(chat_by, upstream):
    *turns, thread = await asked(chat_by(reasoning=Role.MEMBER, sources=Role.MEMBER), upstream)
    for turn in turns:
        assert [thought.text for thought in turn.thoughts] == ["A secret thought."]
        assert [cited.content for cited in turn.citations] == ["A passage"]
    assert "secret" not in repr(thread) and "A document" not in repr(thread)


async def test_what_was_recorded_before_the_app_hid_it_is_hidden_too(chat_by, upstream):
    _, turn, _ = await asked(chat_by(), upstream)
    assert turn.thoughts and turn.citations and turn.usage.tokens
    upstream.on(MESSAGES, page())
    later = chat_by(reasoning=None, sources=None, usage=None)
    [conversation] = await later.conversations.latest(ME, 1)
    [turn] = (await later.open(ME, conversation.id)).turns
    assert (turn.thoughts, turn.citations, turn.usage.tokens, turn.answer) == ([], [], 0, "So.")


async def test_variables_are_for_whom_the_app_has_them(chat_by, upstream):
    face = await chat_by(variables=Role.VISITOR).seen_by(Role.VISITOR).face(ME)
    assert face.builds
    assert not (await chat_by(variables=None).face(ME)).builds
