"""By raw events of a socket, as no page of ours sends them: what is somebody else's answers to nobody but its owner."""

import asyncio
import inspect
import sqlite3
from contextlib import closing
from pathlib import Path
from uuid import uuid4

from app.i18n.de import DE
from tests.load.client import Visitor
from tests.unit.wall.cases import HANDLER_CASES
from tests.unit.wall.listed import states
from tests.unit.wall.things import Things

from .conftest import Serve
from .script import End, Hold, Say
from .server import Server
from .test_load import apart
from .upstream import KEY, Upstream

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


def test_all_events_in_an_app_that_is_for_a_group_tell_whoever_is_in_none_nothing_of_their_own_time_there(
    serve: Serve, upstream: Upstream, tmp_path: Path
) -> None:
    file = tmp_path / "apps.toml"
    file.write_text(f'[[app]]\nslug = "desk"\nurl = "{upstream.url}"\nkey = "{KEY}"\ntitle = "Help desk"\n')
    server = serve(config=str(file))
    upstream.script = [Say(SECRET), End()]

    async def attack() -> tuple[list[tuple[object, ...]], list[tuple[object, ...]], str]:
        tab = await Visitor(server.url).tab().open()
        await tab.ask("Where is the treasure?")
        await tab.until_ended()
        user = tab.visitor.cookie.partition("=")[2].rpartition(".")[0]
        [place], [turn], [run] = (ids(server, f"SELECT id FROM {t}") for t in ("conversations", "messages", "runs"))
        before = rows(server, user)
        file.write_text(file.read_text() + 'groups = ["staff"]\n')
        await written(server, "the file of apps was read anew")
        heard = tab.listen()
        for name, given in events(Things(place, place, turn, turn, turn, turn, run, str(uuid4()), str(uuid4()))):
            await tab.send(name, given)
        await tab.send(f"{KINDS['SessionState'].get_full_name()}.speak_language", {"code": "de"})
        await tab.until(lambda: DE.all_apps in repr(heard))
        asked = [seen for seen in upstream.requests if seen.method != "GET"]
        await tab.close()
        assert len(asked) == 1, asked
        return before, rows(server, user), repr(heard)

    before, after, heard = apart(attack())
    assert before == after
    assert "'missing_rx_state_': True" in heard
    assert "treasure" not in heard and "Help desk" not in heard


async def written(server: Server, line: str) -> None:
    """Until the server has written that; its log is the only thing that tells when a file was looked at."""
    for _ in range(100):
        if line in server.said():
            return
        await asyncio.sleep(0.1)
    raise AssertionError(f"{line!r} is not in {server.said()[-2000:]}")
