"""The quality of the answers of an agent's apps: of nobody else's, and no more than the agent may see."""

import time
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from app.apps.quality import PAGE, Quality
from app.catalog import App
from app.chat import Chat, Gone
from app.dify.errors import Unreachable
from app.identity import Person
from app.ledger import Ledger
from app.ledger.numbers import Measured, Place
from app.policy import Role, Rules
from app.runs.log import MemoryRunLog
from app.runs.registry import Runs
from app.services import current
from app.views import Notice, QualityPage
from tests.unit.both import database as database
from tests.unit.runs.doubles import Upstream, refused
from tests.unit.served import serve
from tests.unit.sql import sql

SLUGS = ("desk", "quiet", "lab")
Come = Callable[..., Quality]
FEEDBACKS = "GET /v1/app/feedbacks"


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
    board = await come().board("", 30, {})
    assert {(turn.app, turn.question, turn.answer, turn.reason) for turn in board.bad.turns} == {
        ("desk", "bad", "So.", "No."), ("quiet", "bad", "So.", "No.")
    }  # fmt: skip
    assert {(error.app_name, error.name, error.count) for error in board.errors} == {
        ("desk", "StreamCut", 1), ("quiet", "StreamCut", 1)
    }  # fmt: skip
    assert {turn.question for turn in board.failed.turns} == {"broken"}
    assert {turn.app for turn in (await come("makers").board("lab", 30, {})).bad.turns} == {"lab"}
    for app in ("lab", "another"):
        with pytest.raises(Gone):
            await come().board(app, 30, {})


async def test_of_sources_an_agent_is_told_where_the_policy_says_so(come):
    board = await come().board("", 30, {})
    assert [(document.name, document.count) for document in board.documents] == [("Of desk", 1)]
    assert ([(turn.app, turn.question) for turn in board.uncited.turns], board.cites) == ([("desk", "bare")], True)
    quiet = await come().board("quiet", 30, {})
    assert (quiet.documents, quiet.uncited.turns, quiet.cites) == ([], [], False)


async def test_a_bad_rating_is_dealt_with_by_the_agents_of_its_app(come, ledger):
    quality = come()
    [turn] = (await quality.board("desk", 30, {})).bad.turns
    assert await quality.set_done(turn.app, turn.id, turn.rated, done=True)
    assert (await quality.board("desk", 30, {})).bad.turns == []
    [done] = (await quality.board("desk", 30, {}, done=True)).bad.turns
    assert (done.rated, done.done) == ("bad", True)
    [lab] = (await come("makers").board("lab", 30, {})).bad.turns
    for app in ("lab", "desk", "another"):
        assert not await come().set_done(app, lab.id, lab.rated, done=True)
    assert await sql(ledger, "SELECT app FROM ratings WHERE done_at IS NOT NULL") == [("desk",)]


async def test_an_app_that_cannot_be_asked_for_its_ratings_is_said(come, upstream):
    upstream.on("GET /v1/app/feedbacks", {"data": []})
    assert await come().learn() == (Notice(), "")
    for chat in current().apps.all():
        chat.feedbacks._asked = float("-inf")
    upstream.on("GET /v1/app/feedbacks", refused("unauthorized", "No.", 401))
    notice, name = await come().learn()
    assert (notice.key, name) == ("error_key", "desk")


async def test_of_the_app_that_cannot_be_asked_is_told_by_name_and_not_where_another_is_chosen(come, monkeypatch):
    quality = come("makers")
    asked: list[str] = []

    async def ask(app: str) -> None:
        asked.append(app)
        if app == "quiet":
            raise Unreachable("Away.")

    for chat in current().apps.all():
        monkeypatch.setattr(chat.feedbacks, "learn", lambda app=chat.slug, **_: ask(app))
    told = {app: await quality.learn(app) for app in ("", "desk", "lab", "quiet")}
    assert {app: (notice.key, name) for app, (notice, name) in told.items()} == {
        "": ("error_unreachable", "quiet"), "desk": ("", ""), "lab": ("", ""), "quiet": ("error_unreachable", "quiet")
    }  # fmt: skip
    assert sorted(asked) == ["desk"] * 2 + ["lab"] * 2 + ["quiet"] * 2
    with pytest.raises(Gone):
        await come().learn("lab")


def rating(id: str, at: int, conversation: str = "nowhere", **more: str) -> dict[str, str]:
    when = datetime.fromtimestamp(time.time() - at, UTC).isoformat()
    row = {"id": f"f-{id}", "conversation_id": conversation, "message_id": id, "rating": "dislike", "created_at": when}
    return {**row, "from_source": "user", "content": f"Not {id}.", "from_end_user_id": f"by-{id}", **more}


async def test_what_is_rated_badly_in_a_conversation_that_is_not_here_stands_by_itself(come, upstream, ledger):
    upstream.on(FEEDBACKS, {"data": [rating("old", 50), rating("new", 5), rating("ancient", 40 * 86_400)]})
    quality = come()
    await quality.learn()
    found = (await quality.board("desk", 30, {})).elsewhere.turns
    assert [(turn.rated, turn.id, turn.reason) for turn in found] == [("new", "", "Not new."), ("old", "", "Not old.")]
    assert await quality.set_done("desk", "", "new", done=True)
    assert [turn.rated for turn in (await quality.board("desk", 30, {})).elsewhere.turns] == ["old"]
    done = (await quality.board("desk", 30, {}, done=True)).elsewhere.turns
    assert [(turn.rated, turn.done) for turn in done] == [("new", True)]
    assert await quality.set_done("desk", "", "new", done=False)
    for app, id in (("lab", "new"), ("another", "new"), ("desk", "made-up")):
        assert not await quality.set_done(app, "", id, done=True)
        with pytest.raises(Gone):
            await quality.whose(app, id)
    assert await sql(ledger, "SELECT * FROM ratings_elsewhere") == []
    assert "Not new." not in str(await sql(ledger, "SELECT * FROM ratings"))


async def test_whose_a_rating_is_the_app_says_or_not(come, upstream):
    upstream.on(FEEDBACKS, {"data": [rating("new", 5)]})
    quality = come()
    await quality.learn()
    assert await quality.whose("desk", "new") == ""
    upstream.on("GET /v1/end-users/by-new", {"id": "by-new", "session_id": "visitor-9"})
    assert await quality.whose("desk", "new") == "visitor-9"


async def test_what_was_dealt_with_stays_so_once_the_conversation_is_here(come, upstream, ledger):
    upstream.on(FEEDBACKS, {"data": [rating("new", 5, "c-9"), rating("old", 50, "c-9")]})
    quality = come()
    await quality.learn()
    assert await quality.set_done("desk", "", "new", done=True)
    await ledger.learn("desk", "visitor-9", [SimpleNamespace(id="c-9", name="c", created_at=1, updated_at=1)])
    await quality.learn(anew=True)
    assert not quality.is_elsewhere("desk", "new")
    assert [turn.rated for turn in (await quality.board("desk", 30, {})).bad.turns] == ["bad", "old"]
    assert [turn.rated for turn in (await quality.board("desk", 30, {}, done=True)).bad.turns] == ["new"]
    assert await sql(ledger, "SELECT * FROM ratings_elsewhere") == []


async def test_every_kind_goes_back_page_by_page_over_all_apps(come, upstream, ledger):
    now, rows = time.time(), [rating(f"e{number}", 5) for number in range(12)]
    upstream.on(FEEDBACKS, {"data": rows})
    quality = come()
    await quality.learn()
    for slug in ("desk", "quiet"):
        for number in range(12):
            for status, measured in (("done", Measured(uncited=True)), ("failed", Measured(error="TimedOut"))):
                row, _, run = await ledger.begin(slug, "visitor-1", f"{number}", None, {})
                await ledger.named(run, task_id="", message_id=f"{number} {status}", conversation_id="")
                await ledger.end(run, status, measured, answer="")
            times = {f"{number}": now - 9.0 * (number % 3)}
            await ledger.inbox.rated(row, {f"{number}": "dislike"}, {}, times)
    for kind, count in (("bad", 26), ("elsewhere", 24), ("failed", 26), ("uncited", 13)):
        seen, after, page = list[str](), dict[str, Place](), QualityPage(older=True)
        while page.older:
            page = getattr(await quality.board("", 30, after), kind)
            assert (len(page.turns), page.newer) == (min(PAGE, count - len(seen)), seen != [])
            seen += [turn.key for turn in page.turns]
            last = page.turns[-1]
            after = {kind: Place(last.at, last.rated, last.app)}
        assert len(set(seen)) == count
