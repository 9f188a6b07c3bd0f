"""By raw events of a socket, as no page of ours sends them: what is somebody else's answers to nobody but its owner."""

import inspect
import sqlite3
from contextlib import closing
from uuid import uuid4

from tests.load.client import Visitor
from tests.unit.wall.cases import HANDLER_CASES
from tests.unit.wall.listed import states
from tests.unit.wall.things import Things

from .script import End, Hold, Say
from .server import Server
from .test_load import apart
from .upstream import Upstream

KINDS = {state.__name__: state for state in states()}
SECRET = "The treasure is in the garden."


def ids(server: Server, query: str) -> list[str]:
    with closing(sqlite3.connect(server.data_dir / "ledger.db")) as ledger:
        return [str(row[0]) for row in ledger.execute(query)]


def rows(server: Server, user: str) -> list[tuple[object, ...]]:
    """What the ledger has of somebody, but for what an answer that ends meanwhile changes."""
    kept = "id, name, pinned, archived, deleted_at, chosen", "id, question, hidden, notice", "id, name, message_id"
    with closing(sqlite3.connect(server.data_dir / "ledger.db")) as ledger:
        return [
            row
            for table, columns in zip(("conversations", "messages", "files"), kept, strict=True)
            for row in ledger.execute(f'SELECT {columns} FROM {table} WHERE "user" = ? ORDER BY id', (user,))
        ]


def events(things: Things) -> list[tuple[str, dict[str, object]]]:
    """Every event that takes an id, with ``things``: its name on the wire, and what it is given."""
    said = []
    for name, cases in HANDLER_CASES.items():
        kind, _, method = name.partition(".")
        handler = KINDS[kind].event_handlers[method]
        names = [*inspect.signature(handler.fn).parameters][1:]
        for given in cases(things):
            said.append((f"{KINDS[kind].get_full_name()}.{method}", dict(zip(names, given, strict=False))))
    return said


def test_all_events_with_a_stranger_s_ids_tell_nothing_and_change_nothing(parley: Server, upstream: Upstream) -> None:
    upstream.script = [Say(SECRET), Hold(), Say(" Dig there."), End()]

    async def attack() -> tuple[str, str]:
        owner = await Visitor(parley.url).tab().open()
        await owner.ask("Where is the treasure?")
        await owner.until(lambda: owner.shown.text == SECRET)
        user = owner.visitor.cookie.partition("=")[2].rpartition(".")[0]
        mine = f"""FROM {{}} WHERE "user" = '{user}'"""
        [place], [turn], [run] = (
            ids(parley, f"SELECT id {mine.format(t)}") for t in ("conversations", "messages", "runs")
        )
        before, asked = rows(parley, user), len(upstream.requests)
        upstream.script = [Say("Nothing to see."), End()]
        stranger = await Visitor(parley.url).tab().open()
        heard = stranger.listen()
        nowhere = str(uuid4())
        for name, given in events(Things(place, place, turn, turn, turn, turn, run, nowhere, nowhere)):
            await stranger.send(name, given)
        await stranger.open()
        await stranger.ask("And I?")
        await stranger.until_ended()
        changing = [seen for seen in upstream.requests[asked:] if seen.method != "GET"]
        assert [seen.body["query"] for seen in changing if seen.path.endswith("/chat-messages")] == ["And I?"]
        assert len(changing) == 1, changing
        assert rows(parley, user) == before
        upstream.release()
        said = await owner.until_ended()
        for tab in (owner, stranger):
            await tab.close()
        return said, repr(heard)

    said, heard = apart(attack())
    assert said == f"{SECRET} Dig there."
    assert "And I?" in heard
    assert "treasure" not in heard
