"""The portal of several apps: what it shows of them, and the ways into them and back."""

import re
from pathlib import Path

from playwright.sync_api import expect

from app.i18n.ar import AR
from app.i18n.de import DE
from app.i18n.en import EN
from app.i18n.es import ES

from .accessibility import (
    no_serious_fault,
    no_serious_fault_in_both_schemes,
    nothing_outside,
    room_for_a_finger,
    room_for_wide_text,
)
from .conftest import Serve, Visit
from .portals import Portal, all_apps, file, other, portal, server, table
from .server import Server
from .upstream import KEY, Upstream

__all__ = ["file", "other", "portal", "server"]

NARROW = {"width": 320, "height": 640}


def test_each_app_has_a_card_and_one_that_is_down_says_so_while_the_others_work(portal: Portal) -> None:
    expect(portal.cards).to_have_count(3)
    expect(portal.card("Help desk")).to_contain_text("Orders and returns.")
    expect(portal.card("Help desk")).not_to_contain_text(EN.app_away)
    expect(portal.recent).to_contain_text(EN.no_recent)
    chat = portal.enter("Help desk")
    chat.ask_and_wait("LEN=3 Where is my order?")
    expect(chat.page).to_have_url(re.compile(r"/apps/desk/c/[\w-]+$"))
    place = chat.page.url
    chat.page.goto(f"{place.replace('/apps/desk/', '/')}#a-turn")  # as it was before there were others
    expect(chat.page).to_have_url(f"{place}#a-turn")
    expect(chat.questions).to_have_text(["LEN=3 Where is my order?"])
    told = [*chat.received, *chat.sent, chat.page.content(), chat.server.said()]
    assert told and not any(KEY in words for words in told)


def test_an_app_that_comes_back_loses_its_sign_by_itself(
    serve: Serve, visit: Visit, tmp_path: Path, upstream: Upstream
) -> None:
    late = Upstream()
    file = tmp_path / "apps.toml"
    file.write_text(table("desk", upstream.url, "Help desk") + table("late", late.url, "Far away"))
    portal = Portal(visit(serve(config=str(file)))).open()
    with late.serving():
        expect(portal.card("Far away")).not_to_contain_text(EN.app_away)


def test_the_way_back_leads_through_the_apps(portal: Portal) -> None:
    chat = portal.enter("Help desk")
    chat.ask_and_wait("LEN=3 First")
    chat.begin_anew()
    expect(chat.page).to_have_url(re.compile(r"/apps/desk$"))
    chat.page.go_back()
    expect(chat.questions).to_have_text(["LEN=3 First"])
    all_apps(chat.page).click()
    lab = portal.enter("Laboratory")
    lab.page.go_back()
    expect(portal.card("Help desk")).to_be_visible()
    lab.page.go_back()
    expect(chat.questions).to_have_text(["LEN=3 First"])


def test_conversations_of_all_apps_are_found_from_the_portal(portal: Portal) -> None:
    for name in ("Help desk", "Laboratory"):
        portal.enter(name).ask_and_wait(f"LEN=3 A lantern for the {name}")
        all_apps(portal.page).click()
    expect(portal.recent.get_by_role("link")).to_have_count(2)
    expect(portal.recent.get_by_role("link").first).to_contain_text("Laboratory")
    portal.page.keyboard.press("Control+k")
    box = portal.page.get_by_role("combobox", name=EN.search_conversations, exact=True)
    box.fill("lantern desk")
    found = portal.page.get_by_role("option")
    expect(found).to_have_count(2)
    expect(found.first).to_contain_text("Help desk")
    expect(found.filter(has_text="Laboratory")).to_have_count(0)
    found.last.click()
    expect(portal.page).to_have_url(re.compile(r"/apps/desk/c/[\w-]+#[\w-]+$"))
    expect(portal.chat.questions).to_have_text(["LEN=3 A lantern for the Help desk"])


def test_a_link_fills_the_box_of_its_app(server: Server, visit: Visit) -> None:
    chat = visit(server).open("/apps/desk?q=Where")
    expect(chat.message).to_have_value("Where")
    expect(chat.page).to_have_url(f"{server.url}/apps/desk")
    chat.open("/apps/desk/")  # where an installed app begins
    expect(chat.page.get_by_role("heading", level=1)).to_have_text("Help desk")


def test_an_app_that_is_not_there_says_so_and_shows_the_way(server: Server, visit: Visit) -> None:
    page = visit(server).page
    page.goto(f"{server.url}/apps/nope/c/1")
    expect(page.get_by_role("heading", level=1)).to_have_text(EN.app_missing)
    no_serious_fault_in_both_schemes(page)
    all_apps(page).click()
    expect(page).to_have_url(f"{server.url}/apps")


def test_the_portal_has_no_serious_fault_in_any_size_scheme_or_language(portal: Portal) -> None:
    portal.enter("Help desk").ask_and_wait("LEN=3 A question with more words than there is room for on a phone")
    all_apps(portal.page).click()
    expect(portal.recent.get_by_role("link")).to_have_count(1)
    no_serious_fault_in_both_schemes(portal.page)
    portal.page.set_viewport_size(NARROW)
    for words in (AR, DE, ES):
        portal.speak(words)
        nothing_outside(portal.page)
        room_for_wide_text(portal.page)
        no_serious_fault(portal.page)
    room_for_a_finger(portal.page)
