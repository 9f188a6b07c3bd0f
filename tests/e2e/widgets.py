"""A tab that blocks the cookies of third parties, and a site that has the widget of an app in its page."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey
from playwright.sync_api import Browser, BrowserContext, Frame, Page

from .alarms import Alarms
from .conftest import PATIENCE, Serve
from .hosts import Host, a_host
from .server import Server
from .upstream import KEY, Upstream

SECRET = "a secret of the host's, with 32 bytes or more"
ISSUER = "https://shop.example"
PROBE = "probe=1"
BLOCKING = {
    "enableThirdPartyCookieRestriction": True,
    "disableThirdPartyCookieMetadata": True,
    "disableThirdPartyCookieHeuristics": True,
}


@pytest.fixture
def host() -> Iterator[Host]:
    with a_host() as host:
        yield host


@pytest.fixture
def parley(serve: Serve, host: Host, app: Upstream, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Server:
    """An app that may stand in the host's pages, and believes what it signs."""
    path = tmp_path / "apps.toml"
    path.write_text(
        f'[[app]]\nslug = "desk"\nurl = "{app.url}"\nkey = "{KEY}"\ntitle = "Help desk"\norigins = ["{host.url}"]\n'
        f'[app.identity]\nissuer = "{ISSUER}"\nsecret_env = "SHOP_SECRET"\nreplay = true\n'
        '[app.inputs]\nplan = { claim = "plan" }\n'
    )
    monkeypatch.setenv("SHOP_SECRET", SECRET)
    return serve(config=str(path))


@pytest.fixture
def context(browser: Browser, alarms: Alarms) -> Iterator[BrowserContext]:
    context = browser.new_context(locale="en-US", viewport={"width": 1280, "height": 800})
    with alarms.listening(context):
        yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A tab that blocks the cookies of third parties. Some browsers then forbid these their storage as well."""
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCookieControls", BLOCKING)
    page.set_default_timeout(PATIENCE)
    return page


def inside(page: Page) -> Frame:
    """The frame of the widget."""
    [frame] = [frame for frame in page.frames if "/embed/" in frame.url]
    return frame


def far(server: Server) -> str:
    """The server's address under the name by which it is another site than the host."""
    return server.url.replace("127.0.0.1", "localhost")


def token(**changed: Any) -> str:
    now = int(time.time())
    claims = {"iss": ISSUER, "aud": "desk", "sub": "shopper-7", "iat": now, "exp": now + 60, "jti": str(time.time_ns())}
    return jwt.encode({"alg": "HS256"}, {**claims, **changed}, OctKey.import_key(SECRET))
