"""The widget on another site's page, whose cookies the browser blocks."""

from pathlib import Path

from playwright.sync_api import Page, expect

from app.i18n.de import DE
from app.i18n.en import EN

from .accessibility import no_serious_fault
from .alarms import Alarms
from .conftest import Serve
from .hosts import POLICY, Host, Widget, script
from .script import End, Hold, Say
from .server import Server
from .upstream import KEY, Upstream
from .widgets import PROBE, context, far, host, inside, page, parley

__all__ = ["context", "host", "page", "parley"]


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
