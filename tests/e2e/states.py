"""The states that the page can be in, and how each comes about."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from playwright.sync_api import expect

from app.i18n.en import EN

from .page import ChatPage
from .script import Cut, End, Hold, Say, numbered
from .upstream import Upstream, refusal

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
    chat.sources.get_by_role("button").first.click()
    expect(chat.passage).to_be_visible()


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


def lost(chat: ChatPage, upstream: Upstream) -> None:
    chat.ask_and_wait("LEN=30 The first one.")
    chat.open("/c/no-such-conversation")
    expect(chat.alert).to_be_visible()


def refused(chat: ChatPage, upstream: Upstream) -> None:
    upstream.refusals["chat-messages"] = refusal("invalid_param", "Region is required in input form.", 400)
    chat.ask("How does an answer reach the page?")
    expect(chat.retry).to_be_visible()


def offline(chat: ChatPage, upstream: Upstream) -> None:
    chat.ask_and_wait("LEN=30 The first one.")
    chat.page.context.set_offline(True)
    expect(chat.page.get_by_text(EN.disconnected)).to_be_visible()


@dataclass(frozen=True)
class State:
    """``server`` is whose app it is: ``guide`` the embedded one, ``form`` one with a form, ``down`` none at all."""

    make: Callable[[ChatPage, Upstream], None]
    server: Literal["guide", "plain", "form", "down"] = "plain"

    @property
    def name(self) -> str:
        return f"{self.server}-{self.make.__name__}".replace("_", "-")


STATES = [
    State(first_visit, "guide"),
    State(first_visit),
    State(form_with_errors, "form"),
    State(waiting),
    State(streaming),
    State(done),
    State(stopped),
    State(failed),
    State(refused),
    State(long_thread),
    State(drawer),
    State(lost),
    State(offline),
    State(unreachable, "down"),
]
