"""An answer belongs to the server: whatever happens to the tab, it is there once, whole and in order."""

from playwright.sync_api import expect

from .alarms import Alarms
from .conftest import Visit
from .page import ChatPage
from .script import End, Hold, Say, Step
from .server import Server
from .upstream import Upstream

WORDS = [f"w{number}" for number in range(40)]
HALF = len(WORDS) // 2


def halves() -> list[Step]:
    """Half of the words, and after a wait for the test the rest."""
    said: list[Step] = [Say(f" {word}") for word in WORDS]
    return [*said[:HALF], Hold(), *said[HALF:], End()]


def expect_half(chat: ChatPage) -> None:
    expect(chat.answer).to_contain_text(WORDS[HALF - 1])
    assert chat.words() == WORDS[:HALF]
    expect(chat.stop).to_be_visible()


def expect_whole(chat: ChatPage) -> None:
    chat.expect_idle()
    expect(chat.answer).to_contain_text(WORDS[-1])
    assert chat.words() == WORDS


def test_a_reload_in_mid_answer_goes_on_with_it(chat: ChatPage, upstream: Upstream) -> None:
    upstream.script = halves()
    chat.ask("Tell me.")
    expect_half(chat)
    chat.expect_conversation_address()
    chat.reload()
    expect_half(chat)
    upstream.release()
    expect_whole(chat)
    expect(chat.questions).to_have_text(["Tell me."])
    assert len(upstream.seen("/chat-messages")) == 1


def test_a_reload_while_words_keep_coming_loses_and_repeats_none(chat: ChatPage) -> None:
    chat.ask("LEN=200 DELAY=15")
    for word in ("w20", "w100"):
        expect(chat.answer).to_contain_text(word)
        chat.reload()
    chat.expect_idle()
    expect(chat.answer).to_contain_text("w199")
    assert chat.words() == [f"w{number}" for number in range(200)]


def test_an_answer_is_whole_after_the_socket_dropped(chat: ChatPage, upstream: Upstream, alarms: Alarms) -> None:
    alarms.expect("ERR_INTERNET_DISCONNECTED|WebSocket connection|websocket error|connect_error")
    upstream.script = halves()
    chat.ask("Tell me.")
    expect_half(chat)
    with chat.page.expect_event("websocket"):
        chat.page.context.set_offline(True)
        upstream.release()
        chat.page.context.set_offline(False)
    expect_whole(chat)


def test_a_second_tab_shows_the_same_answer_growing(
    chat: ChatPage, upstream: Upstream, parley: Server, visit: Visit
) -> None:
    upstream.script = halves()
    chat.ask("Tell me.")
    expect_half(chat)
    other = visit(parley, chat.page.context).open(chat.expect_conversation_address())
    expect_half(other)
    upstream.release()
    expect_whole(chat)
    expect_whole(other)


def test_leaving_in_mid_answer_and_coming_back_goes_on_with_it(chat: ChatPage, upstream: Upstream) -> None:
    upstream.script = halves()
    chat.ask("Tell me.")
    expect_half(chat)
    chat.new_chat.click()
    expect(chat.questions).to_have_count(0)
    expect(chat.send).to_be_visible()
    chat.conversations.first.click()
    expect_half(chat)
    upstream.release()
    expect_whole(chat)


def test_an_answer_is_written_to_its_end_without_any_tab(
    chat: ChatPage, upstream: Upstream, parley: Server, visit: Visit
) -> None:
    upstream.script = halves()
    chat.ask("Tell me.")
    expect_half(chat)
    place, context = chat.expect_conversation_address(), chat.page.context
    chat.page.close()
    upstream.release()
    later = visit(parley, context).open(place)
    expect_whole(later)


def test_another_conversation_can_be_asked_while_one_is_answering(chat: ChatPage, upstream: Upstream) -> None:
    upstream.script = halves()
    chat.ask("The slow one.")
    expect_half(chat)
    slow = chat.expect_conversation_address()
    chat.new_chat.click()
    expect(chat.questions).to_have_count(0)
    upstream.script = None
    chat.ask_and_wait("LEN=5 The quick one.")
    assert chat.words() == WORDS[:5]
    chat.conversations.last.click()
    expect_half(chat)
    upstream.release()  # An answer that ends moves its conversation up.
    expect_whole(chat)
    assert chat.path == slow


def test_back_and_forward_move_between_conversations(chat: ChatPage, upstream: Upstream) -> None:
    chat.ask_and_wait("The first one.")
    first = chat.expect_conversation_address()
    chat.new_chat.click()
    expect(chat.questions).to_have_count(0)
    chat.ask_and_wait("The second one.")
    second = chat.expect_conversation_address()
    chat.page.go_back()
    expect(chat.questions).to_have_text(["The first one."])
    assert chat.path == first
    chat.page.go_forward()
    expect(chat.questions).to_have_text(["The second one."])
    assert chat.path == second
    chat.ask_and_wait("And on with the second.")
    expect(chat.questions).to_have_text(["The second one.", "And on with the second."])
    assert chat.path == second


def test_a_whole_answer_stands_once_after_a_reload(chat: ChatPage) -> None:
    chat.ask_and_wait("LEN=30 DELAY=1")
    chat.ask_and_wait("LEN=30 DELAY=1 again")
    chat.reload()
    expect(chat.questions).to_have_text(["LEN=30 DELAY=1", "LEN=30 DELAY=1 again"])
    for number in range(2):
        expect(chat.answers.nth(number)).to_contain_text("w29")
        assert chat.words(chat.answers.nth(number)) == [f"w{word}" for word in range(30)]
