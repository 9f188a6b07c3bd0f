"""The states that the page can be in, and how each comes about."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from playwright.sync_api import expect

from app.i18n.en import EN

from .list_states import found, menu_of_a_line, nothing_found, notifications_denied, put_away_and_deleted, renaming
from .page import ChatPage
from .script import (
    Cut,
    End,
    Hold,
    Say,
    Send,
    SendFile,
    flow_finished,
    flow_started,
    form,
    iteration,
    node,
    numbered,
    picture,
    thought,
    tone,
    within,
)
from .upstream import Upstream, refusal

TEXT = """Three things matter here, and **one** of them is easy to miss:

1. A run belongs to the server.
2. A tab only *follows* it.
3. A reload loses nothing.

| Event | What a page does |
|---|---|
| `message` | appends |
| `message_replace` | replaces |

```python
async for event in events:
    draft = fold(draft, event)
```
"""
MIXED = """# عنوان بالعربية

An English paragraph with `code` in it.

سطر بالعربية وفيه `code` و [رابط](https://example.org/).

`fold` تعني الطي، و $$x^2$$ معادلة بالعربية.

- An item
- نقطة بالعربية

1. أولا
2. Second

> اقتباس بالعربية

| الاسم | Worth |
|---|---|
| المصباح | 12 |

```python
x = 1
```
"""
SOURCES = [
    {"position": 1, "document_name": "How answers travel", "content": "A run belongs to the server.", "score": 0.92},
    {"position": 2, "document_name": "Limits", "content": "A tab only follows.", "score": 0.41},
]
FORM = [
    {"text-input": {"label": "Your name", "variable": "name", "required": True, "max_length": 20}},
    {"select": {"label": "Region", "variable": "region", "required": True, "options": ["EU", "US"]}},
    {"paragraph": {"label": "What you work on", "variable": "work", "required": False}},
]

# The app that has everything: it shows its flow's steps, has icons for its tools and takes files of every kind.
FULL: dict[str, Any] = {
    "site": {"show_workflow_steps": True},
    "tool_icons": {"look_up": {"background": "#DCFCE7", "content": "🔎"}, "draw": picture(64, 64)},
    "file_upload": {
        "enabled": True,
        "allowed_file_types": ["image", "document", "audio", "video"],
        "allowed_file_extensions": [],
        "allowed_file_upload_methods": ["local_file", "remote_url"],
        "number_limits": 5,
        "image": {"enabled": True, "number_limits": 5, "transfer_methods": ["local_file", "remote_url"]},
    },
    "system_parameters": {"image_file_size_limit": 1, "file_size_limit": 1},
}


# A browser that has a network again, only none that leads to the page's server.
_ONLINE = """
() => {
  Object.defineProperty(navigator, 'onLine', {get: () => true});
  window.dispatchEvent(new Event('online'));
}
"""


def lose_server(chat: ChatPage) -> None:
    """The server is away for certain before the page tries it: nothing passes any more when the page knows that."""
    chat.page.context.set_offline(True)
    expect(chat.page.get_by_text(EN.offline)).to_be_visible()
    chat.page.evaluate(_ONLINE)
    expect(chat.page.get_by_role("button", name=EN.try_now, exact=True)).to_be_visible()


def first_visit(chat: ChatPage, upstream: Upstream) -> None:
    expect(chat.suggestions.first).to_be_visible()


def form_with_errors(chat: ChatPage, upstream: Upstream) -> None:
    chat.start_chat.click()
    expect(chat.alert.first).to_be_visible()


def details_given(chat: ChatPage, upstream: Upstream) -> None:
    chat.details.get_by_label("Your name").fill("Ada")
    chat.details.get_by_label("Region").select_option("EU")
    chat.ask_and_wait("LEN=20 What do you know of me?")
    chat.page.get_by_role("button", name=EN.options_of_open, exact=True).click()
    chat.page.get_by_role("menuitem", name=EN.given, exact=True).click()
    expect(chat.page.get_by_role("link", name=EN.given_again, exact=True)).to_be_visible()


def streaming(chat: ChatPage, upstream: Upstream) -> None:
    upstream.script = [Say(TEXT[:230]), Hold(), End()]
    chat.ask("How does an answer reach the page?")
    expect(chat.answer).to_contain_text("A reload loses")


def waiting(chat: ChatPage, upstream: Upstream) -> None:
    upstream.script = [Hold(), End()]
    chat.ask("How does an answer reach the page?")


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


def messages_waiting(chat: ChatPage, upstream: Upstream) -> None:
    streaming(chat, upstream)
    for text in ("And what happens on a reload?\nIs anything lost?", "And with two tabs, which of them sends?"):
        chat.message.fill(text)
        chat.message.press("Enter")
        expect(chat.message).to_have_value("")
    chat.message.fill("One more")


def messages_held(chat: ChatPage, upstream: Upstream) -> None:
    messages_waiting(chat, upstream)
    chat.stop.click()
    expect(chat.page.get_by_role("button", name=EN.queue_continue)).to_be_visible()
    chat.page.get_by_role("button", name=EN.edit_queued.format(number=2)).click()


def earlier_question(chat: ChatPage, upstream: Upstream) -> None:
    chat.ask_and_wait("LEN=30 The first one.")
    chat.message.press("ArrowUp")
    expect(chat.page.get_by_text(EN.recalled.format(number=1, count=1))).to_be_visible()


def too_long(chat: ChatPage, upstream: Upstream) -> None:
    chat.message.fill("word " * 20_001 + "end")
    chat.message.press("Enter")
    expect(chat.alert).to_be_visible()


def failed(chat: ChatPage, upstream: Upstream) -> None:
    upstream.script = [Say("It began well, and then"), Cut()]
    chat.ask("How does an answer reach the page?")
    expect(chat.retry).to_be_visible()


def long_thread(chat: ChatPage, upstream: Upstream) -> None:
    upstream.script = numbered("LEN=180 DELAY=0")
    for number in range(3):
        chat.ask_and_wait(f"Question {number}: tell me more.")


def drawer(chat: ChatPage, upstream: Upstream) -> None:
    chat.ask_and_wait("LEN=30 The first one.")
    if chat.show_conversations.is_visible():
        chat.show_conversations.click()
    expect(chat.conversations.first).to_be_visible()


def settings(chat: ChatPage, upstream: Upstream) -> None:
    chat.ask_and_wait("LEN=30 The first one.")
    chat.open_settings()


def options(chat: ChatPage, upstream: Upstream) -> None:
    chat.ask_and_wait("LEN=30 The first one.")
    expect(chat.page.locator("#conversations li")).to_have_count(1)
    chat.page.get_by_role("button", name=EN.options_of_open, exact=True).click()
    expect(chat.page.get_by_role("menuitem", name=EN.delete, exact=True)).to_be_visible()


def sharing(chat: ChatPage, upstream: Upstream) -> None:
    options(chat, upstream)
    chat.page.get_by_role("menuitem", name=EN.share_link, exact=True).click()
    dialog = chat.page.get_by_role("dialog", name=EN.share_link)
    dialog.get_by_role("button", name=EN.make_link, exact=True).click()
    expect(dialog.get_by_text(EN.link_made)).to_be_visible()
    expect(dialog.get_by_role("listitem")).to_have_count(1)


def erasing_asked(chat: ChatPage, upstream: Upstream) -> None:
    settings(chat, upstream)
    chat.page.get_by_role("button", name=EN.erase_all, exact=True).click()
    expect(chat.page.get_by_text(EN.erase_sure)).to_be_visible()


def shortcuts(chat: ChatPage, upstream: Upstream) -> None:
    chat.ask_and_wait("LEN=30 The first one.")
    chat.new_chat.focus()
    chat.page.keyboard.press("?")
    expect(chat.page.get_by_role("dialog", name=EN.shortcuts, exact=True)).to_be_visible()


def unreachable(chat: ChatPage, upstream: Upstream) -> None:
    expect(chat.retry).to_be_visible()


def lost(chat: ChatPage, upstream: Upstream) -> None:
    chat.ask_and_wait("LEN=30 The first one.")
    chat.open("/c/no-such-conversation")
    expect(chat.alert).to_be_visible()


def refused(chat: ChatPage, upstream: Upstream) -> None:
    upstream.refusals["chat-messages"] = refusal("invalid_param", "Region is required in input form.", 400)
    chat.ask("How does an answer reach the page?")
    expect(chat.retry).to_be_visible()


def offline(chat: ChatPage, upstream: Upstream) -> None:
    chat.ask_and_wait("LEN=30 The first one.")
    chat.page.context.set_offline(True)
    expect(chat.page.get_by_text(EN.offline)).to_be_visible()
    chat.message.fill("And the second one?")
    chat.message.press("Enter")
    expect(chat.page.get_by_text(EN.waits_for_connection)).to_be_visible()


def server_away(chat: ChatPage, upstream: Upstream) -> None:
    chat.ask_and_wait("LEN=30 The first one.")
    lose_server(chat)


def back_again(chat: ChatPage, upstream: Upstream) -> None:
    offline(chat, upstream)
    chat.page.context.set_offline(False)
    expect(chat.page.get_by_text(EN.back_again)).to_be_visible()


def operators(chat: ChatPage, upstream: Upstream) -> None:
    upstream.refusals["chat-messages"] = refusal("provider_quota_exceeded", "Your quota is used up.", 400)
    chat.ask("How does an answer reach the page?")
    expect(chat.page.get_by_role("button", name=EN.copy_reference)).to_be_visible()


def stop_not_taken(chat: ChatPage, upstream: Upstream) -> None:
    upstream.refusals["chat-messages/{id}/stop"] = refusal("internal_server_error", "", 500)
    streaming(chat, upstream)
    chat.stop.click()
    expect(chat.page.get_by_role("button", name=EN.stop_again)).to_be_visible()


REASONED = "The question has **two parts**: the word, and a drawing. I look up one and draw the other."
RETURN = """### Return R-4711

You are sending back **the Aurora floor lamp**.

What is the reason?

{{#$output.reason#}}

How should it travel?

{{#$output.way#}}"""
RETURN_INPUTS = [
    {"type": "paragraph", "output_variable_name": "reason"},
    {"type": "select", "output_variable_name": "way", "option_source": {"value": ["By post", "To the shop"]}},
]


def agent_at_work(chat: ChatPage, upstream: Upstream) -> None:
    upstream.script = [
        *thought("Let me see. ", tool="look_up", given={"word": "lamp"}, observed="A thing that gives light."),
        *thought(tool="draw", position=2, given={"what": "a lamp"}, observed="Drawn.", before=[Hold()]),
        End(),
    ]
    chat.ask("What is a lamp, and how does it look?")
    expect(chat.open_steps()).to_have_count(2)


def agent_done(chat: ChatPage, upstream: Upstream) -> None:
    found = {"look_up": '{"senses": ["a thing that gives light", "a place"]}', "count": "tool invoke error: no number"}
    upstream.script = [
        Send({"event": "reasoning_chunk", "data": {"reasoning": REASONED, "node_id": "n", "is_final": True}}),
        *thought("Let me see. ", tool="look_up;count", given={"word": "lamp", "most": 2}, observed=found),
        *thought(tool="draw", position=2, observed="Drawn.", files=[SendFile(picture())]),
        *thought("A lamp is a thing that gives light. This is how it looks:", position=3),
        End(),
    ]
    chat.ask_and_wait("What is a lamp, and how does it look?")
    steps = chat.open_steps()
    for step in steps.all():
        step.locator("summary").click()
    expect(steps.last.get_by_role("img").last).to_have_js_property("naturalWidth", 320)


def flow_done(chat: ChatPage, upstream: Upstream) -> None:
    rounds = [within("Each lamp", node("Look at the lamp", "code")), within("Each lamp", node("Weigh it", "tool"))]
    upstream.script = [
        flow_started(),
        *node("What is it about?", "question-classifier"),
        *iteration("Each lamp", *rounds),
        *node("Ask the workshop", "http-request", status="failed", error="no answer"),
        *node("Write the answer", "llm", Say("Both lamps can be mended.")),
        End(),
        flow_finished(),
    ]
    chat.ask_and_wait("Can my lamps be mended?")
    expect(chat.open_steps()).to_have_count(6)


def form_waiting(chat: ChatPage, upstream: Upstream) -> None:
    asked = form(RETURN, ("Send in", "Call me instead", "Cancel"), RETURN_INPUTS)
    upstream.script = [flow_started(), Say("I can take it back. Please tell me more."), *asked]
    chat.ask_and_wait("I want to return the Aurora.")
    expect(chat.form()).to_be_visible()


def form_wrong(chat: ChatPage, upstream: Upstream) -> None:
    form_waiting(chat, upstream)
    chat.form().get_by_role("button", name="Send in").click()
    expect(chat.form().get_by_role("alert")).to_be_visible()


def form_answered(chat: ChatPage, upstream: Upstream) -> None:
    form_waiting(chat, upstream)
    upstream.forms.resumed = [Say(" Thank you. A label comes by e-mail."), End(), flow_finished()]
    chat.form().get_by_role("combobox").select_option("By post")
    chat.form().get_by_role("button", name="Send in").click()
    expect(chat.answer).to_contain_text("A label comes")
    chat.expect_idle()


def form_elsewhere(chat: ChatPage, upstream: Upstream) -> None:
    upstream.script = [flow_started(), Say("I ask a colleague."), *form("May we?", form_token=None)]
    chat.ask_and_wait("Is there a discount?")
    expect(chat.form()).to_be_visible()


def files_in_the_composer(chat: ChatPage, upstream: Upstream) -> None:
    chat.choose(("lamp.png", picture()), ("a-plan-of-the-whole-house-with-all-its-lamps.pdf", b"%PDF-1.4"))
    expect(chat.chips.and_(chat.page.locator('[data-state="done"]'))).to_have_count(2)
    upstream.before["files/upload"] = [Hold("upload")]
    chat.choose(("voice.wav", tone()), ("tool.exe", b"MZ"))
    expect(chat.chips).to_have_count(4)
    chat.attach_link.click()
    chat.file_address.fill("lamp")
    chat.message.fill("What are these?")


def files_of_a_turn(chat: ChatPage, upstream: Upstream) -> None:
    chat.choose(("lamp.png", picture()), ("plan.pdf", b"%PDF-1.4"), ("voice.wav", tone()))
    expect(chat.chips.and_(chat.page.locator('[data-state="done"]'))).to_have_count(3)
    drawn = [SendFile(picture(640, 400)), SendFile(picture(300, 300), "small.png")]
    upstream.script = [Say("This is your lamp, drawn twice."), *drawn, End()]
    chat.ask_and_wait("Can you draw this?")
    expect(chat.answer_files().get_by_role("img").last).to_have_js_property("naturalWidth", 300)


def preview(chat: ChatPage, upstream: Upstream) -> None:
    files_of_a_turn(chat, upstream)
    chat.answer_files().first.get_by_role("link").click()
    expect(chat.preview.get_by_role("img")).to_have_js_property("naturalWidth", 640)


@dataclass(frozen=True)
class State:
    """``server`` is whose app it is: ``guide`` the embedded one, ``form`` one with a form, ``down`` none at all.

    ``full`` is one with icons, steps and files, and ``member`` the same for members.
    """

    make: Callable[[ChatPage, Upstream], None]
    server: Literal["guide", "plain", "form", "down", "full", "member"] = "plain"

    @property
    def name(self) -> str:
        return f"{self.server}-{self.make.__name__}".replace("_", "-")


STATES = [
    State(first_visit, "guide"),
    State(first_visit),
    State(form_with_errors, "form"),
    State(details_given, "form"),
    State(waiting),
    State(streaming),
    State(done),
    State(both_ways),
    State(versions),
    State(reason_asked_for),
    State(question_edited),
    State(messages_waiting),
    State(messages_held),
    State(earlier_question),
    State(too_long),
    State(stopped),
    State(failed),
    State(refused),
    State(long_thread),
    State(drawer),
    State(menu_of_a_line),
    State(renaming),
    State(put_away_and_deleted),
    State(found),
    State(nothing_found),
    State(settings),
    State(options),
    State(sharing),
    State(erasing_asked),
    State(notifications_denied),
    State(shortcuts),
    State(lost),
    State(offline),
    State(server_away),
    State(back_again),
    State(operators),
    State(stop_not_taken),
    State(unreachable, "down"),
    State(agent_at_work, "member"),
    State(agent_done, "member"),
    State(flow_done, "full"),
    State(form_waiting),
    State(form_wrong),
    State(form_answered),
    State(form_elsewhere),
    State(files_in_the_composer, "full"),
    State(files_of_a_turn, "full"),
    State(preview, "full"),
]
