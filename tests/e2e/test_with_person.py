"""A customer and two service agents, at two workers with Redis and PostgreSQL that are started anew meanwhile."""

import pickle
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from redis import Redis

from app.i18n.en import EN
from tests.redis_server import RedisServer
from tests.unit.postgres import Lone, lone

from .accessibility import no_serious_fault_in_both_schemes
from .alarms import Alarms
from .conftest import Visit
from .script import End, Hold, Say
from .sending_files import PNG
from .server import Server, several
from .test_announcements import LISTEN
from .test_connection import AWAY
from .test_console import lines, reading
from .test_sign_in import add_account, sign_in
from .upstream import KEY, Upstream

__all__ = ["lone"]

APPS = """
[[app]]
slug = "desk"
url = "{url}"
key = "{key}"
visitors = true

[app.support]
button = true
"""
SAID = """Customer: Is anybody there?
Agent: I am.
What is it?
Customer: A lamp that went out.
Agent: Which one?
Agent: (red.png)"""

Start = Callable[..., Server]


@pytest.fixture
def start(
    guide: Server, upstream: Upstream, redis: RedisServer, lone: Lone, servers: list[Server], tmp_path: Path
) -> Iterator[Start]:
    """Start the server; with the one that ran until now, end that before."""
    file = tmp_path / "apps.toml"
    file.write_text(APPS.format(url=upstream.url, key=KEY))
    databases = {"redis_url": redis.url, "database_url": lone.url}
    settings = {"config": str(file), "sign_in": "local", "roles": "desk=agent", **databases}
    with ExitStack() as stack:

        def start(before: Server | None = None) -> Server:
            stack.close()
            again = {"port": before.port, "data_dir": str(before.data_dir)} if before else {}
            folder = tmp_path / f"server-{len(servers)}"
            servers.append(server := stack.enter_context(several(folder, **again, **settings)))
            return server

        yield start


def worker_of(page: Page, redis: RedisServer) -> str:
    """Where Reflex says that the page's socket is."""
    token = page.evaluate("sessionStorage.getItem('token')")
    with Redis.from_url(redis.url) as there:
        return str(pickle.loads(there.get(f"token_manager_socket_record_{token}")).instance_id)


def at_the_console(visit: Visit, server: Server, name: str) -> Page:
    page = visit(server).page
    page.goto(f"{server.url}/sign-in?to=/console")
    sign_in(page, name=name)
    expect(page.get_by_text(EN.inbox_empty)).to_be_visible()
    return page


def articles(page: Page) -> Locator:
    return reading(page).get_by_role("article")


def button(page: Page, name: str) -> Locator:
    return reading(page).get_by_role("button", name=name, exact=True)


def asked(upstream: Upstream) -> list[str]:
    return [str(question.body["query"]) for question in upstream.seen("/chat-messages")]


def test_a_person_comes_both_write_while_the_server_is_started_anew_and_the_app_goes_on_with_what_was_said(
    upstream: Upstream, start: Start, redis: RedisServer, lone: Lone, visit: Visit, alarms: Alarms
) -> None:
    alarms.expect(AWAY)
    server = start()
    for name in ("anna", "bea"):
        add_account(server, name, "desk", lone.url)
    anna, bea = (at_the_console(visit, server, name) for name in ("anna", "bea"))
    customer = visit(server).open()
    while worker_of(customer.page, redis) == worker_of(anna, redis):
        customer.reload()

    # Both read along what the app writes, and see one another.
    upstream.script = [Say("Half of "), Hold(), Say("it."), End()]
    customer.ask("Where are the lamps?")
    page, place = customer.page, customer.expect_conversation_address()
    page.get_by_role("button", name=EN.call_person, exact=True).click()
    expect(page.get_by_text(EN.person_awaited)).to_be_visible()
    expect(customer.log.get_by_text(EN.person_called)).to_be_visible()
    customer.message.fill("Is anybody there?")
    customer.message.press("Enter")
    for agent in (anna, bea):
        lines(agent).first.get_by_role("link").click()
        expect(articles(agent).last).to_contain_text("Half of")
    for agent, other in ((anna, "bea"), (bea, "anna")):
        expect(reading(agent).get_by_text(EN.inbox_looks.format(name=other))).to_be_visible()
    anna.get_by_label(EN.inbox_note_write).press_sequentially("I shall")
    expect(reading(bea).get_by_text(EN.inbox_writes.format(name="anna"))).to_be_visible()

    # The answer gives way to whoever takes it, and what waited for its end is theirs.
    page.evaluate(LISTEN)
    button(anna, EN.inbox_take).click()
    upstream.wait_for("/chat-messages/[^/]+/stop")
    expect(page.get_by_text(EN.with_person.format(name="anna"))).to_be_visible()
    expect(button(bea, EN.inbox_take_over)).to_be_visible()
    upstream.release()
    heard = customer.log.get_by_role("article", name=EN.message, exact=True)
    said = customer.log.get_by_role("article", name="anna", exact=True)
    reply = reading(anna).get_by_role("textbox", name=EN.inbox_reply)
    expect(heard).to_have_text(["Is anybody there?"])
    reply.fill("I am.\nWhat is it?")
    reply.press("Enter")
    expect(said).to_contain_text("I am.")
    page.wait_for_function("(text) => window.told.at(-1)?.includes(text)", arg="anna: I am. What is it?")
    no_serious_fault_in_both_schemes(page)

    # While all workers are away both write on, and nothing of it is lost or doubled.
    customer.message.fill("A lamp that")
    reply.fill("Which")
    expect(articles(bea)).to_have_count(4)
    start(server)
    expect(button(bea, EN.inbox_take_over)).to_be_visible()
    customer.message.press("End")
    page.keyboard.type(" went out.")
    page.keyboard.press("Enter")
    for where in (anna, bea):
        expect(reading(where).get_by_text("A lamp that went out.")).to_be_visible()
    expect(heard).to_have_text(["Is anybody there?", "A lamp that went out."])
    reply.press("End")
    anna.keyboard.type(" one?")
    anna.keyboard.press("Enter")
    for where in (customer.log, reading(bea)):
        expect(where.get_by_text("Which one?")).to_be_visible()
    expect(reply).to_have_value("")
    with anna.expect_file_chooser() as chooser:
        button(anna, EN.attach_files).click()
    chooser.value.set_files([{"name": "red.png", "mimeType": "image/png", "buffer": PNG}])
    expect(reading(anna).locator(".chip")).to_have_attribute("data-state", "done")
    reply.press("Enter")
    for where in (customer.log, reading(anna), reading(bea)):
        expect(where.get_by_role("img", name="red.png")).to_have_js_property("naturalWidth", 40)
    assert asked(upstream) == ["Where are the lamps?"]

    # The app is told what the agent lets it know, and the customer is shown what was said.
    button(anna, EN.inbox_hand_back).click()
    context = reading(anna).get_by_role("textbox", name=EN.inbox_told)
    expect(context).to_have_value(SAID)
    context.fill("They look for a red lamp.")
    button(anna, EN.inbox_hand_back).click()
    for agent in (anna, bea):
        expect(button(agent, EN.inbox_take)).to_be_visible()
    expect(customer.log.get_by_text(EN.person_left.format(name="anna"))).to_be_visible()
    upstream.script = None
    customer.ask_and_wait("LEN=3 And now?")
    [_, told] = asked(upstream)
    assert "They look for a red lamp." in told and "What is it?" not in told and told.endswith("LEN=3 And now?")
    for agent in (anna, bea):
        expect(articles(agent)).to_have_count(9)
        expect(articles(agent).last).to_contain_text("w2")
    for _ in customer.live_and_stored():
        expect(customer.questions).to_have_text(["Where are the lamps?", "LEN=3 And now?"])
        expect(heard).to_have_text(["Is anybody there?", "A lamp that went out."])
        expect(said).to_have_count(3)
        expect(customer.answers.first).to_contain_text("Half of")
    assert customer.path == place

    # In a new chat a person is asked for before the app: what stood in the box goes along, and the app hears nothing.
    customer.begin_anew()
    customer.message.fill("My lamp")
    page.get_by_role("button", name=EN.call_person, exact=True).click()
    expect(page.get_by_text(EN.person_reads)).to_be_visible()
    expect(customer.message).to_have_attribute("placeholder", EN.write_to_person)
    assert customer.expect_conversation_address() != place
    expect(customer.message).to_be_focused()
    expect(customer.message).to_have_value("My lamp")
    customer.message.press("End")
    page.keyboard.type(" is dark.")
    page.keyboard.press("Enter")
    expect(heard).to_have_text(["My lamp is dark."])
    expect(customer.message).to_have_value("")
    no_serious_fault_in_both_schemes(page)
    lines(anna).filter(has_text="My lamp is dark.").get_by_role("link").click()
    expect(articles(anna)).to_have_text([re.compile("My lamp is dark.")])
    button(anna, EN.inbox_take).click()
    expect(page.get_by_text(EN.with_person.format(name="anna"))).to_be_visible()
    expect(customer.message).to_have_attribute("placeholder", EN.write_to.format(name="anna"))
    customer.reload()
    expect(heard).to_have_text(["My lamp is dark."])
    expect(customer.conversations.first).to_contain_text("My lamp is dark.")
    assert len(asked(upstream)) == 2
