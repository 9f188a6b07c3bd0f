"""What can be done with a turn: copied, rated, asked anew, turned to another version; by mouse, keyboard and finger."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from app.i18n.en import EN
from app.i18n.words import Words
from app.i18n.zh import ZH

from .conftest import Visit
from .page import ChatPage
from .script import Cut, End, Hold, Say, Step, picture
from .server import Server
from .upstream import KEY, Upstream, refusal

MARKDOWN = """A **bold** word.

| Name | Points |
|---|---|
| Ada | 1 |
| Bob | 2 |

```python
if 1 < 2:

    print('yes')
```
"""
FEEDBACKS = "/messages/[^/]+/feedbacks"
CLIPBOARD = """
async () => {
  const found = {};
  for (const item of await navigator.clipboard.read())
    for (const type of item.types) found[type] = await (await item.getType(type)).text();
  return found;
}
"""


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


def clipboard(chat: ChatPage) -> dict[str, str]:
    return dict(chat.page.evaluate(CLIPBOARD))


@pytest.fixture
def copying(chat: ChatPage) -> ChatPage:
    """A tab that may use the clipboard."""
    chat.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    return chat


def test_an_answer_is_copied_as_markdown_and_as_it_is_drawn(copying: ChatPage, upstream: Upstream) -> None:
    answered(copying, upstream, "What?", MARKDOWN)
    expect(copying.answer.get_by_role("table")).to_be_visible()
    button(answer_bar(copying), EN.copy).click()
    expect(answer_bar(copying).get_by_role("status").filter(has_text=EN.copied)).to_have_count(1)
    found = clipboard(copying)
    assert found["text/plain"] == MARKDOWN
    drawn = found["text/html"]
    assert re.search(r"<table.*<th[^>]*>Points</th>.*<td[^>]*>Ada</td>.*</table>", drawn, re.DOTALL)
    assert "<button" not in drawn and "<svg" not in drawn
    lines = re.sub(r"<[^>]+>", "", re.sub(r"^.*<pre", "<pre", drawn, flags=re.DOTALL))
    assert lines.rstrip() == "if 1 &lt; 2:\n\n    print('yes')"


def test_a_question_is_copied_as_it_was_written(copying: ChatPage, upstream: Upstream) -> None:
    answered(copying, upstream, "What is\n  **this**?", "That.")
    button(question_bar(copying), EN.copy_question).click()
    expect(question_bar(copying).get_by_role("status")).to_have_text(EN.copied)
    assert clipboard(copying)["text/plain"] == "What is\n  **this**?"


def test_a_code_block_and_a_table_are_copied_by_their_own_buttons(copying: ChatPage, upstream: Upstream) -> None:
    answered(copying, upstream, "What?", MARKDOWN)
    copying.answer.get_by_role("button", name=EN.copy_code).click()
    copying.page.wait_for_function("async () => (await navigator.clipboard.readText()).startsWith('if')")
    assert clipboard(copying)["text/plain"].rstrip("\n") == "if 1 < 2:\n\n    print('yes')"
    copying.answer.get_by_role("button", name=EN.copy_table).click()
    copying.page.wait_for_function("async () => (await navigator.clipboard.readText()).startsWith('Name')")
    found = clipboard(copying)
    assert found["text/plain"] == "Name\tPoints\nAda\t1\nBob\t2"
    assert re.search(r"^<table.*<td[^>]*>Bob</td>.*</table>$", found["text/html"], re.DOTALL)


def test_where_the_browser_allows_no_copy_it_says_so(chat: ChatPage, upstream: Upstream) -> None:
    answered(chat, upstream, "What?", "That.")
    chat.page.evaluate(
        "() => { const no = () => Promise.reject(new Error('no'));"
        " Object.assign(navigator.clipboard, {write: no, writeText: no}); }"
    )
    button(answer_bar(chat), EN.copy).click()
    expect(answer_bar(chat).get_by_text(EN.copy_failed)).to_be_visible()


def expect_pressed(chat: ChatPage, *names: str) -> None:
    for name in (EN.good_answer, EN.bad_answer):
        expected = "true" if name in names else "false"
        expect(button(answer_bar(chat), name)).to_have_attribute("aria-pressed", expected)


def ratings(upstream: Upstream, count: int) -> list[tuple[str | None, str]]:
    return [(seen.body["rating"], seen.body.get("content", "")) for seen in upstream.wait_for(FEEDBACKS, count)]


def test_an_answer_is_called_good_then_bad_with_a_reason_and_that_is_taken_back(
    chat: ChatPage, upstream: Upstream
) -> None:
    answered(chat, upstream, "What?", "That.")
    bar = answer_bar(chat)
    button(bar, EN.good_answer).click()
    expect_pressed(chat, EN.good_answer)
    assert ratings(upstream, 1) == [("like", "")]
    button(bar, EN.bad_answer).click()
    expect_pressed(chat, EN.bad_answer)
    reason = bar.get_by_label(EN.what_was_wrong)
    expect(reason).to_be_focused()
    reason.fill("It says nothing.")
    button(bar, EN.send_reason).click()
    expect(reason).to_have_count(0)
    expect(button(bar, EN.bad_answer)).to_be_focused()
    assert ratings(upstream, 3)[1:] == [("dislike", ""), ("dislike", "It says nothing.")]
    chat.reload()
    expect_pressed(chat, EN.bad_answer)
    button(answer_bar(chat), EN.bad_answer).click()
    expect_pressed(chat)
    assert ratings(upstream, 4)[3] == (None, "")
    chat.reload()
    expect(chat.answer).to_contain_text("That.")
    expect_pressed(chat)


def test_a_rating_that_the_app_refuses_is_said_and_taken_back(chat: ChatPage, upstream: Upstream) -> None:
    answered(chat, upstream, "What?", "That.")
    upstream.refusals["messages/{id}/feedbacks"] = refusal("internal_server_error", "", 500)
    button(answer_bar(chat), EN.good_answer).click()
    expect(chat.alert).to_contain_text(EN.rating_refused)
    expect_pressed(chat)
    upstream.refusals.clear()
    button(answer_bar(chat), EN.good_answer).click()
    expect_pressed(chat, EN.good_answer)
    expect(chat.alert).to_have_count(0)


def test_a_reason_that_the_app_refuses_is_not_lost(chat: ChatPage, upstream: Upstream) -> None:
    answered(chat, upstream, "What?", "That.")
    bar = answer_bar(chat)
    button(bar, EN.bad_answer).click()
    ratings(upstream, 1)
    upstream.refusals["messages/{id}/feedbacks"] = refusal("internal_server_error", "", 500)
    bar.get_by_label(EN.what_was_wrong).fill("It says nothing.")
    button(bar, EN.send_reason).click()
    expect(chat.alert).to_contain_text(EN.rating_refused)
    expect(bar.get_by_label(EN.what_was_wrong)).to_have_value("It says nothing.")
    upstream.refusals.clear()
    button(bar, EN.send_reason).click()
    expect(bar.get_by_label(EN.what_was_wrong)).to_have_count(0)
    assert ratings(upstream, 3)[2] == ("dislike", "It says nothing.")


def test_escape_closes_the_reason_and_leaves_the_rating_and_the_focus(chat: ChatPage, upstream: Upstream) -> None:
    answered(chat, upstream, "What?", "That.")
    bar = answer_bar(chat)
    button(bar, EN.bad_answer).click()
    bar.get_by_label(EN.what_was_wrong).press("Escape")
    expect(bar.get_by_label(EN.what_was_wrong)).to_have_count(0)
    expect(button(bar, EN.bad_answer)).to_be_focused()
    expect_pressed(chat, EN.bad_answer)
    assert ratings(upstream, 1) == [("dislike", "")]


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


def test_an_edited_question_keeps_the_first_one_and_what_followed_behind_it(chat: ChatPage, upstream: Upstream) -> None:
    answered(chat, upstream, "What?", "This.")
    answered(chat, upstream, "And then?", "That.")
    button(question_bar(chat, nth=0), EN.edit_question).click()
    expect(edit_box(chat)).to_have_value("What?")
    expect(chat.log).to_contain_text(EN.memory_of_edits)
    edit_box(chat).fill("How?")
    upstream.script = says("So.")
    chat.log.get_by_role("button", name=EN.ask_anew, exact=True).click()
    expect(chat.answer).to_contain_text("So.")
    chat.expect_idle()
    expect(chat.questions).to_have_text(["How?"])
    assert [seen.body["query"] for seen in upstream.seen("/chat-messages")] == ["What?", "And then?", "How?"]
    button(answer_bar(chat), EN.version_before).click()
    expect(chat.questions).to_have_text(["What?", "And then?"])
    chat.reload()
    expect(chat.questions).to_have_text(["What?", "And then?"])


def test_a_question_is_edited_by_keyboard_alone(chat: ChatPage, upstream: Upstream) -> None:
    answered(chat, upstream, "What?", "This.")
    pencil = button(question_bar(chat), EN.edit_question)
    pencil.focus()
    keys = chat.page.keyboard
    keys.press("Enter")
    expect(edit_box(chat)).to_be_focused()
    keys.type(" Nonsense")
    keys.press("Escape")
    expect(edit_box(chat)).to_have_count(0)
    expect(pencil).to_be_focused()
    keys.press("Enter")
    expect(edit_box(chat)).to_have_value("What?")
    keys.press("Shift+Enter")
    keys.type("And how?")
    expect(edit_box(chat)).to_have_value("What?\nAnd how?")
    upstream.script = says("So.")
    keys.press("Enter")
    expect(chat.answer).to_contain_text("So.")
    expect(chat.questions).to_have_text(["What?\nAnd how?"])
    expect(chat.message).to_be_focused()
    assert upstream.seen("/chat-messages")[-1].body["query"] == "What?\nAnd how?"


def test_the_keys_of_an_input_method_neither_send_nor_cancel_an_edit(chat: ChatPage, upstream: Upstream) -> None:
    answered(chat, upstream, "What?", "This.")
    button(question_bar(chat), EN.edit_question).click()
    edit_box(chat).fill("ni hao")
    for key in ("Enter", "Escape"):
        edit_box(chat).evaluate(
            "(box, key) => box.dispatchEvent(new KeyboardEvent('keydown',"
            " {key, bubbles: true, cancelable: true, isComposing: true, keyCode: 229}))",
            key,
        )
    expect(edit_box(chat)).to_have_value("ni hao")
    assert len(upstream.seen("/chat-messages")) == 1


def test_what_was_typed_in_an_edit_survives_a_reload(chat: ChatPage, upstream: Upstream) -> None:
    answered(chat, upstream, "What?", "This.")
    button(question_bar(chat), EN.edit_question).click()
    edit_box(chat).fill("How on earth?")
    chat.reload()
    button(question_bar(chat), EN.edit_question).click()
    expect(edit_box(chat)).to_have_value("How on earth?")


def test_an_edit_that_is_much_too_long_is_said_and_not_lost(chat: ChatPage, upstream: Upstream) -> None:
    answered(chat, upstream, "What?", "This.")
    button(question_bar(chat), EN.edit_question).click()
    edit_box(chat).fill("x" * 100_001)
    edit_box(chat).press("Enter")
    expect(chat.alert).to_contain_text("100001")
    assert edit_box(chat).input_value() == "x" * 100_001
    edit_box(chat).fill("How?")
    edit_box(chat).press("Enter")
    expect(chat.questions).to_have_text(["How?"])
    chat.expect_idle()
    expect(chat.alert).to_have_count(0)


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


def test_pictures_stay_with_a_question_that_is_asked_anew_in_other_words_and_again(
    app: Upstream, full: Server, visit: Visit
) -> None:
    chat, upstream = visit(full).open(), app
    with chat.page.expect_file_chooser() as chooser:
        chat.page.get_by_role("button", name=EN.attach_files).click()
    chooser.value.set_files([{"name": "a.png", "mimeType": "image/png", "buffer": picture()}])
    expect(chat.page.get_by_role("button", name=EN.remove_file.format(name="a.png"))).to_be_visible()
    answered(chat, upstream, "What is this?", "A picture.")
    asked_anew(chat, upstream, "Still a picture.")
    button(question_bar(chat), EN.edit_question).click()
    edit_box(chat).fill("And this?")
    upstream.script = says("The same picture.")
    edit_box(chat).press("Enter")
    expect(chat.answer).to_contain_text("The same picture.")
    chat.expect_idle()
    sent = [seen.body["files"] for seen in upstream.seen("/chat-messages")]
    assert len(sent) == 3 and sent[0] == sent[1] == sent[2] != []
    expect(chat.questions.get_by_role("img")).to_have_count(1)
    chat.reload()
    expect(chat.questions.get_by_role("img")).to_have_count(1)
    button(answer_bar(chat), EN.version_before).click()
    expect(chat.answer).to_contain_text("Still a picture.")
    expect(chat.questions.get_by_role("img")).to_have_count(1)


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


def test_every_action_is_within_reach_of_a_finger(upstream: Upstream, parley: Server, visit: Visit) -> None:
    phone = {"has_touch": True, "is_mobile": True, "viewport": {"width": 390, "height": 844}}
    chat = visit(parley, **phone).open()
    answered(chat, upstream, "What?", "The first.")
    upstream.script = says("The second.")
    button(answer_bar(chat), EN.regenerate).tap()
    expect(chat.answer).to_contain_text("The second.")
    chat.expect_idle()
    button(answer_bar(chat), EN.bad_answer).tap()
    button(question_bar(chat), EN.edit_question).tap()
    expect(edit_box(chat)).to_be_visible()
    found = [*answer_bar(chat).get_by_role("button").all(), *question_bar(chat).get_by_role("button").all()]
    assert len(found) == 12
    for one in found:
        box = one.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 44, one.get_attribute("aria-label") or one.inner_text()
    assert not chat.scrolls_sideways()
    question_bar(chat).get_by_role("button", name=EN.cancel).tap()
    button(answer_bar(chat), EN.version_before).tap()
    expect(chat.answer).to_contain_text("The first.")


def test_every_action_is_reached_by_tab_in_its_order(chat: ChatPage, upstream: Upstream) -> None:
    answered(chat, upstream, "What?", "The first.")
    asked_anew(chat, upstream, "The second.")
    button(question_bar(chat), EN.copy_question).focus()
    names = [chat.focused()]
    for _ in range(7):
        chat.page.keyboard.press("Tab")
        names.append(chat.focused())
    assert names == [
        EN.copy_question, EN.edit_question, EN.version_before, EN.version_after, EN.copy, EN.good_answer,
        EN.bad_answer, EN.regenerate,
    ]  # fmt: skip
    upstream.script = says("The third.")
    chat.page.keyboard.press("Enter")
    expect(chat.answer).to_contain_text("The third.")
    expect(chat.message).to_be_focused()


USAGE = {"usage": {"total_tokens": 1234, "total_price": "0.0021", "currency": "USD", "latency": 1.5}}


def test_what_an_answer_took_is_shown_to_a_builder(
    upstream: Upstream, serve: Callable[..., Server], visit: Visit
) -> None:
    chat = visit(serve(api_url=upstream.url, api_key=KEY, role="builder")).open()
    upstream.script = [Say("That."), End(USAGE)]
    chat.ask_and_wait("What?")
    for _ in range(2):
        for text in (EN.tokens.format(count=1234), "0.0021 USD", EN.seconds.format(count=1.5)):
            expect(answer_bar(chat)).to_contain_text(text)
        chat.reload()


def test_what_an_answer_took_is_not_for_a_visitor(chat: ChatPage, upstream: Upstream) -> None:
    upstream.script = [Say("That."), End(USAGE)]
    chat.ask_and_wait("What?")
    chat.reload()
    expect(chat.answer).to_contain_text("That.")
    said = "".join(chat.received)
    assert "0.0021" not in said and "1234" not in chat.answer.inner_text()


def test_the_actions_speak_chinese(upstream: Upstream, parley: Server, visit: Visit) -> None:
    chat = ChatPage(visit(parley, locale="zh-CN").page, parley, ZH).open()
    answered(chat, upstream, "什么？", "这个。")
    upstream.script = says("那个。")
    button(answer_bar(chat, ZH), ZH.regenerate).click()
    expect(chat.answer).to_contain_text("那个。")
    chat.expect_idle()
    expect(answer_bar(chat, ZH)).to_contain_text(ZH.version_of.format(number=2, count=2))
    expect(chat.answer).to_contain_text(ZH.memory_of_versions)
    button(answer_bar(chat, ZH), ZH.bad_answer).click()
    expect(answer_bar(chat, ZH).get_by_label(ZH.what_was_wrong)).to_be_focused()
    button(question_bar(chat, ZH), ZH.edit_question).click()
    expect(edit_box(chat, ZH)).to_have_value("什么？")
    expect(chat.log).to_contain_text(ZH.memory_of_edits)


def test_a_reload_without_the_app_still_turns_over_what_the_page_has_seen(chat: ChatPage, upstream: Upstream) -> None:
    answered(chat, upstream, "What?", "The first.")
    asked_anew(chat, upstream, "The second.")
    upstream.refusals["messages"] = refusal("internal_server_error", "", 500)
    chat.reload()
    expect(chat.answer).to_contain_text("The second.")
    button(answer_bar(chat), EN.version_before).click()
    expect(chat.answer).to_contain_text("The first.")
