"""The console's numbers: figures, charts and tables of the days that an agent chooses, and the same as a file."""

import csv
from datetime import UTC, date, datetime, timedelta

from playwright.sync_api import Page, expect

from app.i18n.ar import AR
from app.i18n.en import EN

from .accessibility import no_serious_fault_in_both_schemes, nothing_outside, room_for_a_finger
from .conftest import Serve, Visit
from .ledger import expect_ended
from .script import End, Say
from .upstream import KEY, Upstream

NARROW = {"width": 390, "height": 844}
# A chart takes the width of its box a moment after that has changed.
FITTING = """
() => [...document.querySelectorAll('.chart')].every((it) => it.scrollWidth <= it.clientWidth)
"""
# It is about noon there: no day ends while the test runs.
NOON = {"timezone_id": f"Etc/GMT{datetime.now(UTC).hour - 12:+d}"}
# As a browser has it whose system has no time zone.
NO_ZONE = """
const { resolvedOptions } = Intl.DateTimeFormat.prototype;
Intl.DateTimeFormat.prototype.resolvedOptions = function () {
  return { ...resolvedOptions.call(this), timeZone: "Etc/Unknown" };
};
"""
USAGE = {"usage": {"total_tokens": 1_234, "total_price": "0.25", "currency": "USD"}}


def total(page: Page, name: str):  # type: ignore[no-untyped-def]
    """The figure of that name."""
    return page.locator(".totals > div").filter(has=page.get_by_text(name, exact=True)).locator(".total")


def test_an_agent_sees_how_much_was_asked_and_what_it_took(upstream: Upstream, serve: Serve, visit: Visit) -> None:
    server = serve(api_url=upstream.url, api_key=KEY, role="agent")
    chat = visit(server, **NOON).open()
    upstream.script = [Say("Here."), End(metadata=USAGE)]
    chat.ask_and_wait("Where are the lamps?")
    expect_ended(server, 1)
    page = chat.page
    page.goto(f"{server.url}/console")
    page.get_by_role("link", name=EN.numbers).click()
    expect(page).to_have_url(f"{server.url}/console/numbers?first={_back(page, 29)}&last={_back(page, 0)}")
    for name, figure in ((EN.numbers_conversations, "1"), (EN.numbers_answers, "1"), (EN.numbers_users, "1"),
                         (EN.numbers_tokens, "1,234"), (EN.numbers_cost, "$0.25")):  # fmt: skip
        expect(total(page, name)).to_have_text(figure)
    chart = page.get_by_role("figure", name=EN.numbers_asked)
    expect(chart.locator(".recharts-line-curve")).to_have_count(2)
    chart.get_by_text(EN.numbers_table).click()
    expect(chart.get_by_role("row")).to_have_count(31)
    expect(chart.get_by_role("row").last.get_by_role("cell")).to_have_text(["1", "1", "1"])
    no_serious_fault_in_both_schemes(page)
    # As a file, of the days that were chosen; they stay over a reload.
    page.get_by_role("button", name=EN.numbers_last_days.format(count=7)).click()
    expect(chart.get_by_role("row")).to_have_count(8)
    with page.expect_download() as download:
        page.get_by_role("link", name=EN.numbers_save).click()
    lines = list(csv.DictReader(download.value.path().read_text("utf-8-sig").splitlines()))
    assert (len(lines), lines[-1]["answers"], lines[-1]["tokens"], lines[-1]["price_USD"]) == (7, "1", "1234", "0.25")
    page.add_init_script(NO_ZONE)
    page.reload()
    expect(total(page, EN.numbers_answers)).to_have_text("1")
    expect(page.get_by_label(EN.numbers_first_day)).to_have_value(_back(page, 6))
    page.get_by_label(EN.numbers_first_day).fill("2019-01-01")
    expect(page.get_by_text(EN.numbers_no_period)).to_be_visible()
    page.get_by_role("button", name=EN.numbers_last_days.format(count=30)).click()
    expect(total(page, EN.numbers_answers)).to_have_text("1")
    page.set_viewport_size(NARROW)
    page.wait_for_function(FITTING)
    nothing_outside(page)
    room_for_a_finger(page)
    page.evaluate("code => new BroadcastChannel('parley:language').postMessage(code)", AR.code)
    expect(page.get_by_role("heading", level=1)).to_have_text(AR.numbers)
    nothing_outside(page)


def _back(page: Page, days: int) -> str:
    """A day as the browser has it, so many before today."""
    now = "() => { const now = new Date(); return [now.getFullYear(), now.getMonth() + 1, now.getDate()] }"
    year, month, day = page.evaluate(now)
    return str(date(year, month, day) - timedelta(days))
