"""The file of apps, and the sentence that each mistake in it gives."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from app.catalog import Catalog, CatalogError
from app.catalog.pictures import LARGEST, Picture
from app.settings import Settings, SettingsError, load

KEY = "app-canary-Zs7qT1lmV9Xw"
DESK = f"""
[[app]]
slug = "help-desk"
title = "Help desk"
description = "Orders and returns."
icon = "🛟"
accent = "#1f5fbf"
url = "https://host/v1/"
key = "{KEY}"
role = "member"
groups = ["staff", "partners"]
policy = {{ tool_input = "visitor", sources = "nobody" }}

[app.inputs]
shop = "north"
limit = 3
polite = true
"""
GUIDE = """
[[app]]
slug = "guide"
embedded = "guide"
"""


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path / "apps.toml"


def read(file: Path, text: str, **environment: str) -> Catalog:
    file.write_text(text, "utf-8")
    return Catalog.of(Settings(config=file), environment)


def problem(file: Path, text: str, **environment: str) -> str:
    with pytest.raises(CatalogError) as caught:
        read(file, text, **environment)
    assert KEY not in str(caught.value)
    return str(caught.value).replace(str(file), "apps.toml")


def app(**values: str) -> str:
    """The table of an app with other lines; an empty value takes a line away."""
    lines = {"slug": '"desk"', "url": '"https://host/v1"', "key": f'"{KEY}"', **values}
    return "[[app]]\n" + "\n".join(f"{name} = {value}" for name, value in lines.items() if value)


def test_apps_stand_in_the_order_of_the_file(file):
    named = read(file, DESK + GUIDE)
    desk, guide = named.apps
    assert (desk.slug, desk.title, desk.description, desk.icon) == (
        "help-desk", "Help desk", "Orders and returns.", "🛟",
    )  # fmt: skip
    assert (desk.accent, desk.role, desk.url) == ("#1f5fbf", "member", "https://host/v1")
    assert (desk.groups, guide.groups) == (["staff", "partners"], None)
    assert desk.policy == {"tool_input": "visitor", "sources": "nobody"}
    assert desk.inputs == {"shop": "north", "limit": 3, "polite": True}
    assert (guide.slug, guide.embedded, guide.url, guide.key) == ("guide", "guide", None, None)
    assert KEY not in repr(named) and "north" not in repr(named)


def test_a_key_may_stand_in_an_environment_variable(file):
    named = read(file, app(key="", key_env='"DESK_KEY"'), DESK_KEY=f" {KEY} ")
    assert named.apps[0].key == SecretStr(KEY)


def test_the_same_file_gives_equal_apps_and_a_changed_one_does_not(file):
    assert read(file, DESK) == read(file, DESK) != read(file, DESK.replace("north", "south"))


def test_without_a_file_there_is_the_app_of_the_other_settings(file):
    assert [(app.slug, app.embedded) for app in Catalog.of(Settings(app="toolbox")).apps] == [("toolbox", "toolbox")]
    [real] = Catalog.of(Settings(api_url="https://host/v1", api_key=SecretStr(KEY))).apps
    assert (real.slug, real.url) == ("app-04fde3832d22", "https://host/v1")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "apps.toml names no app: expected is an [[app]] table for each."),
        ("[app]\nslug = 'a'", "apps.toml: app is no list of tables: write [[app]], in two brackets, for each app."),
        ("[[apps]]\nslug = 'a'", "apps.toml: 'apps' is nothing that a file of apps has"),
        (f'[[app]]\nkey = "{KEY}', "apps.toml is no TOML: it cannot be read at "),
        (app(slug=""), "apps.toml: app 1: slug is missing: expected is 1 to 64 small letters"),
        (app(slug='"Help Desk"'), "app 1 (Help Desk): slug is 'Help Desk', but expected: 1 to 64 small letters"),
        (app(slug='"-desk"'), "app 1 (-desk): slug is '-desk', but expected"),
        (app(slug='"a/../b"'), "slug is 'a/../b', but expected"),
        (app(slug="3"), "app 1: slug is '3', but expected"),
        (app(titel='"x"'), "app 1 (desk): 'titel' is nothing that an app has: expected are slug, title,"),
        (app(title=f'"{"x" * 101}"'), "but expected: a text of at most 100 characters."),
        (app(accent='"red"'), "accent is 'red', but expected: a colour such as #1f5fbf"),
        (app(accent='"#ffee00"'), "accent is '#ffee00', but expected: a colour such as #1f5fbf, dark enough"),
        (app(url='"host/v1"'), "url is 'host/v1', but expected: an address that begins with http:// or https://"),
        (app(url='"ftp://me:secret@host"'), "url is set (its value is secret), but expected: an address"),
        (app(url=""), "app 1 (desk): it has no url: expected is its API's address"),
        (app(key='"a b"'), "key is set (its value is secret), but expected: the app's API key: printable ASCII"),
        (app(key="7"), "key is set (its value is secret), but expected: the app's API key"),
        (app(key=""), "app 1 (desk): it has neither key nor key_env"),
        (app(key_env='"DESK_KEY"'), "app 1 (desk): it has both key and key_env: expected is one of them."),
        (app(key="", key_env='"DESK_KEY"'), "key_env names DESK_KEY, and there is no such environment variable"),
        (app(key="", key_env='"app-secret key"'), "key_env is no name, but expected: the name of an environment"),
        (app(embedded='"guide"'), "it has both embedded and a url or key: an app is embedded or a server's."),
        (app(embedded='"oracle"', url="", key=""), "embedded is 'oracle', but expected: one of guide, toolbox"),
        (app(role='"king"'), "role is 'king', but expected: one of visitor, member, agent, builder, admin."),
        (app(inputs='"north"'), "inputs is not what was expected: a table of texts, numbers, true or false"),
        (app() + "\n[app.inputs]\nshops = ['north']", "inputs.shops is not what was expected: a table of texts"),
        (app() + "\n[app.inputs]\nratio = nan", "inputs.ratio is not what was expected: a table of texts"),
        (app() + "\n[app.inputs]\nname = { from = 'name' }", "inputs.name is not what was expected: a table of texts"),
        (app() + "\n[app.inputs]\nname = { claim = '' }", "inputs.name is not what was expected: a table of texts"),
        (app() + "\n[app.inputs]\nname = { claim = 'name' }", "it has inputs from claims, but no identity"),
        (app(groups='"staff"'), "groups is not what was expected: a list of names of groups, whose members alone"),
        (app(groups="[]"), "groups is not what was expected: a list of names of groups"),
        (app(groups='[""]'), "groups is not what was expected: a list of names of groups"),
        (app(visitors='"yes"'), "visitors is 'yes', but expected: true, where it is there for whoever has not signed"),
        (app(visitors="true", groups='["staff"]'), "it has both visitors and groups: it is there for everybody, or"),
        (app(origins='["https://a.example"]', groups='["staff"]'), "it has both origins and groups: from other sites'"),
        (app(limits="{ runs = 1 }"), "limits.runs is not what was expected: a table of whole numbers, 0 for none"),
        (app(limits="{ messages_a_day_per_user = -1 }"), "limits.messages_a_day_per_user is not what was expected"),
        (app(limits="{ messages_a_day_per_user = true }"), "limits.messages_a_day_per_user is not what was expected"),
        (app(limits="7"), "limits is not what was expected: a table of whole numbers"),
        (app(retention="{ days = -1 }"), "retention.days is not what was expected: a table of days, a whole number"),
        (app(retention='{ action = "burn" }'), "retention.action is not what was expected: a table of days"),
        (app(policy='"x"'), "policy is no table, but expected: a table of kinds of content, each with the role"),
        (app(policy='{ prompts = "admin" }'), "policy.prompts is no kind of content: expected are sources, p"),
        (app(policy='{ tools = "king" }'), "policy.tools is not what was expected: one of visitor, member, agent"),
        (app(policy='{ tools = ["member"] }'), "policy.tools is not what was expected: one of visitor"),
        (app(origins='"https://a.example"'), "origins is not what was expected: a list of the sites"),
        *(
            (app(origins=f'["{wrong}"]'), f"origins has {wrong!r}, but expected: a list of the sites")
            for wrong in (
                "a.example", "*", "https://*.a.example", "https://a.example/", "https://a.example/x", "https://A.example",
                "https://a.example:443", "http://a.example:80", "null", "ftp://a.example", "https://u@a.example",
                "https://a.example; script-src *", "https://a.example https://b.example", "https://", "https://a.example:0",
            )
        ),
        (app(support='"x"'), "support is not what was expected: a table with some of button, name, variable, hours"),
        (app(support="{ button = 1 }"), "support.button is not what was expected: true, where whoever uses the app"),
        (app(support="{ hour = 1 }"), "support.hour is nothing that it has: expected is a table with some of button"),
        (app(support="{ alarm = -1 }"), "support.alarm is not what was expected: a number of minutes, at most 1440"),
        (app(support='{ hours = ["mon 9-17"] }'), 'support.hours is not what was expected: a list of days of the week'),
        (app(support='{ hours = [9] }'), 'support.hours is not what was expected: a list of days of the week'),
        (app(support='{ time_zone = "Mars" }'), "support.time_zone is not what was expected: the name of a time zone"),
        (app(support='{ time_zone = "../x" }'), "support.time_zone is not what was expected: the name of a time zone"),
        (app(theme='"x"'), "theme is not what was expected: a table with logo, the file of a picture, and greeting"),
        (app(theme="{ greeting = 1 }"), "theme.greeting is not what was expected: a table with logo"),
        (app(theme="{ radius = 3 }"), "theme.radius is not what was expected: a table with logo"),
        (app(theme="{ logo = true }"), "theme.logo is not what was expected: a table with logo"),
        (app(theme='{ logo = "none.png" }'), "theme.logo names 'none.png', which cannot be read: No such file"),
        (app(theme='{ logo = "apps.toml" }'), "theme.logo names 'apps.toml', which is no such picture. Expected: a"),
        (app() + "\n" + app(url='"https://b/v1"'), "apps.toml: 2 apps have the slug 'desk': each needs one of"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_in_a_sentence(file, text, said):
    assert said in problem(file, text)


SECRET = "0123456789abcdef0123456789abcdef"
HOST = 'issuer = "https://shop.example"'


def embedded(*lines: str, origins: str = '["https://shop.example"]') -> str:
    return app(origins=origins) + "\n[app.identity]\n" + "\n".join(lines)


def test_an_app_names_the_pages_it_may_stand_in_and_whose_word_counts(file):
    text = (
        embedded(HOST, 'secret_env = "SHOP"', "replay = true")
        + "\n[app.inputs]\nshop = 'north'\nplan = { claim = 'tier' }"
    )
    [desk] = read(file, text, SHOP=SECRET).apps
    assert desk.origins == ["https://shop.example"]
    assert desk.identity and (desk.identity.issuer, desk.identity.replay) == ("https://shop.example", True)
    assert (desk.fixed, desk.claims) == ({"shop": "north"}, {"plan": "tier"})
    assert SECRET not in repr(desk)
    [keyed] = read(file, embedded(HOST, 'jwks_url = "https://shop.example/jwks.json"')).apps
    assert keyed.identity and keyed.identity.secret is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (embedded(HOST), "identity: it has neither or both of secret_env and jwks_url"),
        (embedded('secret_env = "SHOP"'), "identity.issuer is missing: expected is the iss of the host's tokens"),
        (embedded(HOST, 'secret_env = "SHOP"', 'jwks_url = "https://a"'), "it has neither or both of secret_env and"),
        (
            embedded(HOST, 'secret_env = "SHORT"'),
            "identity.secret_env names SHORT, which is too short (its value is sec",
        ),
        (embedded(HOST, 'secret_env = "NONE"'), "identity.secret_env names NONE, which is not set, but expected: 32"),
        (embedded(HOST, 'secret_env = "a b"'), "identity.secret_env is no name, but expected: the name of an environ"),
        (
            embedded(HOST, f'secret = "{SECRET}"'),
            "identity.secret is nothing that an identity has: expected are issuer",
        ),
        (embedded(HOST, 'jwks_url = "http://shop.example"'), "identity.jwks_url is not what was expected: the address"),
        (embedded(HOST, 'secret_env = "SHOP"', "replay = 1"), "identity.replay is not what was expected: true, where"),
        (embedded(HOST, 'secret_env = "SHOP"', "x = 1"), "identity.x is nothing that an identity has"),
        (embedded(HOST, 'secret_env = "SHOP"', origins="[]"), "it has an identity, but no origins"),
        (app(origins='["https://a.example"]', identity='"x"'), "identity is not what was expected: a table of who"),
    ],
)
def test_a_mistake_in_an_identity_is_told_without_its_secret(file, text, said):
    told = problem(file, text, SHOP=SECRET, SHORT="short-canary")
    assert said in told
    assert SECRET not in told and "short-canary" not in told


def test_a_key_of_an_environment_variable_that_no_header_takes_is_told_without_it(file):
    said = problem(file, app(key="", key_env='"DESK_KEY"'), DESK_KEY=f"{KEY} {KEY}")
    assert said.startswith("apps.toml: app 1 (desk): DESK_KEY is set (its value is secret), but expected: the app's")


def test_all_mistakes_are_told_at_once(file):
    said = problem(file, app(titel='"x"', role='"king"') + "\n" + app(slug='"b"', url=""))
    assert said.count("\n") == 2


def test_a_file_that_is_not_there_is_told_with_what_was_expected(file):
    with pytest.raises(CatalogError, match=r"PARLEY_CONFIG names .*apps.toml, which cannot be read: No such file"):
        Catalog.of(Settings(config=file))


def test_a_file_that_is_nested_too_deep_is_told(file):
    assert problem(file, f"app = {'[' * 5000}") == "apps.toml is no TOML that can be read: it is nested too deep."


def test_a_file_that_is_no_text_is_told(file):
    file.write_bytes(b"\xff\xfe")
    with pytest.raises(CatalogError, match="is not UTF-8"):
        Catalog.of(Settings(config=file))


@pytest.mark.parametrize(
    ("other", "given"),
    [
        ("API_URL", {"api_url": "https://host/v1", "api_key": SecretStr(KEY)}),
        ("API_URL", {"api_url": "https://host/v1"}),
        ("API_KEY", {"api_key": SecretStr(KEY)}),
        ("APP", {"app": "desk"}),
        ("VISITORS", {"visitors": True}),
    ],
)
def test_a_file_of_apps_and_another_app_are_not_set_both(file, other, given, monkeypatch):
    for name in ("PARLEY_API_URL", "PARLEY_API_KEY", "PARLEY_APP", "PARLEY_VISITORS"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(SettingsError, match=f"PARLEY_CONFIG and PARLEY_{other} are both set"):
        load(config=file, **given)


@pytest.mark.parametrize("more", [{}, {"api_url": "https://host/v1", "api_key": SecretStr(KEY)}])
def test_the_only_app_is_for_visitors_where_the_settings_say_so(more):
    assert [Catalog.of(Settings(visitors=said, **more)).apps[0].visitors for said in (True, False)] == [True, False]


def test_a_variable_may_stand_in_the_file_of_settings(file, monkeypatch):
    monkeypatch.delenv("DESK_KEY", raising=False)
    file.write_text(app(key="", key_env='"DESK_KEY"'), "utf-8")
    (file.parent / ".env").write_text(f"DESK_KEY={KEY}\n", "utf-8")
    assert Catalog.of(Settings(config=file)).apps[0].key == SecretStr(KEY)
    monkeypatch.setenv("DESK_KEY", "app-another")
    assert Catalog.of(Settings(config=file)).apps[0].key == SecretStr("app-another")


@pytest.mark.parametrize("entry", [app(), GUIDE], ids=["a server's", "embedded"])
def test_one_app_is_named_once(file, entry):
    other = entry.replace('slug = "', 'slug = "other-')
    assert "are one app" in problem(file, entry + "\n" + other)


@pytest.mark.parametrize("name", ["role", "url", "embedded", "accent"])
def test_a_key_in_a_wrong_place_is_not_said_back(file, name):
    assert "its value is secret" in problem(file, app(**{name: f'"{KEY}"'}))


PICTURES = {
    "image/png": b"\x89PNG\r\n\x1a\n...",
    "image/jpeg": b"\xff\xd8\xff\xe0...",
    "image/gif": b"GIF89a...",
    "image/webp": b"RIFF\x00\x00\x00\x00WEBPVP8 ",
    "image/svg+xml": b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>',
}


@pytest.mark.parametrize("media_type", PICTURES)
def test_a_logo_is_a_picture_beside_the_file_known_by_its_content(file, media_type):
    (file.parent / "art").mkdir()
    (file.parent / "art" / "logo").write_bytes(PICTURES[media_type])
    [desk] = read(file, app(theme='{ logo = "art/logo", greeting = false }')).apps
    assert desk.theme.logo == Picture(PICTURES[media_type], media_type)
    assert not desk.theme.greeting
    before = desk.theme.logo.name
    (file.parent / "art" / "logo").write_bytes(PICTURES[media_type] + b" ")
    [desk] = read(file, app(theme='{ logo = "art/logo" }')).apps
    assert desk.theme.greeting and desk.theme.logo.name != before


def test_a_logo_is_no_larger_than_an_icon_may_be(file):
    (file.parent / "logo.png").write_bytes(PICTURES["image/png"].ljust(LARGEST + 1))
    assert "which is no such picture" in problem(file, app(theme='{ logo = "logo.png" }'))


def test_its_secrets_are_all_that_is_to_be_shown_nowhere(file):
    secret = "a secret of 32 characters or more"
    tables = '\n[app.identity]\nissuer = "https://site.example"\nsecret_env = "SITE_SECRET"\n'
    found = read(file, app(origins='["https://site.example"]') + tables, SITE_SECRET=secret)
    assert found.secrets() == {KEY, secret}
