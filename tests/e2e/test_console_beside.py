"""Beside a conversation of the console: two agents at once, each of whom sees what the other did."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from app.i18n.en import EN

from .accessibility import no_serious_fault_in_both_schemes, nothing_outside, room_for_a_finger
from .alarms import Alarms
from .conftest import Visit
from .server import Server
from .test_console import NARROW, lines, reading
from .test_sign_in import add_account, sign_in
from .upstream import KEY, Upstream

LABELS = "billing", "very late"


@pytest.fixture
def server(serve: Callable[..., Server], upstream: Upstream) -> Server:
    """One for visitors, with two agents."""
    server = serve(api_url=upstream.url, api_key=KEY, sign_in="local", visitors="true", roles="desk=agent")
    for name in ("anna", "bea"):
        add_account(server, name, "desk")
    return server


def at_the_console(visit: Visit, server: Server, name: str) -> Page:
    page = visit(server).page
    page.goto(f"{server.url}/sign-in?to=/console")
    sign_in(page, name=name)
    expect(lines(page)).to_have_count(1)
    return page


def open_first(page: Page) -> None:
    page.locator("[data-line]").first.click()
    expect(page.locator(".inbox-reading").get_by_role("article")).not_to_have_count(0)


def beside(page: Page):  # type: ignore[no-untyped-def]
    return page.get_by_role("complementary", name=EN.inbox_beside)


def note_of(page: Page):  # type: ignore[no-untyped-def]
    return page.locator(".team-note")


def breakable(page: Page) -> AbstractContextManager[None]:
    """From the next page on: what the page sends within the context is lost, and then its connection."""
    sockets: list[WebSocketRoute] = []
    losing = False

    def between(socket: WebSocketRoute) -> None:
        sockets.append(socket)
        server = socket.connect_to_server()
        socket.on_message(lambda words: None if losing else server.send(words))
        server.on_message(socket.send)

    @contextmanager
    def lose() -> Iterator[None]:
        nonlocal losing
        losing = True
        yield
        losing = False
        sockets[-1].close()

    page.route_web_socket("**/_event/**", between)
    return lose()


def test_two_agents_give_a_conversation_away_and_label_it(server: Server, visit: Visit, alarms: Alarms) -> None:
    alarms.expect("WebSocket connection")
    customer = visit(server)
    customer.page.goto(server.url)
    customer.expect_ready().ask_and_wait("LEN=3 Where are the lamps?")
    bea = at_the_console(visit, server, "bea")
    anna = at_the_console(visit, server, "anna")
    open_first(anna)
    # By keys: it is given to another agent, whose list has it at once.
    anna.get_by_role("heading", level=1).click()
    anna.keyboard.press("a")
    choice = anna.locator(".inbox-reading").get_by_label(EN.inbox_assignee)
    expect(choice).to_be_focused()
    choice.select_option(label="bea")
    expect(lines(bea).first).to_contain_text(EN.inbox_mine)
    expect(lines(anna).first).to_contain_text("bea")
    filtered = anna.locator(".filters").get_by_label(EN.inbox_assignee)
    for agent, count in ((f"{EN.inbox_me} (0)", 0), ("bea (1)", 1)):
        filtered.select_option(label=agent)
        expect(lines(anna)).to_have_count(count)
    expect(filtered.locator("option:checked")).to_have_text("bea (1)")
    anna.get_by_role("button", name=EN.inbox_everything).click()
    open_first(bea)
    for label in LABELS:
        beside(anna).get_by_label(EN.inbox_put_label).first.fill(label)
        anna.keyboard.press("Enter")
        expect(lines(bea).first).to_contain_text(label)
        expect(bea.locator(".filters option", has_text=label)).to_have_count(1)
    beside(anna).get_by_role("button", name=EN.inbox_drop_label.format(name="billing")).click()
    expect(lines(bea).first).not_to_contain_text("billing")
    no_serious_fault_in_both_schemes(anna)
    nothing_outside(anna)
    anna.get_by_role("heading", level=1).click()
    anna.keyboard.press("e")
    expect(lines(bea).first).to_contain_text(EN.inbox_resolved)
    anna.keyboard.press("?")
    expect(anna.get_by_role("dialog", name=EN.inbox_keys)).to_be_visible()
    anna.keyboard.press("Escape")
    expect(anna.get_by_role("dialog", name=EN.inbox_keys)).to_be_hidden()
    # A note that names another agent: they find the conversation by it until they have read it. Its person has none.
    bea.keyboard.press("Escape")
    expect(reading(bea)).to_contain_text(EN.inbox_choose)
    note = anna.get_by_label(EN.inbox_note_write)
    note.click()
    anna.keyboard.type("Please look @b")
    expect(anna.get_by_role("listbox", name=EN.inbox_agents).get_by_role("option")).to_have_text(["bea"])
    anna.keyboard.press("Enter")
    expect(note).to_have_value("Please look @bea ")
    anna.keyboard.press("Enter")
    expect(note_of(anna)).to_contain_text("Please look @bea")
    expect(note).to_have_value("")
    mine = bea.get_by_role("button", name=f"{EN.inbox_mentioned} 1", exact=True)
    mine.click()
    open_first(bea)
    expect(note_of(bea)).to_contain_text("Please look @bea")
    expect(bea.get_by_role("button", name=f"{EN.inbox_mentioned} 0", exact=True)).to_be_visible()
    note_of(anna).get_by_role("button", name=EN.inbox_note_edit).click()
    anna.keyboard.press("End")
    anna.keyboard.type(" and answer")
    anna.reload()
    changed = note_of(anna).get_by_label(EN.inbox_note_write)
    expect(changed).to_have_value("Please look @bea and answer")
    changed.press("Enter")
    expect(note_of(bea)).to_contain_text("Please look @bea and answer")
    expect(note_of(bea).get_by_role("button")).to_have_count(0)
    customer.page.reload()
    customer.expect_ready()
    expect(customer.questions).to_have_count(1)
    expect(customer.page.get_by_text("Please look")).to_have_count(0)
    # What is written while a note is being kept stays, over a reload too.
    note.fill("The lamp is out.")
    note.evaluate(
        """box => {
          box.focus();
          box.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', bubbles: true, cancelable: true}));
          document.execCommand('insertText', false, ' Half a note');
        }"""
    )
    expect(note_of(anna)).to_have_count(2)
    expect(anna.get_by_role("button", name=EN.inbox_note_put)).to_be_enabled()
    expect(note).to_have_value("The lamp is out. Half a note")
    lose = breakable(anna)
    anna.reload()
    expect(note).to_have_value("The lamp is out. Half a note")
    # One that was lost with the connection can be put again.
    put = anna.get_by_role("button", name=EN.inbox_note_put)
    with lose:
        put.click()
        expect(put).to_be_disabled()
    expect(put).to_be_enabled()
    put.click()
    expect(note_of(anna)).to_have_count(3)
    expect(note).to_have_value("")
    no_serious_fault_in_both_schemes(anna)
    # They are shown as long as their conversation is.
    anna.get_by_role("heading", level=1).click()
    anna.keyboard.press("Escape")
    expect(reading(anna)).to_contain_text(EN.inbox_choose)
    expect(note_of(anna)).to_have_count(0)
    open_first(anna)
    expect(note_of(anna)).to_have_count(3)
    # On a phone a button shows it as a sheet, which Esc closes before it closes the conversation.
    anna.set_viewport_size(NARROW)
    expect(beside(anna)).to_be_hidden()
    anna.get_by_role("button", name=EN.inbox_beside).click()
    expect(beside(anna)).to_be_visible()
    nothing_outside(anna)
    room_for_a_finger(anna)
    anna.keyboard.press("Escape")
    expect(beside(anna)).to_be_hidden()
    expect(choice).to_be_visible()
    anna.keyboard.press("Escape")
    expect(choice).to_be_hidden()
