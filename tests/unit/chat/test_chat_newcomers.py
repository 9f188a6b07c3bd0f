"""Who has asked the app before."""

import asyncio

from app.chat import newcomers
from app.chat.newcomers import Newcomers
from app.relay import local_locks


async def test_of_very_many_users_only_so_many_are_remembered(upstream, monkeypatch):
    monkeypatch.setattr(newcomers, "MOST", 3)
    upstream.on("GET /v1/parameters", {})
    known = Newcomers("app-1", upstream.client, local_locks())
    for number in range(10):
        await known.introduce(f"visitor-{number}")
        await known.introduce(f"visitor-{number}")
    assert [each["user"] for each in upstream.asked("GET /v1/parameters")] == [f"visitor-{n}" for n in range(10)]
    assert len(known._known) == 3


async def test_where_apps_share_their_locks_nobody_waits_in_one_for_another(upstream):
    locks = local_locks()
    slow, quick = (Newcomers(app, upstream.client, locks) for app in ("slow", "quick"))
    async with asyncio.timeout(10), slow.alone("visitor-1"), quick.alone("visitor-1"):
        pass
