"""The run log of several processes, on Redis Streams.

Each process's tabs follow its own memory. A process that makes a run writes what came of it, a moment's batches as one
entry, into the run's stream; one whose tabs want it reads the stream into its memory. So a tab has its own process's
answers at once, also while Redis is away, and what could not be written is written, whole, once it is back.
"""

import asyncio
import logging
import pickle
from dataclasses import dataclass
from functools import partial
from typing import cast

from redis.asyncio.client import Pipeline
from redis.exceptions import RedisError, ResponseError

from app.relay import Relay, answered
from app.runs.draft import Draft
from app.runs.entries import Entry, Piece, Standing, dump, load, piece_of, standing
from app.runs.far import FarRun, FarVoice
from app.runs.live import KnownRun
from app.runs.log import Batch, MemoryRunLog

WINDOW = 0.06  # seconds between two writings; what comes meanwhile is one entry
RETRY = 1.0  # seconds after which what could not be written is tried again
KEPT = 400  # entries after which a stream begins anew with the whole answer
EXPIRE = 3600  # seconds after the last entry
LATE = 60.0  # seconds for which another's ended run is kept

log = logging.getLogger(__name__)


@dataclass
class _Ours:
    """A run of this process as its stream has it."""

    run: KnownRun
    number: int = 0
    batch: int = 0
    draft: Draft | None = None  # None: the next entry is a whole one
    stood: Standing | None = None
    since_whole: int = 0
    sounds: int = 0


class SharedRunLog(MemoryRunLog):
    """Its :meth:`keep_writing` runs while the process lives."""

    def __init__(self, relay: Relay) -> None:
        super().__init__()
        self._relay = relay
        self._ours: dict[str, _Ours] = {}
        self._far: dict[str, FarRun] = {}
        self._finding = asyncio.Lock()
        self._writing = asyncio.Lock()
        self._due: set[str] = set()
        self._grown = asyncio.Event()
        relay.back.append(self._begin_anew)

    def append(self, run_id: str, batch: Batch) -> None:
        super().append(run_id, batch)
        self._mark(run_id)

    async def share(self, run: KnownRun) -> None:
        id, number = run.row.id, 0
        if (far := self._far.pop(id, None)) is not None:  # It was another's, and is ours now.
            self._relay.leave(_stream(id))
            number = far.number
        self._ours[id] = _Ours(run, number)
        await self._write_some({id})

    def changed(self, run: KnownRun) -> None:
        self._mark(run.row.id)

    async def forget(self, run_id: str) -> None:
        await super().forget(run_id)
        if (ours := self._ours.pop(run_id, None)) is None:
            return
        row = ours.run.row
        try:
            async with self._relay.redis.pipeline(transaction=False) as pipe:
                pipe.delete(_key(run_id), _stream(run_id), _sound(run_id))
                pipe.srem(_of_user(row.app, row.user), run_id)
                pipe.srem(_of_worker(self._relay.worker), run_id)
                await pipe.execute()
        except (RedisError, OSError):
            log.info("run %s: its log stays in redis until it expires", run_id)

    async def others(self, app: str, user: str) -> list[KnownRun]:
        try:
            ids = {id.decode() for id in await answered(self._relay.redis.smembers(_of_user(app, user)))}
            for id in ids - self._ours.keys():
                await self._mirror(id)
        except (RedisError, OSError) as error:
            log.warning("redis is away: runs of other processes cannot be looked for: %s", error)
        return [run for run in self._far.values() if (run.row.app, run.row.user) == (app, user)]

    async def stop(self, run: KnownRun) -> None:
        if (worker := await self._field(run.row.id, "worker")) is not None:
            await self._relay.command(worker.decode(), run.row.id.encode())

    async def left_by(self, worker: str) -> list[FarRun]:
        """The runs of a worker that is no more, of any app."""
        ids = await answered(self._relay.redis.smembers(_of_worker(worker)))
        found = [await self._mirror(id.decode()) for id in ids]
        return [run for run in found if run is not None]

    async def forget_worker(self, worker: str) -> None:
        await self._relay.redis.delete(_of_worker(worker))

    async def known_ids(self) -> set[str]:
        """The ids of all runs that some worker has, dead or alive."""
        found: set[str] = set()
        for worker in await self._relay.workers():
            found |= {id.decode() for id in await answered(self._relay.redis.smembers(_of_worker(worker)))}
        return found

    async def flush(self) -> None:
        """Write what is due now, before the process ends."""
        await self._write_some(set(self._ours))

    async def keep_writing(self) -> None:
        """Write what is due, again and again."""
        while True:
            await self._grown.wait()
            self._grown.clear()
            due, self._due = self._due, set()
            await asyncio.sleep(WINDOW if await self._write_some(due) else RETRY)

    def _mark(self, run_id: str) -> None:
        if run_id in self._ours:
            self._due.add(run_id)
            self._grown.set()

    def _begin_anew(self) -> None:
        """Redis may have lost all, or have taken what it could not confirm: the next entries are whole ones."""
        for id, ours in self._ours.items():
            ours.draft = ours.stood = None
            ours.sounds = 0
            self._mark(id)

    async def _write_some(self, ids: set[str]) -> bool:
        """Write these runs' next entries; False where that could not be done, and will be tried again.

        One writing after the other: an entry that overtook the one before it on another connection would leave a gap.
        """
        try:
            async with self._writing, self._relay.redis.pipeline(transaction=False) as pipe:
                for ours in [self._ours[id] for id in ids if id in self._ours]:
                    self._put(pipe, ours)
                for answer in await pipe.execute(raise_on_error=False):
                    # An entry that was written before its answer was lost comes a second time: it is there.
                    if isinstance(answer, Exception) and "equal or smaller" not in str(answer):
                        raise answer
            return True
        except (RedisError, ResponseError, OSError) as error:
            log.warning("run logs cannot be written: %s", error)
            self._begin_anew()
            return False

    def _put(self, pipe: Pipeline, ours: _Ours) -> None:
        run, id = ours.run, ours.run.row.id
        now, piece = standing(run), self._piece(ours)
        if piece is None and now == ours.stood:
            return
        if piece is not None and piece.whole:
            self._register(pipe, ours)
        for sound in run.voice.pieces[ours.sounds :]:
            ours.sounds += 1
            pipe.xadd(_sound(id), {b"v": sound}, id=f"{ours.sounds}-0")
            pipe.expire(_sound(id), EXPIRE)
        ours.number, ours.stood = ours.number + 1, now
        pipe.xadd(_stream(id), {b"v": dump(Entry(now, piece))}, id=f"{ours.number}-0")
        pipe.expire(_stream(id), EXPIRE)
        if piece is not None and piece.whole:
            # Exactly: what is left begins with the whole one.
            pipe.xtrim(_stream(id), minid=f"{ours.number}-0", approximate=False)

    def _piece(self, ours: _Ours) -> Piece | None:
        batch = self.at(ours.run.row.id)
        if ours.draft is not None and (batch is None or batch.number == ours.batch):
            return None
        batch = batch or Batch(0, 0, 0, "", ours.run.draft)
        whole = ours.draft is None or ours.since_whole >= KEPT
        piece = piece_of(None if whole else ours.draft, batch)
        ours.since_whole = 0 if whole else ours.since_whole + 1
        ours.batch, ours.draft = batch.number, batch.draft
        return piece

    def _register(self, pipe: Pipeline, ours: _Ours) -> None:
        run, worker = ours.run, self._relay.worker
        row, key = run.row, _key(run.row.id)
        pipe.hset(key, mapping={"about": pickle.dumps((row, run.message, run.sent)), "worker": worker})
        pipe.expire(key, EXPIRE)
        for members in (_of_user(row.app, row.user), _of_worker(worker)):
            pipe.sadd(members, row.id)
            pipe.expire(members, EXPIRE)

    async def _mirror(self, run_id: str) -> FarRun | None:
        """Another process's run, as far as its stream is; what comes is taken from then on."""
        async with self._finding:
            if (found := self._far.get(run_id)) is not None:
                return found
            redis = self._relay.redis
            about = await self._field(run_id, "about")
            if about is None or run_id in self._ours:
                return None
            row, message, sent = pickle.loads(about)
            voice = FarVoice(partial(self._sounds, run_id))
            run = FarRun(row, message, sent, voice=voice)
            await self.start(run_id)
            last = "0"
            for id, fields in await redis.xrange(_stream(run_id)):
                last = id.decode()
                await self._take(run, last, fields[b"v"])
            self._far[run_id] = run
            await self._relay.listen(_stream(run_id), partial(self._take, run), after=last)
            return run

    async def _field(self, run_id: str, name: str) -> bytes | None:
        return cast("bytes | None", await answered(self._relay.redis.hget(_key(run_id), name)))

    async def _sounds(self, run_id: str, after: int) -> list[bytes]:
        return [fields[b"v"] for _id, fields in await self._relay.redis.xrange(_sound(run_id), min=f"({after}-0")]

    async def _take(self, run: FarRun, id: str, value: bytes) -> None:
        entry = load(value)
        batch = run.take(int(id.partition("-")[0]), entry)
        await run.stand(entry.standing)
        if batch is not None:
            super().append(run.row.id, batch)
        if run.closed.is_set():
            asyncio.get_running_loop().call_later(LATE, self._drop, run)

    def _drop(self, run: FarRun) -> None:
        if self._far.get(run.row.id) is run:
            del self._far[run.row.id]
            self._relay.leave(_stream(run.row.id))
            self._runs.pop(run.row.id, None)


def _key(run_id: str) -> str:
    return f"parley:run:{run_id}"


def _stream(run_id: str) -> str:
    return f"parley:run:{run_id}:log"


def _sound(run_id: str) -> str:
    return f"parley:run:{run_id}:sound"


def _of_user(app: str, user: str) -> str:
    return f"parley:runs:{app}:{user}"


def _of_worker(worker: str) -> str:
    return f"parley:worker:{worker}:runs"
