"""A proxy in front that says who it is, and others who say so."""

from typing import Any

import pytest

from app.identity import COOKIE, NOBODY, Identities, Person
from app.identity.proxy import Proxied
from app.policy import Role
from app.settings import Settings
from tests.unit.routes.site import SIGNER

SETTINGS = Settings(
    sign_in="proxy", trusted_proxies="10.0.0.0/8", proxy_user_header="X-Forwarded-User",
    proxy_groups_header="X-Forwarded-Groups", roles="staff=member",
)  # type: ignore[arg-type]  # fmt: skip
TRUSTED, STRANGER = "10.0.0.1", "192.0.2.7"


def scope(peer: str | None, *headers: tuple[str, str], kind: str = "http") -> dict[str, Any]:
    pairs = [(name.encode(), value.encode()) for name, value in headers]
    return {"type": kind, "scheme": "http", "path": "/", "headers": pairs, "client": (peer, 1) if peer else None}


USER = ("x-forwarded-user", "anna@example.com")


async def test_whom_a_trusted_proxy_names_is_there_with_their_groups():
    person = await Proxied(SETTINGS).person(scope(TRUSTED, USER, ("x-forwarded-groups", "guests, staff,")))
    assert (person.user, person.name, person.role) == ("proxy:anna@example.com", "anna@example.com", Role.MEMBER)
    assert person.groups == {"guests", "staff"}
    assert (await Proxied(SETTINGS).person(scope(TRUSTED, ("x-forwarded-user", "Zoë")))).name == "Zoë"


@pytest.mark.parametrize(
    ("peer", "headers"),
    [
        (STRANGER, [USER]),
        (None, [USER]),
        (STRANGER, [USER, ("x-forwarded-for", TRUSTED)]),
        (TRUSTED, []),
        (TRUSTED, [("x-forwarded-user", "")]),
        (TRUSTED, [("x-forwarded-user", "admin"), USER]),
        (TRUSTED, [("x_forwarded_user", "admin")]),
        (TRUSTED, [("x-forwarded-user", "a" * 201)]),
        (TRUSTED, [("x-forwarded-user", "a\tb")]),
        (TRUSTED, [("x-forwarded-groups", "staff")]),
    ],
)
async def test_what_nobody_who_is_trusted_says_once_names_nobody(peer, headers):
    assert await Proxied(SETTINGS).person(scope(peer, *headers)) == NOBODY


async def test_a_socket_is_let_in_for_whom_the_proxy_names_alone():
    identities = Identities(SIGNER, Role.VISITOR, Proxied(SETTINGS))
    assert await identities.admitted(scope(STRANGER, USER, kind="websocket")) is None
    admitted = await identities.admitted(scope(TRUSTED, USER, kind="websocket"))
    assert admitted is not None
    [cookie] = [value.decode() for name, value in admitted["headers"] if name == b"cookie"]
    assert identities.proved(cookie).user == "proxy:anna@example.com"


async def test_whom_the_proxy_does_not_name_is_a_visitor_where_an_app_is_for_visitors():
    """Also whoever names themselves, past the proxy."""
    identities = Identities(SIGNER, Role.BUILDER, Proxied(SETTINGS), lambda: True)
    cookie = ("cookie", f"{COOKIE}={SIGNER.new_visitor()}")
    visitor = Person(SIGNER.user(cookie[1]), Role.VISITOR, visitor=True)
    assert await identities.of(scope(TRUSTED, cookie)) == visitor
    assert await identities.of(scope(STRANGER, USER, cookie)) == visitor
    assert (await identities.of(scope(TRUSTED, USER, cookie))).user == "proxy:anna@example.com"


async def test_groups_are_not_read_where_no_header_is_named():
    plain = SETTINGS.model_copy(update={"proxy_groups_header": None})
    assert (await Proxied(plain).person(scope(TRUSTED, USER, ("", "staff")))).groups == frozenset()
