"""The console: an agent sees everybody's conversations as they happen, reads one, and goes through them by keys."""

from playwright.sync_api import Page, expect

from app.i18n.ar import AR
from app.i18n.en import EN

from .accessibility import no_serious_fault_in_both_schemes, nothing_outside, room_for_a_finger
from .alarms import Alarms
from .conftest import Serve, Visit
from .upstream import KEY, Upstream

NARROW = {"width": 390, "height": 844}


def lines(page: Page):  # type: ignore[no-untyped-def]
    return page.get_by_role("region", name=EN.inbox_list).get_by_role("listitem")


def reading(page: Page):  # type: ignore[no-untyped-def]
    return page.get_by_role("region", name=EN.conversation, exact=True)


def brings_in_what_only_the_app_has(page: Page, upstream: Upstream) -> None:
    opens = page.get_by_role("button", name=EN.inbox_bring)
    opens.click()
    dialog = page.get_by_role("dialog", name=EN.inbox_bring)
    user, status = dialog.get_by_label(EN.inbox_user_id), dialog.get_by_role("status")
    expect(user).to_be_focused()
    page.keyboard.type("nobody-that-the-app-knows")
    page.keyboard.press("Enter")
    expect(status).to_have_text(EN.inbox_no_user)
    expect(user).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(opens).to_be_focused()
    opens.click()
    user.fill(upstream.seen("/chat-messages")[0].user)
    dialog.get_by_role("button", name=EN.inbox_bring_go).click()
    expect(status).to_have_text(EN.inbox_brought.format(count=1))
    no_serious_fault_in_both_schemes(page)
    dialog.get_by_role("link", name=EN.inbox_bring_open).click()
    expect(dialog).to_be_hidden()
    expect(reading(page).get_by_role("article")).to_have_count(2)
    page.keyboard.press("Escape")
    expect(reading(page)).to_contain_text(EN.inbox_choose)


def test_an_agent_reads_everybody_s_conversations_as_they_happen(
    upstream: Upstream, serve: Serve, visit: Visit
) -> None:
    server = serve(api_url=upstream.url, api_key=KEY, role="agent")
    first, second = visit(server).open(), visit(server).open()
    first.ask_and_wait("LEN=3 Where are the lamps?")
    page = visit(server).open().page
    page.get_by_role("link", name=EN.inbox, exact=True).click()
    expect(page).to_have_url(f"{server.url}/console")
    expect(lines(page)).to_have_count(1)
    expect(lines(page).first).to_contain_text("Where are the lamps?")
    assert page.evaluate("document.querySelector('link[href$=\"console.css\"]') !== null")
    # Somebody asks meanwhile: it comes by itself, as unread.
    second.ask_and_wait("LEN=3 Ships?")
    expect(lines(page)).to_have_count(2)
    newest = lines(page).first
    expect(newest).to_contain_text("Ships?")
    expect(newest).to_contain_text(EN.inbox_unread)
    expect(page.get_by_role("button", name=f"{EN.inbox_unread} 1", exact=True)).to_be_visible()
    # By keys: to the line, into it, back, and to the search.
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(reading(page).get_by_role("heading", name="LEN=3 Ships?")).to_be_visible()
    expect(reading(page).get_by_role("article")).to_have_count(2)
    expect(reading(page).locator(".answer")).to_contain_text("w2")
    expect(newest).not_to_contain_text(EN.inbox_unread)
    no_serious_fault_in_both_schemes(page)
    nothing_outside(page)
    reading(page).get_by_label(EN.inbox_status).select_option(EN.inbox_resolved)
    expect(newest).to_contain_text(EN.inbox_resolved)
    page.keyboard.press("Escape")
    expect(reading(page)).to_contain_text(EN.inbox_choose)
    page.get_by_role("button", name=f"{EN.inbox_open} 1", exact=True).click()
    expect(lines(page)).to_have_count(1)
    page.get_by_role("button", name=EN.inbox_everything).click()
    expect(lines(page)).to_have_count(2)
    page.get_by_label(EN.inbox_view_name).fill("All of it")
    page.get_by_role("button", name=EN.inbox_keep).click()
    expect(page.get_by_role("button", name="All of it", exact=True)).to_be_visible()
    expect(page.get_by_label(EN.inbox_view_name)).to_have_value("")
    brings_in_what_only_the_app_has(page, upstream)
    page.get_by_role("heading", level=1).click()
    page.keyboard.press("/")
    page.keyboard.type("lamps")
    page.keyboard.press("Enter")
    expect(lines(page)).to_have_count(1)
    expect(lines(page).first).to_contain_text("lamps")
    search = page.get_by_role("searchbox", name=EN.inbox_search)
    page.reload()
    expect(search).to_have_value("lamps")
    expect(lines(page)).to_have_count(1)
    page.get_by_role("button", name=EN.inbox_everything).click()
    expect(search).to_have_value("")
    expect(lines(page)).to_have_count(2)
    # A phone shows the list alone, and a conversation in its place.
    page.set_viewport_size(NARROW)
    page.reload()
    lines(page).first.get_by_role("link").click()
    expect(reading(page).get_by_role("article")).to_have_count(2)
    expect(lines(page).first).to_be_hidden()
    nothing_outside(page)
    room_for_a_finger(page)
    reading(page).get_by_role("button", name=EN.inbox_back).click()
    expect(lines(page).first).to_be_visible()
    page.evaluate("code => new BroadcastChannel('parley:language').postMessage(code)", AR.code)
    expect(page.get_by_role("heading", level=1)).to_have_text(AR.inbox)
    nothing_outside(page)


def test_for_who_is_no_agent_there_is_no_console(
    upstream: Upstream, serve: Serve, visit: Visit, alarms: Alarms
) -> None:
    alarms.expect("status of 404")
    server = serve(api_url=upstream.url, api_key=KEY, role="builder")
    chat = visit(server).open()
    chat.ask_and_wait("LEN=3 Where are the lamps?")
    answer = chat.page.goto(f"{server.url}/console")
    nothing = chat.page.request.get(f"{server.url}/nothing-at-all")
    assert answer is not None
    assert answer.status == nothing.status == 404
    assert answer.body() == nothing.body()
    expect(chat.page.get_by_text("Where are the lamps?")).to_have_count(0)
