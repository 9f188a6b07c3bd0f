"""Dictation: what is said into the microphone stands in the message, and nothing of it is lost or sent unasked."""

import re

from playwright.sync_api import expect

from app.i18n.en import EN

from .conftest import Visit
from .dictating import HEAR, begin, chat, expect_recorded, speak
from .page import ChatPage
from .script import Hold
from .server import Server
from .upstream import Upstream
from .voice import Spoken, heard, likeness

__all__ = ["chat"]

TRACKS = "() => window.streams.flatMap((stream) => stream.getTracks()).map((track) => track.readyState)"
LOUDEST = """
() => {
  window.loudest = 0;
  const look = () => {
    window.loudest = Math.max(window.loudest, document.querySelector("meter")?.value ?? 0);
    requestAnimationFrame(look);
  };
  look();
}
"""
AWAY = """
() => {
  Object.defineProperty(document, 'hidden', {value: true, configurable: true});
  document.dispatchEvent(new Event('visibilitychange'));
}
"""


def microphone_is_free(chat: ChatPage) -> None:
    chat.page.wait_for_function(f"() => ({TRACKS})().every((state) => state === 'ended')")


def test_what_is_said_reaches_the_app_as_it_was_said_and_stands_after_what_stood_there(
    chat: ChatPage, voiced: Upstream, spoken: Spoken
) -> None:
    voiced.audio.transcript = "What is the battery capacity?"
    chat.message.fill("A question:")
    chat.dictate.click()
    expect_recorded(chat, 3)
    chat.finish_dictation.click()
    expect(chat.message).to_have_value("A question: What is the battery capacity?")
    expect(chat.message).to_be_focused()
    expect(chat.dictation).to_have_count(0)
    microphone_is_free(chat)
    [part] = voiced.audio.heard
    assert part.media_type == "audio/wav"
    sound = heard(part.data)
    assert (sound.channels, sound.bits, sound.rate) == (1, 16, 16_000)
    began, ended = chat.page.evaluate("window.recorded")
    assert abs(sound.seconds - (ended - began) / 1000) < 0.5
    source = heard(spoken.path.read_bytes())
    assert likeness(sound.loudness, source.loudness) > 0.8
    assert likeness(sound.loudness, source.loudness[::-1]) < 0.8
    [request] = voiced.seen(HEAR)
    chat.message.press("Enter")
    expect(chat.questions).to_have_text(["A question: What is the battery capacity?"])
    assert voiced.wait_for("/chat-messages")[0].user == request.user != ""


def test_words_land_at_the_cursor_with_a_space_where_one_is_missing(chat: ChatPage, voiced: Upstream) -> None:
    voiced.audio.transcript = " and then "
    chat.message.fill("before after")
    chat.message.evaluate("box => box.setSelectionRange(6, 7)")
    speak(chat)
    expect(chat.message).to_have_value("before and then after")
    voiced.audio.transcript = "你好"
    chat.message.fill("请说")
    speak(chat)
    expect(chat.message).to_have_value("请说你好")
    chat.reload()
    expect(chat.message).to_have_value("请说你好")
    # Who goes elsewhere meanwhile is left there.
    voiced.before["audio-to-text"] = [Hold()]
    speak(chat)
    voiced.wait_for(HEAR, 3)
    chat.new_chat.focus()
    voiced.release()
    expect(chat.message).to_have_value("请说你好你好")
    expect(chat.dictation).to_have_count(0)
    expect(chat.new_chat).to_be_focused()


def test_enter_finishes_and_escape_cancels(chat: ChatPage, voiced: Upstream) -> None:
    chat.message.fill("Kept.")
    begin(chat)
    chat.page.keyboard.press("Escape")
    expect(chat.dictation).to_have_count(0)
    expect(chat.message).to_be_focused()
    microphone_is_free(chat)
    begin(chat)
    chat.message.click()
    chat.page.keyboard.press("Escape")
    expect(chat.dictation).to_have_count(0)
    begin(chat)
    chat.dictation.get_by_role("button", name=EN.cancel).click()
    expect(chat.dictation).to_have_count(0)
    microphone_is_free(chat)
    assert voiced.seen(HEAR) == []
    expect(chat.message).to_have_value("Kept.")
    begin(chat)
    expect_recorded(chat, 1)
    chat.page.keyboard.press("Enter")
    expect(chat.message).to_have_value("Kept. What was said.")
    assert len(voiced.seen(HEAR)) == 1
    assert voiced.seen("/chat-messages") == []


def test_the_level_follows_the_voice(chat: ChatPage) -> None:
    chat.page.evaluate(LOUDEST)  # from before its first word, which is soon over
    begin(chat)
    expect(chat.dictation.get_by_role("meter", name=EN.loudness)).to_be_visible()
    chat.page.wait_for_function("() => window.loudest > 0.1")
    chat.page.keyboard.press("Escape")


def test_what_is_on_its_way_can_be_cancelled(chat: ChatPage, voiced: Upstream) -> None:
    voiced.before["audio-to-text"] = [Hold()]
    speak(chat)
    expect(chat.dictation.get_by_role("status")).to_have_text(EN.transcribing)
    voiced.wait_for(HEAR)
    chat.dictation.get_by_role("button", name=EN.cancel).click()
    voiced.release()
    expect(chat.message).to_be_focused()
    expect(chat.message).to_have_value("")


def test_whoever_turns_away_is_no_longer_heard_and_decides_what_becomes_of_it(chat: ChatPage, voiced: Upstream) -> None:
    begin(chat)
    expect_recorded(chat, 1)
    chat.page.evaluate(AWAY)
    microphone_is_free(chat)
    expect(chat.dictation.get_by_role("status")).to_have_text(EN.recording_kept)
    assert voiced.seen(HEAR) == []
    chat.dictation.get_by_role("button", name=EN.send_recording).click()
    expect(chat.message).to_have_value("What was said.")


def test_a_kept_recording_can_be_thrown_away(chat: ChatPage, voiced: Upstream) -> None:
    begin(chat)
    expect_recorded(chat, 1)
    chat.page.evaluate(AWAY)
    chat.dictation.get_by_role("button", name=EN.discard_recording).click()
    expect(chat.dictation).to_have_count(0)
    assert voiced.seen(HEAR) == []


def test_a_recording_ends_by_itself_after_five_minutes(
    voiced: Upstream, talking: Server, visit_speaking: Visit
) -> None:
    chat = visit_speaking(talking)
    chat.page.clock.install()
    chat.open()
    begin(chat)
    chat.page.clock.run_for(4 * 60 * 1000)
    expect(chat.dictation.get_by_role("timer")).to_have_text(re.compile(r"^4:0\d / 5:00$"))
    assert voiced.seen(HEAR) == []
    chat.page.clock.run_for(61 * 1000)
    voiced.wait_for(HEAR)


def test_on_a_phone_recording_fits(voiced: Upstream, talking: Server, visit_speaking: Visit) -> None:
    chat = visit_speaking(talking, viewport={"width": 390, "height": 844}).open()
    begin(chat)
    assert not chat.scrolls_sideways()
    for control in chat.dictation.get_by_role("button").all():
        expect(control).to_be_in_viewport(ratio=1)
    expect_recorded(chat, 1)
    chat.finish_dictation.click()
    expect(chat.message).to_have_value("What was said.")


def test_an_app_that_does_not_hear_has_no_button(upstream: Upstream, parley: Server, visit: Visit) -> None:
    chat = visit(parley).open()
    expect(chat.suggestions.first).to_be_visible()
    expect(chat.dictate).to_have_count(0)
