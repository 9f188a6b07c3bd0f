"""What can be done with a turn: copied, rated, weighed; by mouse, keyboard and finger, in Chinese."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from app.i18n.de import DE
from app.i18n.en import EN
from app.i18n.zh import ZH

from .conftest import Visit
from .page import ChatPage
from .script import End, Say
from .server import Server
from .turn_actions import (
    answer_bar,
    answered,
    asked_anew,
    button,
    edit_box,
    expect_pressed,
    question_bar,
    ratings,
    says,
)
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
CLIPBOARD = """
async ([begins, types]) => {
  for (;;) {
    const found = {};
    try {
      for (const item of await navigator.clipboard.read())
        for (const type of item.types) found[type] = await (await item.getType(type)).text();
      if (types.every((type) => found[type]) && found["text/plain"].startsWith(begins)) return found;
    } catch (changed) { // Types are written one after another.
      if (changed.name !== "InvalidStateError") throw changed;
    }
    await new Promise(requestAnimationFrame);
  }
}
"""


def clipboard(chat: ChatPage, begins: str = "", *types: str) -> dict[str, str]:
    """What is there by its type, once all the ``types`` are, and a text that so ``begins``."""
    return dict(chat.page.evaluate(CLIPBOARD, [begins, ["text/plain", *types]]))


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
    found = clipboard(copying, "", "text/html")
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
    assert clipboard(copying, "if")["text/plain"].rstrip("\n") == "if 1 < 2:\n\n    print('yes')"
    copying.answer.get_by_role("button", name=EN.copy_table).click()
    found = clipboard(copying, "Name", "text/html")
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
        for text in (EN.tokens.format(count="1,234"), "0.0021 USD", EN.seconds.format(count=1.5)):
            expect(answer_bar(chat)).to_contain_text(text)
        chat.reload()
    chat = chat.speak(DE)
    for text in (DE.tokens.format(count="1.234"), DE.seconds.format(count="1,5")):
        expect(answer_bar(chat, DE)).to_contain_text(text)


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
