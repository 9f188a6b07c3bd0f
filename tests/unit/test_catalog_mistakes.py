"""The sentence that each mistake in the file of apps gives."""

import pytest

from app.catalog import Catalog, CatalogError
from app.settings import Settings
from tests.unit.catalogs import GUIDE, HOST, KEY, SECRET, app, embedded, file, problem

__all__ = ["file"]


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


@pytest.mark.parametrize("entry", [app(), GUIDE], ids=["a server's", "embedded"])
def test_one_app_is_named_once(file, entry):
    other = entry.replace('slug = "', 'slug = "other-')
    assert "are one app" in problem(file, entry + "\n" + other)


@pytest.mark.parametrize("name", ["role", "url", "embedded", "accent"])
def test_a_key_in_a_wrong_place_is_not_said_back(file, name):
    assert "its value is secret" in problem(file, app(**{name: f'"{KEY}"'}))
