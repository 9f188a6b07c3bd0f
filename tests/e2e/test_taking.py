"""Taking conversations along: saving, printing, sharing by a link, erasing all."""

import re
from pathlib import Path

from playwright.sync_api import Locator, expect

from app.i18n.en import EN

from .conftest import Visit
from .page import ChatPage
from .script import End, Say, numbered
from .server import Server
from .test_canary import METADATA, THOUGHT
from .upstream import CANARY, KEY, Upstream


def menu_item(chat: ChatPage, name: str) -> Locator:
    chat.page.get_by_role("button", name=EN.options_of_open, exact=True).click()
    return chat.page.get_by_role("menuitem", name=name, exact=True)


def share(chat: ChatPage) -> str:
    """The address of a link that is made to the open conversation."""
    menu_item(chat, EN.share_link).click()
    dialog = chat.page.get_by_role("dialog", name=EN.share_link)
    dialog.get_by_role("button", name=EN.make_link, exact=True).click()
    expect(dialog.get_by_role("status").filter(has_text=EN.link_made)).to_be_visible()
    address = dialog.get_by_role("textbox", name=EN.share_link)
    expect(address).to_be_focused()
    return address.input_value()


def test_a_conversation_is_saved_from_its_menu(chat: ChatPage, tmp_path: Path) -> None:
    chat.ask_and_wait("LEN=20 What is it?")
    with chat.page.expect_download() as download:
        menu_item(chat, EN.save_markdown).click()
    download.value.save_as(tmp_path / "saved.md")
    assert download.value.suggested_filename.endswith(".md")
    assert re.findall(r"\bw\d+\b", (tmp_path / "saved.md").read_text())[-1] == "w19"


def test_a_shared_link_is_read_by_others_until_it_is_revoked(chat: ChatPage, parley: Server, visit: Visit) -> None:
    chat.ask_and_wait("LEN=20 What is it?")
    address = share(chat)
    other = visit(parley).page
    other.goto(address)
    expect(other.get_by_text("w19")).to_be_visible()
    assert other.context.cookies() == []
    chat.page.get_by_role("button", name=re.compile(EN.revoke)).click()
    expect(chat.page.get_by_text(EN.no_shared_links)).to_be_visible()
    answer = other.context.request.get(address)
    assert answer.status == 404
    assert EN.shared_gone in answer.text()


def test_no_secret_is_in_what_is_saved_or_shared(chat: ChatPage, upstream: Upstream, parley: Server) -> None:
    talk = upstream.seed("An old one", turns=2)
    for item in talk.messages:
        item["agent_thoughts"] = [{"id": "t", "position": 1, **THOUGHT}]
        item["inputs"] = {"hidden": f"{CANARY}-stored"}
        item.update(
            total_price=f"{CANARY}-price", metadata=METADATA, retriever_resources=METADATA["retriever_resources"]
        )
    chat.reload()
    chat.conversations.first.click()
    expect(chat.questions).to_have_count(2)
    browser, place = chat.page.context.request, chat.path.removeprefix("/c/")
    shared = share(chat)
    bodies = [browser.get(f"{parley.url}/export/{place}/{kind}").text() for kind in ("md", "html", "json")]
    bodies.append(browser.get(shared).text())
    for body in bodies:
        assert "Open document" in body
        assert CANARY not in body and KEY not in body
    assert CANARY.encode() not in browser.get(f"{parley.url}/export").body()


def test_a_long_conversation_prints_whole(chat: ChatPage, upstream: Upstream) -> None:
    upstream.script = numbered("LEN=600 DELAY=0")
    for number in range(3):
        chat.ask_and_wait(f"Question {number}")
    chat.page.emulate_media(media="print", color_scheme="dark")
    expect(chat.questions).to_have_count(3)  # The browser tells the page of the medium with its next frame.
    clipped = """() => [...document.querySelectorAll('.page, .main, .reading, .thread, .log')]
      .filter((it) => it.scrollHeight > it.clientHeight + 1 && getComputedStyle(it).overflowY !== 'visible').length"""
    assert chat.page.evaluate(clipped) == 0
    printed = chat.page.locator("body").inner_text()  # What is not drawn on paper is no part of it.
    assert [f"Question {number}" in printed for number in range(3)] == [True] * 3
    assert [re.findall(r"\bw\d+\b", printed).count(word) for word in ("w0", "w300", "w599")] == [3] * 3
    for pressed in (EN.new_chat, EN.settings, EN.show_conversations, EN.ai_disclaimer):
        assert pressed not in printed
    pages = len(re.findall(rb"/Type\s*/Page\b", chat.page.pdf()))
    assert pages >= 3
    expect(chat.message).to_be_hidden()
    expect(chat.sidebar).to_be_hidden()
    expect(chat.questions.first).to_be_visible()


def test_all_is_erased_after_a_second_press_and_the_page_is_as_on_a_first_visit(
    chat: ChatPage, upstream: Upstream
) -> None:
    upstream.script = [Say("An answer."), End()]
    chat.ask_and_wait("What is it?")
    other = ChatPage(chat.page.context.new_page(), chat.server).open(chat.expect_conversation_address())
    expect(other.conversations).to_have_count(1)
    chat.message.fill("A draft that goes too")
    chat.page.get_by_role("button", name=EN.settings, exact=True).click()
    chat.page.get_by_role("button", name=EN.erase_all, exact=True).click()
    expect(chat.page.get_by_role("button", name=EN.cancel, exact=True)).to_be_focused()
    chat.page.get_by_role("button", name=EN.erase_yes, exact=True).click()
    expect(chat.page).to_have_url(chat.server.url + "/")
    expect(chat.message).to_have_value("")
    for tab in (chat, other):
        expect(tab.conversations).to_have_count(0)
    expect(other.questions).to_have_count(0)
    assert upstream.wait_for("/conversations/[^/]+")
