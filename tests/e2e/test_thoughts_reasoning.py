"""Reasoning, within an answer or beside it, is a step and never of its text."""

import pytest
from playwright.sync_api import Locator, expect

from app.i18n.en import EN

from .conftest import Visit
from .page import ChatPage
from .script import End, Hold, Say, Send, recorded
from .server import Server
from .several import several
from .thoughts import expect_step
from .upstream import Upstream


@pytest.fixture
def chat(app: Upstream, full: Server, visit: Visit) -> ChatPage:
    """A visitor's."""
    return visit(full).open()


THOUGHTFUL = {
    "think": ["<think>Is it", " light?</think>", "Yes."],
    "think by letters": [*"<think>Is it light?</think>Yes."],
    "details": ["<details><summary>Thinking...</summary>Is it light?", "</details>\n\nYes."],
    "details by letters": [
        *'<details style="color:gray" open> <summary> Thinking... </summary>Is it light?</details>Yes.'
    ],
}


@several(THOUGHTFUL)
def test_reasoning_in_an_answer_is_a_step_and_its_tags_are_never_seen(
    chat: ChatPage, app: Upstream, names: list[str]
) -> None:
    def expect_no_tag(answer: Locator) -> None:
        expect(answer).to_contain_text("Yes.")
        [step] = chat.open_steps(answer).all()
        step.locator("summary").click()
        expect(step.get_by_text("Is it light?")).to_be_visible()
        for tag in ("think>", "details", "summary"):
            expect(answer).not_to_contain_text(tag)

    for name in names:
        pieces = THOUGHTFUL[name]
        half = next(at for at in range(len(pieces)) if "Is it" in "".join(pieces[:at]))
        app.script = [*map(Say, pieces[:half]), Hold(), *map(Say, pieces[half:]), End()]
        chat.ask(f"Is a lamp light ({name})?")
        expect(chat.thoughts()).to_be_visible()
        app.release()
        chat.expect_idle()
        expect_no_tag(chat.answer)
    for answer in chat.reload_high(len(names)):
        expect_no_tag(answer)


def test_no_part_of_a_tag_flashes_up_while_it_comes(chat: ChatPage, app: Upstream) -> None:
    app.script = [*map(Say, "<think>Hm.</think>Yes, <b>it</b> is.")]
    app.script = [*app.script, End()]
    chat.page.evaluate(
        """() => {
          window.seen = [];
          new MutationObserver(() => window.seen.push(document.querySelector('[role=log]').innerText))
            .observe(document.body, {subtree: true, childList: true, characterData: true});
        }"""
    )
    chat.ask_and_wait("Is it?")
    seen = chat.page.evaluate("window.seen")
    assert seen
    assert not [text for text in seen if "<t" in text or "</t" in text or "think" in text]


def test_reasoning_that_comes_beside_the_answer_is_a_step(chat: ChatPage, app: Upstream) -> None:
    def chunk(text: str, last: bool = False) -> Send:
        return Send({"event": "reasoning_chunk", "data": {"reasoning": text, "node_id": "llm", "is_final": last}})

    app.script = [chunk("First **one**"), Hold(), chunk(" thing.", last=True), Say("Yes."), End()]
    chat.ask("Is it?")
    [step] = chat.open_steps().all()
    expect_step(step, EN.reasoning, EN.state_running)
    step.locator("summary").click()
    expect(step).to_contain_text("First one")
    app.release()
    expect(step).to_contain_text("First one thing.")
    expect_step(step, EN.reasoning, EN.state_done)
    chat.expect_idle()
    chat.reload()
    [step] = chat.open_steps().all()
    step.locator("summary").click()
    expect(step).to_contain_text("First one thing.")


def test_the_reasoning_of_a_real_answer_is_a_step(chat: ChatPage, app: Upstream) -> None:
    app.script = recorded("036-chat-thinking")
    chat.ask_and_wait("Think.")
    for _ in chat.live_and_stored():
        [step] = chat.open_steps().all()
        step.locator("summary").click()
        expect(step).to_contain_text("The quick brown fox jumps over the lazy dog.")
        expect(chat.answer).not_to_contain_text("<")
        expect(chat.answer.get_by_role("heading", name="Heading 1")).to_be_visible()
