"""Being told of an answer that arrived while nobody looked at the page."""

import re
from typing import Any

from playwright.sync_api import BrowserContext, Locator, expect

from app.i18n.en import EN

from .conftest import Visit
from .page import ChatPage
from .script import Cut, End, Hold, Say, flow_started, form
from .server import Server
from .upstream import Upstream
from .windows import OWN

# What a tab shows is recorded, and a test says whether the tab is hidden.
RECORDED = """
(() => {
  window.shown = [];
  window.Notification = class extends Notification {
    constructor(title, options) {
      super(title, options);
      window.shown.push({ title, ...options });
      window.last = this;
    }
  };
  let state = "visible";
  Object.defineProperty(document, "visibilityState", { get: () => state });
  Object.defineProperty(document, "hidden", { get: () => state === "hidden" });
  window.become = (now) => {
    state = now;
    document.dispatchEvent(new Event("visibilitychange"));
  };
})()
"""
DENIED = "Object.defineProperty(Notification, 'permission', { get: () => 'denied' })"


def prepare(context: BrowserContext, *scripts: str) -> None:
    context.grant_permissions(["notifications"])
    for script in (RECORDED, *scripts):
        context.add_init_script(script)


def switch(chat: ChatPage) -> Locator:
    return chat.open_settings().get_by_role("checkbox", name=EN.notify, exact=True)


def turn_on(chat: ChatPage) -> None:
    switch(chat).check()
    chat.page.keyboard.press("Escape")


def become(chat: ChatPage, state: str) -> None:
    chat.page.evaluate("state => window.become(state)", state)


def shown(*tabs: ChatPage) -> list[dict[str, Any]]:
    return [note for tab in tabs for note in tab.page.evaluate("window.shown")]


def expect_marked(chat: ChatPage) -> None:
    expect(chat.page).to_have_title("(1) Scripted")


def answer_unseen(chat: ChatPage, upstream: Upstream, *script: Any) -> None:
    """Ask, hide the tab once it knows of the answer, and let the answer come."""
    upstream.script = [Hold(), *script]
    chat.ask("How long is a lamp on?")
    expect(chat.stop).to_be_visible()
    become(chat, "hidden")
    upstream.release()
    chat.expect_idle()


def test_an_answer_that_came_unseen_is_told_once_by_one_of_two_tabs_and_a_click_leads_to_it(
    upstream: Upstream, parley: Server, visit_whole: Visit
) -> None:
    chat = visit_whole(parley, **OWN)
    prepare(chat.page.context)
    chat.open()
    turn_on(chat)
    other = visit_whole(parley, chat.page.context).open()
    expect(switch(other)).to_be_checked()
    other.page.keyboard.press("Escape")
    become(other, "hidden")
    answer_unseen(chat, upstream, Say("## Hours\nA **lamp** is on [for](https://x.org) long. " * 9), End())
    place = chat.path.removeprefix("/c/")
    expect_marked(chat)
    chat.page.wait_for_function("() => localStorage.getItem('parley:told')")
    # The other tab has its turn once the first has told; then it would have shown what it had to.
    other.page.evaluate("navigator.locks.request('parley:notify', () => {})")
    (note,) = shown(chat, other)
    assert note["tag"] == f"parley:{place}"
    assert note["title"] == "How long is a lamp on?"
    told = note["body"]
    # The tab that knows the list alone has no text to show.
    assert told == EN.new_answer or re.fullmatch(r"Hours A lamp is on for long\. .{100,130}…", told)
    teller = chat if shown(chat) else other
    teller.new_chat.click()
    expect(teller.questions).to_have_count(0)
    teller.page.evaluate("window.last.onclick()")
    expect(teller.page).to_have_url(re.compile(f"/c/{place}$"))
    expect(teller.questions).to_have_count(1)
    become(chat, "visible")
    expect(chat.page).to_have_title("Scripted")


def test_failed_and_waiting_answers_are_told_and_those_that_somebody_sees_or_stopped_are_not(
    upstream: Upstream, parley: Server, visit_whole: Visit
) -> None:
    chat = visit_whole(parley, **OWN)
    prepare(chat.page.context)
    chat.open()
    turn_on(chat)
    chat.ask_and_wait("LEN=3 In view.")
    answer_unseen(chat, upstream, Say("It began well, and then"), Cut())
    chat.page.wait_for_function("() => window.shown.length == 1")
    become(chat, "visible")
    answer_unseen(chat, upstream, flow_started(), Say("Please tell me more."), *form("Which lamp?"))
    chat.page.wait_for_function("() => window.shown.length == 2")
    assert [note["body"] for note in shown(chat)] == [EN.error_cut, EN.answer_waits]
    become(chat, "visible")
    other = visit_whole(parley, chat.page.context).open(chat.path)
    expect(other.answers).to_have_count(3)
    answer_unseen(chat, upstream, Say("Seen elsewhere."), End())
    expect(other.answer).to_contain_text("Seen elsewhere.")
    upstream.script = [Say("It has begun"), Hold(), End()]
    become(chat, "visible")
    chat.ask("And now?")
    become(chat, "hidden")
    become(other, "hidden")
    chat.stop.click()
    expect(chat.answer).to_contain_text(EN.turn_stopped)
    expect(chat.page).to_have_title("Scripted")
    assert len(shown(chat, other)) == 2


def test_without_leave_the_settings_say_why_and_the_title_is_marked_all_the_same(
    upstream: Upstream, parley: Server, visit_whole: Visit
) -> None:
    chat = visit_whole(parley, **OWN)
    prepare(chat.page.context, DENIED)
    chat.open()
    box = switch(chat)
    box.click()
    expect(box).not_to_be_checked()
    expect(box).to_have_accessible_description(re.compile(re.escape(EN.notify_denied)))
    chat.page.keyboard.press("Escape")
    answer_unseen(chat, upstream, Say("Long."), End())
    expect_marked(chat)
    become(chat, "visible")
    expect(chat.page).to_have_title("Scripted")
    assert shown(chat) == []
    missing = visit_whole(parley, chat.page.context)
    missing.page.add_init_script("delete window.Notification")
    expect(switch(missing.open())).to_be_disabled()
    expect(missing.page.get_by_text(EN.notify_missing)).to_be_visible()
