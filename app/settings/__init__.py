"""The settings: every ``PARLEY_…`` name, its type and its default, from the environment and ``.env``."""

from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import unquote, urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import NoDecode, SettingsConfigDict

from app.settings.base import LOOPBACK, PREFIX, RETENTIONS, ROLES, SettingsError, http_url
from app.settings.sign_in import SignInSettings, check_open, check_sign_in
from app.settings.values import (
    Network,
    Quota,
    database,
    embedded_app,
    folder,
    header_key,
    header_token,
    hosts,
    is_header_text,
    known_retention,
    known_role,
    log_days,
    log_kind,
    long_enough,
    proxies,
    redis,
    whole,
    writable,
)

__all__ = [
    "ENV_FILE", "LOOPBACK", "PREFIX", "RETENTIONS", "ROLES", "Network", "Settings", "SettingsError", "embedded_app",
    "header_key", "http_url", "known_role", "load",
]  # fmt: skip

ENV_FILE = ".env"


class Settings(SignInSettings):
    """What a deployment can set.

    ``api_url`` and ``api_key`` belong together; without them the embedded app that ``app`` names answers. ``config`` is
    a file of apps (``app.catalog``), in place of all three. With ``redis_url`` several workers are one server: they
    tell one another of answers and of news through it, and the tabs' states are there. A server that is asked to end
    gives running answers ``drain_seconds``. ``secret_key`` signs the visitors' identities; without it one is made at
    the first start and kept in ``data_dir``. ``role`` is that of everybody who opens the page: how much of an answer's
    making they see. ``host`` is the address that the server listens on, behind ``trusted_proxies`` where there are any.
    ``log`` is how the log's lines look. ``ops_token`` opens metrics and details of readiness to whoever does not ask on
    the machine itself. ``file_hosts`` are asked for files besides the API itself, as ``host`` or ``host:port``.
    ``model`` and ``transcribe_model`` are models of the OpenAI-compatible server that ``OPENAI_BASE_URL`` and
    ``OPENAI_API_KEY`` name, the variables that other programs use for it too; where no model is named, neither is
    looked at.

    ``max_runs`` answers are made at once by each process, ``max_runs_per_user`` for one person by all of them.
    ``max_sockets`` tabs are connected to each process.
    What is counted ``per_address`` or ``per_app`` is everybody's from there or in it; uploads are in megabytes.
    An answer is ended after ``max_answer`` characters; of its steps, files and sources ``max_steps``, ``max_files`` and
    ``max_sources`` are kept.
    What was last spoken in ``retention_days`` ago, 0 for never, is ended as ``retention`` says; a line of
    the audit log goes after ``audit_days``, 0 for never.
    An app that has sent nothing for ``silence_seconds`` in the middle of an answer is waited for no longer.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=ENV_FILE, env_ignore_empty=True, extra="ignore", populate_by_name=True
    )

    api_url: Annotated[str, AfterValidator(http_url)] | None = None
    api_key: Annotated[SecretStr, AfterValidator(header_key)] | None = None
    config: Path | None = None
    app: Annotated[str, AfterValidator(embedded_app)] = "guide"
    secret_key: Annotated[SecretStr, AfterValidator(long_enough)] | None = None
    data_dir: Annotated[Path, AfterValidator(writable)] = Path(".parley")
    database_url: Annotated[str, AfterValidator(database)] = Field("", repr=False)  # it may hold a password
    redis_url: Annotated[str, AfterValidator(redis)] = Field("", repr=False)
    guide_dir: Annotated[Path, AfterValidator(folder)] | None = None
    drain_seconds: float = Field(10.0, ge=0)
    role: Annotated[str, AfterValidator(known_role)] = "visitor"
    host: str = "127.0.0.1"
    log: Annotated[str, AfterValidator(log_kind)] = "text"
    ops_token: Annotated[SecretStr, AfterValidator(header_token)] | None = None
    file_hosts: Annotated[frozenset[str], NoDecode, BeforeValidator(hosts)] = frozenset()
    trusted_proxies: Annotated[frozenset[Network], NoDecode, BeforeValidator(proxies)] = frozenset()
    silence_seconds: Annotated[int, BeforeValidator(whole)] = 30
    max_runs: Annotated[int, BeforeValidator(whole)] = 200
    max_answer: Annotated[int, BeforeValidator(whole)] = 10_000_000
    max_steps: Annotated[int, BeforeValidator(whole)] = 500
    max_files: Annotated[int, BeforeValidator(whole)] = 100
    max_sources: Annotated[int, BeforeValidator(whole)] = 100
    max_sockets: Annotated[int, BeforeValidator(whole)] = 2_000
    max_runs_per_user: Annotated[int, BeforeValidator(whole)] = 10
    max_runs_per_address: Quota = 100
    max_runs_per_app: Quota = 0
    max_messages_a_minute_per_user: Quota = 60
    max_messages_a_minute_per_address: Quota = 600
    max_messages_a_minute_per_app: Quota = 0
    max_messages_a_day_per_user: Quota = 2_000
    max_messages_a_day_per_address: Quota = 20_000
    max_messages_a_day_per_app: Quota = 0
    max_uploads_a_day_per_user: Quota = 2_000
    max_uploads_a_day_per_address: Quota = 20_000
    max_uploads_a_day_per_app: Quota = 0
    max_newcomers_an_hour_per_address: Quota = 1_000
    retention_days: Quota = 0
    retention: Annotated[str, AfterValidator(known_retention)] = "delete"
    audit_days: Annotated[int, BeforeValidator(log_days)] = 0
    model: str = ""
    transcribe_model: str = ""
    openai_base_url: str = Field("https://api.openai.com/v1", validation_alias="OPENAI_BASE_URL")
    openai_api_key: SecretStr | None = Field(None, validation_alias="OPENAI_API_KEY")

    def secrets(self) -> set[str]:
        """All that must be shown nowhere."""
        named = {value.get_secret_value() for _, value in self if isinstance(value, SecretStr)}
        passwords = {urlsplit(url).password or "" for url in (self.database_url, self.redis_url)}
        return named | passwords | {unquote(password) for password in passwords}

    @property
    def quotas(self) -> dict[str, int]:
        """The numbers of ``max_…_per_…``, by the rest of their names; 0 is no limit."""
        return {name.removeprefix("max_"): value for name, value in self if name.startswith("max_") and "_per_" in name}

    @property
    def ledger_url(self) -> str:
        """The ledger's database: ``database_url``, or a SQLite file in ``data_dir``."""
        return self.database_url or f"sqlite+aiosqlite:///{(self.data_dir / 'ledger.db').absolute()}"


def load(**given: Any) -> Settings:
    """The settings of this process; ``given`` stands before the environment.

    Raises :class:`SettingsError` for a value that is not what was expected.
    """
    try:
        settings = Settings(**given)
    except ValidationError as error:
        raise SettingsError("\n".join(_sentence(item) for item in error.errors())) from None
    others = [name for name in ("api_url", "api_key", "app", "visitors") if name in settings.model_fields_set]
    if settings.config and others:
        raise SettingsError(
            f"{PREFIX}CONFIG and {PREFIX}{others[0].upper()} are both set: the file names all apps. Take one out."
        )
    if settings.api_url and not settings.api_key:
        raise SettingsError(f"{PREFIX}API_KEY is missing: {PREFIX}API_URL is set, so the app's API key is expected.")
    if settings.api_key and not settings.api_url:
        raise SettingsError(
            f"{PREFIX}API_URL is missing: {PREFIX}API_KEY is set, so the API's address is expected, "
            "for example https://host/v1."
        )
    check_sign_in(settings)
    if settings.sign_in == "open":
        fronted = bool(settings.trusted_proxies or settings.public_url)
        check_open(settings.role, settings.host, fronted=fronted)
    _check_model(settings)
    if settings.database_url.startswith("postgresql:") and find_spec("asyncpg") is None:
        raise SettingsError(_missing("asyncpg", f"{PREFIX}DATABASE_URL names a PostgreSQL database", "postgresql"))
    return settings


def _check_model(settings: Settings) -> None:
    """Raises :class:`SettingsError` where a model is named that cannot be asked."""
    asking = f"{PREFIX}MODEL" if settings.model else f"{PREFIX}TRANSCRIBE_MODEL" if settings.transcribe_model else ""
    if not asking:
        return
    if settings.openai_api_key is None:
        raise SettingsError(
            f"OPENAI_API_KEY is missing: {asking} is set, so the key of the model's server is expected; "
            "a server without keys takes any word."
        )
    try:
        http_url(settings.openai_base_url)
    except ValueError as error:
        raise SettingsError(_wrong("OPENAI_BASE_URL", settings.openai_base_url, str(error))) from None
    if not is_header_text(settings.openai_api_key.get_secret_value()):
        expected = "the key of the model's server: printable ASCII without spaces"
        raise SettingsError(_wrong("OPENAI_API_KEY", settings.openai_api_key, expected))
    if find_spec("openai") is None:
        raise SettingsError(_missing("openai", f"{asking} is set", "model"))


def _missing(package: str, reason: str, extra: str) -> str:
    return (
        f"The package {package} is missing: {reason}, so it is expected. Install it with: pip install -e '.[{extra}]'"
    )


def _sentence(item: Any) -> str:
    """One of pydantic's failures as a sentence."""
    return _wrong(f"{PREFIX}{item['loc'][0]!s}".upper(), item["input"], item["msg"].removeprefix("Value error, "))


def _wrong(name: str, value: object, expected: str) -> str:
    """«name is value, but expected … »; a secret's value is not shown."""
    secret = name.endswith(("_KEY", "_TOKEN", "_SECRET"))
    secret = secret or "@" in str(value) or "password=" in str(value)  # user:password@host
    shown = "set (its value is secret)" if secret else repr(str(value))
    return f"{name} is {shown}, but expected: {expected}."
