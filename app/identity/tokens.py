"""A host's word for who its visitor is: a short-lived token (a JWT) that its server signed.

What is not signed by the host's key, for this app, for now, is not believed; the reasons stand in the log alone.
"""

import math
import time
import warnings
from collections.abc import Mapping
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError, SecurityWarning
from joserfc.jwk import KeySet, OctKey
from pydantic import SecretStr

from app.identity.guests import LEEWAY, LONGEST, OURS, Guest, Unbelieved, Value

MOST = 8_000  # characters of a token
SUBJECT = 200  # characters of a subject
NAME = 200
INPUTS = 50
TEXT = 4_000  # characters of an input
SHARED = ("HS256",)
PUBLIC = ("RS256", "Ed25519", "EdDSA")

# Subjects that begin so would be somebody else's name: those that this server gives by itself.


def shared_key(secret: SecretStr) -> OctKey:
    """The key of a secret that the host has too."""
    return OctKey.import_key(secret.get_secret_value())


def guest_of(
    token: str, key: OctKey | KeySet, issuer: str, audience: str, *, once: bool = False, now: float | None = None
) -> Guest:
    """Whom ``token`` names. Which algorithms are taken follows from our key, never from what the token says of itself.

    With ``once`` it must bear an id, by which the caller knows it again, and the time at which it was made. Raises
    :class:`Unbelieved`.
    """
    if len(token) > MOST:
        raise Unbelieved("it is too long")
    read = _signed(token, key)
    moment = time.time() if now is None else now
    _for_us(read.claims, issuer, audience)
    expires, issued = _for_now(read.claims, moment, once)
    return Guest(
        user=_subject(read.claims.get("sub")),
        name=_text(read.claims.get("name", ""), NAME, "name"),
        inputs=_inputs(read.claims.get("inputs", {})),
        id=_text(read.claims.get("jti", ""), SUBJECT, "jti", empty=not once),
        issued=issued,
        expires=expires,
    )


def _signed(token: str, key: OctKey | KeySet) -> jwt.Token:
    try:
        with warnings.catch_warnings():
            # EdDSA was renamed to Ed25519 (RFC 9864), and most libraries sign under the old name.
            warnings.simplefilter("ignore", SecurityWarning)
            read = jwt.decode(token, key, algorithms=SHARED if isinstance(key, OctKey) else PUBLIC)
    except (JoseError, ValueError, TypeError, KeyError, RecursionError) as error:
        raise Unbelieved(f"it is not signed by the host: {type(error).__name__}") from None
    if str(read.header.get("typ", "JWT")).upper() != "JWT" or "crit" in read.header:
        raise Unbelieved("it is another kind of token")
    return read


def _for_us(claims: Mapping[str, Any], issuer: str, audience: str) -> None:
    if claims.get("iss") != issuer:
        raise Unbelieved("iss is another issuer, or missing")
    aud = claims.get("aud")
    if audience not in (aud if isinstance(aud, list) else [aud]):
        raise Unbelieved("aud is another app, or missing")


def _for_now(claims: Mapping[str, Any], now: float, once: bool) -> tuple[float, float]:
    expires = _time(claims, "exp")
    if expires <= now:
        raise Unbelieved("it has expired")
    if expires > now + LONGEST + LEEWAY:
        raise Unbelieved(f"it is good for more than {LONGEST} seconds")
    if "nbf" in claims and _time(claims, "nbf") > now + LEEWAY:
        raise Unbelieved("it is not good yet")
    issued = _time(claims, "iat") if once or "iat" in claims else 0.0
    if issued > now + LEEWAY:
        raise Unbelieved("it was made in the future")
    return expires, issued


def _time(claims: Mapping[str, Any], name: str) -> float:
    value = claims.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise Unbelieved(f"{name} is no time, or missing")
    return float(value)


def _subject(value: Any) -> str:
    subject = _text(value, SUBJECT, "sub", empty=False)
    if subject.lower().startswith(OURS) or subject != subject.strip():
        raise Unbelieved("sub is a name that this server gives to others")
    return subject


def _text(value: Any, most: int, name: str, empty: bool = True) -> str:
    if not isinstance(value, str) or len(value) > most or not value.isprintable() or not (value or empty):
        raise Unbelieved(f"{name} is no text of at most {most} characters, or missing")
    return value


def _inputs(value: Any) -> dict[str, Value]:
    if not isinstance(value, dict) or len(value) > INPUTS:
        raise Unbelieved(f"inputs is no table of at most {INPUTS} values")
    for item in value.values():
        if not isinstance(item, Value) or (isinstance(item, str) and len(item) > TEXT):
            raise Unbelieved(f"an input is no text of at most {TEXT} characters, number, true or false")
        if isinstance(item, float) and not math.isfinite(item):
            raise Unbelieved("an input is no number")
    return value
