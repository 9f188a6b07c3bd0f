"""The public keys of a host (a JWKS), fetched when they are needed and kept for a while."""

import asyncio
import base64
import json
import logging
import time
import warnings
from typing import Any

import aiohttp
from joserfc.errors import JoseError, SecurityWarning
from joserfc.jwk import KeySet, OKPKey, RSAKey

from app.identity.guests import Unbelieved

FRESH = 600.0  # seconds for which keys are kept without a question
AGAIN = 10.0  # seconds between two questions, however many tokens name a key that is not known
PATIENCE = 5.0
LARGEST = 200_000  # bytes
RSA_BITS = 2_048  # of an RSA key at least (RFC 7518, 3.3)


log = logging.getLogger(__name__)


class HostKeys:
    """The keys at ``url``. Of one that is not known it is asked anew, since hosts change their keys."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._keys: KeySet | None = None
        self._asked = -AGAIN
        self._lock = asyncio.Lock()

    async def of(self, token: str) -> KeySet:
        """The keys among which is that of ``token``, as far as the host has it. Whose key is known waits for no answer
        of the host's but its own.

        Raises :class:`Unbelieved` where there are none.
        """
        kid = _kid(token)
        if not (self._known(kid) and (self._lock.locked() or self._age() < FRESH)):
            async with self._lock:
                if self._age() >= FRESH or (self._age() >= AGAIN and not self._known(kid)):
                    self._asked = time.monotonic()
                    self._keys = await self._fetched() or self._keys
        if self._keys is None:
            raise Unbelieved(f"the keys at {self.url} cannot be had")
        return self._keys

    def _age(self) -> float:
        return time.monotonic() - self._asked

    def _known(self, kid: str) -> bool:
        return self._keys is not None and (not kid or any(key.kid == kid for key in self._keys.keys))

    async def _fetched(self) -> KeySet | None:
        timeout = aiohttp.ClientTimeout(total=PATIENCE)
        try:
            async with (
                aiohttp.ClientSession(timeout=timeout) as session,
                session.get(self.url, allow_redirects=False) as answer,
            ):
                body = b""
                async for piece in answer.content.iter_any():
                    body += piece
                    if len(body) > LARGEST:
                        raise ValueError("they are too many")
                return public_keys(json.loads(body)) if answer.status == 200 else None
        except (aiohttp.ClientError, OSError, ValueError, RecursionError) as error:
            log.warning("the keys at %s cannot be had: %s", self.url, type(error).__name__)
            return None


def public_keys(said: Any) -> KeySet:
    """The keys of a JWKS that can prove a signature here; a secret among them, which would be public, is none.

    Raises :class:`ValueError` where there is none.
    """
    entries = said.get("keys") if isinstance(said, dict) else None
    keys: list[Any] = [key for entry in entries if (key := _public(entry))] if isinstance(entries, list) else []
    if not keys:
        raise ValueError("there is no RSA or Ed25519 key")
    return KeySet(keys)


def _public(entry: Any) -> RSAKey | OKPKey | None:
    try:
        match entry:
            case {"kty": "RSA"}:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore", SecurityWarning)  # It is not taken.
                    key = RSAKey.import_key(entry)
                return key if key.public_key.key_size >= RSA_BITS else None
            case {"kty": "OKP", "crv": "Ed25519"}:
                return OKPKey.import_key(entry)
            case _:
                return None
    except (JoseError, ValueError, TypeError, KeyError):
        return None


def _kid(token: str) -> str:
    """The name of the key that a token says; not to be believed yet."""
    head = token.partition(".")[0]
    try:
        said = json.loads(base64.urlsafe_b64decode(head + "=" * (-len(head) % 4)))
    except (ValueError, RecursionError):
        return ""
    kid = said.get("kid") if isinstance(said, dict) else ""
    return kid if isinstance(kid, str) else ""
