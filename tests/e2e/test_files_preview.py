"""Pictures of an answer: opened, looked through and saved, by mouse and keyboard."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, expect

from app.i18n.en import EN

from .conftest import Visit
from .page import ChatPage
from .script import End, Say, SendFile, picture
from .sending_files import shown
from .server import Server
from .upstream import Upstream


@pytest.fixture
def chat(app: Upstream, full: Server, visit: Visit) -> ChatPage:
    return visit(full).open()


@pytest.fixture
def pictures(chat: ChatPage, app: Upstream) -> Iterator[Locator]:
    """The links of three pictures below an answer."""
    files = [SendFile(picture(100 + number, 50), f"chart-{number}.png") for number in range(3)]
    app.script = [Say("Three charts."), *files, End()]
    chat.ask_and_wait("Draw three.")
    expect(chat.answer_files()).to_have_count(3)
    yield chat.answer_files().get_by_role("link")


def test_a_picture_opens_by_a_click_and_closes_by_one_beside_it(chat: ChatPage, pictures: Locator) -> None:
    pictures.nth(1).click()
    expect(shown(chat)).to_have_js_property("naturalWidth", 101)
    expect(chat.preview).to_contain_text("2 / 3")
    chat.preview.get_by_role("button", name=EN.next).click()
    expect(shown(chat)).to_have_js_property("naturalWidth", 102)
    chat.page.mouse.click(5, 5)
    expect(chat.preview).to_have_count(0)
    pictures.nth(0).click()
    chat.preview.get_by_role("button", name=EN.close).click()
    expect(chat.preview).to_have_count(0)
    expect(pictures.nth(0)).to_be_focused()
    # The browser tells the page of a close later: another one may stand open by then.
    pictures.nth(0).click()
    expect(shown(chat)).to_have_js_property("naturalWidth", 100)
    pictures.nth(1).evaluate("link => { document.querySelector('dialog[open]').close(); link.click(); }")
    expect(shown(chat)).to_have_js_property("naturalWidth", 101)


def test_pictures_are_looked_through_by_keyboard(chat: ChatPage, pictures: Locator) -> None:
    keyboard = chat.page.keyboard
    pictures.first.focus()
    keyboard.press("Enter")
    expect(shown(chat)).to_have_js_property("naturalWidth", 100)
    for key, width in (("ArrowRight", 101), ("ArrowRight", 102), ("ArrowRight", 100), ("ArrowLeft", 102)):
        keyboard.press(key)
        expect(shown(chat)).to_have_js_property("naturalWidth", width)
    keyboard.press("Escape")
    expect(chat.preview).to_have_count(0)
    expect(pictures.first).to_be_focused()


def test_a_picture_is_saved_from_its_preview(chat: ChatPage, pictures: Locator) -> None:
    pictures.first.click()
    with chat.page.expect_download() as download:
        chat.preview.get_by_role("link", name=EN.download).click()
    assert download.value.path().read_bytes() == picture(100, 50)


def test_the_preview_has_a_picture_s_name_and_holds_the_focus(chat: ChatPage, pictures: Locator) -> None:
    pictures.first.click()
    expect(chat.preview).to_have_accessible_name(re.compile(r"\.png$|^Preview$"))
    inside = "document.activeElement === document.body || Boolean(document.activeElement.closest('dialog'))"
    for _ in range(8):
        chat.page.keyboard.press("Tab")
        assert chat.page.evaluate(inside)


def test_a_picture_whose_address_has_run_out_is_fetched_by_a_fresh_one(
    chat: ChatPage, app: Upstream, pictures: Locator
) -> None:
    app.files.expire()
    address = pictures.first.get_attribute("href") or ""
    answer = chat.page.context.request.get(chat.server.url + address)
    assert (answer.status, answer.body()) == (200, picture(100, 50))
    chat.reload()
    expect(chat.answer_files()).to_have_count(3)
    expect(chat.answer_files().get_by_role("img").first).to_have_js_property("naturalWidth", 100)


def test_no_address_or_key_of_the_app_reaches_the_browser(chat: ChatPage, app: Upstream, pictures: Locator) -> None:
    chat.reload()
    expect(chat.answer_files()).to_have_count(3)
    heard = [*chat.received, chat.page.content()]
    assert not [text for text in heard if app.origin in text or "sign=" in text]
