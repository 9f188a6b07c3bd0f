"""A message is asked once, whatever the hand, the page or the network does meanwhile."""

import re

import pytest
from playwright.sync_api import Route, WebSocketRoute, expect

from app.i18n.en import EN

from .alarms import Alarms
from .conftest import Visit
from .page import ChatPage
from .script import End, Hold, Say
from .server import Server
from .test_queue import asked
from .upstream import Upstream


@pytest.mark.parametrize("by", ["Enter", "the button"])
def test_what_is_sent_before_the_page_has_come_alive_is_sent_then(chat: ChatPage, upstream: Upstream, by: str) -> None:
    scripts: list[Route] = []
    chat.page.route("**/assets/chat-*.js", lambda script: scripts.append(script))
    with chat.page.expect_request("**/assets/chat-*.js"):
        chat.page.goto(chat.server.url, wait_until="commit")
    box = chat.page.locator("#message")  # Names come with the language.
    box.fill("Early?")
    if by == "Enter":
        box.press("Enter")
    else:
        chat.page.locator(".composer [type=submit]").click()
    expect(box).to_have_value("Early?")
    for script in scripts:
        script.continue_()
    expect(chat.questions).to_have_text(["Early?"])
    expect(chat.message).to_have_value("")
    chat.expect_idle()
    assert [seen.body["query"] for seen in upstream.seen("/chat-messages")] == ["Early?"]


def test_a_double_click_on_send_asks_once(chat: ChatPage, upstream: Upstream) -> None:
    upstream.script = [Say("w0"), Hold(), End()]
    chat.message.fill("Only once?")
    chat.send.evaluate("button => { button.click(); button.click(); }")
    expect(chat.questions).to_have_text(["Only once?"])
    expect(chat.message).to_have_value("")
    expect(chat.answer).to_contain_text("w0")
    upstream.release()
    chat.expect_idle()
    expect(chat.questions).to_have_text(["Only once?"])
    assert len(upstream.seen("/chat-messages")) == 1


def test_a_double_click_on_a_suggested_question_asks_once(chat: ChatPage, upstream: Upstream) -> None:
    upstream.script = [Say("w0"), Hold(), End()]
    chat.suggestions.first.evaluate("button => { button.click(); button.click(); }")
    expect(chat.answer).to_contain_text("w0")
    upstream.release()
    chat.expect_idle()
    expect(chat.questions).to_have_count(1)
    assert len(upstream.seen("/chat-messages")) == 1


def test_a_message_typed_without_a_connection_is_kept_and_asked_once(
    chat: ChatPage, upstream: Upstream, alarms: Alarms
) -> None:
    alarms.expect("ERR_INTERNET_DISCONNECTED|WebSocket connection|websocket error|connect_error")
    with chat.page.expect_event("websocket"):
        chat.page.context.set_offline(True)
        chat.message.fill("In the tunnel?")
        chat.message.press("Enter")
        expect(chat.message).to_have_value("In the tunnel?")
        chat.page.context.set_offline(False)
    expect(chat.questions).to_have_text(["In the tunnel?"])
    expect(chat.message).to_have_value("")
    chat.expect_idle()
    assert len(upstream.seen("/chat-messages")) == 1


def test_what_is_sent_before_the_app_s_form_has_come_is_sent_with_its_defaults(guide: Server, visit: Visit) -> None:
    chat = visit(guide)
    placed = form_comes = False
    held: list[tuple[WebSocketRoute, str | bytes]] = []

    def pass_on(page: WebSocketRoute, said: str | bytes) -> None:
        nonlocal placed
        if not form_comes and '"ready_rx_state_":true' in str(said):
            held.append((page, said))
        else:
            page.send(said)
            placed = placed or '"visit_rx_state_":' in str(said)

    def between(page: WebSocketRoute) -> None:
        page.connect_to_server().on_message(lambda said: pass_on(page, said))

    chat.page.route_web_socket("**/_event/**", between)
    chat.page.goto(guide.url)
    chat.message.fill("How do I connect a real server?")
    chat.message.press("Enter")
    expect(chat.page.get_by_text(EN.waits_for_connection)).to_be_visible()
    while not (held and placed):  # The server knows where the page is, and the page knows nothing of the form.
        chat.page.evaluate("() => new Promise(requestAnimationFrame)")
    form_comes = True
    for page, said in held:
        page.send(said)
    expect(chat.questions).to_have_text(["How do I connect a real server?"])
    chat.expect_idle()
    expect(chat.answer).to_contain_text("PARLEY_API_URL")


def test_what_is_sent_in_a_new_chat_before_a_message_elsewhere_is_refused_goes_out_then(
    parley: Server, upstream: Upstream, visit: Visit
) -> None:
    chat = visit(parley)
    refusals: list[tuple[WebSocketRoute, str | bytes]] = []

    def pass_on(page: WebSocketRoute, said: str | bytes) -> None:
        if re.search(r'"refused_rx_state_":"[^"]', str(said)):
            refusals.append((page, said))
        else:
            page.send(said)

    def between(page: WebSocketRoute) -> None:
        page.connect_to_server().on_message(lambda said: pass_on(page, said))

    chat.page.route_web_socket("**/_event/**", between)
    chat.open("/c/nonsense")
    expect(chat.alert).to_contain_text(EN.gone)
    chat.message.fill("Here?")
    chat.message.press("Enter")
    chat.new_chat.click()
    chat.message.fill("LEN=3 There?")
    chat.message.press("Enter")
    expect(chat.page.get_by_text(EN.waits_for_connection)).to_be_visible()
    while not refusals:
        chat.page.evaluate("() => new Promise(requestAnimationFrame)")
    for page, said in refusals:
        page.send(said)
    expect(chat.questions).to_have_text(["LEN=3 There?"])
    expect(chat.message).to_have_value("")
    chat.expect_idle()
    assert asked(upstream) == ["LEN=3 There?"]


def test_a_message_whose_page_is_reloaded_before_it_hears_that_it_was_taken_is_not_in_the_box_any_more(
    parley: Server, upstream: Upstream, visit: Visit
) -> None:
    chat = visit(parley)
    heard = False
    taken: list[str | bytes] = []

    def between(page: WebSocketRoute) -> None:
        def pass_on(said: str | bytes) -> None:
            if not heard and re.search(r'"accepted_rx_state_":"[^"]', str(said)):
                taken.append(said)
            else:
                page.send(said)

        page.connect_to_server().on_message(pass_on)

    chat.page.route_web_socket("**/_event/**", between)
    chat.open()
    for texts in (["LEN=3 One?"], ["LEN=3 One?", "LEN=3 Two?"]):
        heard = False
        taken.clear()
        chat.message.fill(texts[-1])
        chat.message.press("Enter")
        while not taken:
            chat.page.evaluate("() => new Promise(requestAnimationFrame)")
        expect(chat.message).to_have_value(texts[-1])
        heard = True
        chat.page.reload()
        expect(chat.questions).to_have_text(texts)
        expect(chat.message).to_have_value("")
        chat.expect_conversation_address()
        chat.expect_idle()
        assert asked(upstream) == texts
