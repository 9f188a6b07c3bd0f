"""A network that breaks between this server and the app, at each phase of an answer: what the person is told, that
nothing is lost or doubled, and that the question went to the app once."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from pydantic import SecretStr

from app.chat import Chat
from app.dify import Client
from app.dify.request import Timeouts
from app.ledger import Ledger
from app.runs.log import MemoryRunLog
from app.runs.registry import Runs
from app.views import Turn
from tests.e2e.script import End, Hold, Say, Step, flow_finished, flow_started, node, thought
from tests.e2e.upstream import KEY, Upstream
from tests.ledgers import new_ledger
from tests.proxy import Fault, Proxy

ME = "visitor-1"
EVENT = b"\n\n"  # the end of one; headers end otherwise
WHOLE = "One, two, three."

SAID: list[Step] = [Say("One,"), Say(" two,"), Say(" three.")]
APPS: dict[str, list[Step]] = {
    "chatbot": [*SAID, End()],
    "agent": [*thought(tool="look_up", given={"q": "x"}, observed="found"), *thought(WHOLE, position=2), End()],
    "flow": [flow_started(), *node("Model", "llm", *SAID), End(), flow_finished()],
}
PHASES: dict[str, Fault] = {
    "before the headers": Fault("cut"),
    "after the first event": Fault("cut", (EVENT,)),
    "in mid-event": Fault("cut", (EVENT, b"event"), 5),
    "in the middle of the answer": Fault("cut", (b"One,", EVENT), 0),
    "after message_end": Fault("cut", (b"message_end", EVENT)),
}


@pytest.fixture(scope="module")
def app() -> Iterator[Upstream]:
    with Upstream().serving() as upstream:
        yield upstream


@pytest.fixture(scope="module")
def _new_ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return new_ledger(tmp_path_factory.mktemp("ledger") / "new.db")


@dataclass(frozen=True)
class Told:
    """What became of a question: the turn as the next visit reads it, and the text as a tab that followed had it.

    It went out so often as it was ``asked``, and the app has ``seen`` it.
    """

    turn: Turn
    followed: str
    turns: int
    asked: int
    seen: int


@asynccontextmanager
async def chatting(app: Upstream, ledger_file: Path, silence: float) -> AsyncIterator[tuple[Chat, Proxy]]:
    """The app's chat over a proxy, with a ledger of its own."""
    async with Proxy(app.port).open() as proxy, Ledger.opened(f"sqlite+aiosqlite:///{ledger_file}") as ledger:
        url = f"http://127.0.0.1:{proxy.port}/v1"
        async with Client(url, SecretStr(KEY), Timeouts(silence=silence)) as client:
            chat = Chat("app-1", client, ledger, Runs(ledger, MemoryRunLog()))
            yield chat, proxy
            await chat.close()


@pytest.fixture
def silence() -> float:
    """Seconds that a stream may be silent."""
    return 10.0


@pytest.fixture
async def chat(app: Upstream, tmp_path: Path, _new_ledger: Path, silence: float) -> AsyncIterator[tuple[Chat, Proxy]]:
    file = tmp_path / "ledger.db"
    shutil.copyfile(_new_ledger, file)
    async with chatting(app, file, silence) as made:
        yield made


async def asked(app: Upstream, chat: tuple[Chat, Proxy], script: list[Step], fault: Fault) -> Told:
    """Ask an app that answers so, over a network with that fault, and wait for what comes of it."""
    app.reset()
    app.script = script
    talk, proxy = chat
    before = proxy.asked
    # A connection that was used before is the one that a network's fault is met on.
    await talk.face(ME)
    proxy.fault = fault
    run = await talk.ask(ME, "", "What?", {})
    followed = ""
    async with asyncio.timeout(10):
        async for batch in talk.runs.log.follow(run.row.id):
            followed = followed[: batch.offset] + batch.text
        await run.closed.wait()
    page = await talk.open(ME, run.row.conversation_id)
    return Told(page.turns[-1], followed, len(page.turns), proxy.asked - before, len(app.seen("/chat-messages")))


def without_end(script: list[Step]) -> list[Step]:
    """The same by an app that never stores it, as real ones do where the reader leaves before the end."""
    end = script.index(End())
    return [*script[:end], Hold(), *script[end:]]


def begins(phase: str, kind: str) -> str:
    """What has come of an answer that breaks at that phase."""
    match phase, kind:
        case "after message_end", _:
            return WHOLE
        case (("after the first event" | "in mid-event" | "in the middle of the answer"), "chatbot"):
            return "One,"
        case "in the middle of the answer", "flow":
            return "One,"
        case "in the middle of the answer", "agent":
            return "One, "
        case _:
            return ""


@pytest.mark.parametrize("phase", PHASES)
@pytest.mark.parametrize(
    ("broken", "notice", "silence"),
    [("cut", "error_cut", 10.0), ("reset", "error_cut", 10.0), ("stall", "error_silent", 1.0)],
)
async def test_an_answer_that_breaks_off_keeps_what_has_come_and_says_why(app, chat, phase, broken, notice):
    fault, whole = replace(PHASES[phase], kind=broken), phase == "after message_end"
    for kind, script in APPS.items():
        told = await asked(app, chat, script if whole else without_end(script), fault)
        assert told.followed == begins(phase, kind), kind
        # A silent app is told to stop, and keeps what it has written unheard.
        assert told.turn.answer in (told.followed, WHOLE if notice == "error_silent" else told.followed), kind
        assert told.turn.notice.key == ("" if whole else notice), kind
        assert told.turn.status in (["done"] if whole else ["interrupted", "failed"]), kind
        assert (told.turns, told.asked, told.seen) == (1, 1, 1), kind


@pytest.mark.parametrize("phase", PHASES)
@pytest.mark.parametrize("slow", ["delay", "split"])
async def test_an_answer_that_comes_late_or_in_single_bytes_is_whole(app, chat, phase, slow):
    fault = replace(PHASES[phase], kind=slow)
    for kind, script in APPS.items():
        told = await asked(app, chat, script, fault)
        assert told.turn.answer == told.followed == WHOLE, kind
        assert (told.turn.status, told.turn.notice.key) == ("done", ""), kind
        assert (told.turns, told.asked, told.seen) == (1, 1, 1), kind
