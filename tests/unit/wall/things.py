"""What somebody has in an app, by the ids that a stranger could name."""

import asyncio
from dataclasses import astuple, dataclass, fields
from uuid import uuid4

from app.chat import Chat
from app.dify.models import MessageFile
from app.runs.registry import KnownRun
from tests.unit.chat.waiting import ASKED
from tests.unit.runs.doubles import Stream, Upstream

FORM = str(ASKED["form_id"])


@dataclass(frozen=True)
class Things:
    """Ids of ours. ``deleted`` is a conversation that is about to go; ``waiting`` a turn with a form, ``running`` one
    whose answer is being written by ``run``; ``file`` waits to be sent."""

    conversation: str
    deleted: str
    turn: str
    version: str
    waiting: str
    running: str
    run: str
    file: str
    link: str

    @classmethod
    def made_up(cls) -> "Things":
        return cls(*(str(uuid4()) for _ in fields(cls)))

    def hidden(self, text: str) -> str:
        """A text in which each id stands as what it is of."""
        for field, id in zip(fields(self), astuple(self), strict=True):
            text = text.replace(id, f"<{field.name}>")
        return text


async def things_of(chat: Chat, upstream: Upstream, user: str) -> Things:
    """Make them: all that there is of a person."""
    first = await _answered(chat, upstream, user)
    place = first.row.conversation_id
    turns = (await chat.open(user, place)).turns
    again = await _end(upstream, await chat.ask_anew(user, place, turns[-1], "Why?"))
    gone = await _answered(chat, upstream, user)
    await chat.conversations.leaving.delete(user, gone.row.conversation_id)
    waiting = await _asked_back(chat, upstream, user)
    token, _ = await chat.sharing.share(user, place, None)
    assert token
    [link] = await chat.sharing.links(user)
    file = MessageFile(id=str(uuid4()), url="/files/a.png?sign=x", belongs_to="assistant", type="image")
    [kept] = await chat.files.learn(user, place, first.message.id, [file])
    running = await chat.ask(user, "", f"Still, {user} in {chat.slug}?", {})
    await _writing(upstream, running)
    return Things(
        conversation=place, deleted=gone.row.conversation_id, turn=first.message.id, version=again.message.id,
        waiting=waiting.message.id, running=running.message.id, run=running.row.id, file=kept.id, link=link.id,
    )  # fmt: skip


async def _answered(chat: Chat, upstream: Upstream, user: str) -> KnownRun:
    return await _end(upstream, await chat.ask(user, "", "Why?", {}))


async def _end(upstream: Upstream, run: KnownRun) -> KnownRun:
    upstream.stream.send("message", answer="A secret.", conversation_id=f"up-{run.row.conversation_id}"[:36])
    upstream.stream.finish()
    await run.closed.wait()
    upstream.stream = Stream()
    return run


async def _asked_back(chat: Chat, upstream: Upstream, user: str) -> KnownRun:
    run = await chat.ask(user, "", "May I?", {})
    flow = f"flow-{user}-{chat.slug}"
    upstream.stream.send("workflow_started", workflow_run_id=flow)
    upstream.stream.send(
        "human_input_required", workflow_run_id=flow, data={**ASKED, "form_token": f"token-{user}-{chat.slug}"}
    )
    upstream.stream.send("workflow_paused", workflow_run_id=flow)
    upstream.stream.hang_up()
    await run.closed.wait()
    upstream.stream = Stream()
    return run


async def _writing(upstream: Upstream, run: KnownRun) -> None:
    """Until the app has the question: the stream is that run's alone, and nothing ends it."""
    async with asyncio.timeout(10), upstream.came:
        await upstream.came.wait_for(
            lambda: any(run.message.question.encode() in item.content for item in upstream.requests)
        )
    upstream.stream = Stream()
