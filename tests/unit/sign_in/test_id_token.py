"""The token that proves somebody: whatever is not right about it, it proves nobody."""

import base64
import hmac
import json
import time
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey, RSAKey

from app.identity.id_token import ALGORITHMS, Unproved, verified

OURS, THEIRS = RSAKey.generate_key(2048, {"kid": "1"}), RSAKey.generate_key(2048, {"kid": "1"})
ISSUER, CLIENT, NONCE = "https://id.example", "parley", "the nonce"


def claims(**changed: Any) -> dict[str, Any]:
    now = int(time.time())
    said = {"iss": ISSUER, "aud": CLIENT, "sub": "anna", "exp": now + 600, "iat": now, "nonce": NONCE, **changed}
    return {name: value for name, value in said.items() if value is not None}


def signed(key: Any = OURS, alg: str = "RS256", **changed: Any) -> str:
    return str(jwt.encode({"alg": alg, "kid": "1"}, claims(**changed), key, algorithms=[alg]))


def keys(*more: dict[str, Any]) -> dict[str, Any]:
    return {"keys": [dict(OURS.as_dict(private=False)), *more]}


def proves(token: str, said: Any = None, algorithms: Any = ALGORITHMS) -> dict[str, Any]:
    given = {"issuer": ISSUER, "client_id": CLIENT, "nonce": NONCE, "access_token": "an access token"}
    return verified(token, keys() if said is None else said, algorithms, **given)


def test_a_token_that_is_right_proves_its_subject():
    assert proves(signed())["sub"] == "anna"
    assert proves(signed(aud=[CLIENT]))["sub"] == "anna"
    curve = ECKey.generate_key("P-256", {"kid": "1"})
    assert proves(signed(curve, "ES256"), {"keys": [curve.as_dict(private=False)]})["sub"] == "anna"


def unsigned(alg: str) -> str:
    return ".".join(encoded(json.dumps(part).encode()) for part in ({"alg": alg, "kid": "1"}, claims())) + "."


def encoded(part: bytes) -> str:
    return base64.urlsafe_b64encode(part).rstrip(b"=").decode()


def by_the_public_key() -> str:
    """Signed with what everybody can read, as though it were a secret."""
    parts = [encoded(json.dumps(part).encode()) for part in ({"alg": "HS256", "kid": "1"}, claims())]
    mark = hmac.digest(OURS.as_pem(private=False), ".".join(parts).encode(), "sha256")
    return ".".join([*parts, encoded(mark)])


FORGED = {
    "of another key": lambda: signed(THEIRS),
    "without a signature": lambda: unsigned("none"),
    "without a signature, otherwise written": lambda: unsigned("None"),
    "of the right kind without a signature": lambda: unsigned("RS256"),
    "by the public key": by_the_public_key,
    "of another issuer": lambda: signed(iss="https://evil.example"),
    "of no issuer": lambda: signed(iss=None),
    "for another client": lambda: signed(aud="another"),
    "for no client": lambda: signed(aud=None),
    "for several, of which another may use it": lambda: signed(aud=[CLIENT, "another"], azp="another"),
    "that has expired": lambda: signed(exp=int(time.time()) - 61),
    "that never expires": lambda: signed(exp=None),
    "of tomorrow": lambda: signed(nbf=int(time.time()) + 86_400),
    "of another sign-in": lambda: signed(nonce="another"),
    "of no sign-in": lambda: signed(nonce=None),
    "of nobody": lambda: signed(sub=None),
    "of nobody by name": lambda: signed(sub=""),
    "of a number": lambda: signed(sub=7),
    "of another access token": lambda: signed(at_hash="AAAAAAAAAAAAAAAAAAAAAA"),
    "that is none": lambda: "x.y.z",
    "that is empty": lambda: "",
    "that was changed": lambda: signed()[:-4] + "AAAA",
}


@pytest.mark.parametrize("forge", FORGED.values(), ids=FORGED)
def test_a_token_that_is_not_right_proves_nobody(forge):
    with pytest.raises(Unproved):
        proves(forge())


def test_a_secret_among_the_public_keys_signs_nothing():
    secret = OctKey.generate_key(256, {"kid": "2"})
    token = jwt.encode({"alg": "HS256", "kid": "2"}, claims(), secret, algorithms=["HS256"])
    with pytest.raises(Unproved):
        proves(str(token), keys(dict(secret.as_dict(private=True))), {"HS256", "RS256"})


@pytest.mark.parametrize("said", [{}, {"keys": None}, {"keys": []}, {"keys": ["x"]}, {"keys": [{"kty": "RSA"}]}])
def test_keys_that_are_none_prove_nobody(said):
    with pytest.raises(Unproved):
        proves(signed(), said)


def test_a_way_to_sign_that_the_provider_does_not_use_is_not_taken():
    with pytest.raises(Unproved):
        proves(signed(), algorithms={"ES256"})
