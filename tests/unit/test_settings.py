"""Settings from the environment and ``.env``, and the sentence that each wrong one gives."""

import os
import sys
from pathlib import Path

import pytest

from app.policy import Role
from app.settings import ROLES, SettingsError, load

KEY = "app-canary-Zs7qT1lmV9Xw"


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An empty folder, and an environment without settings."""
    for name in os.environ:
        if name.startswith(("PARLEY_", "OPENAI_")):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def problem() -> str:
    with pytest.raises(SettingsError) as caught:
        load()
    assert caught.value.__context__ is None or caught.value.__suppress_context__
    return str(caught.value)


def test_nothing_must_be_set(nothing_set):
    settings = load()
    assert (settings.api_url, settings.api_key, settings.secret_key, settings.guide_dir) == (None,) * 4
    assert settings.app == "guide"
    assert settings.ledger_url == f"sqlite+aiosqlite:///{nothing_set / '.parley' / 'ledger.db'}"


def test_the_environment_is_read(monkeypatch):
    monkeypatch.setenv("PARLEY_API_URL", "https://host/v1/")
    monkeypatch.setenv("PARLEY_API_KEY", KEY)
    settings = load()
    assert settings.api_url == "https://host/v1"
    assert settings.api_key is not None and settings.api_key.get_secret_value() == KEY
    assert KEY not in repr(settings)


def test_the_env_file_is_read_and_the_environment_stands_before_it(nothing_set, monkeypatch):
    (nothing_set / ".env").write_text("PARLEY_DATA_DIR=from-file\nPARLEY_DATABASE_URL=sqlite+aiosqlite:///x.db\n# a\n")
    assert load().data_dir == Path("from-file")
    monkeypatch.setenv("PARLEY_DATA_DIR", "from-environment")
    settings = load()
    assert settings.data_dir == Path("from-environment")
    assert settings.ledger_url == "sqlite+aiosqlite:///x.db"


def test_what_is_given_stands_before_the_environment(monkeypatch):
    monkeypatch.setenv("PARLEY_DATA_DIR", "from-environment")
    assert load(data_dir=Path("given")).data_dir == Path("given")


def test_a_setting_that_is_empty_is_not_set(monkeypatch):
    for name in ("API_URL", "API_KEY", "SECRET_KEY", "GUIDE_DIR", "DATABASE_URL", "FILE_HOSTS"):
        monkeypatch.setenv(f"PARLEY_{name}", "")
    assert load().api_url is None


def test_hosts_of_files_stand_between_commas(monkeypatch):
    monkeypatch.setenv("PARLEY_FILE_HOSTS", "Files.example, cdn.example:8443,[2606::1]:80,")
    assert load().file_hosts == {"files.example", "cdn.example:8443", "[2606::1]:80"}


def test_other_programs_settings_are_none_of_ours(nothing_set):
    (nothing_set / ".env").write_text("DATABASE_URL=mysql://x\nPARLEY_NOVEL=1\n")
    load()


@pytest.mark.parametrize("role", ROLES)
def test_a_role_is_one_that_the_policy_knows(monkeypatch, role):
    assert load().role == "visitor"
    monkeypatch.setenv("PARLEY_ROLE", role)
    assert Role(load().role) == role


@pytest.mark.parametrize("role", ["agent", "admin"])
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HOST", "0.0.0.0"),
        ("HOST", "chat.internal"),
        ("TRUSTED_PROXIES", "127.0.0.1"),
        ("PUBLIC_URL", "https://c.example"),
    ],
)
def test_a_role_for_people_who_are_known_is_not_everybody_s(monkeypatch, role, name, value):
    monkeypatch.setenv("PARLEY_ROLE", role)
    monkeypatch.setenv(f"PARLEY_{name}", value)
    assert problem() == (
        f"PARLEY_ROLE is '{role}', which is for people who are known, and PARLEY_SIGN_IN is open, so everybody would "
        "have it. Let people sign in, and give the role to a group by PARLEY_ROLES; or try it with PARLEY_HOST at "
        "127.0.0.1, without PARLEY_TRUSTED_PROXIES and PARLEY_PUBLIC_URL."
    )
    monkeypatch.setenv("PARLEY_SIGN_IN", "local")
    assert load().role == role


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost"])
def test_on_the_machine_itself_any_role_can_be_tried(monkeypatch, host):
    monkeypatch.setenv("PARLEY_HOST", host)
    for role in ROLES:
        monkeypatch.setenv("PARLEY_ROLE", role)
        assert load().role == role


POSTGRESQL = [
    ("postgresql://me:hunter2@db.example/parley", "postgresql://me:hunter2@db.example/parley"),
    ("postgres://me:hunter2@db.example:5433/parley?sslmode=require",
     "postgresql://me:hunter2@db.example:5433/parley?sslmode=require"),
    ("postgresql+asyncpg://me@[::1]:5432/parley", "postgresql://me@[::1]:5432/parley"),
    ("postgresql://postgres:@/parley?host=/var/run/postgresql", "postgresql://postgres:@/parley?host=/var/run/postgresql"),
    ("postgresql://a.example:5432,b.example:5433/parley", "postgresql://a.example:5432,b.example:5433/parley"),
]  # fmt: skip


@pytest.mark.parametrize(("given", "url"), POSTGRESQL)
def test_a_postgresql_database_may_be_named_in_several_ways(monkeypatch, given, url):
    monkeypatch.setenv("PARLEY_DATABASE_URL", given)
    settings = load()
    assert settings.ledger_url == url
    assert "hunter2" not in repr(settings)


def test_postgresql_without_its_driver_is_told_with_what_to_install(monkeypatch):
    monkeypatch.setenv("PARLEY_DATABASE_URL", "postgresql://me:hunter2@db.example/parley")
    monkeypatch.setitem(sys.modules, "asyncpg", None)
    assert problem() == (
        "The package asyncpg is missing: PARLEY_DATABASE_URL names a PostgreSQL database, so it is expected. "
        "Install it with: pip install -e '.[postgresql]'"
    )


def test_what_one_process_takes_at_once_can_be_set(monkeypatch):
    monkeypatch.setenv("PARLEY_MAX_RUNS", "7")
    monkeypatch.setenv("PARLEY_MAX_RUNS_PER_USER", "1")
    monkeypatch.setenv("PARLEY_SILENCE_SECONDS", "5")
    monkeypatch.setenv("PARLEY_MAX_ANSWER", "1000")
    for number, name in enumerate(("STEPS", "FILES", "SOURCES"), 1):
        monkeypatch.setenv(f"PARLEY_MAX_{name}", str(number))
    settings = load()
    assert (settings.max_runs, settings.max_runs_per_user) == (7, 1)
    assert (settings.silence_seconds, settings.max_answer) == (5, 1000)
    assert (settings.max_steps, settings.max_files, settings.max_sources) == (1, 2, 3)
    monkeypatch.setenv("PARLEY_MAX_SOCKETS", "3")
    assert (settings.max_sockets, load().max_sockets) == (2000, 3)


WRONG = [
    ("MAX_RUNS", "0", "'0'", "a whole number of 1 or more"),
    ("SILENCE_SECONDS", "-1", "'-1'", "a whole number of 1 or more"),
    ("MAX_RUNS_PER_USER", "many", "'many'", "a whole number of 1 or more"),
    ("ROLE", "king", "'king'", "one of visitor, member, agent, builder, admin"),
    ("ROLE", "Visitor", "'Visitor'", "one of visitor, member, agent, builder, admin"),
    ("API_URL", "host/v1", "'host/v1'", "http:// or https://"),
    ("API_URL", "ftp://host/v1", "'ftp://host/v1'", "http:// or https://"),
    ("API_URL", "https:///v1", "'https:///v1'", "names a host"),
    ("API_URL", "http://[::1/v1", "'http://[::1/v1'", "names a host"),
    ("API_URL", "http://host:port/v1", "'http://host:port/v1'", "names a host"),
    ("DATABASE_URL", "mysql://host/name", "'mysql://host/name'", "sqlite+aiosqlite:///path"),
    ("DATABASE_URL", "sqlite:///x.db", "'sqlite:///x.db'", "a SQLite file"),
    ("DATABASE_URL", "postgresql://host", "'postgresql://host'", "postgresql://user:password@host/name"),
    ("DATABASE_URL", "postgresql:///name", "'postgresql:///name'", "postgresql://user:password@host/name"),
    ("DATABASE_URL", "postgresql://host:port/name", "'postgresql://host:port/name'", "a PostgreSQL database"),
    ("DATABASE_URL", "postgresql://[::1/name", "'postgresql://[::1/name'", "a PostgreSQL database"),
    ("DATABASE_URL", "postgresql+psycopg2://host/name", "'postgresql+psycopg2://host/name'", "a PostgreSQL database"),
    ("DATABASE_URL", "host=db dbname=parley", "'host=db dbname=parley'", "a PostgreSQL database"),
    ("DATA_DIR", "/dev/null/data", "'/dev/null/data'", "a folder that can be written"),
    ("RETENTION_DAYS", "-3", "'-3'", "a whole number of 1 or more, or none"),
    ("AUDIT_DAYS", "7", "'7'", "a whole number of 30 or more, or none"),
    ("AUDIT_DAYS", "-1", "'-1'", "a whole number of 30 or more, or none"),
    ("RETENTION", "burn", "'burn'", "one of delete, anonymise, keep-words"),
    ("APP", "chatbot", "'chatbot'", "guide, toolbox or desk"),
    ("GUIDE_DIR", "nowhere", "'nowhere'", "a folder that exists"),
    ("FILE_HOSTS", "https://files.example", "'https://files.example'", "host or host:port"),
    ("FILE_HOSTS", "files.example/a", "'files.example/a'", "host or host:port"),
    ("FILE_HOSTS", "files.example:port", "'files.example:port'", "host or host:port"),
    ("FILE_HOSTS", "a.example b.example", "'a.example b.example'", "host or host:port"),
    ("REDIS_URL", "localhost:6379", "'localhost:6379'", "a Redis server as redis://"),
    ("REDIS_URL", "redis://", "'redis://'", "a Redis server as redis://"),
]


@pytest.mark.parametrize(("name", "value", "shown", "expected"), WRONG)
def test_a_wrong_setting_is_told_with_its_name_its_value_and_what_was_expected(
    monkeypatch, name, value, shown, expected
):
    monkeypatch.setenv("PARLEY_API_KEY", KEY)
    monkeypatch.setenv("PARLEY_API_URL", "https://host/v1")
    monkeypatch.setenv(f"PARLEY_{name}", value)
    told = problem()
    assert told.startswith(f"PARLEY_{name} is {shown}, but expected: ")
    assert expected in told
    assert KEY not in told


def test_all_wrong_settings_are_told_at_once(monkeypatch):
    monkeypatch.setenv("PARLEY_API_URL", "host")
    monkeypatch.setenv("PARLEY_GUIDE_DIR", "nowhere")
    assert [line.split(" ")[0] for line in problem().splitlines()] == ["PARLEY_API_URL", "PARLEY_GUIDE_DIR"]


def test_a_secret_that_is_too_short_is_told_without_its_value(monkeypatch):
    monkeypatch.setenv("PARLEY_SECRET_KEY", "hunter2")
    assert "hunter2" not in problem()
    assert problem().startswith("PARLEY_SECRET_KEY is set (its value is secret), but expected: at least 16")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://user:hunter2@host/name"),
        ("DATABASE_URL", "user:hunter2@host/name"),
        ("DATABASE_URL", "postgresql://user:hunter2#@host/name"),
        ("DATABASE_URL", "postgres://user:hunter2@host"),
        ("DATABASE_URL", "host=db dbname=parley password=hunter2"),
        ("REDIS_URL", "http://:hunter2@host"),
        ("API_URL", "ftp://user:hunter2@host/v1"),
        ("API_URL", "user:hunter2@host/v1"),
    ],
)
def test_a_password_inside_an_address_is_not_shown(monkeypatch, name, value):
    monkeypatch.setenv(f"PARLEY_{name}", value)
    assert "hunter2" not in problem()
    assert f"PARLEY_{name}" in problem()


def test_an_address_without_a_key_is_told(monkeypatch):
    monkeypatch.setenv("PARLEY_API_URL", "https://host/v1")
    assert problem().startswith("PARLEY_API_KEY is missing")


def test_a_key_without_an_address_is_told_without_the_key(monkeypatch):
    monkeypatch.setenv("PARLEY_API_KEY", KEY)
    assert problem().startswith("PARLEY_API_URL is missing")
    assert KEY not in problem()


@pytest.mark.parametrize("name", ["MODEL", "TRANSCRIBE_MODEL"])
def test_a_model_without_a_key_is_told(monkeypatch, name):
    monkeypatch.setenv(f"PARLEY_{name}", "some-model")
    assert problem() == (
        f"OPENAI_API_KEY is missing: PARLEY_{name} is set, so the key of the model's server is expected; "
        "a server without keys takes any word."
    )


def test_a_model_with_a_key_is_read_from_the_environment_or_the_file(nothing_set, monkeypatch):
    (nothing_set / ".env").write_text(f"OPENAI_API_KEY={KEY}\nOPENAI_BASE_URL=http://127.0.0.1:11434/v1\n")
    monkeypatch.setenv("PARLEY_MODEL", "some-model")
    settings = load()
    assert (settings.model, settings.openai_base_url) == ("some-model", "http://127.0.0.1:11434/v1")
    assert settings.openai_api_key is not None and settings.openai_api_key.get_secret_value() == KEY
    assert KEY not in repr(settings)


def test_without_an_address_the_model_is_at_openai(monkeypatch):
    monkeypatch.setenv("PARLEY_MODEL", "some-model")
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    assert load().openai_base_url == "https://api.openai.com/v1"


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("OPENAI_BASE_URL", "host/v1", "'host/v1'"),
        ("OPENAI_BASE_URL", "ftp://me:hunter2@host", "set (its value is secret)"),
        ("OPENAI_API_KEY", "two hunter2", "set (its value is secret)"),
        ("OPENAI_API_KEY", "hunter2-schlüssel", "set (its value is secret)"),
    ],
)
def test_a_wrong_address_or_key_of_the_model_is_told_only_where_one_is_named(monkeypatch, name, value, shown):
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setenv(name, value)
    load()
    monkeypatch.setenv("PARLEY_MODEL", "some-model")
    told = problem()
    assert told.startswith(f"{name} is {shown}, but expected: ")
    assert "hunter2" not in told


def test_a_model_without_its_package_is_told_with_what_to_install(monkeypatch):
    monkeypatch.setenv("PARLEY_MODEL", "some-model")
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setitem(sys.modules, "openai", None)
    assert problem() == (
        "The package openai is missing: PARLEY_MODEL is set, so it is expected. "
        "Install it with: pip install -e '.[model]'"
    )
