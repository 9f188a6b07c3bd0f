"""Secrets are planted in all that an app may say; none of them reaches a browser or a log."""

from uuid import uuid4

import pytest
from playwright.sync_api import Request, expect

from app.i18n.en import EN

from .conftest import Visit
from .page import ChatPage
from .script import End, Say, Send, SendFile, error, flow_started, form, picture, thought
from .server import Server
from .upstream import CANARY, KEY, Upstream, refusal

NODE = {
    "id": f"{CANARY}-run",
    "node_id": f"{CANARY}-node",
    "node_type": "llm",
    "title": f"{CANARY}-title",
    "inputs": {"#sys.query#": f"{CANARY}-input"},
    "process_data": {"prompts": [{"role": "system", "text": f"{CANARY}-prompt"}]},
    "outputs": {"text": f"{CANARY}-output"},
    "execution_metadata": {"total_price": f"{CANARY}-price"},
    "error": f"{CANARY}-error",
    "status": "failed",
}
SOURCE = {
    "position": 1,
    "dataset_id": f"{CANARY}-dataset",
    "dataset_name": f"{CANARY}-dataset-name",
    "document_id": f"{CANARY}-document",
    "document_name": "Open document",
    "segment_id": f"{CANARY}-segment",
    "content": "Open passage",
    "score": 0.9,
    "doc_metadata": {"path": f"{CANARY}-path"},
}
METADATA = {
    "retriever_resources": [SOURCE],
    "usage": {"total_price": f"{CANARY}-usage", "currency": f"{CANARY}-currency"},
    "annotation_reply": {"id": "a", "account": {"id": f"{CANARY}-account", "name": f"{CANARY}-editor"}},
    f"{CANARY}-field": f"{CANARY}-value",
}
THOUGHT = {
    "event": "agent_thought",
    "thought": f"{CANARY}-thought",
    "tool": "search",
    "tool_input": f"{CANARY}-tool-input",
    "observation": f"{CANARY}-observation",
}
EVENTS = [
    Send({"event": "workflow_started", "workflow_run_id": f"{CANARY}-workflow", "data": NODE}),
    Send({"event": "node_started", "data": NODE}),
    Send({"event": "node_finished", "data": NODE}),
    Send({"event": "agent_log", "data": {"id": "l", "label": f"{CANARY}-label", "data": {"key": f"{CANARY}-log"}}}),
    Send({"event": "iteration_started", "data": NODE}),
    Send({"event": "reasoning_chunk", "data": {"reasoning": "Openly.", "model": f"{CANARY}-reasoning"}}),
    Send({"event": "text_chunk", "data": {"text": f"{CANARY}-chunk"}}),
    Send({"event": f"{CANARY}-event", "data": f"{CANARY}-unknown"}),
    Send(THOUGHT),
    Send({"event": "message", "answer": " w1", "from_variable_selector": [f"{CANARY}-selector"]}),
]


class Ears:
    """All that a browser was sent: frames of sockets and what its requests get; and what the server wrote."""

    def __init__(self, chat: ChatPage) -> None:
        self.chat = chat
        self.addresses: set[str] = set()
        self.mark = chat.server.written()
        chat.page.on("request", self._asked)

    def expect_no_secret(self, *more: str) -> None:
        """Neither what was planted, nor the key, nor ``more`` of what is the server's alone."""
        browser = self.chat.page.context.request
        bodies = [browser.get(address).body().decode("utf-8", "replace") for address in self.addresses]
        assert len(bodies) > 5
        assert len(self.chat.received) > 5
        heard = [*self.chat.received, *bodies, self.chat.page.content(), self.chat.server.said(self.mark)]
        for secret in (CANARY, KEY, *more):
            found = [text[max(0, text.index(secret) - 200) :][:400] for text in heard if secret in text]
            assert found == []

    def _asked(self, request: Request) -> None:
        if request.url.startswith("http"):
            self.addresses.add(request.url)


@pytest.fixture
def ears(chat: ChatPage) -> Ears:
    ears = Ears(chat)
    chat.reload()
    return ears


def test_no_secret_of_an_answer_reaches_the_browser_or_the_log(chat: ChatPage, upstream: Upstream, ears: Ears) -> None:
    upstream.script = [Say("w0"), *EVENTS, End(METADATA)]
    chat.ask_and_wait("What is open?")
    expect(chat.sources).to_contain_text("Open document")
    assert chat.words() == ["w0", "w1"]
    ears.expect_no_secret()


SHOWN = {**NODE, "id": "open-id", "node_id": "open-node", "title": "Open title"}
TOOLS = thought(tool="search", given={"query": f"{CANARY}-tool-input"}, observed=f"{CANARY}-observation")


def test_no_secret_of_an_answer_s_steps_and_files_reaches_the_browser_or_the_log(
    app: Upstream, full: Server, visit: Visit
) -> None:
    """What a visitor sees of an app that shows its steps: names alone, and files by ids of ours."""
    chat = visit(full)
    ears = Ears(chat)
    chat.open()
    app.script = [
        Send({"event": "node_started", "data": SHOWN}),
        *TOOLS,
        SendFile(picture()),
        Send({"event": "node_finished", "data": SHOWN}),
        *[event for event in EVENTS if event.body.get("data") is not NODE],
        End(METADATA),
    ]
    chat.ask_and_wait("What is open?")
    for _ in chat.live_and_stored():
        expect(chat.answer_files()).to_have_count(1)
        steps = chat.open_steps()
        expect(steps.filter(has_text="Search")).to_have_count(1)
        expect(steps.filter(has_text="Open title")).to_have_count(1)
    ears.expect_no_secret(app.origin, "sign=", "tool-provider")


def test_of_a_form_s_token_and_its_run_nothing_reaches_the_browser_or_the_log(
    chat: ChatPage, upstream: Upstream, ears: Ears
) -> None:
    token = f"{CANARY}-{uuid4()}"
    upstream.script = [flow_started(), Say("Please decide."), *form("Shall I?", form_token=token)]
    chat.ask_and_wait("Do it.")
    expect(chat.form()).to_be_visible()
    task = list(upstream.tasks.values())[-1]
    chat.reload()
    chat.form().get_by_role("button", name="Approve").click()
    expect(chat.answer).to_contain_text("It goes on.")
    ears.expect_no_secret(task.run)


def test_no_secret_that_is_a_builder_s_reaches_a_member_or_the_log(app: Upstream, member: Server, visit: Visit) -> None:
    chat = visit(member)
    ears = Ears(chat)
    chat.open()
    log = {"id": "l", "label": "Open label", "status": "success", "data": {"key": f"{CANARY}-log"}}
    app.script = [
        Send({"event": "node_started", "data": SHOWN}),
        Send({"event": "node_finished", "data": SHOWN}),
        Send({"event": "agent_log", "data": log}),
        *thought(tool="search", given={"query": "open input"}, observed="open result"),
        SendFile(picture()),
        Say("w0"),
        End(METADATA),
    ]
    chat.ask_and_wait("What is open?")
    for _ in chat.live_and_stored():
        steps = chat.open_steps()
        expect(steps.filter(has_text="Open title")).to_have_count(1)
        expect(steps.filter(has_text="Open label")).to_have_count(1)
        used = steps.filter(has_text="Search")
        used.locator("summary").click()
        expect(used).to_contain_text("open input")
        expect(used).to_contain_text("open result")
    ears.expect_no_secret(app.origin, "sign=")


def test_no_secret_of_a_stored_conversation_reaches_the_browser_or_the_log(
    chat: ChatPage, upstream: Upstream, ears: Ears
) -> None:
    talk = upstream.seed("An old one", turns=2)
    for message in talk.messages:
        message["retriever_resources"] = [SOURCE]
        message["agent_thoughts"] = [{"id": "t", "position": 1, **THOUGHT}]
        message["inputs"] = {"hidden": f"{CANARY}-stored"}
        message.update(total_price=f"{CANARY}-price", metadata=METADATA, from_account_id=f"{CANARY}-from")
    talk.messages[1].update(status="error", error=f"{CANARY}-why")
    talk.inputs["hidden"] = f"{CANARY}-conversation"
    chat.reload()
    chat.conversations.first.click()
    expect(chat.questions).to_have_count(2)
    expect(chat.sources.first).to_contain_text("Open document")
    ears.expect_no_secret()


FAILURES = {
    "completion_request_error": 400,
    "provider_not_initialize": 400,
    "provider_quota_exceeded": 400,
    "model_currently_not_support": 400,
    "app_unavailable": 400,
    "internal_server_error": 500,
    "unauthorized": 401,
    "unknown": 500,
    "": 500,
}


def test_no_secret_in_a_failure_s_own_words_reaches_the_browser_or_the_log(
    chat: ChatPage, upstream: Upstream, ears: Ears
) -> None:
    words = f"openai.AuthenticationError: Incorrect API key provided: {CANARY}-model-key at http://{CANARY}.internal"
    retry = chat.answer.get_by_role("button", name=EN.retry, exact=True)
    for code, status in FAILURES.items():
        upstream.refusals["chat-messages"] = refusal(code, words, status)
        chat.ask(f"As an answer, {code}?")
        expect(retry).to_be_visible()
        upstream.reset()
        upstream.script = [Say("w0"), error(code, words, status)]
        chat.ask(f"In the stream, {code}?")
        expect(retry).to_be_visible()
    chat.expect_conversation_address()
    chat.reload_high(2 * len(FAILURES))
    ears.expect_no_secret()


def test_no_key_that_the_app_says_back_reaches_the_browser_or_the_log(
    chat: ChatPage, upstream: Upstream, ears: Ears
) -> None:
    words = f"The token {KEY} may not do this."
    upstream.refusals["chat-messages"] = refusal("invalid_param", words, 400)
    chat.ask("As an answer?")
    expect(chat.answer).to_contain_text("may not do this")
    upstream.reset()
    upstream.script = [error("invalid_param", words, 400)]
    chat.ask("In the stream?")
    expect(chat.answers.nth(1)).to_contain_text("may not do this")
    ears.expect_no_secret()


def test_no_secret_of_what_cannot_be_read_reaches_the_browser_or_the_log(
    chat: ChatPage, upstream: Upstream, ears: Ears
) -> None:
    upstream.script = [Say("w0"), Send({"event": "message", "answer": {"no": f"{CANARY}-text"}}), End()]
    chat.ask("Broken?")
    chat.expect_idle()
    upstream.refusals["chat-messages"] = refusal(f"{CANARY}-code", "", 418)
    chat.ask("And this?")
    expect(chat.answer).to_contain_text(EN.error_not_accepted)
    ears.expect_no_secret()
