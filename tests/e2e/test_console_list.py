"""The console's list, where there are many: all of it is gone through, and nothing moves beneath whoever reads it."""

import sqlite3
from contextlib import closing

from playwright.sync_api import Locator, Page, expect

from app.i18n.en import EN

from .accessibility import no_serious_fault_in_both_schemes, nothing_outside, room_for_a_finger
from .conftest import Serve, Visit
from .server import Server
from .test_console import NARROW, lines, reading
from .upstream import KEY, Upstream

MANY = 700
LARGEST = 150  # lines that the page holds
PLACE = "aria-posinset"


def fill(server: Server, count: int) -> None:
    """That many older ones beside the conversation that is there."""
    with closing(sqlite3.connect(server.data_dir / "ledger.db")) as ledger, ledger:
        ledger.row_factory = sqlite3.Row
        row = dict(ledger.execute("SELECT * FROM conversations").fetchone())
        columns = ", ".join(f'"{name}"' for name in row)
        for number in range(count):
            mine = {"id": f"old-{number}", "user": f"visitor-{number}", "name": f"Old {number}", "upstream_id": None}
            values = {**row, **mine, "updated_at": float(number + 1), "excerpt": "Long ago?"}
            marks = ", ".join("?" * len(values))
            ledger.execute(f"INSERT INTO conversations ({columns}) VALUES ({marks})", tuple(values.values()))


def place(line: Locator) -> int:
    return int(line.get_attribute(PLACE) or 0)


def roll(page: Page, by: int) -> None:
    """To the end of what the page holds, until it holds more beyond."""
    edge = lines(page).last if by > 0 else lines(page).first
    before = place(edge)
    page.mouse.wheel(0, by)
    expect(edge).not_to_have_attribute(PLACE, str(before))


def top_of(page: Page, name: str) -> float:
    box = lines(page).filter(has_text=name).bounding_box()
    assert box is not None
    return box["y"]


def stands_at(page: Page, name: str) -> Locator:
    """The list is where the conversation of that name is, far down."""
    line = lines(page).filter(has=page.locator('[data-line][aria-current="true"]'))
    expect(line).to_contain_text(name)
    expect(line).to_be_in_viewport()
    assert place(line) > LARGEST
    return line


def test_a_long_list_is_gone_through_by_wheel_and_keys_and_stays_where_it_is_read(
    upstream: Upstream, serve: Serve, visit: Visit
) -> None:
    server = serve(api_url=upstream.url, api_key=KEY, role="agent")
    customer = visit(server).open()
    customer.ask_and_wait("LEN=3 Where are the lamps?")
    fill(server, MANY)
    page = visit(server).page
    page.goto(f"{server.url}/console")
    expect(page.get_by_text(EN.inbox_count.format(count=MANY + 1)).first).to_be_visible()
    to_start = page.get_by_role("button", name=EN.inbox_to_start)
    expect(to_start).to_have_count(0)
    lines(page).first.hover()
    while place(lines(page).last) < 600:
        roll(page, 20_000)
    expect(lines(page)).to_have_count(LARGEST)
    # What is open stays open, and what happens above it moves nothing.
    name = lines(page).nth(20).locator(".line-name").inner_text()
    lines(page).nth(20).get_by_role("link").click()
    expect(reading(page).get_by_role("heading", name=name)).to_be_visible()
    stood = top_of(page, name)
    customer.begin_anew()
    customer.ask_and_wait("LEN=3 And the ships?")
    expect(page.get_by_text(EN.inbox_count.format(count=MANY + 2)).first).to_be_visible()
    assert top_of(page, name) == stood
    expect(lines(page).nth(20).get_by_role("link")).to_have_attribute("aria-current", "true")
    # It is found there again, also by another tab that comes by its address.
    page.reload()
    stands_at(page, name)
    page.get_by_role("link", name=EN.numbers, exact=True).click()
    expect(page.get_by_role("heading", name=EN.numbers, level=1)).to_be_visible()
    page.go_back()
    stands_at(page, name)
    another = visit(server, page.context).page
    another.goto(page.url)
    stands_at(another, name)
    another.close()
    # By keys, over both ends of what the page holds.
    for key, end, by in (("k", "first", -1), ("j", "last", 1)):
        line = getattr(lines(page), end)
        here = place(line)
        line.get_by_role("link").focus()
        for step in (1, 2, 3):
            page.keyboard.press(key)
            expect(page.locator("li:has([data-line]:focus)")).to_have_attribute(PLACE, str(here + by * step))
    # Who goes elsewhere before such a line has come is left there.
    first = lines(page).first
    here = place(first)
    first.get_by_role("link").evaluate(
        """link => {
          link.focus();
          link.dispatchEvent(new KeyboardEvent('keydown', {key: 'k', bubbles: true, cancelable: true}));
          document.getElementById('inbox-search').focus();
        }"""
    )
    expect(first).not_to_have_attribute(PLACE, str(here))
    expect(page.locator("#inbox-search")).to_be_focused()
    no_serious_fault_in_both_schemes(page)
    lines(page).first.hover()
    roll(page, -20_000)
    to_start.click()
    expect(lines(page).first).to_contain_text("And the ships?")
    expect(to_start).to_have_count(0)
    assert place(lines(page).first) == 1
    # On a phone the whole page scrolls.
    page.set_viewport_size(NARROW)
    reading(page).get_by_role("button", name=EN.inbox_back).click()
    lines(page).first.hover()
    while place(lines(page).last) <= LARGEST:
        roll(page, 20_000)
    expect(to_start).to_be_in_viewport()
    nothing_outside(page)
    room_for_a_finger(page)
    # Whoever leaves a conversation is at its line again, also after a reload.
    name = lines(page).nth(20).locator(".line-name").inner_text()
    lines(page).nth(20).get_by_role("link").click()
    for leave in (page.go_back, reading(page).get_by_role("button", name=EN.inbox_back).click):
        expect(reading(page).get_by_role("heading", name=name)).to_be_visible()
        leave()
        left = page.locator("li:has([data-line]:focus)")
        expect(left).to_contain_text(name)
        expect(left).to_be_in_viewport()
        assert place(left) > 1
        left.get_by_role("link").click()
        page.reload()
    page.go_back()
    page.reload()
    expect(lines(page).first).to_have_attribute(PLACE, "1")
    expect(to_start).to_have_count(0)
    expect(lines(page).first).to_be_in_viewport()


def test_whoever_empties_the_search_has_the_whole_list_again(upstream: Upstream, serve: Serve, visit: Visit) -> None:
    server = serve(api_url=upstream.url, api_key=KEY, role="agent")
    customer = visit(server).open()
    customer.ask_and_wait("LEN=3 Where are the lamps?")
    customer.begin_anew()
    customer.ask_and_wait("LEN=3 And the sails?")
    page = visit(server).page
    page.goto(f"{server.url}/console")
    search = page.get_by_role("searchbox", name=EN.inbox_search)
    for empties in (cross, keys):
        expect(lines(page)).to_have_count(2)
        search.fill("lamps")
        search.press("Enter")
        expect(lines(page)).to_have_count(1)
        empties(search)
        expect(search).to_have_value("")
        expect(lines(page)).to_have_count(2)
    # It is the list as it stood where nothing was searched.
    search.press_sequentially("lamps")
    keys(search)
    search.fill("sails")
    search.press("Enter")
    expect(lines(page)).to_have_count(1)
    page.reload()
    expect(search).to_have_value("sails")
    expect(lines(page)).to_have_count(1)
    cross(search)
    expect(lines(page)).to_have_count(2)


def cross(search: Locator) -> None:
    """The browser's own, at the end of the box."""
    search.hover()
    box = search.bounding_box()
    assert box
    search.click(position={"x": box["width"] - 18, "y": box["height"] / 2})


def keys(search: Locator) -> None:
    search.press("ControlOrMeta+a")
    search.press("Backspace")
