"""Many answers at once: whether every token of each is there, in its place and once, and how late it came.

Run from the repository: ``python -m tests.load.streams``. It starts a server and a paced app, or takes those that are
named; each answer goes to a visitor of its own.
"""

import argparse
import asyncio
import json
import statistics
import time
import uuid
from dataclasses import dataclass
from typing import Any

import aiohttp
import uvloop

from .client import Tab, Visitor
from .stage import Stage, arguments, stage
from .upstream import token

AT_ONCE = 10  # tabs that are opened at the same time


@dataclass(frozen=True)
class Streamed:
    """One answer as a tab got it. ``lags`` are those of its tokens, in ms; ``frames`` those of its text."""

    run: str
    text: str
    lags: list[float]
    frames: int
    gaps: int
    asked: int

    def whole(self, tokens: int) -> bool:
        """Whether it is what the app sent, byte by byte, asked for once."""
        return self.text == "".join(map(token, range(tokens))) and len(self.lags) == tokens and self.asked == 1


async def opened(url: str, count: int) -> list[Tab]:
    """So many tabs, each of a visitor of its own."""
    room = asyncio.Semaphore(AT_ONCE)

    async def one() -> Tab:
        async with room:
            return await Visitor(url).tab().open()

    return await asyncio.gather(*(one() for _ in range(count)))


async def streamed(tab: Tab, upstream: str, tokens: int, delay: int, wait: float = 0.0) -> Streamed:
    """Ask after ``wait`` seconds for an answer of so many tokens, ``delay`` ms apart, and follow it to its end."""
    run = uuid.uuid4().hex
    await asyncio.sleep(wait)
    await tab.ask(f"LEN={tokens} DELAY={delay} RUN={run}")
    text = await tab.until_ended(60 + tokens * delay / 1000 * 3)
    told = await sent(upstream, run)
    shown = tab.shown
    return Streamed(run, text, lags(shown.live.grown, told["sent"]), shown.frames, shown.gaps, told["asked"])


async def sent(upstream: str, run: str) -> dict[str, Any]:
    """When the app ``sent`` each token of a run, in ns, and how often it was ``asked`` for it."""
    async with aiohttp.ClientSession() as session, session.get(f"{upstream}/sent/{run}") as answer:
        found: dict[str, Any] = await answer.json()
    return found


def lags(grown: list[tuple[int, int]], sent: list[int]) -> list[float]:
    """How many ms after its sending each token stood on the page, as far as they do. Times are in ns."""
    found: list[float] = []
    steps, end = iter(grown), 0
    now, length = 0, 0
    for number, at in enumerate(sent):
        end += len(token(number))
        while length < end:
            if (step := next(steps, None)) is None:
                return found
            now, length = step
        found.append((now - at) / 1e6)
    return found


async def load(place: Stage, streams: int, tokens: int, delay: int, within: float) -> None:
    tabs = await opened(place.url, streams)
    cpu, began = place.cpu(), time.monotonic()
    waits = [within * number / streams for number in range(streams)]
    asking = (streamed(tab, place.upstream, tokens, delay, wait) for tab, wait in zip(tabs, waits, strict=True))
    answers = await asyncio.gather(*asking)
    took = time.monotonic() - began
    cpu = place.cpu() - cpu
    await asyncio.gather(*(tab.close() for tab in tabs))
    every = [lag for answer in answers for lag in answer.lags]
    cuts = statistics.quantiles(every, n=100)
    figures = {
        "streams": streams,
        "tokens": tokens,
        "delay_ms": delay,
        "within_s": within,
        "whole": sum(answer.whole(tokens) for answer in answers),
        "gaps": sum(answer.gaps for answer in answers),
        "lag_p50": round(cuts[49]),
        "lag_p95": round(cuts[94]),
        "lag_p99": round(cuts[98]),
        "lag_max": round(max(every)),
        "first_p95": round(statistics.quantiles([answer.lags[0] for answer in answers], n=20)[-1]),
        "tokens_a_frame": round(streams * tokens / sum(answer.frames for answer in answers), 1),
        "seconds": round(took, 1),
        "server_cpu_s": round(cpu, 1),
    }
    print(json.dumps(figures), flush=True)
    if figures["whole"] < streams:
        raise SystemExit("an answer is not whole")


def main(given: argparse.Namespace) -> None:
    with stage(given) as place:
        uvloop.run(load(place, given.streams, given.tokens, given.delay, given.within))


if __name__ == "__main__":
    options = arguments(__doc__)
    options.add_argument("--streams", type=int, default=100)
    options.add_argument("--tokens", type=int, default=300)
    options.add_argument("--delay", type=int, default=50, help="ms between two tokens")
    options.add_argument("--within", type=float, default=5.0, help="seconds in which the questions are asked")
    main(options.parse_args())
