"""How much one person, one address and one app may, of what costs something."""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Literal, Self
from uuid import uuid4

from app.dify.errors import DifyError
from app.limits.rates import Bucket, Counts, Full, Rate

MINUTE, HOUR, DAY = 60.0, 3600.0, 86_400.0
MEGABYTE = 2**20

What = Literal["minute", "day", "uploads", "runs"]
Whose = Literal["user", "address", "app"]

_KEYS: dict[tuple[Whose, What], str] = {
    ("user", "minute"): "error_limit_user_minute",
    ("user", "day"): "error_limit_user_day",
    ("user", "uploads"): "error_limit_user_uploads",
    ("address", "minute"): "error_limit_address_minute",
    ("address", "day"): "error_limit_address_day",
    ("address", "uploads"): "error_limit_address_uploads",
    ("app", "minute"): "error_limit_app_minute",
    ("app", "day"): "error_limit_app_day",
    ("app", "uploads"): "error_limit_app_uploads",
}
_HELD: dict[tuple[Whose, What], str] = {
    ("user", "runs"): "error_too_many_at_once",
    ("address", "runs"): "error_limit_address_runs",
    ("app", "runs"): "error_limit_app_runs",
}
_ALL = {**_KEYS, **_HELD}
LIMITS = frozenset(_KEYS.values())  # the keys of what is told of one that is reached for a time
_NAMES: dict[What, str] = {
    "minute": "messages_a_minute",
    "day": "messages_a_day",
    "uploads": "uploads_a_day",
    "runs": "runs",
}
_SECONDS: dict[What, float] = {"minute": MINUTE, "day": DAY, "uploads": DAY, "runs": 0.0}


class Reached(DifyError):
    """A limit of this server's is reached, and nothing was done. ``key`` is the sentence's, ``shown`` the number
    as a person reads it, and ``seconds`` from now there is room again."""

    def __init__(self, full: Full) -> None:
        self.key = full.bucket.name
        self.shown = _shown(full.bucket)
        self.seconds = max(1, math.ceil(full.seconds))
        super().__init__(f"{self.key} of {self.shown} is reached, for {self.seconds} s")


class Taken(DifyError):
    """As many answers are made at once as may be, and nothing was done; ``key`` and ``shown`` as of
    :class:`Reached`."""

    def __init__(self, bucket: Bucket) -> None:
        self.key = bucket.name
        self.shown = _shown(bucket)
        super().__init__(f"{self.key} of {self.shown} is reached")


@dataclass(frozen=True)
class Quotas:
    """The numbers by whose they are and what they count, bytes of uploads. Where one is 0 there is no limit."""

    numbers: Mapping[tuple[Whose, What], int] = field(default_factory=dict)

    @classmethod
    def of(cls, named: Mapping[str, int | None]) -> Self:
        """As they are set: ``messages_a_minute_per_user`` and so on, megabytes of uploads; None is not set."""
        found = {
            pair: number * (MEGABYTE if pair[1] == "uploads" else 1)
            for pair in _ALL
            if (number := named.get(f"{_NAMES[pair[1]]}_per_{pair[0]}")) is not None
        }
        return cls(found)

    def buckets(self, what: What, keys: Mapping[Whose, str]) -> Iterator[Bucket]:
        """Those of ``keys`` that have a limit."""
        for whose, key in keys.items():
            if count := self.numbers.get((whose, what), 0):
                yield Bucket(_ALL[whose, what], f"{what} {key}", Rate(count, _SECONDS[what]))


_NONE = Quotas()


class Allowance:
    """One app's. ``everywhere`` holds for all apps together, but for what one app takes of all; ``here`` are the app's
    own numbers besides, and in place of that one."""

    def __init__(self, app: str, counts: Counts, everywhere: Quotas = _NONE, here: Quotas = _NONE) -> None:
        self._app = app
        self._counts = counts
        self._everywhere = everywhere
        self._here = here

    async def message(self, user: str, address: str) -> None:
        """Count a question. ``address`` may be empty: then nobody's. Raises :class:`Reached`, and counts nothing."""
        await self._take([*self._buckets("minute", user, address), *self._buckets("day", user, address)])

    async def run(self, user: str, address: str) -> Callable[[], None]:
        """Keep a place for an answer; call what is returned once its stream has ended. Raises :class:`Taken`."""
        id = uuid4().hex
        if (full := await self._counts.hold(id, list(self._buckets("runs", user, address)))) is not None:
            raise Taken(full)
        return partial(self._counts.leave, id)

    async def upload(self, user: str, address: str, size: int) -> None:
        """Count ``size`` bytes that somebody sends. Raises as :meth:`message` does."""
        await self._take([*self._buckets("uploads", user, address)], size)

    def _buckets(self, what: What, user: str, address: str) -> Iterator[Bucket]:
        people: dict[Whose, str] = {"user": f"user {user}"}
        if address:
            people["address"] = f"address {address}"
        everyone: dict[Whose, str] = {"app": f"app {self._app}"}
        own = ("app", what) in self._here.numbers
        yield from self._everywhere.buckets(what, people if own else {**people, **everyone})
        here: dict[Whose, str] = {whose: f"app {self._app} {key}" for whose, key in people.items()}
        yield from self._here.buckets(what, {**here, **everyone})

    async def _take(self, buckets: list[Bucket], cost: int = 1) -> None:
        if (full := await self._counts.take(buckets, cost)) is not None:
            raise Reached(full)


async def come(counts: Counts, most: int, address: str) -> None:
    """Count somebody who is here for the first time, and may be so many in an hour from one address; 0 is no limit.

    Raises :class:`Reached`. From an address that is empty anybody may come.
    """
    if not (address and most):
        return
    full = await counts.take([Bucket("newcomers_why", f"newcomers address {address}", Rate(most, HOUR))])
    if full is not None:
        raise Reached(full)


def _shown(bucket: Bucket) -> str:
    count = bucket.rate.count
    return f"{count // MEGABYTE} MB" if bucket.name.endswith("uploads") else str(count)
