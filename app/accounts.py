"""The command ``parley accounts``: who may sign in with a password, where PARLEY_SIGN_IN is «local»."""

import asyncio
import getpass
import sys
from argparse import Namespace
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from app.identity.passwords import LONGEST, LONGEST_NAME, SHORTEST, Passwords, named
from app.ledger import Ledger, LedgerFailed, LedgerTaken, has_tables, is_current
from app.settings import Settings, SettingsError, load


class Refused(Exception):
    """What cannot be done; the text says why."""


def run(given: Namespace) -> str:
    """Do what was asked, beside a server that runs or not; what there is to say. Raises :class:`Refused`."""
    name = named(getattr(given, "name", ""))
    if given.doing != "list" and not _is_name(name):
        raise Refused(
            f"A name is 1 to {LONGEST_NAME} characters, none of them a space, a comma or a control character."
        )
    password = _asked() if given.doing in ("add", "password") else ""
    try:
        return asyncio.run(_done(given, name, password))
    except (SettingsError, LedgerTaken) as error:
        raise Refused(str(error)) from None
    except (LedgerFailed, OSError) as error:
        raise Refused(f"The ledger's database cannot be used: {getattr(error, 'orig', None) or error}.") from None


def _is_name(name: str) -> bool:
    return 0 < len(name) <= LONGEST_NAME and name.isprintable() and not set(name) & set(" ,")


def _asked() -> str:
    """A new password: asked for twice, or the first line of what is piped in. It is no argument, which others see."""
    if not sys.stdin.isatty():
        password = sys.stdin.readline().rstrip("\r\n")
    else:
        password = getpass.getpass("Password: ")
        if getpass.getpass("Once more: ") != password:
            raise Refused("The two are not the same.")
    if not SHORTEST <= len(password) <= LONGEST:
        raise Refused(f"A password is {SHORTEST} to {LONGEST} characters.")
    return password


async def _done(given: Namespace, name: str, password: str) -> str:
    async with ledger_beside(load()) as ledger:
        accounts, passwords = ledger.accounts, Passwords(ledger.accounts)
        match given.doing:
            case "add":
                if not await accounts.add(name, await passwords.hashed(password), _groups(given.groups)):
                    raise Refused(f"There is an account {name} already.")
                return f"Added {name}."
            case "password":
                await _changed(ledger, name, await accounts.set_password(name, await passwords.hashed(password)))
                return f"{name} has another password, and is signed out everywhere."
            case "groups":
                groups = _groups(given.groups)
                user = await _changed(ledger, name, await accounts.set_groups(name, groups))
                await ledger.inbox.leave(user)
                return f"{name} is in {', '.join(sorted(groups)) or 'no group'}, and is signed out everywhere."
            case "remove":
                user = await _changed(ledger, name, await accounts.remove(name))
                await ledger.inbox.leave(user)
                return f"Removed {name}. The ledger keeps their conversations, of {user}, for nobody else of that name."
        return "\n".join(f"{row.name}  {', '.join(row.groups)}".rstrip() for row in await accounts.all())


def _groups(said: str) -> set[str]:
    return {group.strip() for group in said.split(",")} - {""}


async def _changed(ledger: Ledger, name: str, user: str) -> str:
    """End the sessions of an account that was changed, which had to be there: they are of before."""
    if not user:
        raise Refused(f"There is no account {name}.")
    await ledger.signed_in.revoke_all(user)
    return user


@asynccontextmanager
async def ledger_beside(settings: Settings) -> AsyncIterator[Ledger]:
    """The ledger, beside a server that may have it. Where its tables are yet to be made none runs: they are made."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    url = settings.ledger_url
    if not (await has_tables(url) and await is_current(url)):
        async with Ledger.opened(url, alone=not settings.redis_url):
            pass
    async with Ledger.beside(url) as ledger:
        yield ledger
