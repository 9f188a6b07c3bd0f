"""An agent answers more quickly: a draft of the app's, an answer that is corrected for good, and replies that are
kept."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from app.i18n.de import DE
from app.i18n.en import EN

from .accessibility import no_serious_fault_in_both_schemes, nothing_outside, room_for_a_finger
from .conftest import Serve, Visit
from .page import ChatPage
from .portals import table
from .test_console import NARROW, lines, reading
from .upstream import KEY, Upstream


def private(page: Page, name: str):  # type: ignore[no-untyped-def]
    return reading(page).get_by_role("region", name=name, exact=True)


def test_an_agent_has_a_reply_drafted_asks_again_to_compare_and_corrects(serve: Serve, visit: Visit) -> None:
    server = serve(role="agent")
    customer = visit(server).open()
    customer.ask_and_wait("How do I connect a server?")
    page = visit(server).page
    page.goto(f"{server.url}/console")
    lines(page).first.get_by_role("link").click()
    reading(page).get_by_role("button", name=EN.ask_beside).first.click()
    again = private(page, EN.asked_beside)
    expect(again).to_contain_text("PARLEY_API_URL")
    again.get_by_role("button", name=EN.correct_with).click()
    dialog = page.get_by_role("dialog", name=EN.correct_title)
    expect(dialog.get_by_label(EN.correct_question)).to_have_value("How do I connect a server?")
    answer = dialog.get_by_label(EN.correct_answer)
    expect(answer).to_have_value(re.compile("PARLEY_API_URL"))
    answer.fill("By two settings.")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    correct = reading(page).get_by_role("button", name=EN.correct, exact=True)
    correct.click()
    expect(answer).to_have_value("By two settings.")
    page.reload()
    expect(answer).to_have_value("By two settings.")
    page.go_back()
    expect(dialog).to_be_hidden()
    expect(reading(page)).to_contain_text(EN.inbox_choose)
    page.go_forward()
    correct.click()
    expect(answer).to_have_value("By two settings.")
    no_serious_fault_in_both_schemes(page)
    dialog.get_by_label(EN.correct_lasting).check()
    dialog.get_by_role("button", name=EN.save).click()
    expect(dialog).to_contain_text(EN.corrected)
    dialog.get_by_role("button", name=EN.close).click()
    mark = reading(page).get_by_role("button", name=re.compile(f"^{EN.corrected_by.format(name='')}"))
    mark.click()
    expect(answer).to_have_value("By two settings.")
    expect(dialog.get_by_label(EN.correct_lasting)).to_be_checked()
    dialog.get_by_role("button", name=EN.close).click()
    customer.ask_and_wait("How do I connect a server?")
    expect(customer.answers.last).to_contain_text("By two settings.")
    expect(reading(page).get_by_role("article")).to_have_count(4)
    reading(page).get_by_role("button", name=EN.inbox_take, exact=True).click()
    box = reading(page).get_by_role("textbox", name=EN.inbox_reply)
    box.fill("Hello.")
    reading(page).get_by_role("button", name=EN.draft, exact=True).click()
    expect(again).to_have_count(0)
    draft = private(page, EN.draft_title)
    use = draft.get_by_role("button", name=EN.draft_use)
    expect(use).to_be_visible()
    expect(box).to_have_value("Hello.")
    page.set_viewport_size(NARROW)
    nothing_outside(page)
    room_for_a_finger(page)
    use.click()
    expect(draft).to_have_count(0)
    expect(box).to_be_focused()
    assert box.input_value().startswith("Hello.\n\nFrom ")
    box.press("Enter")
    persons = customer.log.get_by_role("article", name=EN.a_person, exact=True)
    expect(persons).to_contain_text("Hello.")
    page.set_viewport_size({"width": 1280, "height": 800})
    expect(lines(page)).to_have_count(1)


def test_an_agent_keeps_replies_and_finds_them_by_typing(
    upstream: Upstream, serve: Serve, visit: Visit, tmp_path: Path
) -> None:
    file = tmp_path / "apps.toml"
    lab_too = '[[app]]\nslug = "lab"\nembedded = "guide"\ntitle = "Lab"\n'
    file.write_text(table("desk", upstream.url, "Desk") + lab_too)
    server = serve(config=str(file), role="agent")
    customer = ChatPage(visit(server, locale="de-DE").page, server, DE).open("/apps/desk")
    customer.ask_and_wait("LEN=3 Where are the lamps?")
    page = visit(server).page
    page.goto(f"{server.url}/console")
    lines(page).first.get_by_role("link").click()
    reading(page).get_by_role("button", name=EN.inbox_take, exact=True).click()
    reading(page).get_by_role("button", name=EN.canned, exact=True).click()
    dialog = page.get_by_role("dialog", name=EN.canned)
    for title, text in (("Shipping", "On {date}, dear {customer}."), ("Shelves", "In the shed.")):
        dialog.get_by_label(EN.canned_title).fill(title)
        dialog.get_by_label(EN.canned_text).fill(text)
        dialog.get_by_role("button", name=EN.save).click()
        expect(dialog.get_by_role("listitem").filter(has_text=title)).to_have_count(1)
    expect(dialog.get_by_label(EN.canned_title)).to_have_value("")
    # One stays for the apps that it is for, and for no others.
    lab, shipping = dialog.get_by_role("checkbox", name="Lab"), dialog.get_by_role("listitem").last
    expect(lab).to_be_checked()
    for _ in range(2):
        dialog.get_by_role("button", name=EN.canned_edit.format(name="Shipping")).click()
        expect(dialog.get_by_role("heading", name=EN.canned_edit.format(name="Shipping"))).to_be_visible()
        expect(dialog.get_by_role("checkbox", name="Desk")).to_be_checked()
        lab.uncheck()
        dialog.get_by_role("button", name=EN.save).click()
        expect(shipping.get_by_text("Desk", exact=True)).to_be_visible()
        expect(lab).to_be_checked()
    dialog.get_by_role("button", name=EN.canned_edit.format(name="Shipping")).click()
    expect(lab).not_to_be_checked()
    dialog.get_by_label(EN.canned_title).fill("Post")
    page.reload()
    reading(page).get_by_role("button", name=EN.canned, exact=True).click()
    expect(dialog.get_by_label(EN.canned_title)).to_have_value("Post")
    expect(lab).not_to_be_checked()
    page.set_viewport_size(NARROW)
    room_for_a_finger(page)
    page.set_viewport_size({"width": 1280, "height": 800})
    no_serious_fault_in_both_schemes(page)
    dialog.get_by_role("button", name=EN.canned_use.format(name="Shelves")).click()
    box = reading(page).get_by_role("textbox", name=EN.inbox_reply)
    expect(box).to_have_value("In the shed.")
    box.press_sequentially(" Or /sh")
    found = reading(page).get_by_role("listbox", name=EN.canned)
    expect(found.get_by_role("option")).to_have_count(2)
    no_serious_fault_in_both_schemes(page)
    box.press("Escape")
    expect(found).to_have_count(0)
    box.press_sequentially(" /sh")
    box.press("ArrowDown")
    expect(found.get_by_role("option", name="Shipping")).to_have_attribute("aria-selected", "true")
    page.set_viewport_size(NARROW)
    nothing_outside(page)
    room_for_a_finger(page)
    box.press("Enter")
    expect(box).to_have_value(re.compile(r"^In the shed\. Or /sh On \d+\. \w+ 20\d\d, dear \{customer\}\.$"))
    expect(reading(page).get_by_text(EN.canned_left.format(names="{customer}"))).to_be_visible()
    box.fill("/nothing")
    expect(found).to_have_count(0)
    box.press("Enter")
    expect(customer.log.get_by_role("article", name=DE.a_person, exact=True)).to_contain_text("/nothing")


def test_what_is_not_filled_in_is_said_of_what_stands_in_the_box(
    upstream: Upstream, serve: Serve, visit: Visit
) -> None:
    server = serve(api_url=upstream.url, api_key=KEY, role="agent")
    customer, page = visit(server).open(), visit(server).page
    page.goto(f"{server.url}/console")
    box = reading(page).get_by_role("textbox", name=EN.inbox_reply)
    left = reading(page).get_by_text(EN.canned_left.format(names="{customer}"), exact=True)
    for name in ("lamps", "sails"):
        customer.begin_anew()
        customer.ask_and_wait(f"LEN=3 Where are the {name}?")
        lines(page).filter(has_text=name).get_by_role("link").click()
        reading(page).get_by_role("button", name=EN.inbox_take, exact=True).click()
        expect(box).to_have_value("")
        expect(left).to_have_count(0)
        if name == "lamps":
            box.fill("Dear {customer}.")
            expect(left).to_be_visible()
    page.reload()
    expect(box).to_have_value("")
    lines(page).filter(has_text="lamps").get_by_role("link").click()
    expect(box).to_have_value("Dear {customer}.")
    expect(left).to_be_visible()
    page.reload()
    expect(box).to_have_value("Dear {customer}.")
    expect(left).to_be_visible()
    lines(page).filter(has_text="sails").get_by_role("link").click()
    expect(box).to_have_value("")
    expect(left).to_have_count(0)
    lines(page).filter(has_text="lamps").get_by_role("link").click()
    expect(left).to_be_visible()
    box.press("Enter")
    expect(reading(page).get_by_role("article").filter(has_text="Dear {customer}.")).to_be_visible()
    expect(box).to_have_value("")
    expect(left).to_have_count(0)
