"""Several apps of one server: the portal, the wall between them, and the file that names them."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from app.i18n.ar import AR
from app.i18n.de import DE
from app.i18n.en import EN
from app.i18n.es import ES
from app.i18n.words import Words
from tests.redis_server import RedisServer

from .accessibility import (
    no_serious_fault,
    no_serious_fault_in_both_schemes,
    nothing_outside,
    room_for_a_finger,
    room_for_wide_text,
)
from .conftest import Serve, Visit
from .page import ChatPage
from .sending_files import a_file, expect_there
from .server import Server, free_port, several
from .upstream import KEY, Upstream

NARROW = {"width": 320, "height": 640}
LOOKS = 15_000  # milliseconds in which an edit of the file is seen: two looks, and what a busy machine takes


def table(slug: str, url: str, title: str, more: str = "") -> str:
    return f'[[app]]\nslug = "{slug}"\nurl = "{url}"\nkey = "{KEY}"\ntitle = "{title}"\n{more}'


@pytest.fixture
def other() -> Iterator[Upstream]:
    """The second app's server."""
    with Upstream().serving() as upstream:
        yield upstream


@pytest.fixture
def file(tmp_path: Path, upstream: Upstream, other: Upstream) -> Path:
    """The file of two apps that answer and one that does not."""
    path = tmp_path / "apps.toml"
    nowhere = f"http://127.0.0.1:{free_port()}/v1"
    path.write_text(
        table("desk", upstream.url, "Help desk", 'description = "Orders and returns."\nicon = "🛟"\n')
        + table("lab", other.url, "Laboratory", 'accent = "#7a1f5f"\n')
        + table("away", nowhere, "Far away")
    )
    return path


@pytest.fixture
def server(serve: Serve, file: Path) -> Server:
    return serve(config=str(file))


class Portal:
    """The portal's tab; ``chat`` is the page of one app in the same tab."""

    def __init__(self, chat: ChatPage) -> None:
        self.chat, self.page = chat, chat.page
        self.cards = self.page.get_by_role("list", name=EN.apps, exact=True).get_by_role("listitem")
        self.recent = self.page.get_by_role("region", name=EN.recent, exact=True)

    def open(self) -> "Portal":
        self.page.goto(self.chat.server.url + "/")
        expect(self.page).to_have_url(f"{self.chat.server.url}/apps")
        expect(self.card("Far away")).to_contain_text(EN.app_away)
        return self

    def card(self, name: str) -> Locator:
        return self.cards.filter(has=self.page.get_by_role("link", name=name, exact=True))

    def speak(self, words: Words) -> None:
        """The same tab after another one chose a language."""
        self.page.evaluate("code => new BroadcastChannel('parley:language').postMessage(code)", words.code)
        expect(self.page.locator("html")).to_have_attribute("dir", words.direction)
        expect(self.page.get_by_role("heading", level=1)).to_have_text(words.apps)

    def enter(self, name: str) -> ChatPage:
        self.card(name).get_by_role("link").click()
        expect(self.page.get_by_role("heading", level=1)).to_have_text(name)
        return self.chat.expect_ready()


@pytest.fixture
def portal(server: Server, visit: Visit) -> Portal:
    return Portal(visit(server)).open()


def all_apps(page: Page) -> Locator:
    return page.get_by_role("link", name=EN.all_apps, exact=True)


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


def test_what_is_asked_in_one_app_is_in_no_other(portal: Portal, upstream: Upstream, other: Upstream) -> None:
    chat = portal.enter("Help desk")
    chat.ask_and_wait("LEN=3 A question for the desk")
    place = chat.page.url
    chat.message.fill("A draft for the desk")
    all_apps(chat.page).click()
    lab = portal.enter("Laboratory")
    expect(lab.message).to_have_value("")
    expect(lab.questions).to_have_count(0)
    expect(lab.sidebar).not_to_contain_text("A question")
    lab.page.goto(place.replace("/desk/", "/lab/"))
    expect(lab.page.get_by_text(EN.gone)).to_be_visible()
    lab.page.goto(place)
    expect(lab.questions).to_have_text(["LEN=3 A question for the desk"])
    expect(lab.message).to_have_value("A draft for the desk")
    assert not any("chat-messages" in seen.path for seen in other.requests)
    assert any("chat-messages" in seen.path for seen in upstream.requests)


def test_a_file_that_waits_in_one_app_waits_in_no_other(
    server: Server, visit: Visit, upstream: Upstream, other: Upstream
) -> None:
    image = {"enabled": True, "number_limits": 3, "transfer_methods": ["local_file"]}
    for app in (upstream, other):
        app.parameters["file_upload"] = {"image": image}
    portal = Portal(visit(server)).open()
    chat = portal.enter("Help desk")
    chat.choose(a_file())
    expect_there(chat, "lamp.png")
    all_apps(chat.page).click()
    lab = portal.enter("Laboratory")
    expect(lab.chips).to_have_count(0)
    all_apps(lab.page).click()
    expect_there(portal.enter("Help desk"), "lamp.png")


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


def test_an_answer_that_is_being_written_goes_on_while_its_person_is_in_another_app(
    portal: Portal, upstream: Upstream
) -> None:
    chat = portal.enter("Help desk")
    chat.ask("LEN=60 DELAY=60 A long one")
    expect(chat.answer).to_contain_text("w3")
    all_apps(chat.page).click()
    expect(portal.recent.get_by_role("link")).to_contain_text("Help desk")
    portal.enter("Laboratory")
    all_apps(chat.page).click()
    portal.recent.get_by_role("link").click()
    expect(chat.answer).to_contain_text("w59")
    chat.expect_idle()


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


def test_an_edit_of_the_file_is_taken_up_and_a_bad_one_is_not(portal: Portal, server: Server, file: Path) -> None:
    chat = portal.enter("Help desk")
    chat.ask_and_wait("LEN=3 Before the edit")
    file.write_text(file.read_text().replace('"Laboratory"', '"The new lab"'))
    wait_for(portal.page, server, "the file of apps was read anew: desk, lab, away")
    file.write_text(file.read_text() + "[[app]]\n")
    wait_for(portal.page, server, "app 4: slug is missing")
    assert KEY not in server.said()
    all_apps(chat.page).click()
    expect(portal.cards).to_have_count(3)
    expect(portal.card("The new lab")).to_be_visible()
    expect(portal.recent.get_by_role("link")).to_contain_text("Before the edit")


def test_several_workers_serve_the_same_apps_and_each_takes_an_edit_up(
    file: Path, tmp_path: Path, visit: Visit, servers: list[Server], redis: RedisServer, guide: Server
) -> None:
    with several(tmp_path / "workers", config=str(file), redis_url=redis.url) as server:
        servers.append(server)
        portal = Portal(visit(server)).open()
        portal.enter("Help desk").ask_and_wait("LEN=3 At whichever worker")
        file.write_text(file.read_text().replace('"Laboratory"', '"The new lab"'))
        wait_for(portal.page, server, "the file of apps was read anew", times=2)
        for _ in range(4):
            portal.open()
            expect(portal.card("The new lab")).to_be_visible()
            expect(portal.recent.get_by_role("link")).to_contain_text("At whichever worker")
        portal.page.close()


def test_an_app_that_is_taken_out_of_the_file_is_gone_from_its_open_page_until_it_comes_back(
    portal: Portal, server: Server, file: Path, visit: Visit
) -> None:
    aside = Portal(visit(server, context=portal.page.context)).open()
    chat = portal.enter("Laboratory")
    chat.ask_and_wait("LEN=3 Before it went")
    expect(aside.recent.get_by_role("link")).to_contain_text("Before it went")
    whole = file.read_text()
    before, _, rest = whole.partition('[[app]]\nslug = "lab"')
    file.write_text(before + "[[app]]" + rest.partition("[[app]]")[2])
    wait_for(portal.page, server, "the file of apps was read anew: desk, away")
    chat.message.fill("Is anybody there?")
    chat.message.press("Enter")
    expect(chat.page.get_by_role("heading", level=1)).to_have_text(EN.app_missing)
    expect(aside.cards).to_have_count(2)
    file.write_text(whole)
    expect(aside.cards).to_have_count(3)
    expect(chat.page.get_by_role("heading", level=1)).to_have_text("Laboratory", timeout=20_000)
    expect(chat.questions).to_have_text(["LEN=3 Before it went"])


def test_a_share_and_a_save_stay_in_their_app(portal: Portal) -> None:
    chat = portal.enter("Help desk")
    chat.ask_and_wait("LEN=3 To be shared")
    chat.page.get_by_role("button", name=EN.options_of_open, exact=True).click()
    with chat.page.expect_download() as download:
        chat.page.get_by_role("menuitem", name=EN.save_markdown, exact=True).click()
    assert "/apps/desk/export/" in download.value.url
    chat.page.get_by_role("button", name=EN.options_of_open, exact=True).click()
    chat.page.get_by_role("menuitem", name=EN.share_link, exact=True).click()
    chat.page.get_by_role("button", name=EN.make_link, exact=True).click()
    link = chat.page.get_by_role("textbox", name=EN.share_link, exact=True)
    expect(link).to_have_value(re.compile(r"/apps/desk/s/[\w-]+$"))
    address = link.input_value()
    chat.page.goto(address)
    expect(chat.page.get_by_text("To be shared").first).to_be_visible()
    assert chat.page.request.get(address.replace("/desk/", "/lab/")).status == 404


def test_erasing_all_of_one_app_leaves_the_others(portal: Portal) -> None:
    portal.enter("Laboratory").ask_and_wait("LEN=3 To be kept")
    all_apps(portal.page).click()
    chat = portal.enter("Help desk")
    chat.ask_and_wait("LEN=3 To be erased")
    chat.open_settings()
    chat.page.get_by_role("button", name=EN.erase_all, exact=True).click()
    chat.page.get_by_role("button", name=EN.erase_yes, exact=True).click()
    expect(chat.page).to_have_url(re.compile(r"/apps/desk$"))
    chat.expect_ready()
    all_apps(chat.page).click()
    expect(portal.recent.get_by_role("link")).to_have_count(1)
    expect(portal.recent).to_contain_text("To be kept")


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


def wait_for(page: Page, server: Server, line: str, times: int = 1) -> None:
    """Until the server has written that; its log is the only thing that tells when a file was looked at."""
    for _ in range(LOOKS // 100):
        if server.said().count(line) >= times:
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"{line!r} is not in {server.said()[-2000:]}")
