"""One app of the file, and a sentence for each thing that can be wrong with it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, ValidationError, model_validator

from app.catalog import embedding, seen, support, theme
from app.catalog.colours import accent
from app.catalog.embedding import Claim, HostIdentity, Origin
from app.catalog.support import Support
from app.catalog.theme import Theme
from app.settings import RETENTIONS, ROLES, embedded_app, header_key, http_url, known_role

SLUG = r"^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$"
Value = str | bool | int | Annotated[float, Field(allow_inf_nan=False)]

_EXPECTED = {
    "slug": "1 to 64 small letters, digits and hyphens, with no hyphen at either end",
    "title": "a text of at most 100 characters",
    "description": "a text of at most 500 characters",
    "icon": "an emoji or two letters, at most 16 characters",
    "accent": "a colour such as #1f5fbf, dark enough for white text to be readable on it",
    "embedded": "one of guide, toolbox and desk",
    "url": "an address that begins with http:// or https:// and names a host",
    "key": "the app's API key: printable ASCII without spaces, such as app-…",
    "key_env": "the name of an environment variable",
    "role": f"one of {', '.join(ROLES)}",
    "limits": "a table of whole numbers, 0 for none: runs, messages_a_minute, messages_a_day or uploads_a_day "
    "(megabytes), each followed by _per_user, _per_address or _per_app",
    "retention": f"a table of days, a whole number, 0 for good, and action, one of {', '.join(RETENTIONS)}",
    "groups": "a list of names of groups, whose members alone it is for",
    "visitors": "true, where it is there for whoever has not signed in, too, or false",
    "policy": seen.EXPECTED,
    "theme": theme.EXPECTED,
    "support": support.EXPECTED,
    "inputs": "a table of texts, numbers, true or false, or { claim = … }, by the name of the app's variable",
    "origins": "a list of the sites whose pages it may stand in, each as https://host or https://host:port",
    "identity": "a table of who signs for its visitors: issuer, and secret_env or jwks_url",
}

Quota = Annotated[int, Field(ge=0)] | None


class AppLimits(BaseModel):
    """What one app takes, beside what the settings have for all; ``per_app`` stands in place of theirs."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    runs_per_user: Quota = None
    runs_per_address: Quota = None
    runs_per_app: Quota = None
    messages_a_minute_per_user: Quota = None
    messages_a_minute_per_address: Quota = None
    messages_a_minute_per_app: Quota = None
    messages_a_day_per_user: Quota = None
    messages_a_day_per_address: Quota = None
    messages_a_day_per_app: Quota = None
    uploads_a_day_per_user: Quota = None
    uploads_a_day_per_address: Quota = None
    uploads_a_day_per_app: Quota = None


def _action(value: str) -> str:
    if value not in RETENTIONS:
        raise ValueError("no such action")
    return value


class AppRetention(BaseModel):
    """After how many days without a word in it something becomes of a conversation, and what; what is not said is as in
    the settings."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    days: Quota = None
    action: Annotated[str, AfterValidator(_action)] | None = None


def _accent(value: str) -> str:
    if not (found := accent(value)):
        raise ValueError("no such colour")
    return found


class App(BaseModel):
    """One app: a server's, by ``url`` and ``key``, or an ``embedded`` one. What is empty is as the app itself says.

    ``slug`` keys its rows in the ledger and stands in its address. ``role`` is that of everybody who opens it, where
    it is not the settings'; ``policy`` says from which role on something is seen. With ``groups`` it is there for their
    members alone, with ``visitors`` also for whoever has not signed in where others have. ``inputs`` are what every
    conversation begins with; the form does not ask for them. It may stand in pages of ``origins``, whose server says
    by signed tokens who is there, as ``identity`` has it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    slug: str = Field(pattern=SLUG)
    title: str = Field("", max_length=100)
    description: str = Field("", max_length=500)
    icon: str = Field("", max_length=16)
    accent: Annotated[str, AfterValidator(_accent)] = ""
    embedded: Annotated[str, AfterValidator(embedded_app)] | None = None
    url: Annotated[str, AfterValidator(http_url)] | None = None
    key: Annotated[SecretStr, AfterValidator(header_key)] | None = None
    role: Annotated[str, AfterValidator(known_role)] | None = None
    groups: Annotated[list[Annotated[str, Field(min_length=1)]], Field(min_length=1)] | None = None
    visitors: bool = False
    policy: seen.Seen = {}
    inputs: dict[str, Value | Claim] = Field({}, repr=False)  # the operator's own
    limits: AppLimits = AppLimits()
    retention: AppRetention = AppRetention()
    theme: Theme = Theme()
    support: Support = Support()
    origins: list[Origin] = []
    identity: HostIdentity | None = None

    @model_validator(mode="after")
    def _is_somewhere(self) -> Self:
        if self.embedded and (self.url or self.key):
            raise ValueError("it has both embedded and a url or key: an app is embedded or a server's.")
        if not self.embedded and not self.url:
            raise ValueError("it has no url: expected is its API's address, for example https://host/v1.")
        if not self.embedded and not self.key:
            raise ValueError("it has neither key nor key_env: expected is its API key, or the variable that holds it.")
        return self

    @model_validator(mode="after")
    def _is_for_some(self) -> Self:
        if self.visitors and self.groups:
            raise ValueError("it has both visitors and groups: it is there for everybody, or for members alone.")
        if self.origins and self.groups:
            raise ValueError("it has both origins and groups: from other sites' pages no member of any comes.")
        return self

    @model_validator(mode="after")
    def _knows_whom_to_ask(self) -> Self:
        if self.identity and not self.origins:
            raise ValueError("it has an identity, but no origins: expected are those of the pages around it.")
        if self.claims and not self.identity:
            raise ValueError("it has inputs from claims, but no identity: expected is whose claims they are.")
        return self

    @property
    def fixed(self) -> dict[str, Value]:
        """The inputs that are the same for everybody."""
        return {name: value for name, value in self.inputs.items() if not isinstance(value, Claim)}

    @property
    def claims(self) -> dict[str, str]:
        """The inputs that a host's token fills, each with the name of its claim there."""
        return {name: value.claim for name, value in self.inputs.items() if isinstance(value, Claim)}


def app_of(entry: Mapping[str, Any], environment: Mapping[str, str], folder: Path) -> tuple[App | None, list[str]]:
    """The app of a table, or what is wrong with it; ``folder`` is that of the file."""
    problems = list[str]()
    values = {name: value for name, value in entry.items() if name != "key_env"}
    if isinstance(values.get("key"), str):
        values["key"] = SecretStr(values["key"])
    if "key_env" in entry:
        key, problem = _from_environment(entry, environment)
        problems += problem
        values["key"] = key
    if "identity" in entry:
        values["identity"], problem = embedding.with_secret(entry["identity"], environment)
        problems += problem
    if "theme" in entry:
        values["theme"], problem = theme.with_logo(entry["theme"], folder)
        problems += problem
    try:
        app = App(**values)
    except ValidationError as error:
        return None, problems + [_sentence(item) for item in error.errors(include_input=True, include_url=False)]
    return (None if problems else app), problems


def _from_environment(entry: Mapping[str, Any], environment: Mapping[str, str]) -> tuple[SecretStr, list[str]]:
    """The key of the variable that ``key_env`` names. Where there is none, another one, so that nobody misses it."""
    none = SecretStr("none")
    name = entry["key_env"]
    if "key" in entry:
        return none, ["it has both key and key_env: expected is one of them."]
    if not isinstance(name, str) or not name.isidentifier():
        return none, [f"key_env is no name, but expected: {_EXPECTED['key_env']}."]
    if not (value := environment.get(name, "").strip()):
        return none, [f"key_env names {name}, and there is no such environment variable, or it is empty: set it."]
    try:
        return header_key(SecretStr(value)), []
    except ValueError as error:
        return none, [f"{name} is set (its value is secret), but expected: {error}."]


def _sentence(item: Any) -> str:
    """One of pydantic's failures as a sentence."""
    name = str(item["loc"][0]) if item["loc"] else ""
    if name in ("limits", "retention"):
        return f"{'.'.join(map(str, item['loc']))} is not what was expected: {_EXPECTED[name]}."
    if name in ("identity", "origins"):
        return embedding.sentence(item, _EXPECTED[name])
    if name == "theme":
        return theme.sentence(item)
    if name == "support":
        return support.sentence(item)
    if item["type"] == "extra_forbidden":
        return f"{name!r} is nothing that an app has: expected are {', '.join(_EXPECTED)}."
    if item["type"] == "missing":
        return f"{name} is missing: expected is {_EXPECTED[name]}."
    if not name:
        return str(item["msg"]).removeprefix("Value error, ")
    if name == "policy":
        return seen.sentence(item)
    if name == "groups":
        return f"groups is not what was expected: {_EXPECTED[name]}."
    if name == "inputs":
        place = f"inputs.{item['loc'][1]}" if len(item["loc"]) > 1 else name
        return f"{place} is not what was expected: {_EXPECTED[name]}."
    value = str(item["input"])
    secret = name == "key" or "@" in value or value.startswith("app-")  # which is how a key begins
    shown = "set (its value is secret)" if secret else repr(value)
    return f"{name} is {shown}, but expected: {_EXPECTED[name]}."
