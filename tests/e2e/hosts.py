"""Other sites, whose pages have the widget or a frame in them: real servers, whose host is another than Parley's."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from playwright.sync_api import FrameLocator, Page, expect

from app.i18n.en import EN
from app.i18n.words import Words

POLICY = (
    "default-src 'none'; script-src {parley} 'nonce-n1'; frame-src {parley}; connect-src 'self'; style-src 'none'; "
    "require-trusted-types-for 'script'"
)


class Host:
    """A site at ``http://127.0.0.1``; Parley is reached at ``http://localhost``, which is another site to a browser.

    ``body`` is what its page has, ``token`` what ``/token`` gives; ``strict`` pages run nothing of their own but what
    bears the nonce.
    """

    def __init__(self) -> None:
        self.body = ""
        self.token = ""
        self.policy = ""
        self.url = ""

    def page(self) -> str:
        shop = "<main><h1>Shop</h1><button>Buy</button></main>"
        return f"<!doctype html><html lang=en><title>Shop</title>{shop}{self.body}"


@contextmanager
def a_host() -> Iterator[Host]:
    host = Host()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            given = host.token if self.path == "/token" else host.page()
            data = given.encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8" if self.path == "/" else "text/plain")
            if host.policy:
                self.send_header("Content-Security-Policy", host.policy)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    host.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield host
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def script(parley: str, app: str = "desk", **attributes: str) -> str:
    more = "".join(f' data-{name.replace("_", "-")}="{value}"' for name, value in attributes.items())
    return f'<script nonce="n1" src="{parley}/embed.js" data-app="{app}"{more} async></script>'


class Widget:
    """The widget on a page of another site."""

    def __init__(self, page: Page, words: Words = EN) -> None:
        self.page = page
        self.place = page.locator("[data-parley]")
        self.bubble = self.place.get_by_role("button")
        self.panel = self.place.get_by_role("dialog", name=words.widget_title, exact=True)
        self.inside: FrameLocator = self.place.frame_locator("iframe")
        self.message = self.inside.get_by_role("textbox", name=words.message, exact=True)
        self.answer = self.inside.get_by_role("article", name=words.answer, exact=True).last
        self.questions = self.inside.get_by_role("article", name=words.question, exact=True)

    def open(self) -> "Widget":
        self.bubble.click()
        return self.expect_ready()

    def expect_ready(self) -> "Widget":
        expect(self.panel).to_be_visible()
        expect(self.message).to_be_focused()
        return self

    def ask(self, text: str) -> None:
        self.message.fill(text)
        self.message.press("Enter")

    def expect_answer(self, text: str) -> None:
        expect(self.answer).to_have_attribute("aria-busy", "false")
        expect(self.answer).to_contain_text(text)

    def call(self, name: str, *arguments: Any) -> None:
        """A call of the page's own JavaScript API."""
        self.page.evaluate(f"Parley.{name}(...{json.dumps(arguments)})")
