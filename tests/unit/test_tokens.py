"""A host's token: whom it names, and every way in which one is forged, stale or somebody else's."""

import base64
import hashlib
import hmac
import json
from contextlib import nullcontext
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from joserfc import jwt
from joserfc.errors import SecurityWarning
from joserfc.jwk import KeySet, OctKey, OKPKey, RSAKey
from pydantic import SecretStr

from app.identity.guests import LEEWAY, LONGEST, Guest, Unbelieved
from app.identity.keys import public_keys
from app.identity.tokens import guest_of, shared_key

NOW = 1_800_000_000.0
SECRET = "a secret of the host's, with 32 bytes or more"
KEY = shared_key(SecretStr(SECRET))
CLAIMS = {"iss": "https://shop.example", "aud": "help-desk", "sub": "42", "exp": NOW + 300, "iat": NOW}
RSA = RSAKey.generate_key(2048, {"kid": "rsa"})
EDWARDS = OKPKey.generate_key("Ed25519", {"kid": "ed"})
PUBLIC = public_keys({"keys": [RSA.as_dict(private=False), EDWARDS.as_dict(private=False)]})


def signed(claims: dict[str, Any], key: Any = KEY, alg: str = "HS256", **header: Any) -> str:
    return jwt.encode({"alg": alg, **header}, claims, key, algorithms=[alg])


def token(**changed: Any) -> str:
    """A token with other claims; None takes one away."""
    return signed({name: value for name, value in {**CLAIMS, **changed}.items() if value is not None})


def read(text: str, key: OctKey | KeySet = KEY, **how: Any) -> Guest:
    return guest_of(text, key, "https://shop.example", "help-desk", now=NOW, **how)


def refused(text: str, key: OctKey | KeySet = KEY, **how: Any) -> str:
    with pytest.raises(Unbelieved) as caught:
        read(text, key, **how)
    return str(caught.value)


def part(value: Any) -> str:
    return (
        base64.urlsafe_b64encode(value if isinstance(value, bytes) else json.dumps(value).encode()).decode().strip("=")
    )


def number(value: int) -> str:
    return part(value.to_bytes((value.bit_length() + 7) // 8))


def by_hand(header: dict[str, Any], secret: bytes) -> str:
    """A token as an attacker makes it: no library stands in the way."""
    text = f"{part(header)}.{part(CLAIMS)}"
    return f"{text}.{part(hmac.new(secret, text.encode(), hashlib.sha256).digest())}"


def test_a_token_names_its_subject_its_name_and_its_inputs():
    guest = read(token(name="Ada Ortiz", inputs={"plan": "gold", "seats": 3, "beta": True}))
    assert (guest.user, guest.name) == ("42", "Ada Ortiz")
    assert guest.inputs == {"plan": "gold", "seats": 3, "beta": True}
    assert read(token(aud=["another", "help-desk"])).user == "42"


@pytest.mark.parametrize(("key", "alg"), [(RSA, "RS256"), (EDWARDS, "EdDSA"), (EDWARDS, "Ed25519")])
def test_a_token_of_a_public_key_names_its_subject(key, alg):
    with pytest.warns(SecurityWarning) if alg == "EdDSA" else nullcontext():
        made = signed(CLAIMS, key, alg, kid=key.kid)
    assert read(made, PUBLIC).user == "42"


def test_a_forged_token_proves_nobody():
    head, body, signature = token().split(".")
    other = part({**CLAIMS, "sub": "1"})
    forged = [f"{head}.{other}.{signature}", f"{head}.{body}.", f"{head}.{body}", f"{head}.{body}.{signature[:-2]}AA"]
    for text in (*forged, signed(CLAIMS, shared_key(SecretStr("b" * 40))), "", ".", "..", "a.b.c", "x" * 9_000):
        assert refused(text)


@pytest.mark.parametrize("alg", ["none", "None", "NONE", "", "HS384", "RS256", "dir"])
def test_a_token_does_not_choose_its_algorithm(alg):
    for signature in ("", by_hand({"alg": alg}, SECRET.encode()).split(".")[2]):
        assert refused(f"{part({'alg': alg, 'typ': 'JWT'})}.{part(CLAIMS)}.{signature}")
        assert refused(f"{part({'alg': alg, 'typ': 'JWT', 'kid': 'rsa'})}.{part(CLAIMS)}.{signature}", PUBLIC)


@pytest.mark.parametrize("kid", ["rsa", "ed"])
def test_a_public_key_is_no_secret(kid):
    key = RSA if kid == "rsa" else EDWARDS
    for secret in (key.as_pem(private=False), json.dumps(key.as_dict(private=False)).encode(), b""):
        assert refused(by_hand({"alg": "HS256", "typ": "JWT", "kid": kid}, secret), PUBLIC)


def test_a_secret_among_public_keys_is_no_key():
    known = OctKey.import_key("c" * 40, {"kid": "shared"})
    keys = public_keys({"keys": [known.as_dict(), RSA.as_dict(private=False)]})
    assert [key.kid for key in keys] == ["rsa"]
    assert refused(signed(CLAIMS, known, kid="shared"), keys)


def test_a_key_that_the_token_brings_is_not_believed():
    mine = RSAKey.generate_key(2048)
    for header in ({"jwk": mine.as_dict(private=False)}, {"jku": "https://evil.example/jwks.json"}, {}):
        for kid in ("rsa", "mine"):
            made = jwt.encode({"alg": "RS256", "kid": kid, **header}, CLAIMS, mine, algorithms=["RS256"])
            assert refused(made, PUBLIC)


def test_a_short_key_proves_nothing():
    numbers = rsa.generate_private_key(65_537, 1_024).public_key().public_numbers()
    short = {"kty": "RSA", "kid": "short", "n": number(numbers.n), "e": number(numbers.e)}
    with pytest.raises(ValueError):
        public_keys({"keys": [short]})


@pytest.mark.parametrize(
    "said", [None, [], {}, {"keys": {}}, {"keys": [1, {}, {"kty": "RSA"}, {"kty": "oct", "k": "YQ"}]}]
)
def test_keys_that_are_none_are_refused(said):
    with pytest.raises(ValueError):
        public_keys(said)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"exp": NOW}, "expired"),
        ({"exp": NOW - 1}, "expired"),
        ({"exp": None}, "exp is no time"),
        ({"exp": "2099"}, "exp is no time"),
        ({"exp": True}, "exp is no time"),
        ({"exp": NOW + LONGEST + LEEWAY + 1}, "good for more than 3600 seconds"),
        ({"nbf": NOW + LEEWAY + 1}, "not good yet"),
        ({"iat": NOW + LEEWAY + 1}, "made in the future"),
        ({"aud": None}, "aud is another app"),
        ({"aud": "shop"}, "aud is another app"),
        ({"aud": ["shop"]}, "aud is another app"),
        ({"aud": {"help-desk": 1}}, "aud is another app"),
        ({"iss": None}, "iss is another issuer"),
        ({"iss": "https://shop.example/"}, "iss is another issuer"),
        ({"iss": ["https://shop.example"]}, "iss is another issuer"),
        ({"sub": None}, "sub is no text"),
        ({"sub": ""}, "sub is no text"),
        ({"sub": 42}, "sub is no text"),
        ({"sub": "a\nb"}, "sub is no text"),
        ({"sub": "x" * 201}, "sub is no text"),
        ({"sub": "visitor-7b1f"}, "sub is a name that this server gives"),
        ({"sub": "OIDC:7b1f"}, "sub is a name that this server gives"),
        ({"sub": " 42"}, "sub is a name that this server gives"),
        ({"name": 1}, "name is no text"),
        ({"inputs": ["plan"]}, "inputs is no table"),
        ({"inputs": {"plan": ["gold"]}}, "an input is no text"),
        ({"inputs": {"plan": "x" * 4_001}}, "an input is no text"),
    ],
)
def test_a_token_that_is_not_for_this_app_and_moment_proves_nobody(changed, said):
    assert said in refused(token(**changed))


def test_a_token_of_another_kind_proves_nobody():
    assert refused(signed(CLAIMS, typ="at+jwt")) == "it is another kind of token"
    assert refused(by_hand({"alg": "HS256", "crit": ["exp"], "exp": 1}, SECRET.encode()))


def test_a_token_that_is_taken_once_needs_an_id_and_its_time():
    assert read(token(jti="a1"), once=True).id == "a1"
    assert "jti" in refused(token(), once=True)
    assert "iat" in refused(token(jti="a1", iat=None), once=True)


def test_why_a_token_is_not_believed_quotes_nothing_of_it():
    for changed in ({"sub": "canary\n"}, {"aud": "canary"}, {"iss": "canary"}, {"exp": "canary"}, {"name": ["canary"]}):
        assert "canary" not in refused(token(**changed))
