"""By raw events of a socket, from a page in another site's page: until it is known who is there nobody is heard."""

import uuid
from pathlib import Path
from typing import Any

import pytest

from tests.load.client import Tab, Visitor
from tests.load.shown import full_name
from tests.unit.wall.things import Things

from .conftest import Serve
from .server import Server
from .test_load import apart
from .test_wall import events
from .upstream import KEY, Upstream
from .widgets import ISSUER, SECRET, token

FRAME = full_name("frame")


def file_of_apps(folder: Path, upstream: Upstream) -> Path:
    """One with an app that may stand in the pages of a host."""
    path = folder / "apps.toml"
    path.write_text(
        f'[[app]]\nslug = "desk"\nurl = "{upstream.url}"\nkey = "{KEY}"\norigins = ["{ISSUER}"]\n'
        f'[app.identity]\nissuer = "{ISSUER}"\nsecret_env = "SHOP_SECRET"\nreplay = true\n'
        f'[[app]]\nslug = "guide"\nembedded = "guide"\n'
    )
    return path


@pytest.fixture
def parley(serve: Serve, upstream: Upstream, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Server:
    monkeypatch.setenv("SHOP_SECRET", SECRET)
    return serve(config=str(file_of_apps(tmp_path, upstream)))


class Frame(Tab):
    """A tab at an app's address within another site's page."""

    def __init__(self, visitor: Visitor, app: str = "desk") -> None:
        super().__init__(visitor)
        self.app = app

    @property
    def _path(self) -> str:
        return f"/embed/{self.app}"

    @property
    def frame(self) -> dict[str, Any]:
        return self.shown.states.get(FRAME, {})

    async def come(self) -> "Frame":
        """Open a socket, whose first event is Reflex's own."""
        self._visit = uuid.uuid4().hex[:11]
        await self._connect()
        await self.until(lambda: self.frame.get("asked"))
        return self

    async def arrive(self, token: str = "", origin: str = ISSUER, kept: str = "") -> bool:
        """Say who is there; whether that was believed."""
        self.frame.update(word="", refusal="")
        await self.send(f"{FRAME}.arrive", {"token": token, "origin": origin, "kept": kept})
        await self.until(lambda: self.frame.get("word") or self.frame.get("refusal"))
        return bool(self.frame.get("word"))

    async def chat(self) -> "Frame":
        await self._move()
        await self.until(lambda: self.shown.thread.get("visit") == self._visit and not self.shown.thread["loading"])
        return self


def test_nobody_is_heard_in_a_frame_before_it_is_known_who_is_there(parley: Server, upstream: Upstream) -> None:
    async def attack() -> None:
        owner = await Visitor(parley.url).tab().open()
        victim = owner.visitor
        asked = len(upstream.requests)
        frame = await Frame(victim).come()  # with the cookie of somebody who is known elsewhere
        heard = frame.listen()
        nowhere = str(uuid.uuid4())
        every = events(Things(*[nowhere] * 9))
        more = ["session.enter", "conversations.refresh", "conversations.toggle", "portal.look", "news.follow"]
        for name, given in [
            *every,
            *((f"{full_name(of)}.{act}", {}) for of, _, act in (n.partition(".") for n in more)),
        ]:
            await frame.send(name, given)
        await frame.send(f"{FRAME}.arrive", {"token": "42", "origin": ISSUER, "kept": ""})
        await frame.until(lambda: frame.frame.get("refusal"))
        assert {tuple(update["delta"]) for update in heard} == {(FRAME,)}
        assert len(upstream.requests) == asked

        for wrong in (
            {"token": token(aud="guide")},
            {"token": token(exp=1)},
            {"token": "eyJhbGciOiJub25lIn0." + token().split(".")[1] + "."},
            {"token": token(), "origin": "https://evil.example"},
        ):
            assert not await frame.arrive(**wrong)
        assert not await (await Frame(victim, "guide").come()).arrive()
        assert len(upstream.requests) == asked

        assert await frame.arrive(token())
        word = frame.frame["word"]
        await frame.chat()
        await frame.ask("LEN=3 And I?")
        await frame.until_ended()
        assert upstream.seen("/chat-messages")[-1].user == "shopper-7"
        # A socket is one person's, and a pass is of one app.
        assert not await frame.arrive(token(sub="shopper-8"))
        assert not await frame.arrive(origin="")  # a visitor without a name
        assert await frame.arrive(kept=word)
        # A new socket has to be told again; the state is as it was.
        asked = frame.frame.get("asked")
        await frame.drop()
        await frame.until(lambda: frame.frame.get("asked") not in ("", asked))
        await frame.send(f"{full_name('thread')}.read_again", {})
        assert await frame.arrive(kept=word)
        await frame.until(lambda: not frame.frame.get("asked"))
        assert frame.shown.last["question"] == "LEN=3 And I?"
        # The key of the state, on a socket of somebody else's, opens an empty page.
        thief = Frame(Visitor(parley.url))
        thief._token = frame._token
        await frame.close()
        await thief.come()
        assert await thief.arrive(token(sub="shopper-8"))
        await thief.chat()
        assert thief.frame["who"] not in ("", frame.frame["who"])
        assert thief.shown.turns == [] and "And I?" not in repr(thief.shown.states)
        for tab in (owner, thief):
            await tab.close()

    apart(attack())
