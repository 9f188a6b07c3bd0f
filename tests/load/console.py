"""Agents who read along at the console while answers are written: what that costs their customers, and how late it is.

Run from the repository: ``python -m tests.load.console``. Every answer is read along by so many agents; the same load
comes first with nobody who does.
"""

import argparse
import asyncio
import json
import statistics

import uvloop

from tests.e2e.server import started

from .client import Tab, Visitor
from .shown import ROOT, Of, Shown, full_name
from .stage import Stage, arguments, ready
from .streams import lags, opened, sent, streamed
from .upstream import token

_MODULE = f"{ROOT}.app___state___console_thread____"
_STATES = f"{_MODULE}console_thread_state", f"{_MODULE}console_live_state"
AT_CONSOLE = Of(*_STATES, "console_thread.tell_anew", "console_thread.stream")


class Agent(Tab):
    """A tab at the console, which reads along one conversation."""

    async def read_along(self, conversation: str) -> "Agent":
        await self.visitor.fetch("/console")
        self.shown = Shown(of=AT_CONSOLE)
        await self._connect()
        await self.until(lambda: conversation in {line["id"] for line in self._lines})
        app = next(line["app"] for line in self._lines if line["id"] == conversation)
        await self._say("console_thread.open", app=app, id=conversation, number=1)
        await self.until(lambda: self.shown.turns)
        return self

    @property
    def _lines(self) -> list[dict[str, str]]:
        return list(self.shown.states.get(full_name("console"), {}).get("lines") or [])

    @property
    def _path(self) -> str:
        return "/console"

    async def _move(self) -> None:
        """Its place is in no visit."""


async def read_along(url: str, tab: Tab, wait: float, seconds: float) -> Agent:
    """Come while an answer is written, and read it to its end."""
    await asyncio.sleep(wait)
    await tab.until(lambda: tab.conversation)
    agent = await Agent(Visitor(url)).read_along(tab.conversation)
    await agent.until_ended(seconds)
    return agent


async def late(agent: Agent, upstream: str, run: str) -> list[float]:
    """How many ms after its sending each token stood at the agent's, of those that were sent once they were there."""
    told, grown = await sent(upstream, run), agent.shown.live.grown
    each = zip(lags(grown, told["sent"]), told["sent"], strict=False)
    return [lag for lag, at in each if at > grown[0][0]]


async def load(place: Stage, given: argparse.Namespace, agents: int) -> None:
    tabs, cpu = await opened(place.url, given.streams), place.cpu()
    waits = [given.within * number / given.streams for number in range(given.streams)]
    pairs = list(zip(tabs, waits, strict=True))
    asking = [streamed(tab, place.upstream, given.tokens, given.delay, wait) for tab, wait in pairs]
    patience = 60 + given.tokens * given.delay / 1000 * 3
    reading = [read_along(place.url, tab, wait + 1, patience) for tab, wait in pairs for _ in range(agents)]
    answers, along = await asyncio.gather(asyncio.gather(*asking), asyncio.gather(*reading))
    cpu = place.cpu() - cpu
    runs = [answer.run for answer in answers for _ in range(agents)]
    read = [await late(agent, place.upstream, run) for agent, run in zip(along, runs, strict=True)]
    await asyncio.gather(*(tab.close() for tab in [*tabs, *along]))
    whole = "".join(map(token, range(given.tokens)))
    right = sum(answer.whole(given.tokens) for answer in answers) + sum(agent.shown.text == whole for agent in along)
    figures = {
        "streams": given.streams,
        "agents": len(along),
        "whole": right,
        **percentiles("customer", [lag for answer in answers for lag in answer.lags]),
        **percentiles("agent", [lag for lags in read for lag in lags]),
        "server_cpu_s": round(cpu, 1),
    }  # fmt: skip
    print(json.dumps(figures), flush=True)
    if right < given.streams + len(along):
        raise SystemExit("an answer is not whole")


def percentiles(whose: str, lags: list[float]) -> dict[str, int]:
    cuts = statistics.quantiles(lags, n=100) if lags else [0.0] * 99
    return {f"{whose}_p{at}": round(cuts[at - 1]) for at in (50, 95, 99)}


def main(given: argparse.Namespace) -> None:
    with (
        ready(given) as (folder, upstream, settings),
        started(folder / "server", **settings, role="agent") as server,
    ):
        place = Stage(server.url, upstream, server.pid)
        for agents in (0, given.agents):
            uvloop.run(load(place, given, agents))


if __name__ == "__main__":
    options = arguments(__doc__)
    options.add_argument("--streams", type=int, default=20)
    options.add_argument("--agents", type=int, default=1, help="who reads along each answer")
    options.add_argument("--tokens", type=int, default=300)
    options.add_argument("--delay", type=int, default=50, help="ms between two tokens")
    options.add_argument("--within", type=float, default=5.0, help="seconds in which the questions are asked")
    main(options.parse_args())
