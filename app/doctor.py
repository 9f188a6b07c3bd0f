"""The command ``parley doctor``: what a server would find at its start, thing by thing, and what to do about it."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from pydantic import SecretStr

from app.catalog import App, Catalog, CatalogError
from app.chat.probe import probe
from app.dify import Client, Timeouts, errors
from app.dify.errors import DifyError
from app.dify.models import Parameters
from app.identity.oidc import Provider, ProviderAway
from app.ledger import LedgerFailed, NewerLedger, has_tables
from app.relay import Away, greet
from app.settings import PREFIX, Settings, SettingsError, load

_PATIENCE = Timeouts(connect=5.0, call=10.0)

_NEW = "it is new: its tables are made at the first start"


@dataclass(frozen=True)
class Finding:
    """``said`` of the thing of that ``name``: what is so, or what is wrong and, in ``do``, what to do about it."""

    name: str
    said: str
    do: str = ""

    @property
    def right(self) -> bool:
        return not self.do

    def __str__(self) -> str:
        if self.right:
            return f"ok     {self.name}: {self.said}"
        return f"WRONG  {self.name}: {self.said}\n       {self.do}"


# What is wrong, and what to do. The more special error stands first.
_APP: list[tuple[type[DifyError], str, str]] = [
    (errors.NoSuchHost, "there is no host of that name", "Correct the url."),
    (errors.Untrusted, "its certificate proves nothing", "Correct the url, or renew the server's certificate."),
    (errors.Unreachable, "nothing answers there", "Start the server, or correct the url."),
    (
        errors.TimedOut,
        "it does not answer in time",
        "See whether the server is well, or a firewall is between.",
    ),
    (errors.NotTheApi, "something else answers there", "Correct the url: that of the API ends in /v1, as a rule."),
    (errors.Unauthorized, "it does not take the key", "Copy the key anew from the app's page for access to its API."),
    (errors.Forbidden, "it refuses the key", "See whether the app's API is switched on, and the key is of this app."),
    (errors.NotFound, "it knows no such address", "Correct the url: that of the API ends in /v1, as a rule."),
    (errors.AppUnavailable, "the app is not there", "Publish the app, and see whether it is a chat app."),
    (errors.Busy, "it is busy", "Ask again later."),
]


async def findings() -> AsyncIterator[Finding]:
    """All that there is to find, in the order in which a server needs it."""
    try:
        settings = load()
    except SettingsError as error:
        yield Finding("settings", str(error), "Correct it in the environment or in .env.")
        return
    yield Finding("settings", f"read; the data folder is {settings.data_dir}")
    yield await _database(settings)
    if settings.redis_url:
        yield await _redis(settings)
    try:
        named = Catalog.of(settings)
    except CatalogError as error:
        yield Finding("apps", str(error), f"Correct the file that {PREFIX}CONFIG names.")
        return
    if settings.sign_in == "oidc":
        yield await _provider(settings)
    if settings.sign_in == "open":
        for finding in _where_all_may_come(named):
            yield finding
    async for finding in _apps(named):
        yield finding


def _where_all_may_come(named: Catalog) -> Iterator[Finding]:
    """What of the apps has a meaning only where people sign in."""
    way = f"{PREFIX}SIGN_IN is open"
    for app in named.apps:
        if app.groups:
            said = f"{way}, so nobody is in a group, and the app {app.slug}, which has groups, is open to nobody"
            yield Finding("sign-in", said, f"Set {PREFIX}SIGN_IN to how people sign in, or take the groups out.")
        if app.visitors:
            said = f"{way}, so everybody is a visitor, and the visitors of the app {app.slug} say nothing"
            yield Finding("sign-in", said)


async def _provider(settings: Settings) -> Finding:
    try:
        await Provider(settings, SecretStr("")).look()
    except ProviderAway as error:
        return Finding(
            "sign-in", f"the provider cannot be asked: {error}", f"Correct {PREFIX}OIDC_ISSUER, or start it."
        )
    return Finding("sign-in", "the provider says where people sign in")


async def _database(settings: Settings) -> Finding:
    where = f"{PREFIX}DATABASE_URL" if settings.database_url else f"{PREFIX}DATA_DIR"
    if not settings.database_url and not settings.data_dir.exists():
        return Finding("database", _NEW)
    try:
        there = await has_tables(settings.ledger_url)
    except (LedgerFailed, OSError) as error:
        why = getattr(error, "orig", None) or error
        said = f"it cannot be opened: {str(why) or type(why).__name__}"
        return Finding("database", said, f"Start it, or correct {where}.")
    except NewerLedger as error:
        return Finding("database", str(error), "The README's part on backup and upgrade has both ways.")
    return Finding("database", "it can be opened" if there else _NEW)


async def _redis(settings: Settings) -> Finding:
    try:
        await greet(settings.redis_url)
    except Away as error:
        return Finding("Redis", f"it cannot be reached: {error}", f"Start it, or correct {PREFIX}REDIS_URL.")
    return Finding("Redis", "it answers")


async def _apps(named: Catalog) -> AsyncIterator[Finding]:
    for finding in await asyncio.gather(*(_app(app) for app in named.apps)):
        yield finding


async def _app(app: App) -> Finding:
    name = f"app {app.slug}"
    if not app.url or not app.key:
        return Finding(name, f"the embedded {app.embedded}, which starts with the server")
    try:
        async with Client(app.url, app.key, _PATIENCE) as client:
            parameters = await probe(client)
    except DifyError as error:
        said, do = next(((said, do) for kind, said, do in _APP if isinstance(error, kind)), _unknown(error))
        return Finding(name, f"{_place(app.url)}: {said}", do)
    said = f"{_place(app.url)}: it answers, takes the key and gives its parameters"
    return _inputs(app, parameters) or Finding(name, said)


def _place(url: str) -> str:
    """An address without what may be secret in it: a name and a password, and what follows its path."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def _unknown(error: DifyError) -> tuple[str, str]:
    """Its own words may hold anything, so what is told is the kind of error, and the status."""
    status = getattr(error, "status", 0)
    return f"it fails ({type(error).__name__}{f', {status}' if status else ''})", "See the log of the app's server."


def _inputs(app: App, parameters: Parameters) -> Finding | None:
    """What of the fixed inputs the app does not ask for, where it asks for anything."""
    asked = {field.variable for field in parameters.user_input_form}
    if not (unknown := sorted(app.inputs.keys() - asked)):
        return None
    known = f"it asks for {', '.join(sorted(asked))}" if asked else "it asks for none"
    said = f"it has no input {', '.join(map(repr, unknown))}: {known}"
    return Finding(f"app {app.slug}", said, "Correct the names below inputs, or take them out.")


async def examine() -> int:
    """Print what is found, a line each; the exit code: 1 where something is wrong."""
    wrong = 0
    async for finding in findings():
        print(finding, flush=True)
        wrong += not finding.right
    return 1 if wrong else 0
