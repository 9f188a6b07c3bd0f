"""A server of several apps, and its portal."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from app.i18n.en import EN
from app.i18n.words import Words

from .conftest import Serve, Visit
from .page import ChatPage
from .server import Server, free_port
from .upstream import KEY, Upstream


def table(slug: str, url: str, title: str, more: str = "") -> str:
    return f'[[app]]\nslug = "{slug}"\nurl = "{url}"\nkey = "{KEY}"\ntitle = "{title}"\n{more}'


@pytest.fixture
def other() -> Iterator[Upstream]:
    """The second app's server."""
    with Upstream().serving() as upstream:
        yield upstream


@pytest.fixture
def file(tmp_path: Path, upstream: Upstream, other: Upstream) -> Path:
    """The file of two apps that answer and one that does not."""
    path = tmp_path / "apps.toml"
    nowhere = f"http://127.0.0.1:{free_port()}/v1"
    path.write_text(
        table("desk", upstream.url, "Help desk", 'description = "Orders and returns."\nicon = "🛟"\n')
        + table("lab", other.url, "Laboratory", 'accent = "#7a1f5f"\n')
        + table("away", nowhere, "Far away")
    )
    return path


@pytest.fixture
def server(serve: Serve, file: Path) -> Server:
    return serve(config=str(file))


class Portal:
    """The portal's tab; ``chat`` is the page of one app in the same tab."""

    def __init__(self, chat: ChatPage) -> None:
        self.chat, self.page = chat, chat.page
        self.cards = self.page.get_by_role("list", name=EN.apps, exact=True).get_by_role("listitem")
        self.recent = self.page.get_by_role("region", name=EN.recent, exact=True)

    def open(self) -> "Portal":
        self.page.goto(self.chat.server.url + "/")
        expect(self.page).to_have_url(f"{self.chat.server.url}/apps")
        expect(self.card("Far away")).to_contain_text(EN.app_away)
        return self

    def card(self, name: str) -> Locator:
        return self.cards.filter(has=self.page.get_by_role("link", name=name, exact=True))

    def speak(self, words: Words) -> None:
        """The same tab after another one chose a language."""
        self.page.evaluate("code => new BroadcastChannel('parley:language').postMessage(code)", words.code)
        expect(self.page.locator("html")).to_have_attribute("dir", words.direction)
        expect(self.page.get_by_role("heading", level=1)).to_have_text(words.apps)

    def enter(self, name: str) -> ChatPage:
        self.card(name).get_by_role("link").click()
        expect(self.page.get_by_role("heading", level=1)).to_have_text(name)
        return self.chat.expect_ready()


@pytest.fixture
def portal(server: Server, visit: Visit) -> Portal:
    return Portal(visit(server)).open()


def all_apps(page: Page) -> Locator:
    return page.get_by_role("link", name=EN.all_apps, exact=True)
