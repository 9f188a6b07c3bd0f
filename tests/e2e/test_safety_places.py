"""Wherever else a stranger's words stand: nothing of them runs, and nothing is fetched on their behalf."""

from typing import Any

from playwright.sync_api import expect

from app.i18n.en import EN

from .conftest import Serve, Visit
from .harmless import AFAR, LINE, LINES, RUN, expect_harmless, expect_no_harm, watch
from .page import ChatPage
from .script import End, Say, Send, error, form, node, picture, thought
from .server import Server
from .upstream import KEY, Upstream, refusal

JAVASCRIPT = f"javascript:{RUN}"
MARKUP = f'<img src="{AFAR}/x.png" onerror="{RUN}">[click]({JAVASCRIPT})'


def test_nothing_that_the_app_says_of_itself_runs(serve: Serve, visit: Visit) -> None:
    """Its name, opening, first questions and small print, and the colours and addresses that go into attributes."""
    paint = f"red;background:url({AFAR}/paint.png)"
    said = {"title": LINE, "icon": LINE, "description": LINE, "copyright": LINE, "custom_disclaimer": LINE}
    looks = {
        "icon_background": paint,
        "chat_color_theme": paint,
        "privacy_policy": JAVASCRIPT,
        "input_placeholder": LINE,
    }
    parameters: dict[str, Any] = {"opening_statement": "\n\n".join(LINES), "suggested_questions": LINES}
    app = Upstream(
        {"icon_type": "emoji", **said, **looks}, {"look_up": {"background": paint, "content": LINE}}, **parameters
    )
    with app.serving():
        chat = visit(serve(api_url=app.url, api_key=KEY, role="member"))
        harm = watch(chat)
        chat.open()
        expect(chat.page.get_by_role("heading", level=1)).to_have_text(LINE)
        expect(chat.suggestions).to_have_text(LINES)
        expect(chat.message).to_have_attribute("placeholder", LINE)
        expect(chat.page.get_by_text(LINE)).not_to_have_count(0)
        expect(chat.page.get_by_role("link", name=EN.privacy_policy)).to_have_count(0)
        expect_no_harm(chat, harm)
        app.script = [*thought(tool="look_up", observed="Found."), Say("That is it."), End()]
        chat.suggestions.last.press("Enter")  # the name of the app lies above it
        chat.expect_idle()
        expect(chat.questions).to_have_text([LINES[-1]])
        chat.thoughts().locator("> summary").press("Enter")
        expect(chat.steps()).to_have_count(1)
        expect_no_harm(chat, harm)


def test_nothing_in_the_form_of_an_app_runs(serve: Serve, visit: Visit) -> None:
    fields = [
        {kind: {"label": f"{kind} {line}", "variable": f"{kind}-{number}", "description": line, "default": line,
                "required": True, "options": [line]}}
        for number, line in enumerate(LINES)
        for kind in ("text-input", "paragraph", "select")
    ]  # fmt: skip
    app = Upstream(user_input_form=[*fields, {"checkbox": {"label": LINE, "variable": "last", "description": LINE}}])
    with app.serving():
        chat = visit(serve(api_url=app.url, api_key=KEY))
        harm = watch(chat)
        chat.open()
        for control in ("textbox", "combobox"):
            expect(chat.details.get_by_role(control).first).to_be_visible()
        for number, line in enumerate(LINES):
            expect(chat.details.get_by_role("textbox", name=f"paragraph {line}", exact=True)).to_have_value(line)
            assert number < chat.details.get_by_role("combobox").count()
        expect_no_harm(chat, harm)
        chat.start_chat.click()
        expect(chat.details.get_by_role("alert").or_(chat.change_details).first).to_be_visible()
        expect_no_harm(chat, harm)


def test_nothing_in_the_sources_or_the_next_questions_runs_or_is_fetched(
    chat: ChatPage, upstream: Upstream, harm: list[str]
) -> None:
    upstream.suggested = LINES
    sources = [
        {"position": number, "document_name": f"{number} {line}", "content": f"Passage {line}", "score": 0.5,
         "dataset_name": line, "page": line, "link": JAVASCRIPT, "doc_metadata": {"url": line, "source": JAVASCRIPT}}
        for number, line in enumerate(LINES, 1)
    ]  # fmt: skip
    upstream.script = [Say("Cited [1] [2]."), End({"retriever_resources": sources})]
    chat.ask_and_wait(LINE)
    expect(chat.suggestions).to_have_text(LINES)
    for _ in chat.live_and_stored():
        expect(chat.questions).to_have_text([LINE])
        chat.sources.get_by_role("button").first.click()
        for line in LINES:
            expect(chat.passage).to_contain_text(f"Passage {line}")
            if line != LINES[-1]:
                chat.passage.get_by_role("button", name=EN.next).click()
        expect(chat.passage.get_by_role("link")).to_have_count(0)
        expect_harmless(chat, harm)


def test_nothing_in_the_steps_of_an_answer_runs_or_is_fetched(app: Upstream, member: Server, visit: Visit) -> None:
    chat = visit(member)
    harm = watch(chat)
    chat.open()
    tools = [
        thought(tool=f"tool {line}".replace(";", ","), position=number, given={"word": line}, observed=f"found {line}")
        for number, line in enumerate(LINES, 1)
    ]
    muse = "\n\n".join(LINES)
    app.script = [
        *(step for steps in tools for step in steps),
        *thought(
            tool="look_up", position=len(LINES) + 1, observed="Done.", labels={"look_up": {"en_US": f"label {LINE}"}}
        ),
        *node(f"node {LINE}"),
        *node("failing", "http-request", status="failed", error=LINE),
        Send(
            {
                "event": "agent_log",
                "data": {"id": "l", "label": f"log {LINE}", "status": "success", "data": {"k": LINE}},
            }
        ),
        Send({"event": "reasoning_chunk", "data": {"reasoning": f"mused {muse}", "node_id": "n", "is_final": True}}),
        Say(f"<details><summary>headed {MARKUP}</summary>thought {MARKUP}</details>That is it."),
        End(),
    ]
    chat.ask_and_wait("How?")
    for _ in chat.live_and_stored():
        steps = chat.open_steps()
        for beginning in ("label", "node", "log"):
            expect(steps.filter(has_text=f"{beginning} {LINE}")).to_have_count(1)
        steps.locator("summary").evaluate_all("all => all.forEach((it) => it.click())")
        for line in LINES:
            expect(steps.filter(has_text=f"found {line}")).not_to_have_count(0)
        expect(steps.filter(has_text="mused")).to_contain_text("<img")
        expect(steps.filter(has_text="thought <img")).to_have_count(1)
        expect_harmless(chat, harm)


def test_nothing_in_a_form_in_mid_answer_runs_or_is_fetched(
    chat: ChatPage, upstream: Upstream, harm: list[str]
) -> None:
    content = "\n\n".join(LINES)
    field = {"type": "paragraph", "output_variable_name": "why"}
    choice = {"type": "select", "output_variable_name": "way", "option_source": {"value": LINES}}
    upstream.script = form(
        f"content {content}\n\n{{{{#$output.why#}}}} {{{{#$output.way#}}}}",
        [f"Button {line}" for line in LINES],
        (field, choice),
        node_title=f"Title {LINE}",
        defaults={"why": LINE},
    )
    chat.ask_and_wait("May I?")
    for _ in chat.live_and_stored():
        asked = chat.form(f"Title {LINE}")
        expect(asked).to_contain_text("content <script>")
        expect(asked.get_by_label("Why")).to_have_value(LINE)
        for line in LINES:
            expect(asked.get_by_role("button", name=f"Button {line}", exact=True)).to_be_visible()
        expect(asked.get_by_role("option")).to_have_text([EN.choose, *LINES])
        assert asked.locator("img, script, iframe, style, video, svg:not(.icon)").count() == 0
        expect_no_harm(chat, harm)
    upstream.forms.resumed = [Say("Thank you."), End()]
    asked = chat.form(f"Title {LINE}")
    asked.get_by_role("combobox").select_option(LINES[0])
    asked.get_by_role("button", name=f"Button {LINES[-1]}", exact=True).click()
    expect(chat.answer).to_contain_text("Thank you.")
    expect(chat.answer).to_contain_text(f"Button {LINES[-1]}")
    expect_no_harm(chat, harm)


def test_nothing_in_the_name_of_a_file_runs_or_is_fetched(app: Upstream, full: Server, visit: Visit) -> None:
    chat = visit(full)
    harm = watch(chat)
    chat.open()
    names = [line.replace("/", "|") for line in LINES]
    row = {"event": "message_file", "belongs_to": "assistant", "type": "image"}
    app.script = [
        *(Send({**row, "id": f"f-{number}", "filename": name, "url": f"{app.origin}/files/tools/{number}.png?sign=x"})
          for number, name in enumerate(names)),
        Say("Files."),
        End(),
    ]  # fmt: skip
    chat.page.route("**/files/*", lambda route: route.fulfill(body=picture(), content_type="image/png"))
    chat.ask_and_wait("What?")
    for _ in chat.live_and_stored():
        expect(chat.answer_files()).to_have_count(len(names))
        expect(chat.answer_files().get_by_role("img").last).to_have_js_property("naturalWidth", 320)
        chat.answer_files().first.get_by_role("link").click()
        expect(chat.preview).to_contain_text("<script>")
        chat.page.keyboard.press("Escape")
        expect(chat.preview).to_have_count(0)
        expect_no_harm(chat, harm)


def test_nothing_in_a_failure_s_own_words_runs(chat: ChatPage, upstream: Upstream, harm: list[str]) -> None:
    upstream.refusals["chat-messages"] = refusal("invalid_param", f"Wrong {LINES[1]}", 400)
    chat.ask("As an answer?")
    expect(chat.answer).to_contain_text(f"Wrong {LINES[1]}")
    upstream.reset()
    upstream.script = [Say("So far."), error("invalid_param", f"Wrong {LINES[1]}", 400)]
    chat.ask("In the stream?")
    expect(chat.answer).to_contain_text(f"Wrong {LINES[1]}")
    expect_no_harm(chat, harm)


def test_nothing_in_a_stored_conversation_runs_or_is_fetched(
    chat: ChatPage, upstream: Upstream, harm: list[str]
) -> None:
    """One that only the app has: its title, questions and answers."""
    talk = upstream.seed(f"Title {LINE}", turns=len(LINES))
    for message, line in zip(talk.messages, LINES, strict=True):
        message.update(query=line, answer=f"{line}\n\nend")
    chat.reload()
    expect(chat.conversations.first).to_contain_text(f"Title {LINE}")
    chat.conversations.first.click()
    expect(chat.questions.last).to_have_text(LINES[-1])
    expect(chat.answer).to_contain_text("end")
    expect_harmless(chat, harm)
