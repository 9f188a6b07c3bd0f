"""A person steps in: the customer's page, while the agent is at another worker of the server."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from app.i18n.en import EN
from tests.redis_server import RedisServer

from .accessibility import no_serious_fault_in_both_schemes
from .agent import stepping_in
from .conftest import Visit
from .page import ChatPage
from .script import End, Hold, Say
from .server import Server, started
from .test_announcements import LISTEN
from .upstream import KEY, Upstream

ANNA = "agent-1"
APPS = """
[[app]]
slug = "desk"
url = "{url}"
key = "{key}"

[app.support]
button = true
"""

Do = Callable[..., Any]


@pytest.fixture(scope="module")
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    made = RedisServer(tmp_path_factory.mktemp("redis"))
    made.start()
    yield made
    made.stop()


@pytest.fixture(scope="module")
def desk(
    guide: Server, _upstream: Upstream, redis: RedisServer, tmp_path_factory: pytest.TempPathFactory,
    servers: list[Server],
) -> Iterator[Server]:  # fmt: skip
    folder: Path = tmp_path_factory.mktemp("desk")
    file = folder / "apps.toml"
    file.write_text(APPS.format(url=_upstream.url, key=KEY))
    with started(folder, config=str(file), redis_url=redis.url) as server:
        servers.append(server)
        yield server


@pytest.fixture(scope="module")
def agent(desk: Server, redis: RedisServer) -> Iterator[Do]:
    with stepping_in(desk, redis.url, "desk") as do:
        yield do


@pytest.fixture
def chat(upstream: Upstream, desk: Server, visit: Visit) -> ChatPage:
    return visit(desk).open()


def place_of(chat: ChatPage) -> str:
    return chat.expect_conversation_address().rpartition("/")[2]


def asked(upstream: Upstream) -> list[str]:
    return [str(question.body["query"]) for question in upstream.seen("/chat-messages")]


def test_a_person_comes_both_write_and_the_app_goes_on_with_what_was_said(
    chat: ChatPage, upstream: Upstream, agent: Do
) -> None:
    page = chat.page
    chat.ask_and_wait("Why?")
    place = place_of(chat)
    page.evaluate(LISTEN)
    page.get_by_role("button", name=EN.call_person, exact=True).click()
    expect(page.get_by_text(EN.person_awaited)).to_be_visible()
    expect(chat.log.get_by_text(EN.person_called)).to_be_visible()

    agent(lambda desk: desk.take(place, ANNA, "Anna"))
    expect(page.get_by_text(EN.with_person.format(name="Anna"))).to_be_visible()
    expect(chat.log.get_by_text(EN.person_came.format(name="Anna"))).to_be_visible()
    messages = chat.log.get_by_role("article", name=EN.message, exact=True)
    annas = chat.log.get_by_role("article", name="Anna", exact=True)
    chat.message.fill("Is anybody there?")
    chat.message.press("Enter")
    expect(messages).to_have_text(["Is anybody there?"])
    expect(chat.message).to_have_value("")
    expect(chat.send).to_be_visible()
    agent(lambda desk: desk.say(place, ANNA, "I am.\nWhat is it?", ""))
    expect(annas).to_contain_text("I am.")
    page.wait_for_function("(text) => window.told.at(-1)?.includes(text)", arg="Anna: I am. What is it?")
    no_serious_fault_in_both_schemes(page)

    chat.reload()
    expect(annas).to_contain_text("I am.")
    expect(messages).to_have_count(1)
    expect(page.get_by_text(EN.with_person.format(name="Anna"))).to_be_visible()
    expect(chat.questions).to_have_count(1)
    assert asked(upstream) == ["Why?"]

    agent(lambda desk: desk.hand_back(place, ANNA, "Agent: What is it?"))
    expect(chat.log.get_by_text(EN.person_left.format(name="Anna"))).to_be_visible()
    expect(page.get_by_text(EN.with_person.format(name="Anna"))).to_have_count(0)
    chat.ask_and_wait("It is a lamp.")
    [_, told] = asked(upstream)
    assert "Agent: What is it?" in told and told.endswith("It is a lamp.")
    for _ in chat.live_and_stored():
        expect(chat.questions.last).to_have_text("It is a lamp.")
        assert "What is it?" not in chat.questions.last.inner_text()


def test_an_answer_gives_way_and_what_waits_for_its_end_goes_to_the_person(
    chat: ChatPage, upstream: Upstream, agent: Do
) -> None:
    upstream.script = [Say("Half of "), Hold(), Say("it."), End()]
    chat.ask("Why?")
    expect(chat.answer).to_contain_text("Half of")
    place = place_of(chat)
    chat.message.fill("Still there?")
    chat.message.press("Enter")
    agent(lambda desk: desk.take(place, ANNA, "Anna"))
    upstream.release()
    expect(chat.log.get_by_role("article", name=EN.message, exact=True)).to_have_text(["Still there?"])
    expect(chat.answer).to_contain_text("Half of")
    assert asked(upstream) == ["Why?"]
