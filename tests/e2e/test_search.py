"""Searching one's conversations, and landing on what was found."""

import re

from playwright.sync_api import Locator, WebSocketRoute, expect

from app.i18n.en import EN

from .conftest import Visit
from .page import ChatPage
from .server import Server
from .upstream import Upstream


def box(chat: ChatPage) -> Locator:
    return chat.page.get_by_role("combobox", name=EN.search_conversations, exact=True)


def results(chat: ChatPage) -> Locator:
    return chat.page.get_by_role("listbox", name=EN.search_results, exact=True).get_by_role("option")


def test_a_message_far_back_in_a_conversation_that_the_app_alone_has_is_found_and_landed_on(
    chat: ChatPage, upstream: Upstream
) -> None:
    talk = upstream.seed("An old talk", 60, "The answer of number {number}.")
    talk.messages[3]["answer"] = "如何保存新会话，以及 *lanterns*."
    chat.page.keyboard.press("Control+k")
    box(chat).fill("会话")
    expect(results(chat)).to_have_count(1)
    expect(results(chat).locator("mark")).to_have_text("会话")
    box(chat).press("Enter")
    expect(chat.page).to_have_url(re.compile(rf"/c/{talk.id}#{talk.messages[3]['id']}$"))
    landed = chat.questions.filter(has_text="Question 3?")
    expect(landed).to_be_focused()
    expect(landed).to_be_in_viewport()
    expect(box(chat)).to_be_hidden()


def test_titles_come_first_and_esc_gives_the_focus_back(chat: ChatPage, upstream: Upstream) -> None:
    upstream.seed("About lanterns", 1, "Nothing.")
    upstream.seed("Another talk", 1, "A **lantern** shines.")
    button = chat.sidebar.get_by_role("button", name=EN.search, exact=True)
    button.click()
    expect(box(chat)).to_be_focused()
    box(chat).fill("lantern")
    expect(results(chat)).to_have_count(2)
    expect(results(chat).first).to_contain_text("About lanterns")
    expect(results(chat).first).to_have_attribute("aria-selected", "true")
    box(chat).press("ArrowDown")
    expect(results(chat).last).to_have_attribute("aria-selected", "true")
    box(chat).fill("no such word")
    expect(chat.page.get_by_text(EN.nothing_found)).to_be_visible()
    box(chat).press("Escape")
    expect(button).to_be_focused()


def test_an_address_of_a_message_that_is_gone_says_so(chat: ChatPage, upstream: Upstream) -> None:
    talk = upstream.seed("A talk", 2, "Nothing.")
    chat.open(f"/c/{talk.id}#no-such-message")
    expect(chat.page.get_by_text(EN.turn_gone)).to_be_visible()


def test_a_reload_does_not_lead_back_to_what_was_found_before(parley: Server, upstream: Upstream, visit: Visit) -> None:
    talk = upstream.seed("The long one", 40, "The answer of number {number}.")
    chat = visit(parley)
    waits = False
    moves: list[tuple[WebSocketRoute, str | bytes]] = []

    def between(page: WebSocketRoute) -> None:
        server = page.connect_to_server()

        def pass_on(said: str | bytes) -> None:
            if waits and "thread_state.move" in str(said):
                moves.append((server, said))
            else:
                server.send(said)

        page.on_message(pass_on)

    chat.page.route_web_socket("**/_event/**", between)
    chat.open(f"/c/{talk.id}#{talk.messages[3]['id']}")
    landed = chat.questions.filter(has_text="Question 3?")
    expect(landed).to_be_focused()
    chat.conversations.first.click()  # whose address names no message
    expect(chat.page).to_have_url(re.compile(rf"/c/{talk.id}$"))
    waits = True
    chat.page.reload()
    expect(chat.questions.last).to_have_text("Question 39?")  # as the state still has them
    chat.page.evaluate("() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
    expect(chat.page.locator(":focus").filter(has_text="Question 3?")).to_have_count(0)  # It need not be drawn at all.
    waits = False
    for server, said in moves:
        server.send(said)
    chat.expect_ready()
    expect(chat.questions.last).to_be_in_viewport()
