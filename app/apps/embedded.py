"""The embedded apps: one server of all of them, started when the first is asked for."""

import asyncio
from collections.abc import Mapping
from contextlib import ExitStack

from pydantic import SecretStr

from app.dify import Client, Timeouts
from app.settings import Settings


class HostingError(Exception):
    """An app cannot be served. The text says why."""


class Embedded:
    """Their code takes 4 MB, which a server of real apps need not have."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._stack = ExitStack()
        self._keys: Mapping[str, SecretStr] = {}
        self._url = ""

    async def client(self, name: str, timeouts: Timeouts) -> Client:
        """A client of the one of that name. Raises :class:`HostingError` where they cannot be started."""
        if not self._url:
            await asyncio.to_thread(self._start)
        return Client(self._url, self._keys[name], timeouts)

    def _start(self) -> None:
        from app.embedded import GuideError, ModelAccess, StartError, embedded_keys, serve

        settings, model = self._settings, None
        if settings.openai_api_key is not None and (settings.model or settings.transcribe_model):
            asked = settings.openai_base_url, settings.model, settings.transcribe_model
            model = ModelAccess(settings.openai_api_key, *asked)
        data, guide = settings.data_dir, settings.guide_dir
        try:
            self._keys = embedded_keys(data)
            serving = serve(data_dir=data, guide_dir=guide, keys=self._keys, model=model)
            self._url = self._stack.enter_context(serving)
        except (OSError, GuideError, StartError) as error:
            raise HostingError(f"The embedded app cannot be started: {error}") from None

    def close(self) -> None:
        self._stack.close()
