"""The widget and the site around it: whom the site names, what its page may say and hear, and that no other may."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pydantic import SecretStr

from app.catalog.embedding import HostIdentity
from app.i18n.en import EN
from app.identity.frames import _digest
from app.identity.passes import EARLY, STAY, Pass, Passes

from .alarms import Alarms
from .hosts import Host, Widget, a_host, script
from .sending_files import PNG
from .server import Server
from .upstream import Upstream
from .widgets import ISSUER, PROBE, SECRET, context, far, host, inside, page, parley, token

__all__ = ["context", "host", "page", "parley"]


@pytest.fixture
def foreign() -> Iterator[Host]:
    """A site that no app names."""
    with a_host() as host:
        yield host


def old_pass(parley: Server, seconds: float) -> str:
    """What the server gave, so long ago, to the visitor of :func:`token`."""
    passes = Passes(SecretStr((parley.data_dir / "secret_key").read_text()))
    word = _digest(HostIdentity(issuer=ISSUER, secret=SecretStr(SECRET)))
    then = time.time() - seconds
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("itsdangerous.timed.time.time", lambda: then)
        return passes.given(Pass("shopper-7", "desk", word))


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
