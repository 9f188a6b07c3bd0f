"""A page whose visitor speaks into the microphone."""

import re

import pytest
from playwright.sync_api import expect

from .conftest import Visit
from .page import ChatPage
from .server import Server
from .upstream import Upstream

HEAR = "/audio-to-text"
STREAMS = """
window.streams = [];
const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
navigator.mediaDevices.getUserMedia = async (wanted) => {
  const stream = await open(wanted);
  window.streams.push(stream);
  return stream;
};
window.recorded = []; // ms, when a recording began and when it was told to end
for (const name of ["start", "stop"]) {
  const own = MediaRecorder.prototype[name];
  MediaRecorder.prototype[name] = function () {
    window.recorded.push(performance.now());
    own.call(this);
  };
}
"""


@pytest.fixture
def chat(voiced: Upstream, talking: Server, visit_speaking: Visit) -> ChatPage:
    chat = visit_speaking(talking)
    chat.page.add_init_script(STREAMS)
    return chat.open()


def begin(chat: ChatPage) -> None:
    chat.dictate.click()
    expect(chat.finish_dictation).to_be_focused()


def expect_recorded(chat: ChatPage, seconds: int) -> None:
    """So many, or a few more where a busy machine has looked late: each stands there for one second alone."""
    expect(chat.dictation.get_by_role("timer")).to_have_text(re.compile(rf"^0:(0[{seconds}-9]|[1-5]\d) / 5:00$"))


def speak(chat: ChatPage) -> None:
    """Speak for a second, and finish."""
    begin(chat)
    expect_recorded(chat, 1)
    chat.finish_dictation.click()
