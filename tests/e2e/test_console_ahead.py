"""A quick hand at the console is ahead of its page: what it does is done in the conversation that it opened."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, WebSocketRoute, expect

from app.i18n.en import EN

from .conftest import Serve, Visit
from .test_console import lines, reading
from .upstream import KEY, Upstream

TYPED = "Here are all, I assure you."


def slow(page: Page) -> tuple[Callable[[], None], Callable[[], None]]:
    """From the next page on: what holds back all that the server says, and what lets go of it."""
    said: list[tuple[WebSocketRoute, str | bytes]] = []
    holding = False

    def between(socket: WebSocketRoute) -> None:
        def hear(frame: str | bytes) -> None:
            if holding:
                said.append((socket, frame))
            else:
                socket.send(frame)

        socket.connect_to_server().on_message(hear)

    def hold() -> None:
        nonlocal holding
        holding = True

    def let_go() -> None:
        nonlocal holding
        holding = False
        for socket, frame in said:
            socket.send(frame)
        said.clear()

    page.route_web_socket("**/_event/**", between)
    return hold, let_go


def test_keys_and_words_are_for_the_conversation_that_was_opened_before_it_is_shown(
    upstream: Upstream, serve: Serve, visit: Visit
) -> None:
    server = serve(api_url=upstream.url, api_key=KEY, role="agent")
    customer, page = visit(server).open(), visit(server).page
    customer.ask_and_wait("LEN=3 Where are the lamps?")
    for question in ("LEN=3 And the ships?", "LEN=3 And the sails?"):
        customer.begin_anew()
        customer.ask_and_wait(question)
    hold, let_go = slow(page)
    page.goto(f"{server.url}/console")
    box = reading(page).get_by_role("textbox", name=EN.inbox_reply)
    line = {word: lines(page).filter(has_text=word) for word in ("lamps?", "ships?", "sails?")}
    for word in ("lamps?", "ships?"):
        line[word].get_by_role("link").click()
        expect(reading(page).get_by_role("heading", name=word)).to_be_visible()
        reading(page).get_by_role("button", name=EN.inbox_take, exact=True).click()
        expect(box).to_be_focused()
    # What is typed behind `r` goes into the other one's box, behind what stands there, and its letters are no keys.
    box.fill("At last. ")
    line["lamps?"].get_by_role("link").click()
    expect(reading(page).get_by_role("heading", name="lamps?")).to_be_visible()
    box.fill("In the shed. ")
    hold()
    line["ships?"].get_by_role("link").press("Enter")
    page.keyboard.type(f"r{TYPED}")
    page.keyboard.press("Backspace")
    expect(box).to_have_value("In the shed. ")
    let_go()
    expect(reading(page).get_by_role("heading", name="ships?")).to_be_visible()
    expect(box).to_be_focused()
    expect(box).to_have_value(f"At last. {TYPED.removesuffix('.')}")
    page.keyboard.type("!")
    expect(box).to_have_value(f"At last. {TYPED.removesuffix('.')}!")
    # One whose conversation an agent has taken cannot be given away.
    page.get_by_role("heading", level=1).click()
    page.keyboard.press("a")
    hold()
    line["sails?"].get_by_role("link").press("Enter")
    page.keyboard.press("e")
    let_go()
    expect(line["sails?"]).to_contain_text(EN.inbox_resolved)
    line["lamps?"].get_by_role("link").click()
    expect(box).to_have_value("In the shed. ")


def test_who_is_quicker_than_the_list_of_canned_replies_sends_no_word_of_theirs(
    upstream: Upstream, serve: Serve, visit: Visit
) -> None:
    server = serve(api_url=upstream.url, api_key=KEY, role="agent")
    customer, page = visit(server).open(), visit(server).page
    customer.ask_and_wait("LEN=3 Where are the lamps?")
    hold, let_go = slow(page)
    page.goto(f"{server.url}/console")
    lines(page).first.get_by_role("link").click()
    reading(page).get_by_role("button", name=EN.inbox_take, exact=True).click()
    box = reading(page).get_by_role("textbox", name=EN.inbox_reply)
    expect(box).to_be_focused()
    reading(page).get_by_role("button", name=EN.canned, exact=True).click()
    dialog = page.get_by_role("dialog", name=EN.canned)
    dialog.get_by_label(EN.canned_title).fill("Shelves")
    dialog.get_by_label(EN.canned_text).fill("In the shed.")
    dialog.get_by_role("button", name=EN.save).click()
    expect(dialog.get_by_role("listitem")).to_have_count(1)
    customer.begin_anew()
    customer.ask_and_wait("LEN=3 And the ships?")
    page.keyboard.press("Escape")
    lines(page).filter(has_text="ships?").get_by_role("link").click()
    reading(page).get_by_role("button", name=EN.inbox_take, exact=True).click()
    expect(box).to_be_focused()
    hold()
    page.keyboard.type("/sh")
    page.keyboard.press("Enter")
    expect(box).to_have_value("/sh")
    let_go()
    expect(reading(page).get_by_role("listbox", name=EN.canned).get_by_role("option")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(box).to_have_value("In the shed.")
    page.keyboard.press("Enter")
    said = customer.log.get_by_role("article", name=EN.a_person, exact=True)
    expect(said).to_have_text([re.compile("In the shed")])
