"""What the page draws while an answer grows, and no more: the words, in one frame, and nothing around them."""

import json

from playwright.sync_api import expect

from .page import ChatPage
from .script import End, Hold, Say
from .upstream import Upstream

# How far below the view the text ends in the frame in which it is next drawn anew, before the browser lays it out.
BEHIND = """() => {
  const thread = document.getElementById("thread");
  const behind = () => thread.scrollHeight - thread.clientHeight - thread.scrollTop;
  window.behind = new Promise((done) => {
    const drawn = new MutationObserver(() => requestAnimationFrame(() => (drawn.disconnect(), done(behind()))));
    drawn.observe(document.querySelector(".answer .prose"), { childList: true, subtree: true });
  });
}"""


def test_where_words_are_added_only_the_thread_is_laid_out(chat: ChatPage, upstream: Upstream) -> None:
    upstream.script = [Say("Words that"), Hold("more"), Say(" go on"), Hold(), End()]
    chat.ask("Go on.")
    expect(chat.answer).to_contain_text("Words that")
    browser = chat.page.context.browser
    assert browser is not None
    browser.start_tracing(page=chat.page, categories=["devtools.timeline"])
    upstream.release("more")
    expect(chat.answer).to_contain_text("Words that go on")
    events = json.loads(browser.stop_tracing())["traceEvents"]
    layouts = [event["args"]["beginData"] for event in events if "beginData" in event.get("args", {})]
    assert any(layout.get("partialLayout") for layout in layouts)
    upstream.release()
    chat.expect_idle()


def test_text_that_is_drawn_anew_is_followed_in_its_own_frame(chat: ChatPage, upstream: Upstream) -> None:
    upstream.script = [Say("A line.\n\n" * 60 + "The last"), Hold("more"), Say("\n\n**A new one**"), Hold(), End()]
    chat.ask("Go on.")
    expect(chat.answer.locator(".prose p")).to_have_count(61)
    chat.page.evaluate(BEHIND)
    upstream.release("more")
    assert chat.page.evaluate("window.behind") < 1
    expect(chat.answer.get_by_text("A new one")).to_be_in_viewport()
    upstream.release()
    chat.expect_idle()


def test_the_caret_stands_still_while_an_answer_is_written(chat: ChatPage, upstream: Upstream) -> None:
    caret = "box => getComputedStyle(box).caretAnimation"
    upstream.script = [Say("Words"), Hold(), End()]
    assert chat.message.evaluate(caret) == "auto"
    chat.ask("Go on.")
    expect(chat.answer).to_contain_text("Words")
    assert chat.message.evaluate(caret) == "manual"
    upstream.release()
    chat.expect_idle()
    assert chat.message.evaluate(caret) == "auto"
