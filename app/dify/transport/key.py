"""The key, where it goes onto a request."""

import re
from collections.abc import Generator

import httpx
from pydantic import SecretStr


class Key(httpx.Auth):
    """Puts the key on each request at the last moment, so that nothing but the request itself holds it."""

    def __init__(self, key: SecretStr) -> None:
        self._key = SecretStr(key.get_secret_value().strip())

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers["Authorization"] = f"Bearer {self._key.get_secret_value()}"
        yield request

    def fits(self) -> bool:
        return re.fullmatch(r"[!-~]+", self._key.get_secret_value()) is not None

    def hide(self, text: str) -> str:
        return text.replace(self._key.get_secret_value(), "…")
