"""What stands below a turn, and what a person does there."""

from playwright.sync_api import Locator, expect

from app.i18n.en import EN
from app.i18n.words import Words

from .page import ChatPage
from .script import End, Say, Step
from .upstream import Upstream

FEEDBACKS = "/messages/[^/]+/feedbacks"


def answer_bar(chat: ChatPage, words: Words = EN, nth: int = -1) -> Locator:
    return chat.answers.nth(nth).get_by_role("group", name=words.actions, exact=True)


def question_bar(chat: ChatPage, words: Words = EN, nth: int = -1) -> Locator:
    return chat.log.get_by_role("group", name=words.actions_of_question, exact=True).nth(nth)


def button(bar: Locator, name: str) -> Locator:
    return bar.get_by_role("button", name=name, exact=True)


def edit_box(chat: ChatPage, words: Words = EN) -> Locator:
    return chat.log.get_by_role("textbox", name=words.question, exact=True)


def regenerate(chat: ChatPage, nth: int = -1) -> None:
    button(answer_bar(chat, nth=nth), EN.regenerate).click()


def expect_version(chat: ChatPage, number: int, count: int, nth: int = -1) -> None:
    expect(answer_bar(chat, nth=nth)).to_contain_text(EN.version_of.format(number=number, count=count))


def says(text: str) -> list[Step]:
    return [Say(text), End()]


def answered(chat: ChatPage, upstream: Upstream, question: str, text: str) -> None:
    upstream.script = says(text)
    chat.ask_and_wait(question)


def asked_anew(chat: ChatPage, upstream: Upstream, text: str, nth: int = -1) -> None:
    upstream.script = says(text)
    regenerate(chat, nth)
    expect(chat.answer).to_contain_text(text)
    chat.expect_idle()


def expect_pressed(chat: ChatPage, *names: str) -> None:
    for name in (EN.good_answer, EN.bad_answer):
        expected = "true" if name in names else "false"
        expect(button(answer_bar(chat), name)).to_have_attribute("aria-pressed", expected)


def ratings(upstream: Upstream, count: int) -> list[tuple[str | None, str]]:
    return [(seen.body["rating"], seen.body.get("content", "")) for seen in upstream.wait_for(FEEDBACKS, count)]
