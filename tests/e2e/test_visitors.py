"""One server for a team that signs in, and for visitors beside them."""

import re
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, expect

from app.i18n.en import EN
from tests.load.client import Tab, Visitor
from tests.load.shown import full_name
from tests.unit.wall.things import Things

from .accessibility import no_serious_fault, no_serious_fault_in_both_schemes
from .alarms import CLOSED_BY_SERVER, Alarms
from .conftest import Serve, Visit
from .hosts import Host, Widget, a_host, script
from .portals import all_apps, table
from .server import Server
from .test_load import apart
from .test_sign_in import NAME, OTHER, add_account, sign_in
from .test_wall import events
from .upstream import Upstream
from .widgets import far

SESSION = full_name("session")


@pytest.fixture
def host() -> Iterator[Host]:
    """Another site."""
    with a_host() as host:
        yield host


@pytest.fixture
def server(serve: Serve, upstream: Upstream, host: Host, tmp_path: Path) -> Server:
    """An app for visitors, one for whoever has signed in, and one for the staff; one of the two accounts is of it."""
    path = tmp_path / "apps.toml"
    path.write_text(
        table("desk", upstream.url, "Help desk", f'visitors = true\norigins = ["{host.url}"]\n')
        + table("lab", upstream.url.replace("127.0.0.1", "localhost"), "Laboratory")
        + '[[app]]\nslug = "staff"\nembedded = "guide"\ntitle = "Staff room"\ngroups = ["staff"]\n'
    )
    server = serve(config=str(path), sign_in="local")
    for name, groups in ((NAME, "staff"), (OTHER, "")):
        add_account(server, name, groups)
    return server


def cards(page: Page) -> Locator:
    return page.get_by_role("list", name=EN.apps, exact=True).get_by_role("heading", level=2)


def leave(page: Page) -> None:
    """What was asked as a visitor stays that."""
    page.get_by_role("button", name=EN.keep_in_browser, exact=True).click()


def way_in(page: Page) -> Locator:
    return page.get_by_role("link", name=EN.sign_in, exact=True)


def test_a_visitor_has_their_app_and_who_signs_in_those_of_theirs(
    server: Server, visit: Visit, upstream: Upstream, host: Host, alarms: Alarms
) -> None:
    alarms.expect(r"401")  # The browser's own line of a refused request.
    alarms.expect(CLOSED_BY_SERVER)
    chat = visit(server)
    page = chat.page
    page.goto(server.url)
    expect(page).to_have_url(f"{server.url}/apps")
    expect(cards(page)).to_have_text(["Help desk"])
    expect(way_in(page)).to_be_visible()
    no_serious_fault_in_both_schemes(page)
    cards(page).get_by_role("link").click()
    chat.expect_ready().ask_and_wait("LEN=3 As a visitor")
    expect(way_in(page)).to_be_visible()
    assert upstream.seen("/chat-messages")[-1].user.startswith("visitor-")

    page.goto(f"{server.url}/apps/lab")
    expect(page).to_have_url(re.compile("/sign-in"))
    no_serious_fault(page)
    sign_in(page, name=OTHER)
    leave(page)
    chat.expect_ready().ask_and_wait("LEN=3 As one of the team")
    assert upstream.seen("/chat-messages")[-1].user.startswith("local:")
    expect(way_in(page)).to_have_count(0)
    all_apps(page).click()
    expect(cards(page)).to_have_text(["Help desk", "Laboratory"])
    expect(page.get_by_role("link", name=EN.inbox, exact=True)).to_have_count(0)
    page.get_by_role("button", name=EN.your_account, exact=True).click()
    expect(page.get_by_role("dialog").get_by_role("button", name=EN.sign_out, exact=True)).to_be_visible()
    page.goto(f"{server.url}/apps/staff")
    expect(page.get_by_role("heading", level=1)).to_have_text(EN.app_missing)

    page.goto(f"{server.url}/apps/desk")
    chat.expect_ready()
    expect(chat.sidebar).to_contain_text("As one of the team")  # the two apps are one upstream
    expect(chat.sidebar).not_to_contain_text("As a visitor")
    chat.open_settings().get_by_role("button", name=EN.sign_out, exact=True).click()
    expect(page.get_by_text(EN.signed_out, exact=True)).to_be_visible()
    page.get_by_role("link", name=EN.sign_in_without).click()
    expect(cards(page)).to_have_text(["Help desk"])
    cards(page).get_by_role("link").click()
    chat.expect_ready()
    expect(chat.sidebar).to_contain_text("As a visitor")

    way_in(page).click()
    sign_in(page, name=NAME)
    leave(page)
    expect(page).to_have_url(f"{server.url}/apps/desk")
    all_apps(page).click()
    expect(cards(page)).to_have_text(["Help desk", "Laboratory", "Staff room"])

    host.body = script(far(server))
    page.goto(host.url)
    widget = Widget(page).open()
    widget.ask("LEN=3 From the shop")
    widget.expect_answer("w2")
    assert upstream.seen("/chat-messages")[-1].user.startswith("visitor-")
    expect(widget.inside.get_by_role("link", name=EN.sign_in, exact=True)).to_have_count(0)


def test_what_is_typed_by_whoever_is_signed_out_meanwhile_goes_out_under_no_visitor_s_name(
    server: Server, visit: Visit, alarms: Alarms
) -> None:
    alarms.expect(CLOSED_BY_SERVER)
    chat = visit(server)
    page = chat.page
    page.goto(f"{server.url}/apps/desk")
    chat.expect_ready()
    way_in(page).click()
    sign_in(page)
    chat.expect_ready()
    chat.message.fill("For the team alone")
    assert page.context.request.post(f"{server.url}/sign-out", headers={"Origin": server.url}).ok
    expect(page).to_have_url(re.compile("/sign-in"))
    page.get_by_role("link", name=EN.sign_in_without).click()
    chat.expect_ready()
    expect(chat.message).to_have_value("")
    way_in(page).click()
    sign_in(page)
    chat.expect_ready()
    expect(chat.message).to_have_value("For the team alone")


def test_what_is_typed_in_a_frame_is_that_of_who_is_there_whoever_has_signed_in_beside_it(
    server: Server, visit: Visit, host: Host, alarms: Alarms
) -> None:
    """Also where the site around is not another one to the browser, and its frames have this one's cookies."""
    alarms.expect(CLOSED_BY_SERVER)
    chat = visit(server)
    page = chat.page
    page.goto(f"{server.url}/apps/lab")
    sign_in(page)
    chat.expect_ready()
    host.body = script(server.url)
    page.goto(host.url)
    Widget(page).open().message.fill("Of the shop's visitor")
    assert page.context.request.post(f"{server.url}/sign-out", headers={"Origin": server.url}).ok
    page.goto(f"{server.url}/apps/desk")  # where the browser hears that nobody has signed in
    chat.expect_ready()
    page.goto(host.url)
    expect(Widget(page).open().message).to_have_value("Of the shop's visitor")


class AtApp(Tab):
    """A tab at the address of one of several apps."""

    def __init__(self, visitor: Visitor, app: str) -> None:
        super().__init__(visitor)
        self.app = app

    @property
    def _path(self) -> str:
        return f"/apps/{self.app}"

    async def come(self) -> "AtApp":
        """Open a socket without a page, which would lead away."""
        await self._connect()
        await self.until(lambda: self.shown.states.get(SESSION))
        return self


def test_by_raw_events_a_visitor_reaches_no_app_but_those_for_visitors(server: Server, upstream: Upstream) -> None:
    async def attack() -> None:
        visitor = Visitor(server.url)
        tab = await AtApp(visitor, "desk").open()
        await tab.ask("LEN=3 Is anybody there?")
        await tab.until_ended()
        asked, heard = len(upstream.requests), tab.listen()
        question = {"number": "1", "text": "Let me in.", "values": {}, "files": [], "queued": False}
        more = [("session.enter", {}), ("thread.send", question), ("portal.look", {}), ("portal.read", {})]
        for tab.app in ("lab", "staff", "never"):
            for name, given in events(Things(*[str(uuid4())] * 9)):
                await tab.send(name, given)
            for name, given in more:
                await tab._say(name, **given)
        tab.app = "desk"
        await tab.open()
        await tab.ask("LEN=3 And here?")
        await tab.until_ended()
        assert [seen.body["query"] for seen in upstream.requests[asked:] if seen.path.endswith("/chat-messages")] == [
            "LEN=3 And here?"
        ]
        assert not any(name in repr(heard) for name in ("Laboratory", "Staff room"))
        await tab.close()
        nobody = await AtApp(Visitor(server.url), "staff").come()
        heard, asked, known = nobody.listen(), len(upstream.requests), upstream.seen("/chat-messages")[-1].user
        for nobody.app in ("desk", "lab", "staff"):
            for name, given in more:
                await nobody._say(name, **given)
        await nobody.until(lambda: len(heard) >= 3 * len(more))
        assert {repr(update["delta"]) for update in heard} == {repr({SESSION: {"left_rx_state_": True}})}
        assert {seen.user for seen in upstream.requests[asked:]} <= {known}  # whose last answer had more to ask for
        await nobody.close()

    apart(attack())
