"""Roles from groups, what is said of a device, and the settings of sign-in."""

import pytest

from app.identity.devices import device_of
from app.identity.roles import role_of
from app.policy import Role
from app.settings import SettingsError, load


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    monkeypatch.chdir(tmp_path)


ROLES = {"staff": "member", "makers": "builder", "guests": "visitor", "desk": "agent"}


@pytest.mark.parametrize(
    ("groups", "least", "role"),
    [
        ([], "visitor", "visitor"),
        (["others"], "member", "member"),
        (["staff"], "visitor", "member"),
        (["makers", "staff", "guests"], "visitor", "builder"),
        (["makers", "desk"], "visitor", "builder"),
        (["desk", "staff"], "visitor", "agent"),
        (["guests"], "member", "member"),
        (["Staff"], "visitor", "visitor"),
    ],
)
def test_the_group_that_sees_most_gives_the_role_and_none_takes_what_everybody_has(groups, least, role):
    assert role_of(groups, ROLES, Role(least)) == Role(role)


MOZILLA = "Mozilla/5.0 "
KHTML = "AppleWebKit/537.36 (KHTML, like Gecko) "


@pytest.mark.parametrize(
    ("said", "device"),
    [
        (MOZILLA + "(X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Linux"),
        (MOZILLA + "(Windows NT 10.0; Win64; x64) " + KHTML + "Chrome/140.0 Safari/537.36 Edg/140.0", "Edge, Windows"),
        (MOZILLA + "(Linux; Android 10; K) " + KHTML + "Chrome/140.0 Mobile Safari/537.36", "Chrome, Android"),
        (
            MOZILLA + "(iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 Version/18.0 Safari/604.1",
            "Safari, iPhone",
        ),
        (MOZILLA + "(Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1 Version/18.0 Safari/605.1", "Safari, macOS"),
        ("curl/8.5.0", ""),
        ("", ""),
    ],
)
def test_a_device_is_named_as_its_owner_knows_it(said, device):
    assert device_of(said) == device


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("SIGN_IN", "ldap", "one of open, local, proxy, oidc"),
        ("ROLES", "staff", "groups with their role"),
        ("ROLES", "staff=king", "a role is one of visitor, member, agent, builder, admin"),
        ("ROLES", "staff=member, staff=builder", "each group once"),
        ("PUBLIC_URL", "https://chat.example.com/x", "without a path"),
        ("OIDC_ISSUER", "http://id.example", "begins with https://"),
        ("OIDC_ISSUER", "https://id.example?a=b", "neither a query"),
        ("PROXY_USER_HEADER", "X User", "the name of a header"),
        ("VISITORS", "yes", "true or false"),
        ("SESSION_HOURS", "0", "a number of hours"),
        ("SESSION_HOURS", "nan", "a number of hours"),
        ("SESSION_IDLE_HOURS", "soon", "a number of hours"),
    ],
)
def test_a_wrong_setting_is_told_with_what_was_expected(monkeypatch, name, value, expected):
    monkeypatch.setenv(f"PARLEY_{name}", value)
    with pytest.raises(SettingsError, match=f"^PARLEY_{name} is '.*', but expected: .*{expected}"):
        load()


def test_groups_and_their_roles_stand_between_commas(monkeypatch):
    monkeypatch.setenv("PARLEY_ROLES", " staff = member ,cn=makers=builder,, ")
    assert load().roles == {"staff": "member", "cn=makers": "builder"}
    monkeypatch.setenv("PARLEY_ROLES", "")
    assert load().roles == {}


NEEDED = [
    ({"SIGN_IN": "proxy", "TRUSTED_PROXIES": "127.0.0.1"}, "PROXY_USER_HEADER"),
    ({"SIGN_IN": "proxy", "PROXY_USER_HEADER": "X-User"}, "TRUSTED_PROXIES"),
    ({"SIGN_IN": "oidc", "OIDC_CLIENT_ID": "x", "PUBLIC_URL": "https://chat.example"}, "OIDC_ISSUER"),
    ({"SIGN_IN": "oidc", "OIDC_ISSUER": "https://id.example", "PUBLIC_URL": "https://chat.example"}, "OIDC_CLIENT_ID"),
    ({"SIGN_IN": "oidc", "OIDC_ISSUER": "https://id.example", "OIDC_CLIENT_ID": "x"}, "PUBLIC_URL"),
]


@pytest.mark.parametrize(("given", "missing"), NEEDED)
def test_what_a_way_to_sign_in_needs_is_missed_at_the_start(monkeypatch, given, missing):
    for name, value in given.items():
        monkeypatch.setenv(f"PARLEY_{name}", value)
    with pytest.raises(SettingsError, match=f"^PARLEY_{missing} is missing: PARLEY_SIGN_IN is {given['SIGN_IN']}, so"):
        load()


def test_a_scope_that_proves_nobody_is_told(monkeypatch):
    for name, value in {**NEEDED[2][0], "OIDC_ISSUER": "https://id.example", "OIDC_SCOPES": "profile"}.items():
        monkeypatch.setenv(f"PARLEY_{name}", value)
    with pytest.raises(SettingsError, match="openid among them"):
        load()
