"""What one server process shares: made when it starts, closed when it stops, never at import."""

import gc
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import SecretStr

from app.apps import Apps, Hosting, HostingError
from app.apps.attendance import attended
from app.apps.keeping import Keeping
from app.apps.people import People, erased
from app.apps.readiness import Readiness
from app.apps.retention import retained
from app.apps.watching import stamp_of, watched
from app.catalog import Catalog, CatalogError
from app.identity import Identities, Sessions, Signer, kept_secret
from app.identity.frames import Frames
from app.identity.oidc import Provider
from app.identity.once import OnceForAll, OnceHere
from app.identity.passes import Passes
from app.identity.passwords import Passwords
from app.identity.proxy import Proxied
from app.ledger import Ledger, LedgerFailed, LedgerTaken, NewerLedger
from app.limits import Counts, MemoryCounts, SharedCounts
from app.logs import configured
from app.metrics import shared, watched_loop
from app.news import MemoryNews
from app.policy import Role
from app.relay import Away, Relay, local_locks
from app.runs.log import MemoryRunLog
from app.runs.registry import Bounds, Runs
from app.runs.room import Room
from app.settings import Settings, SettingsError, load
from app.workers import workers

# Their text says why the server does not start.
REFUSALS = SettingsError, CatalogError, HostingError, LedgerTaken, NewerLedger


@dataclass(frozen=True)
class Services:
    """The process's long-lived parts."""

    settings: Settings
    identities: Identities
    apps: Apps
    readiness: Readiness
    relay: Relay | None = None
    counts: Counts = field(default_factory=MemoryCounts)
    frames: Frames = field(default_factory=Frames.nowhere)
    sessions: Sessions | None = None
    passwords: Passwords | None = None
    provider: Provider | None = None
    keeping: Keeping | None = None
    ledger: Ledger | None = None


_current: Services | None = None


class NotServing(RuntimeError):
    """The server has not started, or it is ending."""


def current() -> Services:
    """The services of this process. Raises :class:`NotServing`."""
    if _current is None:
        raise NotServing("the services are there only while the server runs")
    return _current


@asynccontextmanager
async def running() -> AsyncIterator[None]:
    """The server's lifespan: everything that :func:`current` gives."""
    global _current
    async with AsyncExitStack() as stack:
        settings = load()
        read = stamp_of(settings.config)  # First: an edit from here on is taken later.
        named = Catalog.of(settings)
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        secret = settings.secret_key or _secret(settings.data_dir)
        secrets = settings.secrets() | named.secrets() | {secret.get_secret_value()}
        hide = stack.enter_context(configured(settings.log, secrets))
        ledger = await stack.enter_async_context(_ledger(settings))
        relay = await stack.enter_async_context(_relay(settings)) if settings.redis_url else None
        together = await stack.enter_async_context(workers(relay, ledger)) if relay else None
        if together is None:
            await ledger.interrupt_all()
        news = together.news if together else MemoryNews()
        runs = Runs(ledger, together.log if together else MemoryRunLog(), news, _bounds(settings))
        counts = SharedCounts(relay) if relay else MemoryCounts()
        hosted = Hosting.opened(named, settings, ledger, runs, relay.lock if relay else None, counts)
        host = await stack.enter_async_context(hosted)
        await stack.enter_async_context(watched(settings, host, read, hide.learn))
        await stack.enter_async_context(erased(People(ledger, host.apps, news)))
        await stack.enter_async_context(retained(settings, ledger, host.apps, relay.lock if relay else local_locks()))
        await stack.enter_async_context(attended(ledger, host.apps, news))
        if together:
            together.serve(host.apps, runs)
        await stack.enter_async_context(watched_loop())
        if relay:
            await stack.enter_async_context(shared(relay))
        readiness = Readiness(ledger, relay, host.apps, runs)
        way = settings.sign_in
        sessions = Sessions(ledger.signed_in, settings) if way in ("local", "oidc") else None
        door = Proxied(settings) if way == "proxy" else sessions
        apps = host.apps
        identities = Identities(
            Signer(secret), Role(settings.role), door, lambda: apps.for_visitors, lambda: apps.in_frames
        )
        passwords = Passwords(ledger.accounts) if way == "local" else None
        provider = Provider(settings, secret) if way == "oidc" else None
        frames = _frames(host, secret, relay, signing_in=way != "open")
        doors = sessions, passwords, provider, Keeping(ledger, apps, runs), ledger
        _current = Services(settings, identities, apps, readiness, relay, counts, frames, *doors)
        try:
            yield
        finally:
            await runs.drain(settings.drain_seconds)
            news.close()
            _current = None


@asynccontextmanager
async def steady() -> AsyncIterator[None]:
    """While the server runs, what was made until now is no garbage: a full collection looks past it.

    It stopped the loop for 0.13 s, with nobody there. Young objects are looked at five times less often, the others as
    often as before: it took 14 ms of 1,000 tokens.
    """
    usual = gc.get_threshold()
    gc.collect()
    gc.freeze()
    gc.set_threshold(3_500, 4, 5)
    yield
    gc.set_threshold(*usual)
    gc.unfreeze()


def _frames(host: Hosting, secret: SecretStr, relay: Relay | None, *, signing_in: bool) -> Frames:
    once = OnceForAll(relay) if relay else OnceHere()
    return Frames(host.apps.entry, Passes(secret), once, lambda app: app.visitors or not signing_in)


def _bounds(settings: Settings) -> Bounds:
    room = Room(settings.max_steps, settings.max_files, settings.max_sources)
    return Bounds(settings.max_runs, settings.max_runs_per_user, settings.max_answer, room)


@asynccontextmanager
async def _ledger(settings: Settings) -> AsyncIterator[Ledger]:
    """Raises :class:`SettingsError` where it cannot be opened, and ``LedgerTaken`` where another server has it."""
    async with AsyncExitStack() as stack:
        opened = Ledger.opened(settings.ledger_url, alone=not settings.redis_url)
        try:
            ledger = await stack.enter_async_context(opened)
        except (LedgerFailed, OSError) as error:
            why = getattr(error, "orig", None) or error
            raise SettingsError(f"The ledger's database cannot be opened: {str(why) or type(why).__name__}.") from None
        yield ledger


def _secret(folder: Path) -> SecretStr:
    """Raises :class:`SettingsError` where there is none, and none can be kept."""
    try:
        return kept_secret(folder / "secret_key")
    except (OSError, ValueError) as error:
        raise SettingsError(f"The secret of the visitors' cookies cannot be had: {error}") from None


@asynccontextmanager
async def _relay(settings: Settings) -> AsyncIterator[Relay]:
    """Raises :class:`SettingsError` where the Redis server cannot be reached."""
    async with AsyncExitStack() as stack:
        try:
            relay = await stack.enter_async_context(Relay.opened(settings.redis_url))
        except Away as error:
            raise SettingsError(f"The Redis server of PARLEY_REDIS_URL cannot be reached: {error}") from None
        yield relay
