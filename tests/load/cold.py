"""How soon a page that was never visited can be used, over the line that a telephone has, and what it weighs.

Run from the repository: ``python -m tests.load.cold``. It builds the page, starts a server of a real app, and opens it
in new browsers whose own throttling slows them down. It prints a line of JSON for each visit, and one of the medians:
``box_ms`` after its address was entered the message box can be typed into, and ``alive_ms`` after it a message goes out
without waiting, since the page has its state from the server; ``alive_kb`` came over the wire until then, ``whole_kb``
with what the page fetches ahead.
"""

import argparse
import json
import statistics
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from tests.e2e import chromium
from tests.e2e.server import built, started
from tests.e2e.upstream import KEY, Upstream

WEIGHT = """
() => [performance.getEntriesByType('navigation')[0], ...performance.getEntriesByType('resource')]
  .reduce((sum, it) => sum + it.transferSize, 0)
"""
BOX = """
(function look() {
  const box = document.getElementById('message');
  if (box && !box.disabled && box.getClientRects().length) window.box = performance.now();
  else requestAnimationFrame(look);
})();
"""


def visit(browser: Browser, url: str, megabits: float, round_trip: float) -> dict[str, float]:
    """One cold visit."""
    context = browser.new_context(locale="en-US", viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.add_init_script(BOX)
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    speed = megabits * 1e6 / 8
    slow = {"offline": False, "latency": round_trip, "downloadThroughput": speed, "uploadThroughput": speed}
    line.send("Network.emulateNetworkConditions", slow)
    began: list[float] = []
    alive: list[float] = []

    def asked(event: dict[str, Any]) -> None:
        if event["type"] == "Document":
            began.append(event["timestamp"])

    def heard(event: dict[str, Any]) -> None:
        if '"ready_rx_state_":true' in event["response"]["payloadData"]:
            alive.append(event["timestamp"])

    line.on("Network.requestWillBeSent", asked)
    line.on("Network.webSocketFrameReceived", heard)
    page.goto(url)
    page.wait_for_function("window.box")
    while not alive:
        page.wait_for_timeout(20)
    until = page.evaluate(WEIGHT)
    page.wait_for_load_state("networkidle")
    found = {
        "box_ms": round(page.evaluate("window.box")),
        "alive_ms": round((alive[0] - began[0]) * 1000),
        "alive_kb": round(until / 1024),
        "whole_kb": round(page.evaluate(WEIGHT) / 1024),
    }
    context.close()
    return found


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--megabits", type=float, default=9.0, help="each way, per second")
    given.add_argument("--round-trip", type=float, default=170.0, help="milliseconds")
    given.add_argument("--visits", type=int, default=7)
    a = given.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        Upstream().serving() as upstream,
        built(Path(folder) / "guide"),
        started(Path(folder) / "server", api_url=upstream.url, api_key=KEY) as server,
        sync_playwright() as playwright,
    ):
        visits = []
        for _ in range(a.visits):
            browser = chromium.launch(playwright)
            visits.append(visit(browser, server.url, a.megabits, a.round_trip))
            browser.close()
            print(json.dumps(visits[-1]), flush=True)
    medians = {name: statistics.median(one[name] for one in visits) for name in visits[0]}
    print(json.dumps({"median": medians}), flush=True)


if __name__ == "__main__":
    main()
