"""An agent at one worker of the server reads along what a customer asks at another one."""

import asyncio
from contextlib import AsyncExitStack
from types import SimpleNamespace

import reflex as rx

from app.chat import Chat
from app.ledger import Ledger
from app.policy import Role
from app.state import sockets as sockets_module
from app.state.console_thread import ConsoleThreadState
from app.state.sockets import Tab
from tests.redis_server import RedisServer
from tests.unit.chat.talks import CONVERSATIONS, ME, page
from tests.unit.runs.shared import worker
from tests.unit.served import serve
from tests.unit.state.threads import Task


async def test_an_answer_is_read_while_another_worker_writes_it(tmp_path, upstream, monkeypatch):
    server, texts = RedisServer(tmp_path), list[str]()
    server.start()
    upstream.on(CONVERSATIONS, page())

    async def show(_tab, _kind, values):
        texts.append(values["batch"][2])

    async def taken(_tab):
        pass

    monkeypatch.setattr(Tab, "show", show)
    monkeypatch.setattr(Tab, "taken", taken)
    sockets = SimpleNamespace(sid_to_token={"": ""}, namespace="", server=SimpleNamespace(get_environ=lambda *_: {}))
    monkeypatch.setattr(sockets_module.sockets, "_app", SimpleNamespace(event_namespace=sockets))
    async with AsyncExitStack() as stack:
        stack.callback(server.stop)
        ledger = await stack.enter_async_context(Ledger.opened(f"sqlite+aiosqlite:///{tmp_path / 'ledger.db'}"))
        chats = []
        for _ in range(2):
            runs = (await stack.enter_async_context(worker(server.url, ledger))).runs
            chats.append(Chat("app-1", upstream.client, ledger, runs))
            stack.push_async_callback(chats[-1].close)
        here, there = chats
        serve(monkeypatch, here, user="agent-1", role=Role.AGENT)
        root = rx.State(_reflex_internal_init=True)
        thread = root.get_substate(ConsoleThreadState.get_full_name().split("."))
        run = await there.ask(ME, "", "Why?", {})
        upstream.stream.say("Be")
        follows = await ConsoleThreadState.open.fn(Task(thread), "app-1", run.row.conversation_id)
        assert follows == [ConsoleThreadState.follow, ConsoleThreadState.stream]
        streaming = asyncio.create_task(ConsoleThreadState.stream.fn(Task(thread)))
        upstream.stream.say("cause.")
        upstream.stream.finish()
        assert await asyncio.wait_for(streaming, 10) is ConsoleThreadState.renew
        await ConsoleThreadState.renew.fn(Task(thread))
    assert "".join(texts) == "Because."
    assert [(turn.answer, turn.status) for turn in thread._turns()] == [("Because.", "done")]
