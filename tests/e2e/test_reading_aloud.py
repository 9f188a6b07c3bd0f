"""Answers read aloud: while their sound is made, one at a time, and by themselves where the app has it so."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from app.i18n.en import EN

from .alarms import Alarms
from .conftest import Visit
from .page import ChatPage
from .script import Cut, End, Hold, Raw, Rest, Say, chunked, mp3, recorded, speak, tone
from .server import Server, started
from .upstream import KEY, SPEECH, Upstream, refusal

SPEAK = "/text-to-audio"
TO_THE_END = 30_000  # ms for nine seconds of a voice
PLAYERS = """
window.players = [];
const Player = window.Audio;
window.Audio = function (...given) {
  const player = new Player(...given);
  window.players.push(player);
  return player;
};
"""
PLAYING = "() => window.players.filter((it) => !it.paused && it.currentTime > 0).length"
AUTOPLAY = {**SPEECH, "text_to_speech": {**SPEECH["text_to_speech"], "autoPlay": "enabled"}}


@pytest.fixture
def chat(voiced: Upstream, talking: Server, visit: Visit) -> ChatPage:
    return opened(visit(talking))


def opened(chat: ChatPage) -> ChatPage:
    """Once the app is known: what is asked before that is not read aloud by itself."""
    chat.page.add_init_script(PLAYERS)
    chat.open()
    expect(chat.suggestions.first).to_be_visible()
    return chat


def expect_to_hear(chat: ChatPage, voices: int = 1) -> None:
    chat.page.wait_for_function(f"() => ({PLAYING})() === {voices}")


def test_an_answer_is_heard_before_its_sound_is_whole(chat: ChatPage, voiced: Upstream) -> None:
    sound = mp3()
    half = len(sound) // 2
    voiced.audio.media_type = "audio/mpeg"
    voiced.audio.speech = [*chunked(sound[:half]), Hold(), Raw(sound[half:])]
    chat.ask_and_wait("LEN=5 Tell me.")
    chat.read_aloud.click()
    expect_to_hear(chat)
    expect(chat.stop_reading).to_be_visible()
    voiced.release()
    expect(chat.read_aloud).to_be_visible(timeout=TO_THE_END)
    [request] = voiced.seen(SPEAK)
    [message] = [task.message["id"] for task in voiced.tasks.values() if task.user == request.user]
    assert request.body == {"message_id": message, "user": request.user, "streaming": True}


def test_stop_ends_the_making_of_the_sound(chat: ChatPage, voiced: Upstream) -> None:
    voiced.audio.speech = [*chunked(tone(4.0)[:96_000]), Hold()]
    chat.ask_and_wait("LEN=5 Tell me.")
    chat.read_aloud.click()
    expect_to_hear(chat)
    chat.stop_reading.click()
    expect_to_hear(chat, 0)
    expect(chat.read_aloud).to_be_focused()
    voiced.expect_left(SPEAK)


def test_stop_before_the_first_sound_ends_it_too(chat: ChatPage, voiced: Upstream) -> None:
    voiced.audio.speech = [Hold(), *chunked(tone())]
    chat.ask_and_wait("LEN=5 Tell me.")
    chat.read_aloud.click()
    voiced.wait_for(SPEAK)
    expect(chat.log.get_by_role("status").get_by_text(EN.loading)).to_be_visible()
    chat.stop_reading.click()
    expect(chat.read_aloud).to_be_visible()
    voiced.expect_left(SPEAK)


def test_one_voice_speaks_at_a_time(chat: ChatPage, voiced: Upstream) -> None:
    voiced.audio.speech = [*chunked(tone(4.0)[:96_000]), Hold()]
    for question in ("LEN=3 One?", "LEN=3 Two?"):
        chat.ask_and_wait(question)
    first, second = (chat.answers.nth(at) for at in (0, 1))
    first.get_by_role("button", name=EN.read_aloud).click()
    expect_to_hear(chat)
    second.get_by_role("button", name=EN.read_aloud).click()
    expect(first.get_by_role("button", name=EN.read_aloud)).to_be_visible()
    expect(second.get_by_role("button", name=EN.stop_reading)).to_be_visible()
    voiced.expect_left(SPEAK)
    expect_to_hear(chat)
    one, two = voiced.wait_for(SPEAK, 2)
    assert one.body["message_id"] != two.body["message_id"]
    chat.new_chat.click()
    expect_to_hear(chat, 0)


def test_a_stopped_answer_is_read_as_far_as_it_came(chat: ChatPage, voiced: Upstream) -> None:
    voiced.script = [Say("So **far**"), Hold(), End()]
    chat.ask("Tell me.")
    expect(chat.answer).to_contain_text("far")
    expect(chat.read_aloud).to_have_count(0)
    chat.stop.click()
    chat.read_aloud.click()
    expect_to_hear(chat)
    assert voiced.seen(SPEAK)[0].body["text"] == "So far"


def test_a_conversation_that_only_the_app_knew_is_read_too(voiced: Upstream, talking: Server, visit: Visit) -> None:
    voiced.seed("An old one", turns=2)
    chat = opened(visit(talking))
    chat.conversations.first.click()
    expect(chat.answers).to_have_count(2)
    chat.answers.first.get_by_role("button", name=EN.read_aloud).click()
    expect_to_hear(chat)
    assert "message_id" in voiced.seen(SPEAK)[0].body


@pytest.mark.parametrize(
    ("code", "status", "told"),
    [("too_many_requests", 429, EN.error_busy), ("", 500, EN.reading_failed), ("app_unavailable", 400, EN.reading_off)],
)
def test_why_an_answer_is_not_read_is_said(
    chat: ChatPage, voiced: Upstream, alarms: Alarms, code: str, status: int, told: str
) -> None:
    alarms.expect("status of (403|50[23])")
    voiced.refusals["text-to-audio"] = refusal(code, "", status)
    chat.ask_and_wait("LEN=5 Tell me.")
    chat.read_aloud.click()
    expect(chat.answer.get_by_role("alert")).to_have_text(told)
    voiced.refusals.clear()
    chat.read_aloud.click()
    expect_to_hear(chat)
    expect(chat.answer.get_by_role("alert")).to_have_count(0)


def test_a_sound_that_breaks_off_is_said_and_not_made_again(chat: ChatPage, voiced: Upstream, alarms: Alarms) -> None:
    alarms.expect("ERR_INCOMPLETE_CHUNKED_ENCODING|status of 416")
    sound = mp3()
    voiced.audio.media_type = "audio/mpeg"
    voiced.audio.speech = [*chunked(sound[: len(sound) // 2]), Hold(), Cut()]
    chat.ask_and_wait("LEN=5 Tell me.")
    chat.read_aloud.click()
    expect_to_hear(chat)
    voiced.release()
    expect(chat.read_aloud).to_be_visible()
    assert len(voiced.seen(SPEAK)) == 1


def test_an_app_that_does_not_speak_has_no_button(upstream: Upstream, parley: Server, visit: Visit) -> None:
    chat = visit(parley).open()
    chat.ask_and_wait("LEN=5 Tell me.")
    expect(chat.read_aloud).to_have_count(0)


@pytest.fixture(scope="module")
def _unasked() -> Iterator[Upstream]:
    with Upstream(**AUTOPLAY).serving() as upstream:
        yield upstream


@pytest.fixture(scope="module")
def speaking_first(
    guide: Server, _unasked: Upstream, tmp_path_factory: pytest.TempPathFactory, servers: list[Server]
) -> Iterator[Server]:
    """A server of an app that reads its answers aloud by itself."""
    with started(tmp_path_factory.mktemp("unasked"), api_url=_unasked.url, api_key=KEY) as server:
        servers.append(server)
        yield server
        servers.remove(server)


@pytest.fixture
def unasked(_unasked: Upstream) -> Iterator[Upstream]:
    _unasked.reset()
    yield _unasked
    _unasked.reset()


def test_an_answer_speaks_by_itself_while_it_is_written_and_in_order(
    unasked: Upstream, speaking_first: Server, visit: Visit
) -> None:
    chat = opened(visit(speaking_first))
    unasked.script = recorded("139-chat-tts-auto")
    with chat.page.expect_response("**/speech/run/*") as answer:
        chat.ask("Tell me.")
    expect_to_hear(chat)
    expect(chat.stop_reading).to_be_visible()
    assert answer.value.headers["content-type"] == "audio/mpeg"
    expect(chat.read_aloud).to_be_visible(timeout=TO_THE_END)
    body = chat.page.request.get(answer.value.url).body()
    assert body == mp3()
    assert unasked.seen(SPEAK) == []


def test_the_voice_of_a_running_answer_can_be_stopped_alone_or_with_the_answer(
    unasked: Upstream, speaking_first: Server, visit: Visit
) -> None:
    chat = opened(visit(speaking_first))
    said = speak(mp3())[:-1]
    unasked.script = [Say("So far"), *said, Hold(), End()]
    chat.ask("Tell me.")
    expect_to_hear(chat)
    chat.stop_reading.click()
    expect_to_hear(chat, 0)
    expect(chat.stop).to_be_visible()
    unasked.release()
    chat.expect_idle()
    expect(chat.read_aloud).to_be_visible()
    chat.ask("And again.")
    expect_to_hear(chat)
    chat.stop.click()
    expect_to_hear(chat, 0)
    expect(chat.answer).to_contain_text(EN.turn_stopped)


def test_an_answer_that_was_not_begun_here_stays_silent(
    unasked: Upstream, speaking_first: Server, visit: Visit
) -> None:
    chat = opened(visit(speaking_first))
    unasked.script = [Say("So far"), *speak(mp3())[:-1], Hold(), Say(" and on."), End()]
    chat.ask("Tell me.")
    expect(chat.answer).to_contain_text("So far")
    expect_to_hear(chat)
    place = chat.expect_conversation_address()
    asked: list[str] = []
    other = visit(speaking_first, chat.page.context)
    for page in (chat.page, other.page):
        page.on("request", lambda request: asked.append(request.url) if "/speech/" in request.url else None)
    other.open(place)
    chat.reload()
    for tab in (chat, other):
        expect(tab.answer).to_contain_text("So far")
    unasked.release()
    for tab in (chat, other):
        expect(tab.answer).to_contain_text("and on.")
        tab.expect_idle()
    assert asked == []


def test_where_nothing_may_sound_unasked_the_button_is_there(
    unasked: Upstream, speaking_first: Server, visit: Visit
) -> None:
    chat = visit(speaking_first)
    chat.page.add_init_script(
        "HTMLMediaElement.prototype.play = async () => { throw new DOMException('', 'NotAllowedError'); }"
    )
    chat.open()
    unasked.script = [Say("So far"), *speak(mp3()), End()]
    chat.ask_and_wait("Tell me.")
    expect(chat.read_aloud).to_be_visible()
    expect(chat.alert).to_have_count(0)


def test_an_answer_without_a_sound_of_its_own_is_silent_without_a_word(
    unasked: Upstream, speaking_first: Server, visit: Visit
) -> None:
    chat = opened(visit(speaking_first))
    with chat.page.expect_response("**/speech/run/*"):
        chat.ask_and_wait("LEN=5 Tell me.")
    unasked.script = [Rest(0.01), Say("And on."), End()]
    expect(chat.read_aloud).to_be_visible()
    expect(chat.alert).to_have_count(0)
