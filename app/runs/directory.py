"""Finding runs: whose they are, and how far they have come."""

import asyncio
from contextlib import suppress

from app.runs.live import KnownRun, LiveRun
from app.runs.log import RunLog

QUIET = 30.0  # seconds that a stopped answer's stream may take to close
SOON = 5.0  # seconds that the ledger may take to have an end that is shown


class Directory:
    """The runs that are being made or have just ended. Each is found only by the user and the app that it is of."""

    def __init__(self, run_log: RunLog) -> None:
        self.log = run_log
        self._live: dict[str, LiveRun] = {}

    def open_here(self, user: str | None = None) -> int:
        """How many runs of this process have not ended, of a user in all apps or of everybody."""
        runs = (run for run in self._live.values() if user in (None, run.row.user))
        return sum(not run.closed.is_set() for run in runs)

    async def of_user(self, app: str, user: str) -> list[KnownRun]:
        """This user's runs, those that have just ended too, oldest first."""
        here: list[KnownRun] = [run for run in self._live.values() if (run.row.app, run.row.user) == (app, user)]
        elsewhere = await self.log.others(app, user)
        return sorted([*here, *elsewhere], key=lambda run: run.row.started_at) if elsewhere else here

    async def find(self, app: str, user: str, conversation_id: str) -> KnownRun | None:
        """The run whose answer is not yet in the ledger as a whole turn of this user's conversation."""
        runs = await self.of_user(app, user)
        return next((run for run in runs if run.row.conversation_id == conversation_id and not run.recorded), None)

    async def newest(self, app: str, user: str, conversation_id: str) -> KnownRun | None:
        """The last run of this user's conversation, also one that has just ended."""
        runs = [run for run in await self.of_user(app, user) if run.row.conversation_id == conversation_id]
        return runs[-1] if runs else None

    async def own(self, app: str, user: str) -> list[KnownRun]:
        """This user's runs that have not ended."""
        return [run for run in await self.of_user(app, user) if not run.closed.is_set()]

    async def get(self, app: str, user: str, run_id: str) -> KnownRun | None:
        """The run of that id, only if it is this user's in this app."""
        if (run := self._live.get(run_id)) is not None:
            return run if (run.row.app, run.row.user) == (app, user) else None
        return next((run for run in await self.of_user(app, user) if run.row.id == run_id), None)

    async def of_turn(self, app: str, user: str, turn_id: str) -> KnownRun | None:
        """The newest run of that turn, running or just ended, only if it is this user's in this app."""
        newest_first = reversed(await self.of_user(app, user))
        return next((run for run in newest_first if run.message.id == turn_id), None)

    async def on_its_way(self, app: str, user: str, turn_id: str) -> bool:
        """Whether the app may not have the question of that turn yet: nothing of its answer has come."""
        run = await self.of_turn(app, user, turn_id)
        return run is not None and not run.shown and not run.draft.message_id

    async def recorded(self, app: str, user: str, turn_id: str) -> None:
        """Wait until the ledger has the end of that turn which is shown already, for :data:`SOON` seconds at most."""
        run = await self.of_turn(app, user, turn_id)
        if run is None or not run.shown or run.recorded:
            return
        ending = run.ending if isinstance(run, LiveRun) else None
        with suppress(TimeoutError):
            async with asyncio.timeout(SOON):
                await (asyncio.shield(ending) if ending else run.closed.wait())

    async def quiet(self, app: str, user: str, conversation_id: str) -> None:
        """Wait until the streams of a conversation's answers have closed, for :data:`QUIET` seconds at most."""
        runs = [run for run in await self.of_user(app, user) if run.row.conversation_id == conversation_id]
        with suppress(TimeoutError):
            async with asyncio.timeout(QUIET):
                for run in runs:
                    await run.closed.wait()
