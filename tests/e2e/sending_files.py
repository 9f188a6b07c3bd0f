"""Files for a question, how they are given to the page, and what came of them."""

from mimetypes import guess_type
from typing import Any

from playwright.sync_api import Locator, expect

from .page import ChatPage
from .script import picture
from .upstream import Upstream

PNG = picture(40, 30)
MEGABYTE = 2**20


def a_file(name: str = "lamp.png", data: bytes = PNG) -> tuple[str, bytes]:
    return name, data


def big(megabytes: float = 0.4) -> bytes:
    """A picture so large that it takes a while on a slow line."""
    return PNG + bytes(int(megabytes * MEGABYTE))


def chip(chat: ChatPage, name: str) -> Locator:
    return chat.chips.filter(has_text=name)


def expect_there(chat: ChatPage, *names: str) -> None:
    """Those files, and no others, have arrived."""
    expect(chat.chips).to_have_count(len(names))
    for at, name in enumerate(names):
        expect(chat.chips.nth(at)).to_contain_text(name)
        expect(chat.chips.nth(at)).to_have_attribute("data-state", "done")


def uploads(app: Upstream) -> list[tuple[str, str]]:
    """Name and content type of what reached the app."""
    return [(seen.file.name, seen.file.media_type) for seen in app.seen("/files/upload") if seen.file]


def asked(app: Upstream) -> dict[str, Any]:
    return app.seen("/chat-messages")[-1].body


def transfer(chat: ChatPage, *files: tuple[str, bytes]) -> Any:
    """A ``DataTransfer`` of the page, as a drop and a paste bring one."""
    made = [{"name": name, "type": guess_type(name)[0], "data": list(data)} for name, data in files]
    return chat.page.evaluate_handle(
        """files => {
          const transfer = new DataTransfer();
          const added = files.map(({ name, type, data }) => new File([new Uint8Array(data)], name, { type }));
          added.forEach((file) => transfer.items.add(file));
          return transfer;
        }""",
        made,
    )


def slow(chat: ChatPage, bytes_a_second: int = 40_000) -> None:
    """A line on which an upload takes its time."""
    session = chat.page.context.new_cdp_session(chat.page)
    line = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": bytes_a_second}
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", line)


def shown(chat: ChatPage) -> Locator:
    return chat.preview.get_by_role("img")
