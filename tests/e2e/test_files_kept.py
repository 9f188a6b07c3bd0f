"""Files that stay with their conversation and their question, reach nobody else, and do no harm."""

import re

import pytest
from playwright.sync_api import expect

from .alarms import Alarms
from .conftest import Visit
from .harmless import expect_no_harm
from .page import ChatPage
from .script import End, Hold, Say, SendFile
from .sending_files import PNG, a_file, asked, expect_there, uploads
from .server import Server
from .upstream import Upstream, refusal


@pytest.fixture
def chat(app: Upstream, full: Server, visit: Visit) -> ChatPage:
    return visit(full).open()


# Where they belong


def test_files_in_the_composer_survive_a_reload(chat: ChatPage, app: Upstream) -> None:
    chat.choose(a_file())
    expect_there(chat, "lamp.png")
    expect(chat.chips.locator("img")).to_be_visible()  # It is made while the file is on its way, or after that.
    chat.reload()
    expect_there(chat, "lamp.png")
    expect(chat.chips.locator("img")).to_have_js_property("naturalWidth", 80)
    chat.ask_and_wait("What is this?")
    assert len(asked(app)["files"]) == 1
    chat.reload()
    expect(chat.chips).to_have_count(0)


def test_files_belong_to_their_conversation(chat: ChatPage, app: Upstream) -> None:
    chat.ask_and_wait("LEN=3 The first one.")
    chat.choose(a_file())
    expect_there(chat, "lamp.png")
    chat.new_chat.click()
    expect(chat.questions).to_have_count(0)
    expect(chat.chips).to_have_count(0)
    chat.ask_and_wait("LEN=3 Without files.")
    assert not asked(app).get("files")
    chat.conversations.filter(has_text="The first one.").click()
    expect(chat.questions).to_have_text(["LEN=3 The first one."])
    expect_there(chat, "lamp.png")


def test_files_chosen_while_an_answer_is_written_wait_for_the_next_question(chat: ChatPage, app: Upstream) -> None:
    app.script = [Say("w0"), Hold(), End()]
    chat.ask("Slowly.")
    expect(chat.answer).to_contain_text("w0")
    chat.choose(a_file())
    expect_there(chat, "lamp.png")
    app.release()
    chat.expect_idle()
    expect_there(chat, "lamp.png")
    app.script = None
    chat.ask_and_wait("LEN=3 And this?")
    assert len(asked(app)["files"]) == 1


def test_a_failed_question_keeps_its_files_and_retry_sends_them(chat: ChatPage, app: Upstream, alarms: Alarms) -> None:
    alarms.expect("status of 404")  # The app shows a file only once one of its messages has it.
    app.refusals["chat-messages"] = refusal("internal_server_error", "down", 500)
    chat.choose(a_file())
    expect_there(chat, "lamp.png")
    chat.ask("What is this?")
    expect(chat.retry).to_be_visible()
    expect(chat.sent_files().get_by_role("img")).to_have_count(1)
    chat.reload()
    expect(chat.sent_files()).to_have_count(1)
    app.refusals.clear()
    chat.retry.click()
    expect(chat.answer).to_contain_text("w11")
    chat.expect_idle()
    [kept] = app.files.uploads
    assert [file["upload_file_id"] for file in asked(app)["files"]] == [kept.id]
    expect(chat.sent_files()).to_have_count(1)
    expect(chat.sent_files().get_by_role("img")).to_have_js_property("naturalWidth", 40)


def test_another_visitor_cannot_have_the_file(chat: ChatPage, app: Upstream, full: Server, visit: Visit) -> None:
    chat.choose(a_file())
    expect_there(chat, "lamp.png")
    chat.ask_and_wait("What is this?")
    address = chat.sent_files().get_by_role("link").get_attribute("href") or ""
    assert re.fullmatch(r"/files/[0-9a-f-]{36}", address)
    other = visit(full).open()
    mine = chat.page.context.request.get(full.url + address)
    theirs = other.page.context.request.get(full.url + address)
    assert (mine.status, theirs.status) == (200, 404)
    assert mine.body() == PNG
    assert theirs.body() != PNG


# Names and kinds that mean harm


def test_a_name_is_text_and_cannot_turn_its_ending_round(chat: ChatPage, app: Upstream, harm: list[str]) -> None:
    evil = '<img src=x onerror="window.ran=1">.png'
    turned = "lamp\u202egnp.txt"
    chat.choose(a_file(evil), a_file(turned, b"Words."))
    expect(chat.chips).to_have_count(2)
    expect(chat.chips.and_(chat.page.locator('[data-state="done"]'))).to_have_count(2)
    chat.ask_and_wait("What are these?")
    for _ in chat.live_and_stored():
        expect(chat.sent_files()).to_have_count(2)
        assert "\u202e" not in chat.log.inner_html()
        expect_no_harm(chat, harm)
    assert "\u202e" not in " ".join(name for name, _ in uploads(app))


def test_pages_are_saved_and_not_shown(chat: ChatPage, app: Upstream, harm: list[str]) -> None:
    page = b"<script>parent.ran = 1</script>"
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" onload="window.ran=1"/>'
    app.script = [
        Say("Look."),
        SendFile(page, "page.html", "text/html", "document"),
        SendFile(svg, "drawing.svg", "image/svg+xml", "image"),
        End(),
    ]
    chat.ask_and_wait("Show me.")
    for link in chat.answer_files().get_by_role("link").all():
        answer = chat.page.context.request.get(f"{chat.server.url}{link.get_attribute('href')}")
        assert answer.headers["content-disposition"].startswith("attachment")
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["content-type"] == "application/octet-stream"
        assert "sandbox" in answer.headers["content-security-policy"]
    expect_no_harm(chat, harm)
