"""What helps stands beside what happened: waiting, asking differently, going on in a new chat, telling the operator."""

import re

from playwright.sync_api import expect

from app.i18n.en import EN

from .page import ChatPage
from .upstream import Upstream, refusal

WAIT = re.compile(EN.retry_in.format(seconds=r"\d+"))


def test_a_busy_app_is_asked_again_when_its_time_has_come(chat: ChatPage, upstream: Upstream) -> None:
    upstream.refusals["chat-messages"] = busy = refusal("too_many_requests", "", 429)
    busy.headers["Retry-After"] = "20"
    chat.page.clock.install()
    chat.page.clock.resume()
    chat.ask("LEN=3 What is it?")
    expect(chat.answer).to_contain_text(EN.error_busy_for.format(seconds=20))
    waiting = chat.answer.get_by_role("button", name=WAIT)
    expect(waiting).to_be_disabled()
    upstream.refusals.clear()
    chat.page.clock.fast_forward(20_000)
    expect(chat.retry).to_be_enabled()
    expect(waiting).to_have_count(0)
    chat.retry.click()
    expect(chat.answer).to_contain_text("w2")
    assert len(upstream.seen("/chat-messages")) == 2


def test_a_used_up_quota_asks_nobody_to_wait(chat: ChatPage, upstream: Upstream) -> None:
    upstream.refusals["chat-messages"] = quota = refusal("rate_limit_error", "Quota exceeded.", 429)
    quota.headers["Retry-After"] = "30"
    chat.ask("What is it?")
    expect(chat.answer).to_contain_text(EN.error_quota)
    expect(chat.answer.get_by_role("button", name=EN.copy_reference)).to_be_visible()
    expect(chat.answer.get_by_role("button", name=WAIT)).to_have_count(0)
    expect(chat.retry).to_be_enabled()


def test_a_question_that_was_not_accepted_is_changed_from_its_notice(chat: ChatPage, upstream: Upstream) -> None:
    upstream.refusals["chat-messages"] = refusal("invalid_param", "The question is too short.", 400)
    chat.ask("LEN=3 What?")
    expect(chat.answer).to_contain_text("The question is too short.")
    upstream.refusals.clear()
    chat.answer.get_by_role("button", name=EN.edit_question).click()
    box = chat.log.get_by_role("textbox", name=EN.question)
    expect(box).to_be_focused()
    expect(box).to_have_value("LEN=3 What?")
    box.fill("LEN=3 What is it, and why?")
    box.press("Enter")
    expect(chat.questions).to_have_text(["LEN=3 What is it, and why?"])
    expect(chat.answer).to_contain_text("w2")


def test_whoever_s_conversation_is_over_goes_on_in_a_new_chat(chat: ChatPage, upstream: Upstream) -> None:
    chat.ask_and_wait("LEN=3 What is it?")
    upstream.refusals["chat-messages"] = refusal("not_found", "Conversation Not Exists.", 404)
    chat.ask("And why?")
    expect(chat.answer).to_contain_text(EN.error_not_found)
    expect(chat.answer.get_by_role("button", name=EN.edit_question)).to_have_count(0)
    upstream.refusals.clear()
    chat.answer.get_by_role("button", name=EN.new_chat).press("Enter")
    expect(chat.questions).to_have_count(0)
    expect(chat.message).to_be_focused()
    chat.ask_and_wait("LEN=3 And why?")
    expect(chat.answer).to_contain_text("w2")
