"""Stop keeps what has come, says so, and frees the composer at once."""

from playwright.sync_api import expect

from app.i18n.en import EN

from .conftest import Visit
from .page import ChatPage
from .script import End, Hold, Say
from .server import Server
from .upstream import Upstream, refusal

STOPS = "/chat-messages/[^/]+/stop"


def test_stop_keeps_what_has_come_and_says_that_it_was_stopped(chat: ChatPage, upstream: Upstream) -> None:
    upstream.script = [Say("w0 w1 w2"), Hold(), Say(" w3"), End()]
    chat.ask("Tell me.")
    expect(chat.answer).to_contain_text("w2")
    chat.stop.click()
    expect(chat.answer).to_contain_text(EN.turn_stopped)
    chat.expect_idle()
    assert chat.words() == ["w0", "w1", "w2"]
    [stop] = upstream.wait_for(STOPS)
    [question] = upstream.seen("/chat-messages")
    assert stop.user == question.user != ""
    [task] = [task for task in upstream.tasks.values() if task.user == question.user]
    assert stop.path == f"/chat-messages/{task.id}/stop"


def test_stop_before_the_first_word_holds_and_reaches_the_app_once_it_can(chat: ChatPage, upstream: Upstream) -> None:
    upstream.script = [Hold(), Say("w0"), Hold(), Say(" w1"), End()]
    chat.ask("Tell me.")
    chat.stop.click()
    expect(chat.answer).to_contain_text(EN.turn_stopping)
    chat.expect_idle()
    expect(chat.answer).to_contain_text(EN.turn_stop_unsure)
    assert not upstream.seen(STOPS)
    chat.reload()
    expect(chat.answer).to_contain_text(EN.turn_stop_unsure)
    upstream.release()
    upstream.wait_for(STOPS)
    expect(chat.answer).to_contain_text(EN.turn_stopped)
    chat.reload()
    expect(chat.answer).to_contain_text(EN.turn_stopped)


def test_the_next_question_can_be_asked_right_after_a_stop(chat: ChatPage, upstream: Upstream) -> None:
    upstream.script = [Say("w0 w1 w2"), Hold(), End()]
    chat.ask("The long one.")
    expect(chat.answer).to_contain_text("w2")
    chat.message.fill("LEN=4 And now?")
    chat.stop.click()
    expect(chat.send).to_be_visible()
    upstream.script = None
    chat.message.press("Enter")
    expect(chat.questions).to_have_text(["The long one.", "LEN=4 And now?"])
    chat.expect_idle()
    assert chat.words() == ["w0", "w1", "w2", "w3"]
    expect(chat.answers.first).to_contain_text(EN.turn_stopped)


def test_a_stopped_answer_is_still_there_after_a_reload(chat: ChatPage, upstream: Upstream) -> None:
    upstream.script = [Say("w0 w1 w2"), Hold(), End()]
    chat.ask("Tell me.")
    expect(chat.answer).to_contain_text("w2")
    chat.stop.click()
    expect(chat.answer).to_contain_text(EN.turn_stopped)
    upstream.wait_for(STOPS)
    chat.reload()
    expect(chat.answer).to_contain_text(EN.turn_stopped)
    assert chat.words() == ["w0", "w1", "w2"]
    expect(chat.questions).to_have_text(["Tell me."])


def test_a_stopped_answer_can_be_asked_again(chat: ChatPage, upstream: Upstream) -> None:
    upstream.script = [Say("half"), Hold(), End()]
    chat.ask("LEN=5 Tell me.")
    expect(chat.answer).to_contain_text("half")
    chat.stop.click()
    expect(chat.answer).to_contain_text(EN.turn_stopped)
    upstream.script = None
    chat.retry.click()
    expect(chat.answer).to_contain_text("w4")
    chat.expect_idle()
    expect(chat.questions).to_have_text(["LEN=5 Tell me."])
    expect(chat.retry).to_have_count(0)


def test_stop_works_after_a_reload(chat: ChatPage, upstream: Upstream) -> None:
    upstream.script = [Say("w0 w1 w2"), Hold(), End()]
    chat.ask("Tell me.")
    expect(chat.answer).to_contain_text("w2")
    chat.expect_conversation_address()
    chat.reload()
    expect(chat.answer).to_contain_text("w2")
    chat.stop.click()
    expect(chat.answer).to_contain_text(EN.turn_stopped)
    upstream.wait_for(STOPS)
    chat.expect_idle()


def test_a_stop_that_the_app_does_not_take_says_so_and_is_sent_again(
    chat: ChatPage, upstream: Upstream, parley: Server, visit: Visit
) -> None:
    upstream.refusals["chat-messages/{id}/stop"] = refusal("internal_server_error", "", 500)
    upstream.script = [Say("w0 w1 w2"), Hold(), End()]
    chat.ask("Tell me.")
    expect(chat.answer).to_contain_text("w2")
    other = visit(parley, chat.page.context).open(chat.expect_conversation_address())
    expect(other.answer).to_contain_text("w2")
    other.stop.click()
    for tab in (chat, other):
        expect(tab.answer).to_contain_text(EN.turn_stop_unsure)
        tab.expect_idle()
    upstream.refusals.clear()
    chat.answer.get_by_role("button", name=EN.stop_again, exact=True).click()
    for tab in (chat, other):
        expect(tab.answer).to_contain_text(EN.turn_stopped)
        assert tab.words() == ["w0", "w1", "w2"]
