"""Minutes of people who ask, reload, stop and lose their socket: what of the server's memory does not come back.

Run from the repository: ``python -m tests.load.soak``. Each answer is checked as well: it is whole, or as far as it was
stopped.
"""

import argparse
import asyncio
import json
import random
import time
import uuid
from collections import Counter

import uvloop

from .client import Tab
from .stage import Stage, arguments, stage
from .streams import opened
from .upstream import token

TOKENS, DELAY = 60, 40  # an answer of 2.4 s
TURNS = 5  # of a conversation, before another one is begun
LOOK = 5.0  # seconds between two looks at the memory
KINDS = ("nothing", "reload", "stop", "drop")
WHOLE = "".join(map(token, range(TOKENS)))


async def visit(tab: Tab, until: float, told: Counter[str], chance: random.Random) -> None:
    """Ask until then, and do something in the midst of each answer."""
    turns = 0
    while time.monotonic() < until:
        if turns == TURNS:
            turns, _ = 0, await tab.open()
        turns += 1
        await tab.ask(f"LEN={TOKENS} DELAY={DELAY} RUN={uuid.uuid4().hex}")
        await asyncio.sleep(chance.uniform(0, TOKENS * DELAY / 1000))
        match kind := chance.choice(KINDS):
            case "reload":
                await tab.reload()
            case "stop":
                await tab.stop()
            case "drop":
                await tab.drop(chance.uniform(0, 0.5))
        text = await tab.until_ended()
        right = WHOLE.startswith(text) if kind == "stop" else text == WHOLE
        told[kind if right else f"{kind}: {text[-40:]!r}"] += 1


async def watch(place: Stage, until: float) -> list[tuple[float, float]]:
    """The memory in MB by the minute."""
    began, seen = time.monotonic(), []
    while time.monotonic() < until:
        await asyncio.sleep(LOOK)
        seen.append(((time.monotonic() - began) / 60, place.pss() / 1024))
        print(json.dumps({"minute": round(seen[-1][0], 2), "pss_mb": round(seen[-1][1], 1)}), flush=True)
    return seen


def slope(points: list[tuple[float, float]]) -> float:
    """How much more it becomes in a minute, by the line that lies nearest."""
    x = sum(at for at, _ in points) / len(points)
    y = sum(value for _, value in points) / len(points)
    spread = sum((at - x) ** 2 for at, _ in points)
    return sum((at - x) * (value - y) for at, value in points) / spread if spread else 0.0


async def load(place: Stage, given: argparse.Namespace) -> None:
    chance, told = random.Random(given.seed), Counter[str]()
    tabs = await opened(place.url, given.tabs)
    until = time.monotonic() + given.minutes * 60
    watching = asyncio.create_task(watch(place, until))
    await asyncio.gather(*(visit(tab, until, told, chance) for tab in tabs))
    seen = [point for point in await watching if point[0] >= given.minutes / 5]
    await asyncio.gather(*(tab.close() for tab in tabs))
    growth = {"mb_a_minute": round(slope(seen), 2), "mb_first": round(seen[0][1], 1), "mb_last": round(seen[-1][1], 1)}
    print(json.dumps({"minutes": given.minutes, "tabs": given.tabs, **growth, "answers": told}), flush=True)
    if any(kind not in KINDS for kind in told):
        raise SystemExit("an answer is not whole")


if __name__ == "__main__":
    options = arguments(__doc__)
    options.add_argument("--minutes", type=float, default=10.0)
    options.add_argument("--tabs", type=int, default=10)
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    with stage(given) as place:
        uvloop.run(load(place, given))
