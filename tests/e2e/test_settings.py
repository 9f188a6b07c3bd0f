"""The page as a person sets it up: installed, in light or dark, and whose it is."""

import json

from playwright.sync_api import expect

from app.i18n.en import EN

from .conftest import Serve, Visit
from .page import ChatPage
from .upstream import KEY, Upstream


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
