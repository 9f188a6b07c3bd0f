"""The states of an answer with steps, and of a flow that asks a person."""

from playwright.sync_api import expect

from app.i18n.en import EN

from ..page import ChatPage
from ..script import (
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
    picture,
    thought,
    within,
)
from ..upstream import Upstream

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


def more_than_shown(chat: ChatPage, upstream: Upstream) -> None:
    """It is said while the answer is made, when it ends, and after a reload."""
    upstream.script = [*thought("I looked it up, often.", tool=";".join(["look_up"] * 501)), Hold(), End()]
    chat.ask("What is a lamp?")
    expect(chat.answer).to_contain_text(EN.note_more_steps.format(limit=500))
    upstream.release()
    chat.expect_idle()
    for _ in chat.live_and_stored():
        expect(chat.answer).to_contain_text(EN.note_more_steps.format(limit=500))


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
