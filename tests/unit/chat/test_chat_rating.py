"""What is thought of an answer, and what it took: ratings for the app, figures for its builder."""

from dataclasses import replace

import httpx
import pytest

from app.chat import Chat, Gone
from app.dify.errors import InvalidRequest, ServerFailed
from app.ledger import Ledger
from app.policy import Role
from app.runs.log import MemoryRunLog
from app.runs.registry import LiveRun, Runs
from app.views import Usage
from tests.unit.chat.talks import CONVERSATIONS, ME, MESSAGES, OTHER, ended
from tests.unit.chat.talks import page as page_of
from tests.unit.chat.versions import asked, completed, elsewhere, row
from tests.unit.runs.doubles import Upstream, refused


def rating_of(run: LiveRun) -> str:
    return f"POST /v1/messages/{run.draft.message_id}/feedbacks"


@pytest.mark.parametrize("rating", ["like", "dislike"])
async def test_a_rating_goes_to_the_app_with_its_reason(chat, upstream, rating):
    run = await asked(chat, upstream, "Why?")
    upstream.on(rating_of(run), {"result": "success"})
    await chat.rate(ME, run.row.conversation_id, run.message.id, rating, "It is wrong.")
    [sent] = upstream.asked(rating_of(run))
    assert (sent["rating"], sent["user"], sent["content"]) == (rating, ME, "It is wrong.")


async def test_a_rating_that_is_not_there_is_taken_back_all_the_same(chat, upstream):
    run = await asked(chat, upstream, "Why?")
    upstream.on(rating_of(run), refused("invalid_param", "rating cannot be None", 400))
    await chat.rate(ME, run.row.conversation_id, run.message.id, None)
    assert [sent["rating"] for sent in upstream.asked(rating_of(run))] == [None]
    with pytest.raises(InvalidRequest):
        await chat.rate(ME, run.row.conversation_id, run.message.id, "like")


async def test_a_rating_that_the_app_cannot_take_is_an_error(chat, upstream):
    run = await asked(chat, upstream, "Why?")
    upstream.on(rating_of(run), httpx.Response(500, json={"message": "Internal"}))
    for rating in ("like", None):
        with pytest.raises(ServerFailed):
            await chat.rate(ME, run.row.conversation_id, run.message.id, rating)


async def test_a_turn_that_only_the_upstream_knows_is_rated_by_its_id(chat, upstream):
    upstream.on("POST /v1/messages/up-1/feedbacks", {"result": "success"})
    page = await elsewhere(chat, upstream, row(1))
    await chat.rate(ME, "c", page.turns[0].id, "like")
    assert len(upstream.asked("POST /v1/messages/up-1/feedbacks")) == 1


async def test_another_s_turn_cannot_be_rated_by_any_of_its_ids_and_the_upstream_is_not_asked(chat, upstream):
    run = await asked(chat, upstream, "Why?")
    await upstream.waits_for(CONVERSATIONS)  # It may have a title.
    before = len(upstream.requests)
    for id in (run.message.id, run.draft.message_id, ""):
        with pytest.raises(Gone):
            await chat.rate(OTHER, run.row.conversation_id, id, "like")
    assert len(upstream.requests) == before


async def test_a_turn_that_the_upstream_never_named_cannot_be_rated(chat, upstream):
    upstream.refusal = refused("app_unavailable")
    run = await ended(await chat.ask(ME, "", "Why?", {}))
    with pytest.raises(Gone):
        await chat.rate(ME, run.row.conversation_id, run.message.id, "like")


async def test_a_rating_is_there_when_the_thread_is_read_and_one_given_since_stands_over_it(chat, upstream):
    rows = [row(1, feedback={"rating": "like"}), row(2)]
    page = await elsewhere(chat, upstream, *rows)
    assert [turn.rating for turn in page.turns] == ["like", ""]
    since = replace(page, rated={"up-1": "", "up-2": "dislike"})
    assert [turn.rating for turn in (await chat.reread(ME, "c", since)).turns] == ["", "dislike"]
    upstream.on(MESSAGES, page_of(row(0, feedback={"rating": "dislike"})))
    assert [turn.rating for turn in (await chat.open(ME, "c", since)).turns] == ["dislike", "", "dislike"]


USAGE = {"total_tokens": 42, "total_price": "0.0021", "currency": "USD", "latency": 1.234}


@pytest.fixture
async def chat_of(ledger: Ledger, upstream: Upstream):
    runs = Runs(ledger, MemoryRunLog())
    chats = {role: Chat("app-1", upstream.client, ledger, runs, role) for role in Role}
    yield chats.__getitem__
    for chat in chats.values():
        await chat.close()


@pytest.mark.parametrize("role", Role)
async def test_what_an_answer_took_is_for_who_serves_or_builds_now_and_later(chat_of, upstream, role):
    chat = chat_of(role)
    run = await completed(upstream, await chat.ask(ME, "", "Why?", {}), "So.", metadata={"usage": USAGE})
    [turn] = (await chat.open(ME, run.row.conversation_id)).turns
    expected = Usage(42, "0.0021 USD", 1.23) if role in (Role.AGENT, Role.BUILDER, Role.ADMIN) else Usage()
    last = await chat.runs.log.last(run.row.id)
    assert last is not None
    assert last.seen_by(chat.policy).draft.usage == turn.usage == expected
    # It is kept for those who may see it.
    [turn] = (await chat.seen_by(Role.AGENT).open(ME, run.row.conversation_id)).turns
    assert turn.usage == Usage(42, "0.0021 USD", 1.23)


async def test_what_was_recorded_for_a_builder_is_not_shown_to_a_visitor(chat_of, upstream):
    builder = chat_of(Role.VISITOR).seen_by(Role.BUILDER)
    run = await completed(upstream, await builder.ask(ME, "", "Why?", {}), "So.", metadata={"usage": USAGE})
    [turn] = (await builder.seen_by(Role.VISITOR).open(ME, run.row.conversation_id)).turns
    assert turn.usage == Usage()


async def test_each_sees_of_a_chat_what_their_role_may_see_and_an_app_may_have_one_for_all(
    chat_of, ledger, upstream, forms
):
    chat = chat_of(Role.VISITOR)
    assert {role: chat.seen_by(role).policy.role for role in Role} == {role: role for role in Role}
    assert [(await chat.seen_by(role).face(ME)).builds for role in Role] == [False, False, False, True, True]
    assert chat.seen_by(Role.BUILDER).conversations is chat.conversations
    for_all = Chat("app-1", upstream.client, ledger, chat.runs, Role.MEMBER, for_all=True)
    assert [for_all.seen_by(role) for role in Role] == [for_all] * len(Role)
    await for_all.close()


@pytest.mark.parametrize(
    ("price", "shown"),
    [("0E-7", ""), ("0", ""), ("0.00", ""), ("", ""), ("free", ""), ("1E-7", "0.0000001 USD"), ("1.50", "1.5 USD")],
)
async def test_a_price_of_nothing_is_shown_as_nothing(chat_of, upstream, price, shown):
    chat = chat_of(Role.BUILDER)
    run = await chat.ask(ME, "", "Why?", {})
    await completed(upstream, run, "So.", metadata={"usage": {**USAGE, "total_price": price}})
    assert run.draft.usage.price == shown
