"""Dictation that fails: why is said, and nothing of what was said into the microphone is lost."""

import pytest
from playwright.sync_api import expect

from app.i18n.en import EN

from .alarms import Alarms
from .conftest import Visit
from .dictating import HEAR, begin, chat, expect_recorded, speak
from .page import ChatPage
from .script import Cut
from .server import Server
from .upstream import Upstream, refusal

__all__ = ["chat"]

REFUSED = "() => { navigator.mediaDevices.getUserMedia = async () => { throw new DOMException('', '%s'); }; }"
SILENCE = """
() => {
  const nothing = new AudioContext().createMediaStreamDestination().stream;
  navigator.mediaDevices.getUserMedia = async () => nothing;
}
"""


def test_a_recording_that_could_not_be_sent_is_kept_and_sent_again(
    chat: ChatPage, voiced: Upstream, alarms: Alarms
) -> None:
    alarms.expect("status of 503|status of 502")
    voiced.refusals["audio-to-text"] = refusal("too_many_requests", "", 429)
    speak(chat)
    expect(chat.dictation.get_by_role("alert")).to_have_text(EN.error_busy)
    retry = chat.dictation.get_by_role("button", name=EN.retry)
    expect(retry).to_be_focused()
    voiced.before["audio-to-text"] = [Cut()]
    retry.click()
    expect(chat.dictation.get_by_role("alert")).to_have_text(EN.error_cut)
    voiced.refusals.clear()
    voiced.before.clear()
    retry.click()
    expect(chat.message).to_have_value("What was said.")
    assert len({seen.file.data for seen in voiced.seen(HEAR) if seen.file}) == 1
    assert len(voiced.seen(HEAR)) == 3


def test_a_recording_made_without_a_network_is_kept(chat: ChatPage, alarms: Alarms) -> None:
    alarms.expect("ERR_INTERNET_DISCONNECTED|WebSocket connection|websocket error|connect_error")
    begin(chat)
    expect_recorded(chat, 1)
    chat.page.context.set_offline(True)
    chat.finish_dictation.click()
    expect(chat.dictation.get_by_role("alert")).to_have_text(EN.dictation_failed)
    chat.page.context.set_offline(False)
    chat.dictation.get_by_role("button", name=EN.retry).click()
    expect(chat.message).to_have_value("What was said.")


@pytest.mark.parametrize(
    ("code", "status", "told"),
    [
        ("audio_too_large", 413, EN.recording_too_long),
        ("unsupported_audio_type", 415, EN.recording_refused),
        ("speech_to_text_disabled", 400, EN.speech_off),
    ],
)
def test_what_the_app_refuses_for_good_is_said_and_not_tried_again(
    chat: ChatPage, voiced: Upstream, alarms: Alarms, code: str, status: int, told: str
) -> None:
    alarms.expect("status of 4")
    voiced.refusals["audio-to-text"] = refusal(code, "", status)
    speak(chat)
    expect(chat.dictation.get_by_role("alert")).to_have_text(told)
    expect(chat.dictation.get_by_role("button")).to_have_text([EN.close])
    chat.page.keyboard.press("Enter")
    expect(chat.dictation).to_have_count(0)
    expect(chat.message).to_be_focused()


def test_a_server_that_heard_nothing_is_believed(chat: ChatPage, voiced: Upstream) -> None:
    voiced.audio.transcript = " "
    speak(chat)
    expect(chat.dictation.get_by_role("alert")).to_have_text(EN.heard_nothing)


def test_silence_is_not_sent(chat: ChatPage, voiced: Upstream) -> None:
    chat.page.evaluate(SILENCE)
    speak(chat)
    expect(chat.dictation.get_by_role("alert")).to_have_text(EN.heard_nothing)
    assert voiced.seen(HEAR) == []


@pytest.mark.parametrize(
    ("failure", "told"),
    [
        ("NotAllowedError", EN.microphone_denied),
        ("NotFoundError", EN.microphone_missing),
        ("NotReadableError", EN.microphone_busy),
    ],
)
def test_why_there_is_no_microphone_is_said(chat: ChatPage, failure: str, told: str) -> None:
    chat.page.evaluate(REFUSED % failure)
    chat.dictate.click()
    expect(chat.dictation.get_by_role("alert")).to_have_text(told)
    chat.page.keyboard.press("Escape")
    expect(chat.dictation).to_have_count(0)


def test_an_unsafe_address_is_named_as_the_reason(voiced: Upstream, talking: Server, visit_speaking: Visit) -> None:
    chat = visit_speaking(talking)
    chat.page.add_init_script("Object.defineProperty(Navigator.prototype, 'mediaDevices', {value: undefined})")
    chat.open()
    chat.dictate.click()
    expect(chat.dictation.get_by_role("alert")).to_have_text(EN.microphone_insecure)
