"""The file of apps, and what is read of it."""

import pytest
from pydantic import SecretStr

from app.catalog import Catalog
from app.catalog.pictures import LARGEST, Picture
from app.settings import Settings, SettingsError, load
from tests.unit.catalogs import GUIDE, HOST, KEY, SECRET, app, embedded, file, problem, read

__all__ = ["file"]

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
