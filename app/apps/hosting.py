"""Making the chats of a catalog, and ending those that are in it no more."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from app.apps.apps import Apps
from app.apps.embedded import Embedded, HostingError
from app.catalog import App, Catalog
from app.catalog.seen import NOBODY
from app.chat import Chat
from app.dify import Client, Timeouts
from app.dify.errors import DifyError
from app.ledger import Ledger
from app.limits import Allowance, Counts, MemoryCounts, Quotas
from app.news import EVERYBODY, Hosted
from app.policy import Role, Rules
from app.relay import Lock
from app.runs.log import MemoryRunLog
from app.runs.registry import Runs
from app.settings import Settings
from app.views import Branding, Support

__all__ = ["Hosting", "HostingError"]

GRACE = 60.0  # seconds for which an app that is gone is still spoken to by what had begun


@dataclass(eq=False)
class _Hosted:
    app: App
    client: Client
    chat: Chat
    resumed: bool = False


class Hosting:
    """``apps`` are those of the catalog that was shown last."""

    def __init__(self, settings: Settings, ledger: Ledger, runs: Runs, lock: Lock | None, counts: Counts) -> None:
        self.apps = Apps()
        self._settings = settings
        self._ledger, self._runs, self._lock, self._counts = ledger, runs, lock, counts
        self._embedded = Embedded(settings)
        self._hosted: dict[str, _Hosted] = {}
        self._leaving: dict[_Hosted, asyncio.Task[None]] = {}

    @classmethod
    @asynccontextmanager
    async def opened(
        cls, catalog: Catalog, settings: Settings, ledger: Ledger, runs: Runs, lock: Lock | None, counts: Counts
    ) -> "AsyncIterator[Hosting]":
        """The apps of ``catalog`` while the server runs. Raises :class:`HostingError`."""
        made = cls(settings, ledger, runs, lock, counts)
        try:
            await made.show(catalog)
            yield made
        finally:
            await made.close()

    @classmethod
    @asynccontextmanager
    async def beside(cls, settings: Settings, ledger: Ledger) -> "AsyncIterator[Apps]":
        """The apps of the settings, for a command beside a server, whose own it is to end what was begun. Raises
        :class:`HostingError` and ``CatalogError``."""
        made = cls(settings, ledger, Runs(ledger, MemoryRunLog()), None, MemoryCounts())
        try:
            await made.show(Catalog.of(settings), resume=False)
            yield made.apps
        finally:
            await made.close()

    async def show(self, catalog: Catalog, *, resume: bool = True) -> None:
        """Serve the apps of ``catalog`` from now on; one that is in it as before goes on undisturbed.

        Answers of the others are still written to their end. Raises :class:`HostingError`, and nothing has changed;
        and ``LedgerFailed``, where deletions are yet to be resumed: the next call does so.
        """
        before = self._hosted
        kept = {slug: hosted for slug, hosted in before.items() if hosted.app in catalog.apps}
        new = await self._all_made([app for app in catalog.apps if app.slug not in kept])
        now = {app.slug: kept.get(app.slug) or new[app.slug] for app in catalog.apps}
        self._hosted = now
        self.apps.become((hosted.chat for hosted in now.values()), catalog.apps)
        for hosted in before.values():
            if now.get(hosted.app.slug) is not hosted:
                await hosted.chat.leave()
                self._leaving[hosted] = asyncio.create_task(self._let_go(hosted))
        await self._runs.news.publish(*EVERYBODY, Hosted())
        for hosted in now.values():
            if resume and not hosted.resumed:
                await hosted.chat.conversations.leaving.resume()
                hosted.resumed = True

    async def close(self) -> None:
        """End all that the chats do, and then their clients."""
        for task in self._leaving.values():
            task.cancel()
        await asyncio.gather(*self._leaving.values(), return_exceptions=True)
        every = *self._leaving, *self._hosted.values()
        for hosted in every:
            await hosted.chat.close()
        for hosted in every:
            await hosted.client.aclose()
        self._embedded.close()

    async def _all_made(self, apps: list[App]) -> dict[str, _Hosted]:
        """All of them, or none."""
        made = dict[str, _Hosted]()
        try:
            for app in apps:
                made[app.slug] = await self._made(app)
        except BaseException:
            for hosted in made.values():
                await hosted.client.aclose()
            raise
        return made

    async def _made(self, app: App) -> _Hosted:
        client = await self._client(app)
        branding = Branding(app.title, app.description, app.icon, app.accent, app.theme.logo, app.theme.greeting)
        role = Role(app.role or self._settings.role)
        quotas = Quotas.of(self._settings.quotas), Quotas.of(app.limits.model_dump())
        rules = Rules({kind: None if least == NOBODY else Role(least) for kind, least in app.policy.items()})
        chat = Chat(
            app.slug, client, self._ledger, self._runs, role, self._lock, branding, app.fixed, app.claims,
            for_all=bool(app.role), allowance=Allowance(app.slug, self._counts, *quotas), rules=rules,
            support=_support(app),
        )  # fmt: skip
        return _Hosted(app, client, chat)

    async def _client(self, app: App) -> Client:
        timeouts = Timeouts(silence=self._settings.silence_seconds)
        if app.url and app.key:
            try:
                return Client(app.url, app.key, timeouts, file_hosts=self._settings.file_hosts)
            except DifyError as error:
                raise HostingError(f"The app {app.slug} cannot be served: {error}.") from None
        return await self._embedded.client(app.embedded or "", timeouts)

    async def _let_go(self, hosted: _Hosted) -> None:
        await asyncio.sleep(GRACE)
        await self._runs.without(hosted.client)
        await hosted.chat.conversations.ended()
        del self._leaving[hosted]
        await hosted.client.aclose()


def _support(app: App) -> Support:
    it = app.support
    return Support(it.button, it.name, it.variable, it.opening, it.waiting, it.alarm * 60)
