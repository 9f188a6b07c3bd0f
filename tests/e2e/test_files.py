"""Files with a question: chosen, dropped, pasted or by address, of every kind, and on a phone."""

import pytest
from playwright.sync_api import JSHandle, Locator, WebSocketRoute, expect

from app.i18n.en import EN

from .alarms import Alarms
from .conftest import Serve, Visit
from .page import ChatPage
from .script import End, Say, SendFile, picture, tone
from .sending_files import PNG, a_file, asked, expect_there, shown, transfer, uploads
from .server import Server
from .upstream import KEY, Upstream

REMOTE = "https://files.example.com/lamps/aurora.png?size=2"


@pytest.fixture
def chat(app: Upstream, full: Server, visit: Visit) -> ChatPage:
    return visit(full).open()


def paste(box: Locator, data: JSHandle) -> None:
    box.evaluate(
        """(box, clipboardData) => box.dispatchEvent(
          new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }))""",
        data,
    )


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
    paste(chat.message, transfer(chat, a_file("image.png")))
    expect_there(chat, "image.png")
    chat.message.focus()
    chat.page.keyboard.insert_text("Only words")
    expect(chat.message).to_have_value("Only words")
    expect(chat.chips).to_have_count(1)


def test_files_that_come_before_the_page_knows_what_the_app_takes_wait_until_then(
    app: Upstream, full: Server, visit: Visit
) -> None:
    chat = visit(full)
    held: list[tuple[WebSocketRoute, str | bytes]] = []

    def pass_on(page: WebSocketRoute, said: str | bytes) -> None:
        held.append((page, said)) if '"ready_rx_state_":true' in str(said) else page.send(said)

    def between(page: WebSocketRoute) -> None:
        page.connect_to_server().on_message(lambda said: pass_on(page, said))

    chat.page.route_web_socket("**/_event/**", between)
    chat.page.goto(full.url)
    while not held:
        chat.page.evaluate("() => new Promise(requestAnimationFrame)")
    expect(chat.message).to_be_visible()
    expect(chat.attach).to_have_count(0)
    chat.log.dispatch_event("drop", {"dataTransfer": transfer(chat, a_file("dropped.png"), a_file("lamp.exe"))})
    paste(chat.message, transfer(chat, a_file("pasted.png")))
    expect(chat.chips).to_have_count(3)
    expect(chat.chips.first).to_have_attribute("data-state", "sending")
    for page, said in held:
        page.send(said)
    expect(chat.chips.nth(1).get_by_role("alert")).to_contain_text("lamp.exe")
    chat.chips.nth(1).get_by_role("button").click()
    expect_there(chat, "dropped.png", "pasted.png")
    assert sorted(uploads(app)) == [("dropped.png", "image/png"), ("pasted.png", "image/png")]


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
        with chat.page.expect_response("**/files/link"):  # The one before was answered in the same words.
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
    chat.log.dispatch_event("drop", {"dataTransfer": transfer(chat, a_file())})  # The page is not left for it.
    expect(chat.chips.get_by_role("alert")).to_have_text(EN.uploads_off)
    answer = chat.page.context.request.post(
        f"{parley.url}/files", data=PNG, headers={"Origin": parley.url, "X-File-Name": "lamp.png"}
    )
    assert (answer.status, answer.json()["key"]) == (403, "uploads_off")
    assert uploads(upstream) == []
    chat.ask_and_wait("LEN=3 Without it.")
    assert not asked(upstream).get("files")


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
    expect(chat.chips.get_by_role("alert")).to_have_text(EN.files_by_address)


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
