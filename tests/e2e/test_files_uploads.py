"""Files on their way: refused, cancelled, waited for, tried again and taken away."""

import pytest
from playwright.sync_api import expect

from app.i18n.en import EN

from .alarms import Alarms
from .conftest import Visit
from .page import ChatPage
from .script import Cut, Hold
from .sending_files import PNG, a_file, asked, big, chip, expect_there, slow, uploads
from .server import Server
from .upstream import Upstream, refusal


@pytest.fixture
def chat(app: Upstream, full: Server, visit: Visit) -> ChatPage:
    return visit(full).open()


# What is refused


def test_what_is_refused_here_never_leaves_the_browser(chat: ChatPage, app: Upstream) -> None:
    sent: list[str] = []
    chat.page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    chat.choose(
        a_file("tool.exe", b"MZ"),
        a_file("huge.png", big(1.2)),
        a_file("empty.txt", b""),
    )
    expect(chip(chat, "tool.exe")).to_contain_text("is of a type that the app does not take")
    expect(chip(chat, "huge.png").get_by_role("alert")).to_have_text(
        EN.file_too_large.format(name="huge.png", size="1.3 MB", limit="1 MB")
    )
    expect(chip(chat, "empty.txt").get_by_role("alert")).to_have_text(EN.file_empty.format(name="empty.txt"))
    for name in ("tool.exe", "huge.png", "empty.txt"):
        expect(chip(chat, name).get_by_role("button", name=EN.retry)).to_have_count(0)
        chat.composer.get_by_role("button", name=EN.remove_file.format(name=name)).click()
    expect(chat.chips).to_have_count(0)
    expect(chat.message).to_be_focused()
    assert [url for url in sent if "/files" in url] == []
    assert uploads(app) == []


def test_one_file_too_many_is_refused_and_the_others_go(chat: ChatPage, app: Upstream) -> None:
    names = [f"lamp-{number}.png" for number in range(6)]
    chat.choose(*[a_file(name) for name in names])
    expect(chip(chat, "lamp-5.png").get_by_role("alert")).to_have_text(EN.files_too_many.format(limit=5))
    expect(chat.chips).to_have_count(6)
    expect(chat.chips.and_(chat.page.locator('[data-state="done"]'))).to_have_count(5)
    chat.ask_and_wait("Which one?")
    assert len(asked(app)["files"]) == len(uploads(app)) == 5


def test_the_server_refuses_them_again_whatever_the_page_says(chat: ChatPage, app: Upstream, full: Server) -> None:
    def post(name: str, data: bytes, media_type: str, origin: str = full.url) -> tuple[int, str]:
        headers = {"Origin": origin, "X-File-Name": name, "Content-Type": media_type}
        answer = chat.page.context.request.post(f"{full.url}/files", data=data, headers=headers)
        return answer.status, answer.json()["key"]

    assert post("tool.exe", b"MZ", "application/x-msdownload") == (415, "file_type_refused")
    assert post("fake.png", b"<html>", "image/png") == (415, "file_type_refused")
    assert post("huge.png", big(1.2), "image/png") == (413, "file_too_large")
    assert post("empty.txt", b"", "text/plain") == (400, "file_empty")
    assert post("lamp.png", PNG, "image/png", "https://elsewhere.example") == (403, "error_forbidden")
    assert uploads(app) == []


def test_what_the_app_refuses_is_said_in_the_file_s_place(chat: ChatPage, app: Upstream, alarms: Alarms) -> None:
    alarms.expect("status of 41")
    app.files.refused = {"pdf"}
    chat.choose(a_file("plan.pdf", b"%PDF-1.4"))
    expect(chip(chat, "plan.pdf").get_by_role("alert")).to_contain_text("is of a type that the app does not take")
    expect(chip(chat, "plan.pdf")).to_have_attribute("data-state", "failed")


# On their way


def test_an_upload_shows_how_far_it_is_and_can_be_cancelled(chat: ChatPage, app: Upstream) -> None:
    slow(chat)
    chat.choose(a_file(data=big()))
    progress = chat.chips.get_by_role("progressbar", name=EN.uploading.format(name="lamp.png"))
    expect(progress).to_be_visible()
    chat.page.wait_for_function("it => it.value > 15 && it.value < 100", arg=progress.element_handle())
    chat.composer.get_by_role("button", name=EN.cancel_upload.format(name="lamp.png")).click()
    expect(chat.chips).to_have_count(0)
    expect(chat.message).to_be_focused()
    app.expect_left("/files/upload")
    chat.ask_and_wait("LEN=3 Without it.")
    assert "files" not in asked(app) or asked(app)["files"] == []


def test_a_question_waits_for_its_files_and_says_so(chat: ChatPage, app: Upstream) -> None:
    app.before["files/upload"] = [Hold("upload")]
    chat.choose(a_file())
    chat.message.fill("What is this?")
    chat.message.press("Enter")
    expect(chat.page.get_by_text(EN.wait_for_upload)).to_be_visible()
    expect(chat.message).to_have_value("What is this?")
    expect(chat.questions).to_have_count(0)
    app.release("upload")
    expect_there(chat, "lamp.png")
    expect(chat.page.get_by_text(EN.wait_for_upload)).to_be_hidden()
    chat.message.press("Enter")
    expect(chat.questions).to_have_count(1)
    chat.expect_idle()
    assert len(asked(app)["files"]) == 1


def test_a_failed_upload_can_be_tried_again(chat: ChatPage, app: Upstream, alarms: Alarms) -> None:
    alarms.expect("status of 50")
    app.refusals["files/upload"] = refusal("internal_server_error", "no room", 500)
    chat.choose(a_file())
    expect(chat.chips.get_by_role("alert")).to_have_text(EN.error_server)
    app.refusals.clear()
    chat.chips.get_by_role("button", name=EN.retry).click()
    expect_there(chat, "lamp.png")
    chat.ask_and_wait("What is this?")
    assert len(asked(app)["files"]) == 1


def test_an_upload_that_breaks_off_can_be_tried_again(chat: ChatPage, app: Upstream, alarms: Alarms) -> None:
    alarms.expect("status of 50|ERR_INTERNET_DISCONNECTED|WebSocket|websocket|connect_error")
    app.before["files/upload"] = [Cut()]
    chat.choose(a_file())
    expect(chat.chips).to_have_attribute("data-state", "failed")
    app.before.clear()
    chat.page.context.set_offline(True)
    chat.chips.get_by_role("button", name=EN.retry).click()
    expect(chat.chips.get_by_role("alert")).to_have_text(EN.upload_failed)
    chat.page.context.set_offline(False)
    chat.chips.get_by_role("button", name=EN.retry).click()
    expect_there(chat, "lamp.png")


def test_a_file_that_was_taken_away_does_not_go(chat: ChatPage, app: Upstream) -> None:
    chat.choose(a_file("one.png"), a_file("two.png"))
    expect_there(chat, "one.png", "two.png")
    chat.composer.get_by_role("button", name=EN.remove_file.format(name="one.png")).click()
    expect_there(chat, "two.png")
    chat.ask_and_wait("Which one?")
    [kept] = [kept for kept in app.files.uploads if kept.part.name == "two.png"]
    assert [file["upload_file_id"] for file in asked(app)["files"]] == [kept.id]


def test_pictures_in_the_composer_are_seen_and_other_files_named_by_their_ending(chat: ChatPage) -> None:
    chat.choose(a_file(), a_file("plan.pdf", b"%PDF-1.4"))
    expect_there(chat, "lamp.png", "plan.pdf")
    expect(chip(chat, "lamp.png").locator("img")).to_have_js_property("naturalWidth", 80)
    expect(chip(chat, "plan.pdf").get_by_text("pdf", exact=True)).to_be_visible()
