"""Whose pages an app may stand in, and whose word is taken for who is there."""

from collections.abc import Mapping
from typing import Annotated, Any, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, model_validator

SHORTEST = 32  # bytes of a secret: as many as its digest has (RFC 7518, 3.2)
AT_HOME = ("localhost", "127.0.0.1", "::1")

EXPECTED = {
    "issuer": "the iss of the host's tokens, such as https://shop.example",
    "secret_env": f"the name of an environment variable whose value has {SHORTEST} characters or more",
    "jwks_url": "the address of the host's public keys, which begins with https://",
    "replay": "true, where each token is taken once, or false",
    "required": "true, where nobody comes without a token, or false",
}


def origin(value: str) -> str:
    """``scheme://host`` or ``scheme://host:port``, as a browser writes it. Raises ValueError."""
    try:
        parts = urlsplit(value)
        right = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:  # brackets that do not close, or a port that is no number
        right = False
    plain = right and value.isascii() and value == f"{parts.scheme}://{parts.netloc}" == value.lower()
    standard = right and parts.port == {"http": 80, "https": 443}[parts.scheme]
    if not plain or standard or set(value) & set("@*;, '\"\\%"):
        raise ValueError("no origin")
    return value


Origin = Annotated[str, AfterValidator(origin)]


class Claim(BaseModel):
    """Where an input comes from: a value of the token's ``inputs`` table."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    claim: str = Field(min_length=1, max_length=200)


def _keys_at(value: str) -> str:
    parts = urlsplit(value)
    if not parts.hostname or parts.username or parts.scheme not in ("https", "http"):
        raise ValueError("no address of keys")
    if parts.scheme == "http" and parts.hostname not in AT_HOME:
        raise ValueError("whoever is between could change the keys")
    return value


def _long_enough(value: SecretStr) -> SecretStr:
    if len(value.get_secret_value().encode()) < SHORTEST:
        raise ValueError("too short")
    return value


class HostIdentity(BaseModel):
    """Whose signed tokens say who is there: ``secret`` signs with HS256, a key of ``jwks_url`` with RS256 or EdDSA."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    issuer: str = Field(min_length=1, max_length=500)
    secret: Annotated[SecretStr, AfterValidator(_long_enough)] | None = None
    jwks_url: Annotated[str, AfterValidator(_keys_at)] | None = None
    replay: bool = False
    required: bool = False

    @model_validator(mode="after")
    def _has_one_key(self) -> Self:
        if (self.secret is None) == (self.jwks_url is None):
            raise ValueError("it has neither or both of secret_env and jwks_url: expected is one of them.")
        return self


def with_secret(entry: Any, environment: Mapping[str, str]) -> tuple[Any, list[str]]:
    """The table of an identity with the value of the variable that ``secret_env`` names, and what is wrong with it."""
    if isinstance(entry, dict) and "secret" in entry:
        rest = {key: value for key, value in entry.items() if key != "secret"}
        return rest, [f"identity.secret is nothing that an identity has: expected are {', '.join(EXPECTED)}."]
    if not isinstance(entry, dict) or "secret_env" not in entry:
        return entry, []
    name, rest = entry["secret_env"], {key: value for key, value in entry.items() if key != "secret_env"}
    if not isinstance(name, str) or not name.isidentifier():
        return rest, [f"identity.secret_env is no name, but expected: {EXPECTED['secret_env']}."]
    value = environment.get(name, "").strip()
    if len(value.encode()) < SHORTEST:
        state = "is too short (its value is secret)" if value else "is not set"
        problem = f"identity.secret_env names {name}, which {state}, but expected: {SHORTEST} characters or more."
        # Another one in its place, so that nobody misses it.
        return {**rest, "secret": SecretStr(SHORTEST * "-")}, [problem]
    return {**rest, "secret": SecretStr(value)}, []


def sentence(item: Any, expected: str) -> str:
    """One of pydantic's failures in ``origins`` or ``identity`` as a sentence, without what stands there."""
    place = ".".join(str(part) for part in item["loc"])
    name = str(item["loc"][-1])
    if item["type"] == "extra_forbidden":
        return f"{place} is nothing that an identity has: expected are {', '.join(EXPECTED)}."
    if item["type"] == "missing":
        return f"{place} is missing: expected is {EXPECTED[name]}."
    if item["type"] == "value_error" and item["loc"] == ("identity",):
        return str(item["msg"]).replace("Value error, ", "identity: ")
    if item["loc"][0] == "origins" and len(item["loc"]) > 1:
        return f"origins has {str(item['input'])!r}, but expected: {expected}."
    return f"{place} is not what was expected: {EXPECTED.get(name, expected)}."
