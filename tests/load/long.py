"""How the page does with a long conversation: opening it, reading up to its beginning, landing in it, typing below it.

Run from the repository: ``python -m tests.load.long``. It builds the page, starts a server with an app of its own whose
conversation has 1,000 turns, and prints a line of JSON for each thing that was measured.
"""

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page, expect, sync_playwright

from tests.e2e import chromium
from tests.e2e.page import ChatPage
from tests.e2e.server import built, started
from tests.e2e.upstream import KEY, Upstream

from .rich import SOURCES, step

PROSE = "A sentence that says a little more about the matter, with *some* weight. "
CODE = "```python\ndef lamp(number: int) -> str:\n    return f'Lamp {number}'\n```\n\n"
TABLE = "| lamp | price |\n|---|---|\n" + "".join(f"| Lamp {row} | {40 + row} |\n" for row in range(6)) + "\n"
PATIENCE = 120_000  # ms

Fresh = Callable[[], Any]


def seed(upstream: Upstream, turns: int) -> Any:
    """A conversation of so many turns: prose, and now and then code, a table, an agent's steps and sources.

    It is the only one: each visitor has one of their own, as it is with real servers.
    """
    upstream.reset()
    talk = upstream.seed("A long one", turns)
    for number, message in enumerate(talk.messages):
        extra = {1: CODE, 3: TABLE}.get(number % 5, "")
        message["query"] = f"Question {number}? " + "What of the lamps in the hall, then? " * (number % 4)
        message["answer"] = f"Answer {number}.\n\n{extra}" + PROSE * (4 + number % 9)
        if number % 7 == 0:
            message["agent_thoughts"] = [step(1), step(2)]
            message["retriever_resources"] = SOURCES
    talk.messages[len(talk.messages) // 2]["answer"] += " The needle is here."
    return talk


class Meter:
    """What a tab takes: nodes, heap, its longest task, and what came through its socket."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.cdp: CDPSession = page.context.new_cdp_session(page)
        self.cdp.send("Network.enable")
        self.cdp.send("Performance.enable")
        self.received = 0
        self.cdp.on("Network.webSocketFrameReceived", self._frame)
        page.add_init_script(_TASKS)

    def _frame(self, event: dict[str, Any]) -> None:
        self.received += len(event["response"]["payloadData"])

    def start(self) -> None:
        self.received = 0
        self.page.evaluate("window.tasks = []")

    def read(self) -> dict[str, float]:
        self.cdp.send("HeapProfiler.collectGarbage")
        metrics = self._metrics()
        return {
            "nodes": self.page.evaluate("document.querySelectorAll('*').length"),
            "longest_task_ms": round(max(self.page.evaluate("window.tasks"), default=0)),
            "socket_kb": round(self.received / 1024),
            "heap_mb": round(metrics["JSHeapUsedSize"] / 2**20),
        }

    def cpu(self) -> float:
        """Seconds of the page's main thread so far."""
        return float(self._metrics()["TaskDuration"])

    def _metrics(self) -> dict[str, Any]:
        return {item["name"]: item["value"] for item in self.cdp.send("Performance.getMetrics")["metrics"]}


_TASKS = """
window.tasks = [];
new PerformanceObserver((list) => window.tasks.push(...list.getEntries().map((task) => task.duration)))
  .observe({ type: "longtask" });
"""


def show(what: str, **figures: Any) -> None:
    print(json.dumps({"what": what, **figures}), flush=True)


@contextmanager
def tab(browser: Browser, server: Any) -> Iterator[tuple[ChatPage, Meter]]:
    context = browser.new_context(locale="en-US", viewport={"width": 1280, "height": 800})
    page = context.new_page()
    meter = Meter(page)
    yield ChatPage(page, server).open(), meter
    context.close()


def opening(browser: Browser, server: Any, fresh: Fresh) -> None:
    """By a click in the list, until the last answer is drawn; then up to the beginning, and what moves meanwhile."""
    talk = fresh()
    with tab(browser, server) as (chat, meter):
        meter.start()
        last = chat.answers.filter(has_text=f"Answer {len(talk.messages) - 1}.").locator("strong, em").first
        began = time.perf_counter()
        chat.conversations.first.click()
        expect(last).to_be_in_viewport(timeout=PATIENCE)
        show("opened", ms=round((time.perf_counter() - began) * 1000), **meter.read())
        meter.start()
        began = time.perf_counter()
        jumps = chat.page.evaluate(_TO_THE_BEGINNING)
        top = chat.questions.filter(has_text="Question 0?")
        expect(top).to_be_in_viewport(timeout=PATIENCE)
        took = round((time.perf_counter() - began) * 1000)
        show("read up to the beginning", ms=took, pages=len(jumps), jump_px=round(max(jumps), 1), **meter.read())


# At the top again and again, until nothing older is left: by how many px what stood there moved when older ones came.
_TO_THE_BEGINNING = """
async () => {
  const box = document.getElementById('thread');
  const frame = () => new Promise(requestAnimationFrame);
  const older = () => document.querySelector('.sentinel');
  const jumps = [];
  while (older()) {
    box.scrollTop = 0;
    await frame();
    await frame();
    const top = box.getBoundingClientRect().top;
    const read = [...document.querySelectorAll('#thread [data-turn]')]
      .find((it) => it.getBoundingClientRect().bottom > top);
    const was = read.getBoundingClientRect().top;
    let moved = 0;
    for (let frames = 0, after = 0; after < 5 && frames < 3000 && older(); frames++) {
      await frame();
      moved = Math.max(moved, Math.abs(read.getBoundingClientRect().top - was));
      if (box.scrollTop > 0) after++;
    }
    jumps.push(moved);
  }
  for (let frames = 0; frames < 60; frames++) { box.scrollTop = 0; await frame(); }
  return jumps;
}
"""


def landing(browser: Browser, server: Any, fresh: Fresh) -> None:
    """By the address of the fifth message in a new tab, and by the search."""
    talk = fresh()
    with tab(browser, server) as (chat, meter):
        began = time.perf_counter()
        chat.page.goto(f"{server.url}/c/{talk.id}#{talk.messages[2]['id']}")
        landed = chat.questions.filter(has_text="Question 2?")
        expect(landed).to_be_focused(timeout=PATIENCE)
        expect(landed).to_be_in_viewport()
        took = round((time.perf_counter() - began) * 1000)
        place = landed.bounding_box()
        chat.page.wait_for_timeout(2000)
        now = landed.bounding_box()
        assert place and now
        show("landed by its address", ms=took, moved_px=round(abs(now["y"] - place["y"]), 1), **meter.read())
    talk = fresh()
    with tab(browser, server) as (chat, meter):
        chat.page.keyboard.press("Control+k")
        chat.page.get_by_role("combobox").fill("needle")
        result = chat.page.get_by_role("listbox").get_by_role("option")
        expect(result).to_have_count(1, timeout=PATIENCE)
        meter.start()
        began = time.perf_counter()
        chat.page.get_by_role("combobox").press("Enter")
        landed = chat.questions.filter(has_text=f"Question {len(talk.messages) // 2}?")
        expect(landed).to_be_focused(timeout=PATIENCE)
        expect(landed).to_be_in_viewport()
        show("landed by the search", ms=round((time.perf_counter() - began) * 1000), **meter.read())


def read_all(chat: ChatPage, talk: Any) -> None:
    """All the turns on the page, and its reader at the end again."""
    chat.open(f"/c/{talk.id}")
    expect(chat.questions.last).to_contain_text(f"Question {len(talk.messages) - 1}?")
    chat.page.evaluate(_TO_THE_BEGINNING)
    chat.page.locator("[data-to-latest]").click()
    chat.page.wait_for_timeout(1000)


def typing(browser: Browser, server: Any, fresh: Fresh) -> None:
    """From a key to the next paint, ten keys a second, while an answer streams below all the turns."""
    talk = fresh()
    with tab(browser, server) as (chat, meter):
        read_all(chat, talk)
        chat.message.fill("LEN=4000 DELAY=20")
        chat.message.press("Enter")
        expect(chat.stop).to_be_visible(timeout=PATIENCE)
        chat.page.wait_for_timeout(2000)
        chat.page.evaluate(_KEYS)
        meter.start()
        chat.message.press_sequentially("the lamps of the hall are many. " * 6, delay=80)
        times = sorted(chat.page.evaluate("window.keys"))
        cuts = statistics.quantiles(times, n=20)
        show("typed", keys=len(times), p50_ms=round(cuts[9], 1), p95_ms=round(cuts[18], 1), **meter.read())
        chat.stop.click()
        chat.expect_idle()


# From a key's own time to the frame after the one that has its letter.
_KEYS = """
() => {
  window.keys = [];
  document.getElementById('message').addEventListener('keydown', ({ timeStamp }) =>
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => window.keys.push(performance.now() - timeStamp);
      port2.postMessage(0);
    }));
}
"""


def cpu(browser: Browser, server: Any, fresh: Fresh, tokens: int, rounds: int) -> None:
    """Of the page's main thread, while an answer streams in a new chat and below the turns, by turns."""
    taken: dict[str, list[float]] = {"empty": [], "history": []}
    for _ in range(rounds):
        for what, seconds in taken.items():
            talk = fresh()
            with tab(browser, server) as (chat, meter):
                if what == "history":
                    read_all(chat, talk)
                chat.message.fill(f"LEN={tokens} DELAY=20")
                chat.page.wait_for_timeout(1000)
                began = meter.cpu()
                chat.message.press("Enter")
                expect(chat.answer).to_contain_text(f"w{tokens - 1}", timeout=PATIENCE + tokens * 40)
                chat.page.wait_for_timeout(500)
                seconds.append(round(meter.cpu() - began, 2))
                show("streamed", turns=len(talk.messages) - 1 if what == "history" else 0, cpu_s=seconds[-1])
    empty, below = (statistics.median(taken[what]) for what in ("empty", "history"))
    show("page CPU", empty_s=empty, history_s=below, ratio=round(below / empty, 2))


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--only", nargs="*", choices=["open", "land", "type", "cpu"])
    given.add_argument("--turns", type=int, default=1000)
    given.add_argument("--history", type=int, default=200, help="turns on the page while its CPU is measured")
    given.add_argument("--tokens", type=int, default=4000)
    given.add_argument("--rounds", type=int, default=3)
    a = given.parse_args()
    wanted = a.only or ["open", "land", "type", "cpu"]
    with (
        tempfile.TemporaryDirectory() as folder,
        Upstream().serving() as upstream,
        built(Path(folder) / "guide"),
        started(Path(folder) / "app", api_url=upstream.url, api_key=KEY) as server,
        sync_playwright() as playwright,
    ):
        browser = chromium.launch(playwright)
        for name, measure in (("open", opening), ("land", landing), ("type", typing)):
            if name in wanted:
                measure(browser, server, lambda: seed(upstream, a.turns))
        if "cpu" in wanted:
            cpu(browser, server, lambda: seed(upstream, a.history), a.tokens, a.rounds)
        browser.close()


if __name__ == "__main__":
    main()
