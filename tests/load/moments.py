"""A reload, a lost socket or a second tab at random moments of an answer: at the end its text is the app's.

Run from the repository: ``python -m tests.load.moments``. It does so with sockets of its own, and then in a Chromium.
"""

import argparse
import asyncio
import json
import random
import uuid
from collections import Counter
from pathlib import Path

import aiohttp
import httpx
import uvloop
from playwright.sync_api import expect, sync_playwright

from app.i18n.en import EN
from tests.e2e import chromium
from tests.e2e.page import ChatPage
from tests.e2e.server import Server
from tests.proxy import Proxy, apart

from .client import Visitor
from .stage import Stage, arguments, stage
from .upstream import token

KINDS = ("reload", "drop", "second")
AT_ONCE = 5
TOKENS, DELAY = 100, 30  # an answer of 3 s


async def moment(place: Stage, kind: str, wait: float) -> str:
    """What is wrong with an answer in whose midst that happened after ``wait`` seconds; empty where nothing is."""
    visitor, run = Visitor(place.url), uuid.uuid4().hex
    tab = await visitor.tab().open()
    await tab.ask(f"LEN={TOKENS} DELAY={DELAY} RUN={run}")
    await asyncio.sleep(wait)
    tabs = [tab]
    match kind:
        case "reload":
            await tab.reload()
        case "drop":
            await tab.drop()
        case "second":
            tabs.append(await visitor.tab().open(tab.conversation))
    found = [wrong(await each.until_ended(), await asked(place, run)) for each in tabs]
    # And what the next visit finds.
    found.append(wrong(await (await tab.reload()).until_ended(), await asked(place, run)))
    for each in tabs:
        await each.close()
    return next(filter(None, found), "")


async def asked(place: Stage, run: str) -> int:
    async with aiohttp.ClientSession() as session, session.get(f"{place.upstream}/sent/{run}") as answer:
        return int((await answer.json())["asked"])


def wrong(text: str, asked: int) -> str:
    whole = "".join(map(token, range(TOKENS)))
    if text == whole:
        return "" if asked == 1 else f"it was asked for {asked} times"
    same = next((at for at, (one, other) in enumerate(zip(text, whole, strict=False)) if one != other), -1)
    return f"{len(text)} of {len(whole)} characters, other from {same} on: {text[max(0, same - 20) :][:60]!r}"


async def by_sockets(place: Stage, count: int, chance: random.Random) -> Counter[str]:
    """How often each kind went well, and what went wrong."""
    room = asyncio.Semaphore(AT_ONCE)
    told: Counter[str] = Counter()

    async def one(kind: str, wait: float) -> None:
        async with room:
            found = await moment(place, kind, wait)
            told[f"{kind} after {wait:.2f} s: {found}" if found else kind] += 1

    waits = [(kind, chance.uniform(0, TOKENS * DELAY / 1000)) for kind in KINDS for _ in range(count)]
    await asyncio.gather(*(one(kind, wait) for kind, wait in waits))
    return told


def in_chromium(place: Stage, count: int, chance: random.Random) -> Counter[str]:
    """The same by what a browser's own page holds: what its button copies is the answer's source."""
    told: Counter[str] = Counter()
    proxy = Proxy(int(place.url.rpartition(":")[2]))
    with apart(proxy) as reset, sync_playwright() as playwright:
        browser = chromium.launch(playwright)
        server = Server(f"http://127.0.0.1:{proxy.port}", Path(), Path())
        for number in range(count):
            kind, wait = KINDS[number % len(KINDS)], chance.uniform(0, TOKENS * DELAY / 1000)
            context = browser.new_context(locale="en-US", viewport={"width": 1280, "height": 800})
            context.add_init_script(_COPIED)
            chats = [ChatPage(context.new_page(), server).open()]
            run = uuid.uuid4().hex
            chats[0].ask(f"LEN={TOKENS} DELAY={DELAY} RUN={run}")
            chats[0].page.wait_for_timeout(wait * 1000)
            match kind:
                case "reload":
                    chats[0].page.reload()
                case "drop":
                    reset()
                case "second":
                    chats.append(ChatPage(context.new_page(), server).open(chats[0].path))
            asked = int(httpx.get(f"{place.upstream}/sent/{run}").json()["asked"])
            found = next(filter(None, (wrong(copied(chat), asked) for chat in chats)), "")
            told[f"{kind} after {wait:.2f} s: {found}" if found else kind] += 1
            context.close()
        browser.close()
    return told


# What goes into the clipboard, which is one for all tabs.
_COPIED = """
navigator.clipboard.write = async ([item]) => { window.copied = await (await item.getType("text/plain")).text(); };
"""


def copied(chat: ChatPage) -> str:
    """The source of the last answer, once it has ended and is drawn with its last word."""
    chat.expect_idle()
    expect(chat.answer).to_contain_text(f"w{TOKENS - 1}")
    chat.answer.hover()
    chat.answer.get_by_role("button", name=EN.copy, exact=True).click()
    chat.page.wait_for_function("window.copied !== undefined")
    return str(chat.page.evaluate("window.copied"))


def main(given: argparse.Namespace) -> None:
    chance = random.Random(given.seed)
    with stage(given) as place:
        ways = {"sockets": lambda: uvloop.run(by_sockets(place, given.moments, chance))}
        ways |= {"chromium": lambda: in_chromium(place, given.moments, chance)}
        told = {name: way() for name, way in ways.items() if given.only in ("", name)}
    print(json.dumps(told, indent=1))
    if any(kind not in KINDS for found in told.values() for kind in found):
        raise SystemExit("an answer is not whole")


if __name__ == "__main__":
    options = arguments(__doc__)
    options.add_argument("--moments", type=int, default=50, help="of each kind by sockets, of all in the browser")
    options.add_argument("--only", choices=["sockets", "chromium"], default="")
    options.add_argument("--seed", type=int, default=random.randrange(10**6))
    main(options.parse_args())
