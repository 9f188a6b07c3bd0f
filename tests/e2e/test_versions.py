"""An answer asked for again: its versions, turned over by mouse and keyboard, in every tab and after a reload."""

from playwright.sync_api import expect

from app.i18n.en import EN

from .conftest import Visit
from .page import ChatPage
from .script import Cut, End, Hold, Say
from .turn_actions import (
    answer_bar,
    answered,
    asked_anew,
    button,
    edit_box,
    expect_pressed,
    expect_version,
    question_bar,
    regenerate,
    says,
)
from .upstream import Upstream, refusal


def test_an_answer_that_is_asked_for_again_comes_in_place_of_the_first(chat: ChatPage, upstream: Upstream) -> None:
    answered(chat, upstream, "What?", "The first.")
    upstream.script = [Say("The sec"), Hold(), Say("ond."), End()]
    regenerate(chat)
    expect(chat.answer).to_contain_text("The sec")
    expect(chat.questions).to_have_text(["What?"])
    expect(chat.answers).to_have_count(1)
    expect(chat.answer).not_to_contain_text("The first.")
    upstream.release()
    chat.expect_idle()
    expect(chat.answer).to_contain_text("The second.")
    expect_version(chat, 2, 2)
    expect(chat.answer).to_contain_text(EN.memory_of_versions)
    first, second = upstream.seen("/chat-messages")
    assert second.body["query"] == "What?"
    assert second.body["conversation_id"] == upstream.talks.of(first.user).popitem()[0] != ""


def test_one_turns_from_version_to_version_and_the_one_that_stands_is_there_after_a_reload(
    chat: ChatPage, upstream: Upstream
) -> None:
    answered(chat, upstream, "What?", "The first.")
    asked_anew(chat, upstream, "The second.")
    asked_anew(chat, upstream, "The third.")
    expect_version(chat, 3, 3)
    bar = answer_bar(chat)
    before, after = button(bar, EN.version_before), button(bar, EN.version_after)
    before.focus()
    for number, text in ((2, "The second."), (1, "The first.")):
        chat.page.keyboard.press("Enter")
        expect(chat.answer).to_contain_text(text)
        expect_version(chat, number, 3)
        expect(before).to_be_focused()
    expect(before).to_have_attribute("aria-disabled", "true")
    chat.page.keyboard.press("Enter")
    after.focus()
    chat.page.keyboard.press("Enter")
    expect(chat.answer).to_contain_text("The second.")
    expect(after).to_be_focused()
    chat.reload()
    expect(chat.answer).to_contain_text("The second.")
    expect_version(chat, 2, 3)
    expect(chat.answers).to_have_count(1)


def test_the_place_of_reading_is_kept_when_one_turns_to_another_version(chat: ChatPage, upstream: Upstream) -> None:
    paragraph = "It goes on for a while. " * 20 + "\n\n"
    for number in range(3):
        answered(chat, upstream, f"Question {number}?", f"Answer {number}. " + paragraph * 3)
    asked_anew(chat, upstream, "Shorter. " + paragraph * 2)
    bar = answer_bar(chat)
    button(bar, EN.version_before).scroll_into_view_if_needed()
    top = "it => it.getBoundingClientRect().top"
    place = chat.answer.evaluate(top)
    button(bar, EN.version_before).click()
    expect(chat.answer).to_contain_text("Answer 2.")
    assert abs(chat.answer.evaluate(top) - place) < 2
    button(bar, EN.version_after).click()
    expect(chat.answer).to_contain_text("Shorter.")
    assert abs(chat.answer.evaluate(top) - place) < 2


def test_an_earlier_answer_is_asked_for_again_and_what_followed_is_behind_the_switch(
    chat: ChatPage, upstream: Upstream
) -> None:
    for number in range(3):
        answered(chat, upstream, f"Question {number}?", f"Answer {number}.")
    asked_anew(chat, upstream, "Another answer.", nth=1)
    expect(chat.questions).to_have_text(["Question 0?", "Question 1?"])
    button(answer_bar(chat), EN.version_before).click()
    expect(chat.questions).to_have_text(["Question 0?", "Question 1?", "Question 2?"])
    expect_version(chat, 1, 2, nth=1)
    chat.reload()
    expect(chat.questions).to_have_text(["Question 0?", "Question 1?", "Question 2?"])


def test_a_question_goes_on_below_the_version_that_stands(chat: ChatPage, upstream: Upstream) -> None:
    answered(chat, upstream, "What?", "The first.")
    asked_anew(chat, upstream, "The second.")
    button(answer_bar(chat), EN.version_before).click()
    expect(chat.answer).to_contain_text("The first.")
    answered(chat, upstream, "And then?", "Nothing.")
    for _ in range(2):
        expect(chat.questions).to_have_text(["What?", "And then?"])
        expect(chat.answers.first).to_contain_text("The first.")
        chat.reload()
    button(answer_bar(chat, nth=0), EN.version_after).click()
    expect(chat.questions).to_have_text(["What?"])
    expect(chat.answer).to_contain_text("The second.")


def test_what_stands_open_at_one_version_is_not_open_at_another(chat: ChatPage, upstream: Upstream) -> None:
    answered(chat, upstream, "What?", "The first.")
    asked_anew(chat, upstream, "The second.")
    bar = answer_bar(chat)
    button(bar, EN.bad_answer).click()
    bar.get_by_label(EN.what_was_wrong).fill("It is the second.")
    button(question_bar(chat), EN.edit_question).click()
    edit_box(chat).fill("How?")
    button(bar, EN.version_before).click()
    expect(chat.answer).to_contain_text("The first.")
    expect(bar.get_by_label(EN.what_was_wrong)).to_have_count(0)
    expect(edit_box(chat)).to_have_count(0)
    expect_pressed(chat)
    button(bar, EN.version_after).click()
    expect_pressed(chat, EN.bad_answer)
    button(question_bar(chat), EN.edit_question).click()
    expect(edit_box(chat)).to_have_value("How?")


def test_nothing_is_asked_anew_or_turned_over_while_an_answer_runs(chat: ChatPage, upstream: Upstream) -> None:
    answered(chat, upstream, "What?", "The first.")
    asked_anew(chat, upstream, "The second.")
    upstream.script = [Say("Sl"), Hold(), Say("ow."), End()]
    chat.ask("And then?")
    expect(chat.answer).to_contain_text("Sl")
    bar = answer_bar(chat, nth=0)
    for name in (EN.regenerate, EN.version_before, EN.version_after):
        expect(button(bar, name)).to_be_disabled()
    expect(button(question_bar(chat, nth=0), EN.edit_question)).to_be_disabled()
    expect(button(bar, EN.copy)).to_be_enabled()
    expect(button(bar, EN.good_answer)).to_be_enabled()
    upstream.release()
    chat.expect_idle()
    expect(button(bar, EN.regenerate)).to_be_enabled()


def test_a_double_click_asks_once(chat: ChatPage, upstream: Upstream) -> None:
    answered(chat, upstream, "What?", "The first.")
    upstream.script = says("The second.")
    button(answer_bar(chat), EN.regenerate).dblclick()
    expect(chat.answer).to_contain_text("The second.")
    chat.expect_idle()
    expect_version(chat, 2, 2)
    assert len(upstream.seen("/chat-messages")) == 2


def test_another_tab_has_the_versions_once_it_is_read_again_and_goes_on_where_it_is(
    chat: ChatPage, upstream: Upstream, visit: Visit
) -> None:
    answered(chat, upstream, "What?", "The first.")
    other = visit(chat.server, context=chat.page.context).open(chat.expect_conversation_address())
    expect(other.answer).to_contain_text("The first.")
    upstream.script = [Say("The sec"), Hold(), Say("ond."), End()]
    regenerate(chat)
    expect(chat.answer).to_contain_text("The sec")
    other.reload()
    expect(other.answer).to_contain_text("The sec")
    expect(other.answers).to_have_count(1)
    upstream.release()
    for tab in (chat, other):
        tab.expect_idle()
        expect(tab.answer).to_contain_text("The second.")
        expect_version(tab, 2, 2)


def test_another_tab_turns_to_the_new_version_and_its_question_stays_where_it_was_asked(
    chat: ChatPage, upstream: Upstream, visit: Visit
) -> None:
    answered(chat, upstream, "What?", "The first.")
    other = visit(chat.server, context=chat.page.context).open(chat.expect_conversation_address())
    expect(other.answer).to_contain_text("The first.")
    asked_anew(chat, upstream, "The second.")
    expect(other.answer).to_contain_text("The second.")
    answered(other, upstream, "And then?", "Nothing.")
    other.reload()
    expect(other.questions).to_have_text(["What?", "And then?"])
    expect(other.answers.first).to_contain_text("The second.")
    expect_version(other, 2, 2, nth=0)


def test_a_version_that_is_stopped_says_so_and_the_first_one_is_behind_it(chat: ChatPage, upstream: Upstream) -> None:
    answered(chat, upstream, "What?", "The first.")
    upstream.script = [Say("The sec"), Hold(), Say("ond."), End()]
    regenerate(chat)
    expect(chat.answer).to_contain_text("The sec")
    chat.stop.click()
    expect(chat.answer).to_contain_text(EN.turn_stopped)
    chat.expect_idle()
    expect_version(chat, 2, 2)
    button(answer_bar(chat), EN.version_before).click()
    expect(chat.answer).to_contain_text("The first.")


def test_a_version_that_fails_leaves_the_first_one_and_is_tried_again(chat: ChatPage, upstream: Upstream) -> None:
    answered(chat, upstream, "What?", "The first.")
    upstream.script = [Say("It began, and"), Cut()]
    regenerate(chat)
    expect(chat.retry).to_be_visible()
    expect_version(chat, 2, 2)
    button(answer_bar(chat), EN.version_before).click()
    expect(chat.answer).to_contain_text("The first.")
    expect(chat.retry).to_have_count(0)
    button(answer_bar(chat), EN.version_after).click()
    upstream.script = says("The second.")
    chat.retry.click()
    expect(chat.answer).to_contain_text("The second.")
    chat.expect_idle()
    expect_version(chat, 2, 2)
    chat.reload()
    expect_version(chat, 2, 2)


def test_a_reload_without_the_app_still_turns_over_what_the_page_has_seen(chat: ChatPage, upstream: Upstream) -> None:
    answered(chat, upstream, "What?", "The first.")
    asked_anew(chat, upstream, "The second.")
    upstream.refusals["messages"] = refusal("internal_server_error", "", 500)
    chat.reload()
    expect(chat.answer).to_contain_text("The second.")
    button(answer_bar(chat), EN.version_before).click()
    expect(chat.answer).to_contain_text("The first.")
