"""Pictures of the page in every state: ``python -m tests.e2e.screens FOLDER``."""

import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, expect, sync_playwright

from . import chromium
from .page import ChatPage
from .script import Cut, End, Hold, Say, numbered
from .server import Server, built, free_port, started
from .upstream import KEY, Upstream

SIZES = {"desk": (1280, 800), "phone": (390, 844)}
SCHEMES = ("light", "dark")
TEXT = """Three things matter here, and **one** of them is easy to miss:

1. A run belongs to the server.
2. A tab only *follows* it.
3. A reload loses nothing.

| Event | What a page does |
|---|---|
| `message` | appends |
| `message_replace` | replaces |

```python
async for event in events:
    draft = fold(draft, event)
```
"""
SOURCES = [
    {"position": 1, "document_name": "How answers travel", "content": "A run belongs to the server.", "score": 0.92},
    {"position": 2, "document_name": "Limits", "content": "A tab only follows.", "score": 0.41},
]
FORM = [
    {"text-input": {"label": "Your name", "variable": "name", "required": True, "max_length": 20}},
    {"select": {"label": "Region", "variable": "region", "required": True, "options": ["EU", "US"]}},
    {"paragraph": {"label": "What you work on", "variable": "work", "required": False}},
]


def first_visit(chat: ChatPage, upstream: Upstream) -> None:
    expect(chat.suggestions.first).to_be_visible()


def form_with_errors(chat: ChatPage, upstream: Upstream) -> None:
    chat.start_chat.click()
    expect(chat.alert.first).to_be_visible()


def streaming(chat: ChatPage, upstream: Upstream) -> None:
    upstream.script = [Say(TEXT[:230]), Hold(), End()]
    chat.ask("How does an answer reach the page?")
    expect(chat.answer).to_contain_text("A reload loses")


def waiting(chat: ChatPage, upstream: Upstream) -> None:
    upstream.script = [Hold(), End()]
    chat.ask("How does an answer reach the page?")


def done(chat: ChatPage, upstream: Upstream) -> None:
    upstream.suggested = ["What happens on a reload?", "And with two tabs?"]
    upstream.script = [Say(TEXT), End({"retriever_resources": SOURCES})]
    chat.ask_and_wait("How does an answer reach the page?")
    expect(chat.suggestions).to_have_count(2)
    chat.sources.locator("summary").first.click()


def stopped(chat: ChatPage, upstream: Upstream) -> None:
    streaming(chat, upstream)
    chat.stop.click()
    expect(chat.retry).to_be_visible()


def failed(chat: ChatPage, upstream: Upstream) -> None:
    upstream.script = [Say("It began well, and then"), Cut()]
    chat.ask("How does an answer reach the page?")
    expect(chat.retry).to_be_visible()


def long_thread(chat: ChatPage, upstream: Upstream) -> None:
    upstream.script = numbered("LEN=180 DELAY=0")
    for number in range(3):
        chat.ask_and_wait(f"Question {number}: tell me more.")


def drawer(chat: ChatPage, upstream: Upstream) -> None:
    chat.ask_and_wait("LEN=30 The first one.")
    if chat.show_conversations.is_visible():
        chat.show_conversations.click()
    expect(chat.conversations.first).to_be_visible()


def unreachable(chat: ChatPage, upstream: Upstream) -> None:
    expect(chat.retry).to_be_visible()


STATES: list[tuple[str, Callable[[ChatPage, Upstream], None]]] = [
    ("plain", first_visit),
    ("form", form_with_errors),
    ("plain", waiting),
    ("plain", streaming),
    ("plain", done),
    ("plain", stopped),
    ("plain", failed),
    ("plain", long_thread),
    ("plain", drawer),
    ("down", unreachable),
]


@contextmanager
def stage(folder: Path) -> Iterator[dict[str, tuple[Server, Upstream]]]:
    """The servers: the guide's only builds the page; one has no form, one has, one's app is down."""
    plain, form, down = Upstream(), Upstream(user_input_form=FORM), Upstream()
    with built(folder / "guide") as guide, plain.serving(), form.serving():
        nowhere = f"http://127.0.0.1:{free_port()}/v1"
        with (
            started(folder / "plain", api_url=plain.url, api_key=KEY) as one,
            started(folder / "form", api_url=form.url, api_key=KEY) as two,
            started(folder / "down", api_url=nowhere, api_key=KEY) as three,
        ):
            yield {"guide": (guide, plain), "plain": (one, plain), "form": (two, form), "down": (three, down)}


def take(browser: Browser, servers: dict[str, tuple[Server, Upstream]], out: Path) -> None:
    for kind, state in [("guide", first_visit), *STATES]:
        for size, (width, height) in SIZES.items():
            for scheme in SCHEMES:
                server, upstream = servers[kind]
                upstream.reset()
                context = browser.new_context(
                    locale="en-US", viewport={"width": width, "height": height}, color_scheme=scheme
                )
                chat = ChatPage(context.new_page(), server).open()
                state(chat, upstream)
                name = f"{kind}-{state.__name__}-{size}-{scheme}.png".replace("_", "-")
                chat.page.screenshot(path=out / name, animations="disabled")
                print(name, flush=True)
                context.close()


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, stage(Path(folder)) as servers, sync_playwright() as playwright:
        browser = chromium.launch(playwright)
        take(browser, servers, out)
        browser.close()


if __name__ == "__main__":
    main()
