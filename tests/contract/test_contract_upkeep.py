"""Annotations, and the ratings of all users, by the typed client, on each of the three apps."""

import uuid

import pytest

from app.dify import Client
from app.dify.errors import InvalidRequest, NotFound
from app.dify.events import MessageEndEvent, MessageEvent, StreamEvent

EMBEDDING = {"embedding_provider_name": "", "embedding_model_name": ""}


@pytest.fixture(params=["guide", "toolbox", "desk"])
def client(request: pytest.FixtureRequest, guide: Client, toolbox: Client, desk: Client) -> Client:
    return {"guide": guide, "toolbox": toolbox, "desk": desk}[request.param]


async def ask(client: Client, user: str, query: str) -> tuple[list[StreamEvent], MessageEndEvent]:
    async with client.chat.stream(query=query, user=user) as stream:
        events = [event async for event in stream]
    [end] = [event for event in events if isinstance(event, MessageEndEvent)]
    return events, end


async def test_an_annotation_answers_in_the_apps_place(client: Client, user: str) -> None:
    question = f"Which key opens {uuid.uuid4()}?"
    made = await client.annotations.create(question, "The brass one.")
    try:
        events, end = await ask(client, user, question.upper())
        assert "".join(event.answer for event in events if isinstance(event, MessageEvent)) == "The brass one."
        assert end.metadata.annotation_reply is not None and end.metadata.annotation_reply.id == made.id
        assert end.metadata.annotation_reply.account.name
        [listed] = (await client.annotations.list(keyword=question)).data
        assert listed.hit_count == 1
        changed = await client.annotations.update(made.id, question, "The iron one.")
        assert changed.answer == "The iron one."
        events, _ = await ask(client, user, question)
        assert "".join(event.answer for event in events if isinstance(event, MessageEvent)) == "The iron one."
    finally:
        await client.annotations.delete(made.id)
    _, end = await ask(client, user, question)
    assert end.metadata.annotation_reply is None
    with pytest.raises(NotFound):
        await client.annotations.delete(made.id)


async def test_the_reply_is_switched_by_a_job(client: Client, user: str) -> None:
    for enabled in (False, True):
        job = await client.annotations.set_reply(enabled, score_threshold=0.9, **EMBEDDING)
        assert (await client.annotations.reply_status(enabled, job.job_id)).job_status == "completed"
        assert (await client.app.parameters(user=user)).annotation_reply.enabled is enabled
    with pytest.raises(InvalidRequest):
        await client.annotations.set_reply(True, score_threshold=7, **EMBEDDING)


async def test_a_rating_is_listed_with_who_gave_it(client: Client, user: str) -> None:
    _, end = await ask(client, user, "hello")
    await client.messages.rate(end.message_id or end.id, "dislike", user=user, content="too long")
    [newest, *_] = (await client.app.feedbacks(limit=1)).data
    assert (newest.message_id, newest.rating, newest.content) == (end.message_id, "dislike", "too long")
    assert (await client.end_users.get(newest.from_end_user_id)).session_id == user
