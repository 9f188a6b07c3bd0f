"""Who has asked the app before."""

from app.chat import newcomers
from app.chat.newcomers import Newcomers
from app.relay import local_locks


async def test_of_very_many_users_only_so_many_are_remembered(upstream, monkeypatch):
    monkeypatch.setattr(newcomers, "MOST", 3)
    upstream.on("GET /v1/parameters", {})
    known = Newcomers(upstream.client, local_locks())
    for number in range(10):
        await known.introduce(f"visitor-{number}")
        await known.introduce(f"visitor-{number}")
    assert [each["user"] for each in upstream.asked("GET /v1/parameters")] == [f"visitor-{n}" for n in range(10)]
    assert len(known._known) == 3
