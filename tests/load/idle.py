"""What a tab that nobody uses costs: the memory of the server's processes with very many of them, and without.

Run from the repository: ``python -m tests.load.idle``. Each tab is a visitor's own, on a new chat.
"""

import asyncio
import gc
import json
import time

import uvloop

from .stage import Stage, arguments, stage
from .streams import opened

FIRST = 20  # tabs that are opened before the first look, and stay: what the server makes once is made then
CALM = 5.0  # seconds after which the server has done what there was to do


async def load(place: Stage, tabs: int) -> None:
    first = await opened(place.url, FIRST)
    await asyncio.sleep(CALM)
    before, cpu = place.pss(), place.cpu()
    began = time.monotonic()
    idle = await opened(place.url, tabs)
    took = time.monotonic() - began
    await asyncio.sleep(CALM)
    with_them, cpu = place.pss(), place.cpu() - cpu
    calm = place.cpu()
    await asyncio.sleep(CALM)
    calm = (place.cpu() - calm) / CALM
    for tab in [*first, *idle]:
        await tab.close()
    gc.collect()
    await asyncio.sleep(CALM)
    figures = {
        "tabs": tabs,
        "kb_a_tab": round((with_them - before) / tabs, 1),
        "pss_mb_before": round(before / 1024),
        "pss_mb": round(with_them / 1024),
        "pss_mb_after": round(place.pss() / 1024),
        "opened_in_s": round(took, 1),
        "cpu_ms_a_tab": round(cpu * 1000 / tabs),
        "idle_cpu_percent": round(calm * 100, 1),
    }
    print(json.dumps(figures), flush=True)


if __name__ == "__main__":
    options = arguments(__doc__)
    options.add_argument("--tabs", type=int, default=1000)
    given = options.parse_args()
    with stage(given) as place:
        uvloop.run(load(place, given.tabs))
