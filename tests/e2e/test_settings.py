"""The page as a person sets it up: installed, in light or dark, and whose it is."""

import json

from playwright.sync_api import expect

from app.i18n.en import EN

from .conftest import Serve, Visit
from .page import ChatPage
from .script import End, Say
from .upstream import KEY, Upstream

COLOUR = "it => getComputedStyle(it).color"
# The paper and the colour of the browser's own bars, as they are in each picture of a page that is being loaded.
LOOKS = """
() => {
  const seen = new Set();
  window.looks = seen;
  const draw = () => {
    const bars = document.querySelector('meta[name="theme-color"]')?.content;
    if (document.body && bars) {
      const probe = document.createElement("i");
      probe.style.color = bars;
      document.head.append(probe);
      const { color } = getComputedStyle(probe);
      probe.remove();
      seen.add(`${getComputedStyle(document.body).backgroundColor} ${color || bars}`);
    }
    requestAnimationFrame(draw);
  };
  draw();
}
"""
PAPER = {"light": "rgb(255, 255, 255)", "dark": "rgb(23, 24, 26)"}


def expect_looks(chat: ChatPage, scheme: str) -> None:
    """The paper and the browser's own bars are light, or dark."""
    expect(chat.page.locator("body")).to_have_css("background-color", PAPER[scheme])
    for meta in chat.page.locator('meta[name="theme-color"]').all():
        expect(meta).to_have_attribute("content", PAPER[scheme])


def test_the_page_can_be_installed_under_the_app_s_name(chat: ChatPage) -> None:
    expect(chat.page.get_by_role("heading", name="Scripted")).to_be_visible()
    session = chat.page.context.new_cdp_session(chat.page)
    found = session.send("Page.getAppManifest")
    assert found["errors"] == []
    assert json.loads(found["data"])["name"] == "Scripted"
    # A browser without a profile of its own, as the suite's is, installs nothing: that is no fault of the page's.
    faults = session.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert [fault["errorId"] for fault in faults if fault["errorId"] != "in-incognito"] == []


def test_whose_page_it_is_stands_there_before_the_first_message(serve: Serve, visit: Visit) -> None:
    site = {"custom_disclaimer": "Mind the gap.", "privacy_policy": "https://example.org/p", "copyright": "© A shop"}
    with Upstream(site=site).serving() as upstream:
        chat = visit(serve(api_url=upstream.url, api_key=KEY)).open()
        expect(chat.page.get_by_text("Mind the gap.")).to_be_visible()
        expect(chat.page.get_by_text("© A shop")).to_be_visible()
        link = chat.page.get_by_role("link", name=EN.privacy_policy)
        expect(link).to_have_attribute("href", "https://example.org/p")
        expect(link).to_have_attribute("target", "_blank")
        expect(link).to_have_attribute("rel", "noopener noreferrer")


def test_the_looks_that_were_chosen_hold_from_the_first_paint_and_in_every_tab(
    chat: ChatPage, upstream: Upstream, visit: Visit
) -> None:
    upstream.script = [Say("```python\nfor it in all:\n```\n"), End()]
    chat.ask_and_wait("Code?")
    code = chat.answer.locator("pre").get_by_text("for", exact=True)
    light = code.evaluate(COLOUR)
    other = visit(chat.server, chat.page.context).open()
    settings = chat.open_settings()
    expect(settings.get_by_role("radio", name=EN.as_the_system)).to_be_checked()
    settings.get_by_role("radio", name=EN.dark).check()
    for tab in (chat, other):
        expect_looks(tab, "dark")
    assert code.evaluate(COLOUR) != light
    chat.page.keyboard.press("Escape")
    expect(settings).to_be_hidden()
    chat.page.add_init_script(f"({LOOKS})()")
    chat.reload()
    expect_looks(chat, "dark")
    assert chat.page.evaluate("[...window.looks]") == [f"{PAPER['dark']} {PAPER['dark']}"]


def test_looks_follow_the_system_unless_one_was_chosen(chat: ChatPage) -> None:
    for scheme in ("dark", "light", "dark"):
        chat.page.emulate_media(color_scheme=scheme)
        expect_looks(chat, scheme)
    chat.open_settings().get_by_role("radio", name=EN.light).check()
    expect_looks(chat, "light")
    for scheme in ("light", "dark"):
        chat.page.emulate_media(color_scheme=scheme)
        expect_looks(chat, "light")


def test_the_settings_are_reached_by_keyboard_and_give_the_focus_back(chat: ChatPage) -> None:
    button = chat.sidebar.get_by_role("button", name=EN.settings, exact=True)
    settings = chat.page.get_by_role("dialog", name=EN.settings, exact=True)
    button.press("Enter")
    expect(settings).to_be_visible()
    all_keys = settings.get_by_role("button", name=EN.show_shortcuts)
    all_keys.press("Enter")
    keys = chat.page.get_by_role("dialog", name=EN.shortcuts, exact=True)
    expect(keys.get_by_text(EN.key_list)).to_be_visible()
    chat.page.keyboard.press("Escape")
    expect(keys).to_be_hidden()
    expect(all_keys).to_be_focused()
    chat.page.keyboard.press("Escape")
    expect(settings).to_be_hidden()
    expect(button).to_be_focused()
