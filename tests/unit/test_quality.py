"""The quality of the answers of an agent's apps: of nobody else's, and no more than the agent may see."""

from collections.abc import AsyncIterator, Callable

import pytest

from app.apps.quality import Quality
from app.catalog import App
from app.chat import Chat, Gone
from app.identity import Person
from app.ledger import Ledger
from app.ledger.numbers import Measured
from app.policy import Role, Rules
from app.runs.log import MemoryRunLog
from app.runs.registry import Runs
from app.services import current
from tests.unit.runs.doubles import Upstream, refused
from tests.unit.served import serve
from tests.unit.sql import sql

SLUGS = ("desk", "quiet", "lab")
Come = Callable[..., Quality]


@pytest.fixture
async def come(ledger: Ledger, upstream: Upstream, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Come]:
    """An agent comes to a server with an app for everybody, one whose sources nobody sees and one for makers. Each has
    a badly rated answer with a source, one without, and one that failed."""
    runs = Runs(ledger, MemoryRunLog())
    chats = [
        Chat(slug, upstream.client, ledger, runs, rules=Rules({"sources": None}) if slug == "quiet" else None)
        for slug in SLUGS
    ]
    for slug in SLUGS:
        for question, status, measured in (("bad", "done", Measured()), ("bare", "done", Measured(uncited=True)),
                                           ("broken", "failed", Measured(error="StreamCut"))):  # fmt: skip
            row, _, run = await ledger.begin(slug, "visitor-1", question, None, {})
            await ledger.named(run, task_id="", message_id=question, conversation_id="")
            await ledger.end(run, status, measured, answer="So.", citations=[{"document": f"Of {slug}"}])
            if question == "bad":
                await ledger.inbox.rated(row, {question: "dislike"}, {question: "No."})

    def agent(*groups: str) -> Quality:
        serve(monkeypatch, *chats, user="agent-1", role=Role.AGENT, groups=groups,
              entries=[App(slug="lab", embedded="guide", groups=["makers"])])  # fmt: skip
        return Quality(current().apps.open_to(Person("agent-1", Role.AGENT, groups=frozenset(groups))))

    yield agent
    for chat in chats:
        await chat.close()


async def test_an_agent_sees_what_is_bad_in_the_apps_that_are_theirs(come):
    board = await come().board("", 30, 10)
    assert {(turn.app, turn.question, turn.answer, turn.reason) for turn in board.bad} == {
        ("desk", "bad", "So.", "No."), ("quiet", "bad", "So.", "No.")
    }  # fmt: skip
    assert {(error.app_name, error.name, error.count) for error in board.errors} == {
        ("desk", "StreamCut", 1), ("quiet", "StreamCut", 1)
    }  # fmt: skip
    assert {turn.question for turn in board.failed} == {"broken"}
    assert {turn.app for turn in (await come("makers").board("lab", 30, 10)).bad} == {"lab"}
    for app in ("lab", "another"):
        with pytest.raises(Gone):
            await come().board(app, 30, 10)


async def test_of_sources_an_agent_is_told_where_the_policy_says_so(come):
    board = await come().board("", 30, 10)
    assert [(document.name, document.count) for document in board.documents] == [("Of desk", 1)]
    assert ([(turn.app, turn.question) for turn in board.uncited], board.cites) == ([("desk", "bare")], True)
    quiet = await come().board("quiet", 30, 10)
    assert (quiet.documents, quiet.uncited, quiet.cites) == ([], [], False)


async def test_a_bad_rating_is_dealt_with_by_the_agents_of_its_app(come, ledger):
    quality = come()
    [turn] = (await quality.board("desk", 30, 10)).bad
    assert await quality.set_done(turn.app, turn.id, turn.rated, done=True)
    assert (await quality.board("desk", 30, 10)).bad == []
    [done] = (await quality.board("desk", 30, 10, done=True)).bad
    assert (done.rated, done.done) == ("bad", True)
    [lab] = (await come("makers").board("lab", 30, 10)).bad
    for app in ("lab", "desk", "another"):
        assert not await come().set_done(app, lab.id, lab.rated, done=True)
    assert await sql(ledger, "SELECT app FROM ratings WHERE done_at IS NOT NULL") == [("desk",)]


async def test_an_app_that_cannot_be_asked_for_its_ratings_is_said(come, upstream):
    upstream.on("GET /v1/app/feedbacks", {"data": []})
    assert (await come().learn()).key == ""
    for chat in current().apps.all():
        chat.feedbacks._asked = float("-inf")
    upstream.on("GET /v1/app/feedbacks", refused("unauthorized", "No.", 401))
    assert (await come().learn()).key == "error_key"
