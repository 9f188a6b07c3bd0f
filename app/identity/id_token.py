"""The proof that an OpenID provider gives of who somebody is: a signed token, and all that has to be right about it."""

from collections.abc import Collection
from typing import Any

# By a key that others can have as well, or by none, nothing is proved.
ALGORITHMS = frozenset({"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"})
LEEWAY = 60  # seconds that the provider's clock may differ


class Unproved(Exception):
    """It is not proved who somebody is. The text says why, for the log."""


def verified(
    token: str, keys: dict[str, Any], algorithms: Collection[str], *, issuer: str, client_id: str, nonce: str,
    access_token: str,
) -> dict[str, Any]:  # fmt: skip
    """What an ID token says, where its ``issuer`` signed it, for this client, for the sign-in of that ``nonce``, and it
    has not expired. Raises :class:`Unproved`."""
    from authlib.oidc.core import CodeIDToken
    from joserfc import jwt
    from joserfc.errors import JoseError
    from joserfc.jwk import KeySet

    try:
        found = jwt.decode(token, KeySet.import_key_set(_public(keys)), algorithms=sorted(set(algorithms) & ALGORITHMS))
        options: Any = {
            "iss": {"essential": True, "value": issuer},
            "aud": {"essential": True, "value": client_id},
            "sub": {"essential": True},
        }
        params = {"nonce": nonce, "client_id": client_id, "access_token": access_token}
        CodeIDToken(found.claims, found.header, options, params).validate(leeway=LEEWAY)
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise Unproved(f"the token is not right: {type(error).__name__} {str(error)[:100]}") from None
    if not isinstance(found.claims.get("sub"), str) or not found.claims["sub"]:
        raise Unproved("the token names nobody")
    return dict(found.claims)


def _public(keys: dict[str, Any]) -> Any:
    """The provider's keys without those of kinds that sign nothing here: a secret one among them would be no secret."""
    right = [key for key in keys["keys"] if isinstance(key, dict) and key.get("kty") in ("RSA", "EC", "OKP")]
    return {"keys": [key for key in right if key.get("use", "sig") == "sig"]}
