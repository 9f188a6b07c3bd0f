"""Who comes through another site's page, what they show from then on, and what they cannot show."""

import logging
import time
from contextlib import AsyncExitStack
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from itsdangerous import URLSafeTimedSerializer
from joserfc import jwt
from joserfc.jwk import OctKey
from pydantic import SecretStr

from app import services
from app.catalog import App
from app.identity import Signer
from app.identity.frames import Frames, Refused
from app.identity.guests import Guest, Unbelieved
from app.identity.once import OnceForAll, OnceHere
from app.identity.passes import EARLY, MOMENT, STAY, YEAR, Pass, Passes
from app.relay import Relay
from app.state.sockets import guest_of, person_of, sockets
from tests.redis_server import RedisServer
from tests.unit.served import serve

SECRET = "a secret of the host's, with 32 bytes or more"
OURS = SecretStr("a secret of this server's own")
SHOP = "https://shop.example"
PASSES = Passes(OURS)


def app(**changed: Any) -> App:
    named = changed.pop("identity", {})
    identity = None if named is None else {"issuer": SHOP, "secret": SecretStr(SECRET), **named}
    values: dict[str, Any] = {"slug": "desk", "embedded": "guide", "origins": [SHOP], "identity": identity}
    return App(**{**values, **changed})


def frames(*apps: App, once: Any = None, nameless: bool = True) -> Frames:
    named = {app.slug: app for app in apps}
    return Frames(named.get, PASSES, once or OnceHere(), lambda _app: nameless)


def token(key: Any = None, alg: str = "HS256", **changed: Any) -> str:
    now = int(time.time())
    claims = {"iss": SHOP, "aud": "desk", "sub": "42", "iat": now, "exp": now + 60, **changed}
    key = key or OctKey.import_key(SECRET)
    return jwt.encode({"alg": alg, "kid": key.kid} if key.kid else {"alg": alg}, claims, key, algorithms=[alg])


def guest(id: str) -> Guest:
    return Guest("42", "", {}, id, time.time(), time.time() + 60)


async def newcomer() -> None:
    """Anybody may come."""


async def come(asked: Frames, token: str = "", kept: str = "") -> tuple[Pass, str]:
    return await asked.admit("desk", SHOP, token, kept, newcomer)


async def refused(asked: Frames, origin: str = SHOP, token: str = "", kept: str = "", slug: str = "desk") -> None:
    with pytest.raises(Refused):
        await asked.admit(slug, origin, token, kept, newcomer)


async def test_a_host_s_token_says_who_is_there_and_what_is_known_of_them():
    shown, text = await come(frames(app()), token(name="Ada", inputs={"plan": "gold"}), "")
    assert (shown.person.user, shown.person.name, shown.person.role.value) == ("42", "Ada", "visitor")
    assert shown.known == {"sub": "42", "name": "Ada", "plan": "gold"}
    assert frames(app()).read("desk", text) == shown


async def test_a_visitor_without_a_name_is_the_same_one_the_next_time():
    asked = frames(app())
    shown, text = await come(asked, "", "")
    assert shown.user.startswith("visitor-") and shown.known == {}
    assert await come(asked, "", text) == (shown, text)
    other, _ = await come(asked, kept="garbage")
    assert other.user != shown.user


async def test_who_is_new_and_without_a_name_is_counted_and_nobody_else():
    class Many(Exception):
        """More than may come from one address."""

    async def refuse() -> None:
        raise Many

    asked = frames(app())
    _, kept = await come(asked)
    for known in ({"token": token(), "kept": ""}, {"token": "", "kept": kept}):
        await asked.admit("desk", SHOP, newcomer=refuse, **known)
    with pytest.raises(Many):
        await asked.admit("desk", SHOP, "", "", refuse)


async def test_an_unsigned_or_forged_word_is_refused_and_makes_nobody(caplog):
    caplog.set_level(logging.WARNING)
    for wrong in ("42", token(OctKey.import_key("b" * 40)), token(aud="lab"), token(exp=1), token(iss="https://a")):
        await refused(frames(app()), token=wrong)
        assert wrong not in caplog.text
    assert "app desk: a host's token is not believed" in caplog.text


async def test_nobody_comes_to_an_app_that_stands_in_no_page_or_by_another_page():
    for asked in (frames(), frames(app(origins=[], identity=None)), frames(app(slug="lab"))):
        await refused(asked)
        await refused(asked, token=token())
    for origin in ("https://evil.example", "null", f"{SHOP}/", f"{SHOP}.evil.example", SHOP.upper()):
        await refused(frames(app()), origin=origin)


async def test_where_a_name_is_asked_for_nobody_comes_without_one():
    asked, before = frames(app(identity={"required": True})), frames(app())
    _, kept = await come(before, "", "")
    await refused(asked)
    await refused(asked, kept=kept)
    await refused(frames(app(), nameless=False), kept=kept)
    assert asked.read("desk", kept) is None
    shown, text = await come(asked, token(), "")
    assert await come(asked, "", text) == (shown, text)


async def test_somebody_whose_pass_counts_no_more_becomes_no_nameless_visitor(monkeypatch):
    _, text = await come(frames(app()), token())
    await refused(frames(app(identity={"issuer": "https://other.example"})), kept=text)
    _, nameless = await come(frames(app()))
    now = time.time()
    monkeypatch.setattr("itsdangerous.timed.time.time", lambda: now + YEAR + 1)
    await refused(frames(app()), kept=text)
    assert (await come(frames(app()), kept=nameless))[1] != nameless


async def test_a_pass_that_is_about_to_run_out_is_replaced_while_it_still_counts(monkeypatch):
    shown, text = await come(frames(app()), token())
    assert STAY - 5 < PASSES.left(text) <= STAY
    now = time.time()
    monkeypatch.setattr("time.time", lambda: now + STAY - EARLY)
    await refused(frames(app()), kept=text)
    assert frames(app()).read("desk", text) == shown


async def test_a_pass_is_of_one_app_and_goes_back_to_one_key():
    _, text = await come(frames(app()), token(), "")
    assert frames(app(slug="lab")).read("lab", text) is None
    assert (
        frames(app(identity={"secret": SecretStr("another secret, with 32 bytes or more")})).read("desk", text) is None
    )
    assert frames(app(identity={"issuer": "https://a"})).read("desk", text) is None
    assert frames(app(identity=None)).read("desk", text) is None
    assert frames(app(origins=[], identity=None)).read("desk", text) is None


def test_a_pass_and_an_address_cannot_be_shown_for_one_another_or_made_elsewhere():
    text = PASSES.given(Pass("42", "desk", "host"))
    assert PASSES.read(text) == Pass("42", "desk", "host")
    address = PASSES.signed("42", "desk", "/files/1")
    assert PASSES.allowed(address, "desk", "/files/1").user == "42"
    for forged in (
        address,
        Passes(SecretStr("another secret, as long")).given(Pass("42", "desk")),
        text[:-2],
        "",
        "a.b.c",
    ):
        assert PASSES.read(forged) is None
    for app_slug, path in (("lab", "/files/1"), ("desk", "/files/2"), ("desk", "/files/1/"), ("desk", "")):
        assert PASSES.allowed(address, app_slug, path).user == ""
    assert PASSES.allowed(text, "desk", "/files/1").user == ""
    cookie = Signer(OURS).new_visitor()
    assert PASSES.read(cookie) is None and PASSES.allowed(cookie, "desk", "/files/1").user == ""
    assert Signer(OURS).user(f"parley_visitor={text}") == Signer(OURS).user(f"parley_visitor={address}") == ""


def test_an_address_is_good_for_less_than_a_minute_and_a_name_for_half_a_day(monkeypatch):
    address = PASSES.signed("42", "desk", "/files/1")
    named, nameless = PASSES.given(Pass("42", "desk", "host")), PASSES.given(Pass("visitor-1", "desk"))
    assert MOMENT < 60
    for later, (shown, kept, other) in {MOMENT + 1: (False, True, True), STAY + 1: (False, False, True)}.items():
        with monkeypatch.context() as patch:
            now = time.time()
            patch.setattr("itsdangerous.timed.time.time", lambda now=now, later=later: now + later)
            assert bool(PASSES.allowed(address, "desk", "/files/1").user) == shown
            assert (PASSES.read(named) is not None, PASSES.read(nameless) is not None) == (kept, other)


async def test_a_token_is_taken_once_where_the_app_has_it_so():
    asked = frames(app(identity={"replay": True}))
    used = token(jti="a1")
    await come(asked, used, "")
    await refused(asked, token=used)
    await refused(asked, token=token(jti="a1", sub="43"))
    await refused(asked, token=token())
    await come(asked, token(jti="a2"), "")


async def test_a_server_that_has_just_started_takes_none_that_another_may_have_taken():
    await refused(frames(app(identity={"replay": True})), token=token(jti="a1", iat=int(time.time()) - 5))


async def test_several_workers_take_a_token_once(tmp_path):
    server = RedisServer(tmp_path)
    server.start()
    async with AsyncExitStack() as stack:
        stack.callback(server.stop)
        one, other = [await stack.enter_async_context(Relay.opened(server.url)) for _ in range(2)]
        first, second = (frames(app(identity={"replay": True}), once=OnceForAll(relay)) for relay in (one, other))
        used = token(jti="a1", iat=int(time.time()) - 5)
        await come(first, used, "")
        await refused(second, token=used)


def test_what_signs_passes_is_no_other_key():
    made = URLSafeTimedSerializer(OURS.get_secret_value()).dumps(["42", "desk", "", "", {}])
    assert PASSES.read(str(made)) is None


async def test_what_was_seen_is_forgotten_when_it_has_expired(monkeypatch):
    once = OnceHere()
    for number in range(3):
        await once.take("desk", guest(str(number)))
    now = time.time()
    monkeypatch.setattr("app.identity.once.time.time", lambda: now + 4_000)
    await once.take("desk", guest("9"))
    assert len(once._seen) == 1
    with pytest.raises(Unbelieved):
        await once.take("desk", guest("9"))


@pytest.mark.parametrize(
    "edited",
    [
        {"identity": {"secret": SecretStr("another secret, with 32 bytes or more")}},
        {"identity": {"issuer": "https://a"}},
        {"identity": None},
        {"identity": None, "origins": []},
    ],
)
async def test_an_edit_ends_what_a_host_s_word_opened_at_a_socket_that_stays_open(monkeypatch, edited):
    named = {"desk": app()}
    asked = Frames(named.get, PASSES, OnceHere())
    shown, _ = await come(asked, token())
    at(monkeypatch, asked, shown)
    assert guest_of(TAB) == shown and person_of(TAB).user == "42"
    named["desk"] = app(**edited)
    assert guest_of(TAB) is None and person_of(TAB).user == ""


async def test_a_name_that_is_asked_for_from_now_on_is_asked_of_a_socket_that_is_open(monkeypatch):
    named = {"desk": app()}
    asked = Frames(named.get, PASSES, OnceHere())
    shown, _ = await come(asked)
    at(monkeypatch, asked, shown)
    assert guest_of(TAB) == shown
    named["desk"] = app(identity={"required": True})
    assert guest_of(TAB) is None


TAB: Any = SimpleNamespace(
    router=SimpleNamespace(url=SimpleNamespace(path="/embed/desk"), session=SimpleNamespace(session_id="socket"))
)


def at(monkeypatch: pytest.MonkeyPatch, asked: Frames, shown: Pass) -> None:
    """``shown`` was admitted at the tab's socket, on a server with these frames."""
    serve(monkeypatch)
    monkeypatch.setattr(services, "_current", replace(services.current(), frames=asked))
    monkeypatch.setattr(sockets, "guest", {"socket": shown}.get)
