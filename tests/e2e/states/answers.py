"""The states of a question and its answer."""

import json
import sqlite3
from contextlib import closing
from dataclasses import asdict

from playwright.sync_api import expect

from app.dify.errors import DifyError, Silent, TooLong
from app.i18n.en import EN
from app.remedies import ServerLeft, notice_of
from app.views import Status

from ..page import ChatPage
from ..script import Cut, End, Hold, Say, numbered
from ..upstream import Upstream, refusal
from .texts import MIXED, SOURCES, TEXT


def waiting(chat: ChatPage, upstream: Upstream) -> None:
    upstream.script = [Hold(), End()]
    chat.ask("How does an answer reach the page?")


def streaming(chat: ChatPage, upstream: Upstream) -> None:
    upstream.script = [Say(TEXT[:230]), Hold(), End()]
    chat.ask("How does an answer reach the page?")
    expect(chat.answer).to_contain_text("A reload loses")


def done(chat: ChatPage, upstream: Upstream) -> None:
    upstream.suggested = ["What happens on a reload?", "And with two tabs?"]
    upstream.script = [Say(TEXT), End({"retriever_resources": SOURCES})]
    chat.ask_and_wait("How does an answer reach the page?")
    expect(chat.suggestions).to_have_count(2)
    chat.sources.get_by_role("button").first.click()
    expect(chat.passage).to_be_visible()


def both_ways(chat: ChatPage, upstream: Upstream) -> None:
    upstream.script = [Say(MIXED), End()]
    chat.ask_and_wait("An English line.\nسطر بالعربية، وهو أطول من السطر الأول.")


def versions(chat: ChatPage, upstream: Upstream) -> None:
    upstream.script = [Say("The first answer."), End()]
    chat.ask_and_wait("How does an answer reach the page?")
    upstream.script = [Say(TEXT), End()]
    chat.log.get_by_role("button", name=EN.regenerate, exact=True).click()
    expect(chat.answer).to_contain_text(EN.version_of.format(number=2, count=2))
    chat.expect_idle()
    chat.log.get_by_role("button", name=EN.good_answer, exact=True).click()
    upstream.wait_for("/messages/[^/]+/feedbacks")
    expect(chat.answer.get_by_role("button", name=EN.copy_table)).to_be_visible()


def reason_asked_for(chat: ChatPage, upstream: Upstream) -> None:
    versions(chat, upstream)
    chat.log.get_by_role("button", name=EN.bad_answer, exact=True).click()
    chat.log.get_by_label(EN.what_was_wrong).fill("The table lacks the most important event.")


def question_edited(chat: ChatPage, upstream: Upstream) -> None:
    upstream.script = [Say("By a socket."), End()]
    chat.ask_and_wait("How does an answer reach the page?")
    chat.log.get_by_role("button", name=EN.edit_question, exact=True).click()
    chat.log.get_by_role("textbox", name=EN.question).fill("How does an answer reach the page, and\nin how many parts?")


def stopped(chat: ChatPage, upstream: Upstream) -> None:
    streaming(chat, upstream)
    chat.stop.click()
    expect(chat.retry).to_be_visible()


def failed(chat: ChatPage, upstream: Upstream) -> None:
    upstream.script = [Say("It began well, and then"), Cut()]
    chat.ask("How does an answer reach the page?")
    expect(chat.retry).to_be_visible()


def refused(chat: ChatPage, upstream: Upstream) -> None:
    upstream.refusals["chat-messages"] = refusal("invalid_param", "Region is required in input form.", 400)
    chat.ask("How does an answer reach the page?")
    expect(chat.retry).to_be_visible()


def operators(chat: ChatPage, upstream: Upstream) -> None:
    upstream.refusals["chat-messages"] = refusal("provider_quota_exceeded", "Your quota is used up.", 400)
    chat.ask("How does an answer reach the page?")
    expect(chat.page.get_by_role("button", name=EN.copy_reference)).to_be_visible()


def cut_short(chat: ChatPage, upstream: Upstream) -> None:
    """By an answer that grew too long, by an app that went silent, and by a server that left: as each is recorded."""
    ends: list[tuple[Status, DifyError]] = [
        ("interrupted", TooLong("")),
        ("interrupted", Silent("", 30)),
        ("stopped", ServerLeft("")),
    ]
    upstream.script = [Say("It began well, and then"), End()]
    for number in range(len(ends)):
        chat.ask_and_wait(f"Question {number}: how does an answer reach the page?")
    expect(chat.page.locator('[data-mark="running"]')).to_have_count(0)  # The ledger has their ends.
    questions = chat.log.locator("article[data-turn].question")
    ids = questions.evaluate_all("all => all.map((one) => one.dataset.turn)")
    with closing(sqlite3.connect(chat.server.data_dir / "ledger.db")) as ledger, ledger:
        for id, (status, error) in zip(ids, ends, strict=True):
            told = json.dumps(asdict(notice_of(error)))
            ledger.execute("UPDATE messages SET status = ?, notice = ? WHERE id = ?", (status, told, id))
    chat.reload()
    expect(chat.answer).to_contain_text(EN.error_server_left)


def stop_not_taken(chat: ChatPage, upstream: Upstream) -> None:
    upstream.refusals["chat-messages/{id}/stop"] = refusal("internal_server_error", "", 500)
    streaming(chat, upstream)
    chat.stop.click()
    expect(chat.page.get_by_role("button", name=EN.stop_again)).to_be_visible()


def long_thread(chat: ChatPage, upstream: Upstream) -> None:
    upstream.script = numbered("LEN=180 DELAY=0")
    for number in range(3):
        chat.ask_and_wait(f"Question {number}: tell me more.")
