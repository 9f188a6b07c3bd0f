"""Whatever the app sends or fails to send: a clear sentence, the question kept, and a page that goes on."""

import sqlite3
from collections.abc import Callable
from contextlib import closing

from playwright.sync_api import expect
from starlette.responses import Response

from app.i18n.en import EN

from .accessibility import no_serious_fault_in_both_schemes
from .conftest import Visit
from .page import ChatPage
from .script import Cut, End, Leave, Raw, Rest, Say, Send, Step, error
from .server import Server
from .several import several
from .upstream import KEY, Upstream, page_of_html, refusal

QUESTION = "LEN=6 What is it?"
WHOLE = [f"w{number}" for number in range(6)]
BROKEN = b'data: {"event": "message", "answer": "lost\n\n'
BEGUN = [Say("It "), Say("began")]

REFUSALS = {
    "key": (refusal("unauthorized", "Access token is invalid", 401), EN.error_key),
    "forbidden": (refusal("forbidden", "", 403), EN.error_forbidden),
    "busy": (refusal("too_many_requests", "Too many requests. Please try again later.", 429), EN.error_busy),
    "busy without a word": (refusal("too_many_requests", "", 429), EN.error_busy),
    "quota": (refusal("rate_limit_error", "Quota exceeded.", 429), EN.error_quota),
    "provider's quota": (refusal("provider_quota_exceeded", "Your quota is used up.", 400), EN.error_quota),
    "model": (refusal("provider_not_initialize", "No valid model provider.", 400), EN.error_model),
    "app": (refusal("app_unavailable", "App unavailable.", 400), EN.error_app),
    "completion": (refusal("completion_request_error", "Upstream said no.", 400), EN.error_completion),
    "conversation": (refusal("not_found", "Conversation Not Exists.", 404), EN.error_not_found),
    "an input": (
        refusal("invalid_param", "Region is required in input form.", 400),
        EN.error_said.format(message="Region is required in input form."),
    ),
    "server": (refusal("internal_server_error", "Internal error.", 500), EN.error_server),
    "proxy's page": (page_of_html(502), EN.error_server),
    "some page": (page_of_html(200), EN.error_not_the_api),
    "unknown path": (page_of_html(404), EN.error_not_the_api),
    "redirect": (Response(status_code=302, headers={"location": "/login"}), EN.error_not_the_api),
    "JSON": (Response('{"hello": "there"}', media_type="application/json"), EN.error_not_the_api),
}

STREAMS: dict[str, tuple[list[Step], str]] = {
    "error first": ([error("completion_request_error", "", 400)], EN.error_completion),
    "error later": ([*BEGUN, error("completion_request_error", "", 400)], EN.error_completion),
    "busy later": ([*BEGUN, error("too_many_requests", "Too many requests.", 429)], EN.error_busy),
    "quota later": ([*BEGUN, error("provider_quota_exceeded", "", 400)], EN.error_quota),
    "server's error": ([*BEGUN, error("internal_server_error", "", 500)], EN.error_server),
    "an input": (
        [error("invalid_param", "The file is too old.", 400)],
        EN.error_said.format(message="The file is too old."),
    ),
    "error with a good status": ([*BEGUN, error("", "", 200)], EN.error_other),
    "error of no kind": ([*BEGUN, error("", "", 0)], EN.error_other),
    "cut": ([*BEGUN, Cut()], EN.error_cut),
    "cut within an event": ([*BEGUN, Raw(b'data: {"event": "mess'), Cut()], EN.error_cut),
    "an end without the end": ([*BEGUN, Leave()], EN.error_cut),
    "nothing but a ping": ([Raw(b"event: ping\n\n"), Leave()], EN.error_cut),
    "empty": ([Say(""), End()], EN.turn_empty),
}


@several(REFUSALS)
def test_a_refused_question_stays_with_its_reason_and_can_be_asked_again(
    chat: ChatPage, upstream: Upstream, names: list[str]
) -> None:
    for name in names:
        upstream.refusals["chat-messages"], sentence = REFUSALS[name]
        chat.ask(f"{QUESTION} {name}")
        expect(chat.answer).to_contain_text(sentence)
        expect_retry_to_work(chat, upstream, f"{QUESTION} {name}")
        chat.begin_anew()


@several(STREAMS)
def test_a_stream_that_fails_keeps_what_came_and_can_be_asked_again(
    chat: ChatPage, upstream: Upstream, names: list[str]
) -> None:
    for name in names:
        upstream.script, sentence = STREAMS[name]
        chat.ask(f"{QUESTION} {name}")
        expect(chat.answer).to_contain_text(sentence)
        if upstream.script[:2] == BEGUN:
            expect(chat.answer).to_contain_text("It began")
        expect_retry_to_work(chat, upstream, f"{QUESTION} {name}")
        chat.begin_anew()


def expect_retry_to_work(chat: ChatPage, upstream: Upstream, question: str = QUESTION) -> None:
    """The question stands, the composer is free, and Retry brings the whole answer in the failed one's place."""
    expect(chat.questions).to_have_text([question])
    chat.expect_idle()
    upstream.reset()
    chat.retry.click()
    expect(chat.answer).to_contain_text(WHOLE[-1])
    chat.expect_idle()
    assert chat.words() == WHOLE
    expect(chat.questions).to_have_text([question])
    expect(chat.retry).to_have_count(0)
    chat.ask_and_wait("LEN=3 And then?")
    assert chat.words() == WHOLE[:3]


def test_a_failed_turn_is_still_there_after_a_reload_and_can_be_asked_again(chat: ChatPage, upstream: Upstream) -> None:
    upstream.script = [*BEGUN, Cut()]
    chat.ask(QUESTION)
    expect(chat.answer).to_contain_text(EN.error_cut)
    chat.expect_conversation_address()
    chat.reload()
    expect(chat.answer).to_contain_text(EN.error_cut)
    expect(chat.answer).to_contain_text("It began")
    expect_retry_to_work(chat, upstream)


def test_a_failed_turn_does_not_keep_one_from_asking_on(chat: ChatPage, upstream: Upstream) -> None:
    upstream.refusals["chat-messages"] = refusal("internal_server_error", "", 500)
    chat.ask("The first one.")
    expect(chat.answer).to_contain_text(EN.error_server)
    upstream.reset()
    chat.ask_and_wait(QUESTION)
    expect(chat.questions).to_have_text(["The first one.", QUESTION])
    assert chat.words() == WHOLE
    expect(chat.retry).to_have_count(1)


def test_a_malformed_event_is_left_out_and_said(chat: ChatPage, upstream: Upstream) -> None:
    upstream.script = [Say("w0 "), Raw(BROKEN), Raw(b"data: [1, 2]\n\n"), Say("w1"), End()]
    chat.ask_and_wait(QUESTION)
    assert chat.words() == ["w0", "w1"]
    expect(chat.answer).to_contain_text(EN.note_unreadable.format(count=2))


def test_an_unknown_event_is_left_out_and_said(chat: ChatPage, upstream: Upstream) -> None:
    upstream.script = [Say("w0 "), Send({"event": "sparkle", "data": {"colour": "red"}}), Say("w1"), End()]
    chat.ask_and_wait(QUESTION)
    assert chat.words() == ["w0", "w1"]
    expect(chat.answer).to_contain_text(EN.note_unknown.format(count=1))


def test_a_character_cut_across_two_chunks_arrives_whole(chat: ChatPage, upstream: Upstream) -> None:
    line = 'data: {"event": "message", "answer": "A 🧭 points north.", {ids}}\n\n'.encode()
    cut = line.index("🧭".encode()) + 2
    upstream.script = [Say("So: "), Raw(line[:cut]), Rest(0.2), Raw(line[cut:]), End()]
    chat.ask_and_wait(QUESTION)
    expect(chat.answer).to_contain_text("So: A 🧭 points north.")


def test_events_with_all_line_ends_and_comments_are_read(chat: ChatPage, upstream: Upstream) -> None:
    upstream.script = [
        Raw(b": hello\n\nevent: ping\n\n"),
        Raw(b'data: {"event": "message", "answer": "w0 ", {ids}}\r\n\r\n'),
        Raw(b'data:{"event": "message",\ndata: "answer": "w1", {ids}}\n\n'),
        End(),
    ]
    chat.ask_and_wait(QUESTION)
    assert chat.words() == ["w0", "w1"]
    expect(chat.answer.get_by_text(EN.note_unreadable.split("(")[0])).to_have_count(0)


def test_headers_that_come_after_twelve_seconds_are_waited_for(chat: ChatPage, upstream: Upstream) -> None:
    upstream.script = [Rest(12), Say("w0"), End()]
    chat.ask(QUESTION)
    expect(chat.answer).to_contain_text(EN.thinking)
    expect(chat.answer).to_contain_text("w0", timeout=20_000)
    chat.expect_idle()


def test_a_replaced_text_takes_the_place_of_what_came(chat: ChatPage, upstream: Upstream) -> None:
    upstream.script = [Say("Something rude."), Send({"event": "message_replace", "answer": "Not said here."}), End()]
    chat.ask_and_wait(QUESTION)
    expect(chat.answer).to_contain_text("Not said here.")
    expect(chat.answer).not_to_contain_text("rude")


def test_an_answer_of_five_megabytes_leaves_the_page_usable(chat: ChatPage, upstream: Upstream) -> None:
    paragraphs = [f"Paragraph {number}. " + "Much more of it. " * 60 + "\n\n" for number in range(5000)]
    upstream.script = [*map(Say, paragraphs), Say("The end."), End()]
    chat.ask(QUESTION)
    expect(chat.answer).to_have_attribute("aria-busy", "false", timeout=60_000)
    more = chat.answer.get_by_role("button", name=EN.show_more)
    expect(more).to_be_visible(timeout=30_000)
    expect(chat.answer).to_contain_text("200,000")
    upstream.reset()
    chat.ask_and_wait("LEN=3 And now?")
    assert chat.words() == WHOLE[:3]


def test_a_form_that_the_app_has_since_put_up_is_named(chat: ChatPage, upstream: Upstream) -> None:
    region = {"select": {"label": "Region", "variable": "region", "required": True, "options": ["EU"]}}
    upstream.parameters["user_input_form"] = [region]
    chat.ask(QUESTION)
    expect(chat.answer).to_contain_text(EN.error_said.format(message="Region is required in input form."))


def test_a_question_that_the_database_does_not_take_stays_in_the_box(
    serve: Callable[..., Server], visit: Visit, upstream: Upstream
) -> None:
    server = serve(api_url=upstream.url, api_key=KEY)  # Whoever else still wrote would fail too, or be waited for.
    chat = visit(server).open()
    with closing(sqlite3.connect(server.data_dir / "ledger.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        chat.message.fill(QUESTION)
        chat.message.press("Enter")
        expect(chat.alert).to_contain_text(EN.error_database)
        no_serious_fault_in_both_schemes(chat.page)
        expect(chat.message).to_have_value(QUESTION)
        other.execute("ROLLBACK")
    chat.message.press("Enter")
    expect(chat.answer).to_contain_text(" ".join(WHOLE))
    expect(chat.message).to_have_value("")
    expect(chat.alert).to_be_hidden()


def test_next_questions_that_fail_leave_the_answer_whole(chat: ChatPage, upstream: Upstream) -> None:
    upstream.refusals["messages"] = page_of_html(500)
    chat.ask_and_wait(QUESTION)
    assert chat.words() == WHOLE
    expect(chat.alert).to_have_count(0)


def test_a_thread_whose_app_fails_is_shown_from_what_is_known_here(chat: ChatPage, upstream: Upstream) -> None:
    chat.ask_and_wait(QUESTION)
    chat.expect_conversation_address()
    upstream.refusals = {"messages": refusal("internal_server_error", "", 500)}
    chat.reload()
    expect(chat.questions).to_have_text([QUESTION])
    expect(chat.alert).to_contain_text(EN.error_server)
    assert chat.words() == WHOLE


def test_an_app_that_is_down_says_so_for_a_conversation_too_and_retry_brings_it_back(
    serve: Callable[..., Server], visit: Visit
) -> None:
    upstream = Upstream()
    chat = visit(serve(api_url=upstream.url, api_key=KEY)).open()
    expect(chat.alert).to_contain_text(EN.error_unreachable)
    chat.ask(QUESTION)
    expect(chat.answer).to_contain_text(EN.error_unreachable)
    chat.expect_conversation_address()
    chat.reload()
    expect(chat.questions).to_have_text([QUESTION])
    expect(chat.answer).to_contain_text(EN.error_unreachable)
    expect(chat.retry).to_be_visible()
    chat.new_chat.click()
    expect(chat.alert).to_contain_text(EN.error_unreachable)
    with upstream.serving():
        chat.retry.click()
        expect(chat.log).to_contain_text("Ask me anything.")
        expect(chat.alert).to_have_count(0)
        chat.ask_and_wait(QUESTION)
        assert chat.words() == WHOLE
    chat.ask("Still there?")
    expect(chat.answer).to_contain_text(EN.error_unreachable)
    expect(chat.questions).to_have_text([QUESTION, "Still there?"])
    chat.expect_idle()
    with upstream.serving():
        chat.retry.click()
        expect(chat.answer).to_contain_text("w11")
        chat.expect_idle()


def test_a_wrong_key_says_so_at_once(serve: Callable[..., Server], visit: Visit, upstream: Upstream) -> None:
    wrong = "app-another-key-0123456789"
    chat = visit(serve(api_url=upstream.url, api_key=wrong)).open()
    expect(chat.alert).to_contain_text(EN.error_key)
    chat.ask(QUESTION)
    expect(chat.answer).to_contain_text(EN.error_key)
    assert not any(wrong in frame for frame in chat.received)


def test_an_address_that_is_not_the_api_says_so_at_once(
    serve: Callable[..., Server], visit: Visit, upstream: Upstream
) -> None:
    server = serve(api_url=upstream.url, api_key=KEY)
    for status in (200, 404):
        upstream.refusals["parameters"] = page_of_html(status)
        asked = len(upstream.seen("/parameters"))
        chat = visit(server).open()
        expect(chat.alert).to_contain_text(EN.error_not_the_api)
        assert len(upstream.seen("/parameters")) > asked
