"""An admin finds in the audit log who looked at what, saves all of a customer's data, and erases it."""

import re
import zipfile
from typing import Literal

from playwright.sync_api import Page, expect

from app.i18n import CATALOGUES
from app.i18n.en import EN

from .accessibility import no_serious_fault, no_serious_fault_in_both_schemes, nothing_outside, room_for_a_finger
from .alarms import CLOSED_BY_SERVER, Alarms
from .conftest import Serve, Visit
from .test_console import NARROW, lines, reading
from .upstream import KEY, Upstream


def looks_right(page: Page) -> None:
    """One of the server's own pages, which go by what the browser prefers."""
    scheme: Literal["light", "dark"]
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        no_serious_fault(page)
    nothing_outside(page)


def the_head_is_whole_in_all_languages(page: Page) -> None:
    """Also on the narrowest phone; and what it has no room for is in its menu."""
    expect(lines(page)).to_have_count(1)
    heading = page.get_by_role("heading", level=1)
    for words in (*CATALOGUES.values(), EN):
        page.evaluate("code => new BroadcastChannel('parley:language').postMessage(code)", words.code)
        expect(heading).to_have_text(words.inbox)
        for width in (320, 390, 1001, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            assert heading.evaluate("it => it.scrollWidth <= it.clientWidth && it.scrollHeight <= it.clientHeight + 1")
            nothing_outside(page)
    page.set_viewport_size(NARROW)
    page.get_by_role("button", name=EN.console_pages).click()
    items = page.get_by_role("menuitem")
    expect(items).to_have_text([EN.numbers, EN.quality, EN.audit_title, EN.apps, EN.inbox_keys])
    room_for_a_finger(page)
    items.last.click()
    expect(page.get_by_role("dialog", name=EN.inbox_keys)).to_be_visible()
    page.keyboard.press("Escape")
    page.set_viewport_size({"width": 1280, "height": 800})


def test_an_admin_saves_and_erases_all_of_a_customer_whose_page_begins_anew(
    upstream: Upstream, serve: Serve, visit: Visit, alarms: Alarms
) -> None:
    alarms.expect(CLOSED_BY_SERVER)
    alarms.expect(r"\b409\b")  # the browser's own line of a form that was not heard
    server = serve(api_url=upstream.url, api_key=KEY, role="admin")
    customer = visit(server).open()
    customer.ask_and_wait("LEN=3 Where do I live?")
    [user] = {seen.user for seen in upstream.seen("/chat-messages")}
    page = visit(server).open().page
    page.goto(f"{server.url}/console")
    the_head_is_whole_in_all_languages(page)
    lines(page).first.get_by_role("link").click()
    expect(reading(page).get_by_role("article")).to_have_count(2)
    no_serious_fault_in_both_schemes(page)
    page.get_by_role("link", name=EN.audit_title).click()
    row = page.get_by_role("row").filter(has_text=EN.audit_opened)
    expect(row).to_contain_text(user)
    looks_right(page)
    page.set_viewport_size(NARROW)
    looks_right(page)
    row.get_by_role("link", name=user).click()
    looks_right(page)
    with page.expect_download() as download:
        page.get_by_role("link", name=EN.person_export).click()
    with zipfile.ZipFile(download.value.path()) as archive:
        talks = [archive.read(name).decode() for name in archive.namelist() if "/conversations/" in name]
    assert len(talks) == 1 and "Where do I live?" in talks[0]
    typed, erase = page.get_by_label(EN.person_type), page.get_by_role("button", name=EN.person_erase)
    typed.fill("somebody")
    erase.click()
    expect(page.get_by_role("alert")).to_have_text(EN.person_not_typed)
    typed.fill(user)
    erase.click()
    # The page comes anew by itself until all is gone; so does the customer's, without the conversation.
    expect(page.get_by_text(EN.person_nothing)).to_be_visible(timeout=15_000)
    expect(page).to_have_url(re.compile(r"/console/person\?user="))
    expect(customer.conversations).to_have_count(0)
    expect(customer.questions).to_have_count(0)
    customer.expect_ready()
    deleted = [seen.user for seen in upstream.seen("/conversations/[^/]+") if seen.method == "DELETE"]
    assert deleted == [user]
