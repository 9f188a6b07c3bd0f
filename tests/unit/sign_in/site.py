"""A server that asks people to sign in, and browsers that do."""

import re
from dataclasses import dataclass, field
from typing import Any

import httpx

from app.identity import Sessions
from app.identity.passwords import Passwords
from app.ledger import Ledger
from app.settings import Settings

NAME, PASSWORD = "anna", "correct horse battery"


@dataclass
class Site:
    url: str
    ledger: Ledger
    settings: Settings
    sessions: Sessions
    passwords: Passwords
    opened: list[Any] = field(default_factory=list)

    def browser(self, **headers: str) -> "Browser":
        http = httpx.AsyncClient(
            timeout=30, base_url=self.url, headers={"Origin": self.url, "Accept": "text/html", **headers}
        )
        self.opened.append(http)
        return Browser(http)


@dataclass
class Browser:
    """It keeps its cookies, and says that its requests come from a page of the server's."""

    http: httpx.AsyncClient

    async def get(self, path: str, **headers: str) -> httpx.Response:
        return await self.http.get(path, headers=headers)

    async def post(self, path: str, **headers: str) -> httpx.Response:
        return await self.http.post(path, headers=headers)

    async def sign_in(
        self, name: str = NAME, password: str = PASSWORD, to: str = "/", **headers: str
    ) -> httpx.Response:
        given = {"name": name, "password": password, "to": to}
        return await self.http.post("/sign-in", data=given, headers=headers)

    @property
    def cookie(self) -> str:
        """The session's, as the browser has it."""
        return next((cookie.value or "" for cookie in self.http.cookies.jar if "session" in cookie.name), "")

    async def is_in(self) -> bool:
        return (await self.get("/c/1")).text == "the page"


def told(response: httpx.Response) -> str:
    """What the sign-in page says went wrong."""
    found = re.search(r'<p [^>]*role="alert"[^>]*>([^<]*)<', response.text)
    return found[1] if found else ""
