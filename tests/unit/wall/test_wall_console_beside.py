"""Beside the open conversation of the console: who has it, and its labels, which all agents see."""

from contextlib import aclosing

import pytest

from app.catalog import App
from app.ledger.inbox import LABELS, LONGEST
from app.news import CONSOLE, EVERYBODY, Hosted, MemoryNews, Moved
from app.policy import Role
from app.services import current
from app.state.console import ConsoleState
from app.views import InboxChoice, InboxLine, Notice
from tests.unit.runs.doubles import refused
from tests.unit.state.threads import Task
from tests.unit.wall.consoles import AGENT, console

__all__ = ["console"]
OTHER = "agent-2"


@pytest.fixture
async def it(console):
    """An agent with a conversation open, and another agent who serves the same app."""
    it = console(Role.AGENT)
    await it.ledger.inbox.arrive(OTHER, "Bea", ["desk"])
    await it.ledger.inbox.arrive("agent-of-another-app", "Cem", ["lab"])
    await it.call("ConsoleState.follow")
    await it.call("ConsoleThreadState.open", "desk", it.rows["desk"].id)
    await it.call("ConsoleBesideState.look")
    return it


def line(it) -> InboxLine:
    return it.state("ConsoleThreadState").line


async def test_a_conversation_is_given_to_oneself_to_another_and_to_nobody(it):
    beside = it.state("ConsoleBesideState")
    assert beside.agents == [InboxChoice(OTHER, "Bea")]
    for given, assignee, name, mine in (
        ("me", AGENT, "#nt-1", True), (OTHER, OTHER, "Bea", False), ("", "", "", False)
    ):  # fmt: skip
        await it.call("ConsoleBesideState.assign", given)
        assert (line(it).assignee, line(it).assignee_name, line(it).mine) == (assignee, name, mine)
    assert beside.notice == Notice()


@pytest.mark.parametrize("agent", ["agent-of-another-app", "visitor-1", "nobody"])
async def test_who_does_not_serve_the_app_is_given_nothing(it, agent):
    await it.call("ConsoleBesideState.assign", agent)
    assert (line(it).assignee, it.state("ConsoleBesideState").notice.key) == ("", "inbox_not_changed")


async def test_who_gives_it_last_has_given_it_and_whoever_was_too_late_sees_that(console, it):
    other = console(Role.AGENT)
    await other.call("ConsoleThreadState.open", "desk", it.rows["desk"].id)
    await it.call("ConsoleBesideState.assign", OTHER)
    await other.call("ConsoleBesideState.put_label", {"label": "late"})
    assert (line(other).assignee_name, line(other).labels) == ("Bea", ["late"])


async def test_labels_are_put_on_and_taken_off(it):
    for label in (" very   late ", "billing", "billing", "", "  "):
        await it.call("ConsoleBesideState.put_label", {"label": label})
    assert line(it).labels == ["billing", "very late"]
    await it.call("ConsoleState.read")
    assert it.state("ConsoleState").lines[0].labels == ["billing", "very late"]
    await it.call("ConsoleBesideState.drop_label", "billing")
    assert line(it).labels == ["very late"]
    it.state("ConsoleState")._counted = 0.0
    await it.call("ConsoleState.count")
    assert it.state("ConsoleState").labels == ["very late"]


async def test_a_label_that_is_too_long_or_one_too_many_is_refused_with_a_sentence(it):
    beside = it.state("ConsoleBesideState")
    await it.call("ConsoleBesideState.put_label", {"label": "x" * (LONGEST + 1)})
    assert (beside.notice, line(it).labels) == (Notice("inbox_label_long", {"count": "64"}), [])
    for number in range(LABELS):
        await it.call("ConsoleBesideState.put_label", {"label": f"{number:02}"})
    assert beside.notice == Notice()
    await it.call("ConsoleBesideState.put_label", {"label": "one more"})
    assert (beside.notice, len(line(it).labels)) == (Notice("inbox_labels_full", {"count": "20"}), LABELS)


async def test_of_a_conversation_that_is_gone_it_is_said(it):
    await it.ledger.mark(it.rows["desk"], deleted_at=1.0)
    for name, given in (("assign", "me"), ("put_label", {"label": "late"}), ("drop_label", "late")):
        await it.call("ConsoleBesideState.look")
        await it.call(f"ConsoleBesideState.{name}", given)
        assert it.state("ConsoleBesideState").notice.key == "inbox_not_changed"


async def test_all_agents_are_told_of_what_was_changed(it, monkeypatch):
    chat = current().apps.at("desk").seen_by(Role.AGENT)
    monkeypatch.setattr(chat, "news", MemoryNews())
    async with aclosing(chat.news.follow(*CONSOLE)) as news:
        await anext(news)
        for name, given in (("assign", OTHER), ("put_label", {"label": "late"}), ("drop_label", "late")):
            await it.call(f"ConsoleBesideState.{name}", given)
            assert await anext(news) == (Moved("desk", it.rows["desk"].id),)


async def test_an_agent_sees_whose_a_conversation_is_and_what_else_there_is_of_them(console):
    for groups, others in (((), []), (("makers",), ["Lamps in lab?"])):
        it = console(Role.AGENT, groups)
        await it.call("ConsoleThreadState.open", "desk", it.rows["desk"].id)
        await it.call("ConsoleBesideState.look")
        known = it.state("ConsoleBesideState").customer
        assert (known.name, known.user, known.visitor, known.count) == ("", "visitor-1", True, len(others) + 1)
        assert (known.since > 0, [line.text for line in known.others]) == (True, others)


@pytest.mark.parametrize(("user", "count"), [("shopper-7", 1), ("oidc:shopper-7", 2), ("proxy:cem", 2)])
async def test_an_id_of_another_site_s_is_somebody_s_in_its_app_alone(console, user, count):
    it = console(Role.AGENT, ("makers",))
    for app in ("desk", "lab"):
        row, _, run = await it.ledger.begin(app, user, "Boats?", None, {})
        await it.ledger.end(run, "done", answer="Yes.")
    await it.call("ConsoleThreadState.open", "lab", row.id)
    await it.call("ConsoleBesideState.look")
    known = it.state("ConsoleBesideState").customer
    assert (known.count, known.name, known.visitor) == (count, "cem" if user == "proxy:cem" else "", False)


async def test_an_agent_sees_what_was_filled_in_before_the_conversation(console, upstream):
    form = [{"text-input": {"variable": "order", "label": "Order number", "required": False}}]
    upstream.on(
        "GET /v1/parameters", {"user_input_form": [*form, {"text-input": {"variable": "town", "label": "Town"}}]}
    )
    it = console(Role.AGENT)
    row, _, run = await it.ledger.begin("desk", "visitor-1", "Boats?", None, {"order": "A-7", "plan": "gold"})
    await it.ledger.end(run, "done", answer="Yes.")
    await it.call("ConsoleThreadState.open", "desk", row.id)
    await it.call("ConsoleBesideState.look")
    given = it.state("ConsoleBesideState").given
    assert [(detail.label, detail.text) for detail in given] == [("Order number", "A-7"), ("plan", "gold")]


async def test_where_the_app_cannot_be_asked_for_its_form_that_is_said_and_all_else_is_there(console, upstream):
    upstream.on("GET /v1/parameters", refused("internal_server_error", "No.", 500))
    it = console(Role.AGENT)
    await it.call("ConsoleThreadState.open", "desk", it.rows["desk"].id)
    await it.call("ConsoleBesideState.look")
    beside = it.state("ConsoleBesideState")
    assert (beside.customer.count, beside.given, beside.notice.key != "") == (1, [], True)


async def test_what_there_is_to_filter_by_follows_the_server_s_apps(console, monkeypatch):
    it = console(Role.AGENT)
    state, apps = it.state("ConsoleState"), current().apps
    monkeypatch.setattr(apps.all()[0], "news", news := MemoryNews())
    async with aclosing(ConsoleState.follow.fn(Task(state))) as events:
        assert [await anext(events) for _ in range(2)] == [ConsoleState.read, ConsoleState.count]
        assert [app.value for app in state.apps] == ["desk"]
        await it.call("ConsoleState.narrow", "app", "desk")
        apps.become([apps.at("lab")])
        await news.publish(*EVERYBODY, Hosted())
        assert [await anext(events) for _ in range(2)] == [ConsoleState.read, ConsoleState.count]
        state._counted = 0.0
        await it.call("ConsoleState.count")
    assert ([app.value for app in state.apps], state.chosen["app"]) == (["lab"], "")


async def test_an_agent_to_whom_no_app_is_left_has_no_console_any_more(console, monkeypatch):
    it = console(Role.AGENT)
    state, apps = it.state("ConsoleState"), current().apps
    monkeypatch.setattr(apps.all()[0], "news", news := MemoryNews())
    async with aclosing(ConsoleState.follow.fn(Task(state))) as events:
        await anext(events)
        await anext(events)
        await it.call("ConsoleState.read")
        assert state.lines
        apps.become([apps.at("lab")], [App(slug="lab", embedded="guide", groups=["makers"])])
        await news.publish(*EVERYBODY, Hosted())
        assert [event async for event in events] == []
    assert (state.lines, state.missing) == ([], True)
