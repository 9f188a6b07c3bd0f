"""Pictures of the page in every state: ``python -m tests.e2e.screens FOLDER [STATE …]``."""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from . import chromium
from .page import ChatPage
from .server import Server, built, free_port, started
from .states import STATES
from .states.texts import FORM, FULL
from .upstream import KEY, Upstream

SIZES = {"desk": (1280, 800), "phone": (390, 844)}
SCHEMES = ("light", "dark")


@contextmanager
def stage(folder: Path) -> Iterator[dict[str, tuple[Server, Upstream]]]:
    """The servers: the guide's only builds the page; one has no form, one has, one's app is down, two have it all."""
    plain, form, down, full = Upstream(), Upstream(user_input_form=FORM), Upstream(), Upstream(**FULL)
    with built(folder / "guide") as guide, plain.serving(), form.serving(), full.serving():
        nowhere = f"http://127.0.0.1:{free_port()}/v1"
        with (
            started(folder / "plain", api_url=plain.url, api_key=KEY) as one,
            started(folder / "form", api_url=form.url, api_key=KEY) as two,
            started(folder / "down", api_url=nowhere, api_key=KEY) as three,
            started(folder / "full", api_url=full.url, api_key=KEY) as four,
            started(folder / "member", api_url=full.url, api_key=KEY, role="member") as five,
        ):
            yield {
                "guide": (guide, plain),
                "plain": (one, plain),
                "form": (two, form),
                "down": (three, down),
                "full": (four, full),
                "member": (five, full),
            }


def take(browser: Browser, servers: dict[str, tuple[Server, Upstream]], out: Path, names: list[str]) -> None:
    """Of the states of those ``names``, of all where there are none."""
    for state in (state for state in STATES if not names or state.name in names):
        for size, (width, height) in SIZES.items():
            for scheme in SCHEMES:
                server, upstream = servers[state.server]
                upstream.reset()
                context = browser.new_context(
                    locale="en-US", viewport={"width": width, "height": height}, color_scheme=scheme
                )
                chat = ChatPage(context.new_page(), server).open()
                state.make(chat, upstream)
                name = f"{state.name}-{size}-{scheme}.png"
                chat.page.screenshot(path=out / name, animations="disabled")
                print(name, flush=True)
                context.close()


def main() -> None:
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    out, names = Path(sys.argv[1]), sys.argv[2:]
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, stage(Path(folder)) as servers, sync_playwright() as playwright:
        browser = chromium.launch(playwright)
        take(browser, servers, out, names)
        browser.close()


if __name__ == "__main__":
    main()
