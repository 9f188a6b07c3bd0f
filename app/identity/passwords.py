"""Passwords of accounts: hashed by Argon2id, and guessed at ever more slowly."""

import asyncio
import secrets
import unicodedata
from typing import TYPE_CHECKING

from app.identity.sessions import Claim
from app.ledger.accounts import Accounts, TooManyGuesses

if TYPE_CHECKING:
    from argon2 import PasswordHasher

LONGEST_NAME, LONGEST = 64, 1_000  # characters
SHORTEST = 10
AT_ONCE = 2  # hashes that are made at the same time: each takes 64 MB
# Wrong guesses that cost nothing, and the longest wait after more, in seconds. A name waits less than a place: who
# guesses at somebody's name must not keep them out.
_BY_NAME, _BY_PLACE = (5, 60.0), (20, 900.0)


__all__ = ["LONGEST", "LONGEST_NAME", "SHORTEST", "Passwords", "TooManyGuesses", "named"]


class Passwords:
    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts
        self._turn = asyncio.Semaphore(AT_ONCE)
        self._nobodys = ""

    async def claim(self, name: str, password: str, place: str) -> Claim | None:
        """Whom a name and a password prove; None where they prove nobody. Raises :class:`TooManyGuesses`.

        An unknown name takes as long as a wrong password. A guess is counted before it is looked at, so that a hundred
        at once are no more than one after the other. Where the ``place`` is not known, those at the name count alone:
        everybody may come from there.
        """
        name, by_name, by_place = named(name), f"name {named(name)}", f"place {place}"
        until = await self._accounts.guess(by_place, *_BY_PLACE) if place else 0.0
        await self._accounts.guess(by_name, *_BY_NAME)
        self._nobodys = self._nobodys or await self.hashed(secrets.token_urlsafe())
        account = await self._accounts.get(name)
        right = await self._is(account.password if account else self._nobodys, password)
        if account is None or not right:
            return None
        await self._accounts.guessed_right(by_name, by_place, until)
        return Claim(account.user, "local", name, account.groups, account.password)

    async def stands(self, claim: Claim) -> bool:
        """Whether the account is what it was when ``claim`` was proved.

        To be asked once its session is there: whoever changes an account ends its sessions after that, and finds this
        one among them.
        """
        now = await self._accounts.get(claim.name)
        return now is not None and (now.user, now.password, now.groups) == (claim.user, claim.proof, claim.groups)

    async def hashed(self, password: str) -> str:
        async with self._turn:
            return await asyncio.to_thread(_hasher().hash, _plain(password))

    async def _is(self, hashed: str, password: str) -> bool:
        from argon2.exceptions import VerificationError

        if len(password) > LONGEST:
            return False
        async with self._turn:
            try:
                return await asyncio.to_thread(_hasher().verify, hashed, _plain(password))
            except VerificationError:
                return False


def named(name: str) -> str:
    """A name as it is kept, however it was typed."""
    return unicodedata.normalize("NFKC", name).strip().casefold()[: LONGEST_NAME + 1]


def _plain(password: str) -> bytes:
    return unicodedata.normalize("NFC", password).encode("utf-8", "replace")


def _hasher() -> "PasswordHasher":
    import argon2  # For those who have accounts.

    return argon2.PasswordHasher()
