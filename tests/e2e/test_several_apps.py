"""Several apps of one server: the wall between them, and the edits of the file that names them."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from app.i18n.en import EN
from tests.redis_server import RedisServer

from .conftest import Visit
from .portals import Portal, all_apps, file, other, portal, server
from .sending_files import a_file, expect_there
from .server import Server, several
from .upstream import KEY, Upstream

__all__ = ["file", "other", "portal", "server"]

LOOKS = 15_000  # milliseconds in which an edit of the file is seen: two looks, and what a busy machine takes


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


def wait_for(page: Page, server: Server, line: str, times: int = 1) -> None:
    """Until the server has written that; its log is the only thing that tells when a file was looked at."""
    for _ in range(LOOKS // 100):
        if server.said().count(line) >= times:
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"{line!r} is not in {server.said()[-2000:]}")
