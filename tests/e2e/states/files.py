"""The states of files: in the composer, on a turn and looked at."""

from playwright.sync_api import expect

from ..page import ChatPage
from ..script import End, Hold, Say, SendFile, picture, tone
from ..upstream import Upstream


def files_in_the_composer(chat: ChatPage, upstream: Upstream) -> None:
    chat.choose(("lamp.png", picture()), ("a-plan-of-the-whole-house-with-all-its-lamps.pdf", b"%PDF-1.4"))
    expect(chat.chips.and_(chat.page.locator('[data-state="done"]'))).to_have_count(2)
    upstream.before["files/upload"] = [Hold("upload")]
    chat.choose(("voice.wav", tone()), ("tool.exe", b"MZ"))
    expect(chat.chips).to_have_count(4)
    chat.attach_link.click()
    chat.file_address.fill("lamp")
    chat.message.fill("What are these?")


def files_of_a_turn(chat: ChatPage, upstream: Upstream) -> None:
    chat.choose(("lamp.png", picture()), ("plan.pdf", b"%PDF-1.4"), ("voice.wav", tone()))
    expect(chat.chips.and_(chat.page.locator('[data-state="done"]'))).to_have_count(3)
    drawn = [SendFile(picture(640, 400)), SendFile(picture(300, 300), "small.png")]
    upstream.script = [Say("This is your lamp, drawn twice."), *drawn, End()]
    chat.ask_and_wait("Can you draw this?")
    expect(chat.answer_files().get_by_role("img").last).to_have_js_property("naturalWidth", 300)


def preview(chat: ChatPage, upstream: Upstream) -> None:
    files_of_a_turn(chat, upstream)
    chat.answer_files().first.get_by_role("link").click()
    expect(chat.preview.get_by_role("img")).to_have_js_property("naturalWidth", 640)
