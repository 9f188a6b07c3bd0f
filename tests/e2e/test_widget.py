"""The widget on another site's page, whose cookies the browser blocks."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey
from playwright.sync_api import Browser, BrowserContext, Frame, Page, expect
from pydantic import SecretStr

from app.catalog.embedding import HostIdentity
from app.i18n.de import DE
from app.i18n.en import EN
from app.identity.frames import _digest
from app.identity.passes import EARLY, STAY, Pass, Passes

from .accessibility import no_serious_fault
from .conftest import PATIENCE, Alarms, Serve
from .hosts import POLICY, Host, Widget, a_host, script
from .script import End, Hold, Say
from .sending_files import PNG
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
def foreign() -> Iterator[Host]:
    """A site that no app names."""
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


def old_pass(parley: Server, seconds: float) -> str:
    """What the server gave, so long ago, to the visitor of :func:`token`."""
    passes = Passes(SecretStr((parley.data_dir / "secret_key").read_text()))
    word = _digest(HostIdentity(issuer=ISSUER, secret=SecretStr(SECRET)))
    then = time.time() - seconds
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("itsdangerous.timed.time.time", lambda: then)
        return passes.given(Pass("shopper-7", "desk", word))


def test_a_visitor_without_a_name(page: Page, host: Host, parley: Server, app: Upstream) -> None:
    """Nothing but the script is loaded before it is opened; then one chats there as anywhere, and no cookie is set."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    host.body, host.policy = script(far(parley)), POLICY.format(parley=far(parley))
    page.goto(host.url)
    widget = Widget(page)
    expect(widget.bubble).to_have_accessible_name(EN.widget_open)
    assert [url for url in asked if not url.startswith(host.url)] == [f"{far(parley)}/embed.js"]

    widget.open()
    widget.ask("LEN=3 Hello.")
    widget.expect_answer("w2")
    user = app.seen("/chat-messages")[-1].user
    assert user.startswith("visitor-")
    assert page.context.cookies() == []
    assert PROBE not in inside(page).evaluate(f"(document.cookie = '{PROBE}; SameSite=None; Secure', document.cookie)")
    no_serious_fault(page)

    widget.message.press("Escape")
    expect(widget.panel).to_be_hidden()
    expect(widget.bubble).to_be_focused()
    widget.bubble.press("Enter")
    expect(widget.message).to_be_focused()

    app.script = [Say("w0"), Hold(), End()]
    widget.ask("Again.")
    expect(widget.inside.get_by_role("button", name=EN.stop, exact=True)).to_be_visible()
    widget.call("close")
    app.script = None
    app.release()
    expect(widget.bubble).to_have_accessible_name(f"{EN.widget_open}: {EN.widget_unread.format(count=1)}")

    # The next page of that site goes on with it.
    host.body = script(far(parley), lang="de")
    page.reload()
    widget = Widget(page, DE).open()
    expect(widget.questions).to_have_count(2)
    widget.ask("LEN=3 Who am I?")
    expect(widget.questions).to_have_count(3)
    widget.expect_answer("w2")
    assert app.seen("/chat-messages")[-1].user == user


def test_a_visitor_whom_the_host_s_server_names(
    page: Page, host: Host, parley: Server, app: Upstream, tmp_path: Path
) -> None:
    host.token = token(inputs={"plan": "gold"}, name="Ada Ortiz")
    host.body = script(far(parley), token_url="/token")
    page.goto(host.url)
    widget = Widget(page).open()
    widget.inside.locator("input[type=file]").first.set_input_files(
        {"name": "lamp.png", "mimeType": "image/png", "buffer": PNG}
    )
    files = widget.inside.get_by_role("list", name=EN.attachments, exact=True).get_by_role("listitem")
    expect(files.filter(has_text="lamp.png")).to_have_attribute("data-state", "done")
    widget.ask("LEN=3 See.")
    widget.expect_answer("w2")
    asked = app.seen("/chat-messages")[-1]
    assert (asked.user, asked.body["inputs"].get("plan")) == ("shopper-7", "gold")
    assert {seen.user for seen in app.seen("/files/upload")} == {"shopper-7"}
    picture = widget.questions.last.get_by_role("img")
    expect(picture).to_have_js_property("naturalWidth", 40)
    assert "pass=" in (picture.get_attribute("src") or "")

    widget.inside.get_by_role("button", name=EN.options_of_open, exact=True).click()
    with page.expect_download() as saved:
        widget.inside.get_by_role("menuitem", name=EN.save_markdown, exact=True).click()
    assert "See." in saved.value.path().read_text("utf-8")

    # Their pass runs out while the page is open: the host is asked for their name again, and nothing of it is seen.
    host.token = token(inputs={"plan": "gold"})
    named = "performance.getEntriesByName(new URL('/token', location).href).length"
    before = page.evaluate(named)
    inside(page).evaluate(
        "(kept) => { sessionStorage.setItem('parley:pass:/embed/desk', kept); location.replace('/embed/desk'); }",
        old_pass(parley, STAY - EARLY - 2),
    )
    page.wait_for_function(f"{named} > {before}")  # the frame has come
    widget.message.fill("LEN=3 Still me?")
    page.wait_for_function(f"{named} > {before + 1}")  # the pass's time is over
    widget.message.press("Enter")
    expect(widget.questions.last).to_contain_text("Still me?")
    widget.expect_answer("w2")
    assert app.seen("/chat-messages")[-1].user == "shopper-7"
    expect(widget.inside.get_by_role("alert")).to_have_count(0)

    # Another issuer is believed from now on: no new socket is heard by the old one's word, and what was read stays.
    file = tmp_path / "apps.toml"
    file.write_text(
        file.read_text().replace(ISSUER, "https://other.example").replace("origins = [", f'origins = ["{ISSUER}", ')
    )
    frame = inside(page)
    frame.evaluate(
        """async () => {
          const named = async () => (await (await fetch("/embed/desk/origins")).json()).origins.length;
          while ((await named()) < 2) await new Promise((again) => setTimeout(again, 100));
        }"""
    )
    host.token = token()
    frame.evaluate(
        "() => { window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));"
        " document.dispatchEvent(new Event('visibilitychange')); }"
    )
    expect(widget.inside.get_by_role("alert")).to_have_text(EN.frame_refused)
    expect(widget.inside.get_by_role("alert")).to_be_visible()
    widget.inside.get_by_role("button", name=EN.widget_close, exact=True).click(trial=True)
    expect(widget.questions.last).to_contain_text("Still me?")
    asked = len(app.seen("/chat-messages"))
    widget.ask("LEN=3 Am I heard?")
    host.token = token(iss="https://other.example")
    page.evaluate("Parley.identify(() => fetch('/token').then((answer) => answer.text()))")
    expect(widget.message).to_have_value("LEN=3 Am I heard?")
    assert len(app.seen("/chat-messages")) == asked


def test_the_page_around_speaks_with_the_chat(page: Page, host: Host, parley: Server, app: Upstream) -> None:
    """Only pages of the app's origins are heard, and told anything; another person's things do not stay."""
    host.body = script(far(parley), position="left", color="#7a1f5f")
    page.add_init_script(
        "addEventListener('parley:ready', () => { window.heard = [];"
        " for (const type of ['open', 'close', 'ready', 'answer', 'unread', 'refused'])"
        "   Parley.on(type, (detail) => heard.push(detail ? `${type} ${detail}` : type)); })"
    )
    page.goto(host.url)
    widget = Widget(page)
    widget.call("ask", "LEN=3 Asked by the page.")
    widget.expect_answer("w2")
    assert app.seen("/chat-messages")[-1].body["query"] == "LEN=3 Asked by the page."
    widget.call("setTheme", "dark")
    expect(widget.inside.locator("html")).to_have_class("dark")
    widget.call("newChat")
    expect(widget.questions).to_have_count(0)
    widget.message.fill("A draft of somebody without a name")

    page.evaluate("word => Parley.identify(word)", token(sub="shopper-8"))
    expect(widget.message).to_have_value("")
    widget.ask("LEN=3 Who am I now?")
    widget.expect_answer("w2")
    assert app.seen("/chat-messages")[-1].user == "shopper-8"
    expect(widget.questions).to_have_count(1)
    widget.call("identify", "not.a.token")
    expect(widget.inside.get_by_role("alert")).to_have_text(EN.frame_refused)
    page.wait_for_function("heard.includes('refused')")
    said = page.evaluate("heard")
    assert said[0] == "open" and {"ready", "answer"} <= set(said), said


def test_no_other_site_s_page_frames_the_app_or_speaks_with_it(
    page: Page, host: Host, foreign: Host, parley: Server, alarms: Alarms
) -> None:
    alarms.expect("frame-ancestors")
    alarms.expect("chrome-error://chromewebdata")
    for path in ("/embed/desk", "/", "/c/1", "/apps", "/s/1"):
        foreign.body = f'<iframe id="f" src="{far(parley)}{path}"></iframe>'
        with page.expect_event("console", lambda message: "frame-ancestors" in message.text):
            page.goto(foreign.url)
    # What is no frame of that page cannot speak through it: a window that it opened is another's.
    page.goto(foreign.url + "/token")
    with page.expect_popup() as opened:
        page.evaluate("url => { window.chat = open(url); }", f"{far(parley)}/embed/desk")
    chat = opened.value
    expect(chat.get_by_role("textbox", name=EN.message, exact=True)).to_be_visible()
    # Not being framed, it can have what is blocked in a frame.
    assert PROBE in chat.evaluate(f"(document.cookie = '{PROBE}; SameSite=None; Secure', document.cookie)")
    page.evaluate("() => chat.postMessage({ parley: 'ask', text: 'Tell me all.' }, '*')")
    host.body = f'<iframe id="f" src="{far(parley)}/embed/desk"></iframe>'
    page.goto(host.url)
    inside = page.frame_locator("#f")
    expect(inside.get_by_role("textbox", name=EN.message, exact=True)).to_be_visible()
    expect(chat.get_by_role("article", name=EN.question, exact=True)).to_have_count(0)


def test_on_a_phone_it_can_be_closed_before_it_has_come_and_one_chats_where_storage_is_forbidden(
    page: Page, host: Host, parley: Server, app: Upstream, alarms: Alarms
) -> None:
    page.add_init_script(
        """if (parent !== window) for (const name of ["localStorage", "sessionStorage"]) {
          const get = () => { throw new DOMException("", "SecurityError"); };
          Object.defineProperty(window, name, { configurable: true, get });
          const never = () => Promise.reject(new DOMException("", "SecurityError"));
          if (navigator.locks) navigator.locks.request = navigator.locks.query = never; // not where nothing has come
        }"""
    )
    host.body = script(far(parley))
    page.set_viewport_size({"width": 390, "height": 844})
    alarms.expect("ERR_FAILED|chrome-error://chromewebdata")
    page.route(f"{far(parley)}/embed/desk", lambda route: route.abort())
    page.goto(host.url)
    widget = Widget(page)
    widget.bubble.click()
    widget.panel.get_by_role("button", name=EN.widget_close, exact=True).click()
    expect(widget.panel).to_be_hidden()
    expect(widget.bubble).to_be_focused()
    page.unroute_all()
    page.reload()
    widget.open()
    box = widget.panel.bounding_box()
    assert box and (box["width"], box["height"]) == (390, 844)
    # What is sent while an answer runs waits, and goes out.
    app.script = [Say("w0"), Hold(), End()]
    widget.ask("Hello.")
    expect(widget.inside.get_by_role("button", name=EN.stop, exact=True)).to_be_visible()
    widget.ask("LEN=3 And then?")
    app.script = None
    app.release()
    expect(widget.questions.last).to_contain_text("And then?")
    widget.expect_answer("w2")
    widget.inside.get_by_role("button", name=EN.widget_close, exact=True).click()
    expect(widget.panel).to_be_hidden()
    expect(widget.bubble).to_be_focused()

    # The page around keeps for the frame who that was.
    user = app.seen("/chat-messages")[-1].user
    page.reload()
    widget.open().ask("LEN=3 And now?")
    widget.expect_answer("w2")
    assert app.seen("/chat-messages")[-1].user == user


def test_frames_beside_each_other_are_chats_of_their_own_and_whoever_is_there_is_one_visitor(
    page: Page, host: Host, serve: Serve, app: Upstream, tmp_path: Path
) -> None:
    path = tmp_path / "apps.toml"
    desk = f'[[app]]\nslug = "desk"\nurl = "{app.url}"\nkey = "{KEY}"\norigins = ["{host.url}"]\n'
    path.write_text(f'{desk}[[app]]\nslug = "guide"\nembedded = "guide"\norigins = ["{host.url}"]\n')
    home = far(serve(config=str(path)))
    inner = (f'<iframe src="{home}/embed/{slug}"></iframe>' for slug in ("desk", "desk", "guide"))
    host.body = f'<input aria-label="Elsewhere">{"".join(inner)}'
    page.goto(host.url)
    frames = [page.frame_locator("iframe").nth(number) for number in range(3)]
    for number, frame in enumerate(frames):
        box = frame.get_by_role("textbox", name=EN.message, exact=True)
        box.fill(f"LEN=3 From {number}")
        box.press("Enter")
    for number, frame in enumerate(frames):
        expect(frame.get_by_role("article", name=EN.question, exact=True)).to_have_text([f"LEN=3 From {number}"])
        expect(frame.get_by_role("article", name=EN.answer, exact=True)).to_have_attribute("aria-busy", "false")
    elsewhere, box = page.get_by_label("Elsewhere"), frames[0].get_by_role("textbox", name=EN.message, exact=True)
    box.fill("LEN=3 And now?")
    frames[0].get_by_role("button", name=EN.send, exact=True).focus()
    elsewhere.focus()
    box.dispatch_event("keydown", {"key": "Enter"})
    expect(box).to_have_value("")
    expect(elsewhere).to_be_focused()
    assert len({seen.user for seen in app.seen("/chat-messages")}) == 1
    page.reload()
    for frame in frames:
        expect(frame.get_by_role("article", name=EN.question, exact=True)).to_have_count(1)
