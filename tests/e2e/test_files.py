"""Files with a question: chosen, dropped, pasted or by address; on their way, sent, looked at and kept from others."""

import re
from collections.abc import Iterator
from mimetypes import guess_type
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from app.i18n.en import EN

from .conftest import Alarms, Serve, Visit
from .harmless import expect_no_harm
from .page import ChatPage
from .script import Cut, End, Hold, Say, SendFile, picture, tone
from .server import Server
from .upstream import KEY, Upstream, refusal

PNG = picture(40, 30)
MEGABYTE = 2**20
REMOTE = "https://files.example.com/lamps/aurora.png?size=2"


def a_file(name: str = "lamp.png", data: bytes = PNG) -> tuple[str, bytes]:
    return name, data


def big(megabytes: float = 0.4) -> bytes:
    """A picture so large that it takes a while on a slow line."""
    return PNG + bytes(int(megabytes * MEGABYTE))


@pytest.fixture
def chat(app: Upstream, full: Server, visit: Visit) -> ChatPage:
    return visit(full).open()


def chip(chat: ChatPage, name: str) -> Locator:
    return chat.chips.filter(has_text=name)


def expect_there(chat: ChatPage, *names: str) -> None:
    """Those files, and no others, have arrived."""
    expect(chat.chips).to_have_count(len(names))
    for at, name in enumerate(names):
        expect(chat.chips.nth(at)).to_contain_text(name)
        expect(chat.chips.nth(at)).to_have_attribute("data-state", "done")


def uploads(app: Upstream) -> list[tuple[str, str]]:
    """Name and content type of what reached the app."""
    return [(seen.file.name, seen.file.media_type) for seen in app.seen("/files/upload") if seen.file]


def asked(app: Upstream) -> dict[str, Any]:
    return app.seen("/chat-messages")[-1].body


def transfer(chat: ChatPage, *files: tuple[str, bytes]) -> Any:
    """A ``DataTransfer`` of the page, as a drop and a paste bring one."""
    made = [{"name": name, "type": guess_type(name)[0], "data": list(data)} for name, data in files]
    return chat.page.evaluate_handle(
        """files => {
          const transfer = new DataTransfer();
          const added = files.map(({ name, type, data }) => new File([new Uint8Array(data)], name, { type }));
          added.forEach((file) => transfer.items.add(file));
          return transfer;
        }""",
        made,
    )


def slow(chat: ChatPage, bytes_a_second: int = 40_000) -> None:
    """A line on which an upload takes its time."""
    session = chat.page.context.new_cdp_session(chat.page)
    line = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": bytes_a_second}
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", line)


# Ways in


def test_a_chosen_file_goes_with_the_question(chat: ChatPage, app: Upstream) -> None:
    chat.choose(a_file())
    expect_there(chat, "lamp.png")
    expect(chat.message).to_be_focused()
    chat.ask_and_wait("What is this?")
    expect(chat.chips).to_have_count(0)
    [kept] = app.files.uploads
    assert asked(app)["files"] == [{"type": "image", "transfer_method": "local_file", "upload_file_id": kept.id}]
    assert (kept.part.data, kept.user) == (PNG, asked(app)["user"])
    expect(chat.sent_files().get_by_role("img")).to_have_js_property("naturalWidth", 40)
    chat.reload()
    expect(chat.sent_files().get_by_role("img")).to_have_js_property("naturalWidth", 40)


def test_a_file_can_be_dropped_anywhere(chat: ChatPage, app: Upstream) -> None:
    data = transfer(chat, a_file("dropped.png"), a_file("words.txt", b"Words."))
    drop_here = chat.page.get_by_text(EN.drop_files)
    chat.log.dispatch_event("dragenter", {"dataTransfer": data})
    expect(drop_here).to_be_visible()
    chat.log.dispatch_event("dragover", {"dataTransfer": data})
    chat.log.dispatch_event("drop", {"dataTransfer": data})
    expect(drop_here).to_be_hidden()
    expect_there(chat, "dropped.png", "words.txt")
    assert sorted(uploads(app)) == [("dropped.png", "image/png"), ("words.txt", "text/plain")]


def test_a_picture_is_pasted_and_text_still_is_text(chat: ChatPage, app: Upstream) -> None:
    data = transfer(chat, a_file("image.png"))
    chat.message.evaluate(
        """(box, clipboardData) => box.dispatchEvent(
          new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }))""",
        data,
    )
    expect_there(chat, "image.png")
    chat.message.focus()
    chat.page.keyboard.insert_text("Only words")
    expect(chat.message).to_have_value("Only words")
    expect(chat.chips).to_have_count(1)


def test_an_address_goes_with_the_question_and_is_fetched_by_nobody_here(
    chat: ChatPage, app: Upstream, harm: list[str]
) -> None:
    chat.attach_link.click()
    expect(chat.file_address).to_be_focused()
    chat.file_address.fill(REMOTE)
    chat.file_address.press("Enter")
    expect_there(chat, "aurora.png")
    expect(chat.message).to_be_focused()
    chat.ask_and_wait("What is this?")
    assert asked(app)["files"] == [{"type": "image", "transfer_method": "remote_url", "url": REMOTE}]
    for _ in chat.live_and_stored():
        expect(chat.sent_files()).to_contain_text("aurora.png")
        expect(chat.sent_files().get_by_role("img")).to_have_count(0)
    assert uploads(app) == []
    assert harm == []


def test_what_is_no_address_is_said_beside_the_box(chat: ChatPage, app: Upstream, alarms: Alarms) -> None:
    alarms.expect("status of 400")
    chat.attach_link.click()
    for wrong in ("lamp", "javascript:alert(1)", "file:///etc/passwd"):
        chat.file_address.fill(wrong)
        chat.add_link.click()
        expect(chat.composer.get_by_role("alert")).to_have_text(EN.url_wrong)
    expect(chat.file_address).to_have_value("file:///etc/passwd")
    chat.file_address.press("Escape")
    expect(chat.file_address).to_have_count(0)
    expect(chat.message).to_be_focused()
    expect(chat.chips).to_have_count(0)


def test_files_of_every_kind_go_with_a_question(chat: ChatPage, app: Upstream) -> None:
    files = [
        a_file("plan.pdf", b"%PDF-1.4 plan"),
        a_file("voice.wav", tone(0.2)),
        a_file("tour.mp4", b"\x00\x00\x00\x18ftypmp42"),
        a_file("notes.md", b"# Notes"),
    ]
    chat.choose(*files)
    expect_there(chat, *[name for name, _ in files])
    chat.ask_and_wait("What is all this?")
    assert [file["type"] for file in asked(app)["files"]] == ["document", "audio", "video", "document"]
    expect(chat.sent_files()).to_have_count(4)
    expect(chat.sent_files().locator("audio")).to_have_count(1)
    expect(chat.sent_files().locator("video")).to_have_count(1)
    with chat.page.expect_download() as download:
        chat.sent_files().get_by_role("link").filter(has_text="plan.pdf").click()
    assert download.value.path().read_bytes() == b"%PDF-1.4 plan"
    assert download.value.suggested_filename == "plan.pdf"


def test_five_files_at_once_arrive_and_go_in_their_order(chat: ChatPage, app: Upstream) -> None:
    names = [f"lamp-{number}.png" for number in range(5)]
    chat.choose(*[a_file(name, picture(10 + number, 10)) for number, name in enumerate(names)])
    expect_there(chat, *names)
    chat.ask_and_wait("Which one?")
    by_id = {kept.id: kept.part.name for kept in app.files.uploads}
    assert [by_id[file["upload_file_id"]] for file in asked(app)["files"]] == names
    expect(chat.sent_files().get_by_role("img")).to_have_count(5)


def test_an_app_that_takes_no_files_offers_none(upstream: Upstream, parley: Server, visit: Visit) -> None:
    chat = visit(parley).open()
    expect(chat.suggestions.first).to_be_visible()
    expect(chat.attach).to_have_count(0)
    expect(chat.attach_link).to_have_count(0)
    answer = chat.page.context.request.post(
        f"{parley.url}/files", data=PNG, headers={"Origin": parley.url, "X-File-Name": "lamp.png"}
    )
    assert (answer.status, answer.json()["key"]) == (403, "uploads_off")
    assert uploads(upstream) == []


def test_an_app_of_the_first_generation_takes_pictures_by_address_alone(
    upstream: Upstream, serve: Serve, visit: Visit
) -> None:
    image = {"enabled": True, "number_limits": 1, "transfer_methods": ["remote_url"]}
    upstream.parameters["file_upload"] = {"image": image}
    chat = visit(serve(api_url=upstream.url, api_key=KEY)).open()
    expect(chat.attach_link).to_be_visible()
    expect(chat.attach).to_have_count(0)
    data = transfer(chat, a_file())
    chat.log.dispatch_event("drop", {"dataTransfer": data})
    expect(chat.chips).to_have_count(0)


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


# Where they belong


def test_files_in_the_composer_survive_a_reload(chat: ChatPage, app: Upstream) -> None:
    chat.choose(a_file())
    expect_there(chat, "lamp.png")
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


# Looking at them


@pytest.fixture
def pictures(chat: ChatPage, app: Upstream) -> Iterator[Locator]:
    """The links of three pictures below an answer."""
    files = [SendFile(picture(100 + number, 50), f"chart-{number}.png") for number in range(3)]
    app.script = [Say("Three charts."), *files, End()]
    chat.ask_and_wait("Draw three.")
    expect(chat.answer_files()).to_have_count(3)
    yield chat.answer_files().get_by_role("link")


def shown(chat: ChatPage) -> Locator:
    return chat.preview.get_by_role("img")


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


# On a phone


def test_files_fit_a_phone(app: Upstream, full: Server, visit: Visit) -> None:
    chat = visit(full, viewport={"width": 390, "height": 844}, has_touch=True).open()
    names = ["a-very-long-name-of-a-picture-that-somebody-took-on-their-holiday.png", "b.png", "c.png"]
    chat.choose(*[a_file(name, picture(900, 500)) for name in names])
    expect_there(chat, *names)
    assert not chat.scrolls_sideways()
    for button in chat.chips.get_by_role("button").all():
        box = button.bounding_box()
        assert box and box["width"] >= 24 and box["height"] >= 24
    app.script = [Say("Here."), SendFile(picture(1600, 400)), End()]
    chat.ask_and_wait("What are these?")
    assert not chat.scrolls_sideways()
    chat.answer_files().get_by_role("link").tap()
    expect(shown(chat)).to_be_visible()
    expect(chat.preview.get_by_role("button", name=EN.close)).to_be_in_viewport()
    assert not chat.scrolls_sideways()
