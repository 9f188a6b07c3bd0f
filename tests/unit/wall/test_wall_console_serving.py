"""What an agent sees at the console: the list, the views that they keep, and the conversation that is open."""

import pytest

from app.ledger.inbox import VIEWS
from app.policy import Role
from app.views import InboxChoice, InboxLine, Notice
from tests.unit.sql import sql
from tests.unit.wall.consoles import AGENT, console

__all__ = ["console"]


async def test_an_agent_sees_everybody_s_conversations_in_the_apps_that_are_theirs(console):
    it = console(Role.AGENT)
    await it.call("ConsoleState.follow")
    state = it.state("ConsoleState")
    assert [(line.app, line.text, line.user, line.unread) for line in state.lines] == [
        ("desk", "Lamps in desk?", "visitor-1", False)
    ]
    assert (state.counts["open"], [app.value for app in state.apps], state.missing) == (1, ["desk"], False)
    await it.call("ConsoleState.look_for", {"q": "lamps"})
    assert [line.app for line in state.lines] == ["desk"]
    for app in ("lab", "another"):
        await it.call("ConsoleThreadState.open", app, it.rows["lab"].id)
        thread = it.state("ConsoleThreadState")
        assert (thread.line, thread._turns(), thread.notice.key) == (InboxLine(), (), "gone")
    both = console(Role.AGENT, ("makers",))
    await both.call("ConsoleState.follow")
    assert {line.app for line in both.state("ConsoleState").lines} == {"desk", "lab"}


async def test_an_agent_sees_what_another_one_has_and_keeps_that_as_a_view(console):
    it = console(Role.AGENT)
    state, inbox = it.state("ConsoleState"), it.ledger.inbox
    for agent, name, apps in (("agent-2", "Ben", ["desk"]), ("agent-3", "Cleo", ["lab"]), (AGENT, "Anna", ["desk"])):
        await inbox.arrive(agent, name, apps)
    for app, agent in (("desk", "agent-2"), ("lab", "agent-3")):
        await inbox.assign([app], app, it.rows[app].id, agent)
    await it.call("ConsoleState.count")
    assert state.agents == [InboxChoice("agent-2", "Ben", 1)]
    assert (state.counts["mine"], state.counts["nobodys"]) == (0, 0)
    await it.call("ConsoleState.narrow", "assignee", "agent-2")
    assert [line.assignee_name for line in state.lines] == ["Ben"]
    await it.call("ConsoleState.keep_view", {"name": "Ben's"})
    await it.call("ConsoleState.narrow", "assignee", "agent-3")
    assert state.lines == []
    # Who serves nobody any more has what is theirs until it is somebody else's, and is chosen in a view even then.
    await inbox.leave("agent-2")
    for assignee, agents in (("agent-2", [InboxChoice("agent-2", "Ben", 1)]), ("", [InboxChoice("agent-2", "#nt-2")])):
        await inbox.assign(["desk"], "desk", it.rows["desk"].id, assignee)
        await it.call("ConsoleState.choose_view", state.views[0].id)
        state._counted = 0.0
        await it.call("ConsoleState.count")
        assert (len(state.lines), state.chosen["assignee"], state.agents) == (bool(assignee), "agent-2", agents)


async def test_an_agent_reads_a_conversation_says_how_far_it_is_and_marks_it_as_unread(console):
    it = console(Role.AGENT)
    await it.call("ConsoleState.read")
    state, thread = it.state("ConsoleState"), it.state("ConsoleThreadState")
    assert [line.unread for line in state.lines] == [True]
    await it.call("ConsoleThreadState.open", "desk", it.rows["desk"].id)
    assert [(turn.question, turn.answer) for turn in thread._turns()] == [("Lamps in desk?", "Yes, lamps.")]
    assert [line.unread for line in state.lines] == [False]
    await it.call("ConsoleThreadState.put_status", "resolved")
    assert thread.line.status == "resolved"
    await it.call("ConsoleThreadState.put_status", "asleep")
    await it.call("ConsoleState.narrow", "status", "resolved")
    assert [line.status for line in state.lines] == ["resolved"]
    await it.call("ConsoleState.narrow", "status", "open")
    assert (state.lines, state.known, state.narrowed) == ([], True, True)
    await it.call("ConsoleThreadState.mark_unread")
    assert thread.line == InboxLine()
    await it.call("ConsoleState.widen")
    assert [line.unread for line in state.lines] == [True]


async def test_of_an_open_conversation_whose_app_is_an_agent_s_no_more_nothing_further_is_read(console):
    it = console(Role.AGENT, ("makers",))
    await it.call("ConsoleThreadState.open", "lab", it.rows["lab"].id)
    console(Role.AGENT)
    await it.call("ConsoleThreadState.read_older")
    assert it.state("ConsoleThreadState").notice.key == "gone"


async def test_a_view_is_kept_chosen_and_dropped(console):
    it = console(Role.AGENT)
    state = it.state("ConsoleState")
    await it.call("ConsoleState.narrow", "rating", "dislike")
    await it.call("ConsoleState.keep_view", {"name": "Bad ones"})
    [view] = state.views
    await it.call("ConsoleState.widen")
    assert len(state.lines) == 1
    await it.call("ConsoleState.choose_view", view.id)
    assert (state.chosen["rating"], state.lines) == ("dislike", [])
    await it.call("ConsoleState.drop_view", view.id)
    assert state.views == []


async def test_a_view_without_a_name_one_too_many_and_one_that_another_tab_has_dropped_change_nothing(console):
    it = console(Role.AGENT)
    state = it.state("ConsoleState")
    await it.call("ConsoleState.keep_view", {"name": "  "})
    assert (state.views, state.named, state.unkept) == ([], 0, Notice())
    for number in range(VIEWS):
        await it.ledger.inbox.keep_view(AGENT, str(number), {})
    await it.call("ConsoleState.keep_view", {"name": "One more"})
    assert (state.named, state.unkept) == (0, Notice("inbox_views_full", {"count": str(VIEWS)}))
    await it.call("ConsoleState.narrow", "rating", "dislike")
    await it.call("ConsoleState.choose_view", "dropped")
    assert (state.chosen["rating"], len(state.views), state.unkept) == ("dislike", VIEWS, Notice("inbox_view_gone"))


async def test_where_the_ledger_fails_what_was_wished_of_a_view_is_said_and_all_stays(console):
    it = console(Role.AGENT)
    state = it.state("ConsoleState")
    await it.call("ConsoleState.narrow", "rating", "dislike")
    await it.call("ConsoleState.keep_view", {"name": "Bad ones"})
    [view] = state.views
    await sql(it.ledger, "ALTER TABLE inbox_views RENAME TO elsewhere")
    for name, given in (("keep_view", {"name": "Others"}), ("choose_view", view.id), ("drop_view", view.id)):
        state.unkept = Notice()
        await it.call(f"ConsoleState.{name}", given)
        assert state.unkept.key
        assert (state.views, state.named, state.chosen["rating"]) == ([view], 1, "dislike")
    await sql(it.ledger, "ALTER TABLE elsewhere RENAME TO inbox_views")
    await it.call("ConsoleState.drop_view", view.id)
    assert (state.views, state.unkept) == ([], Notice())


async def test_a_conversation_that_could_not_be_marked_as_unread_stays_open_and_that_is_said(console):
    it = console(Role.AGENT)
    thread = it.state("ConsoleThreadState")
    await it.call("ConsoleThreadState.open", "desk", it.rows["desk"].id)
    await sql(it.ledger, "ALTER TABLE inbox_seen RENAME TO elsewhere")
    await it.call("ConsoleThreadState.mark_unread")
    assert thread.refused.key
    assert [turn.question for turn in thread._turns()] == ["Lamps in desk?"]


@pytest.mark.parametrize("role", [Role.AGENT, Role.ADMIN])
@pytest.mark.parametrize("page", ["ConsoleState.follow", "ConsoleNumbersState.arrive", "ConsoleQualityState.arrive"])
async def test_each_page_leads_an_admin_alone_to_the_audit_log(console, role, page):
    it = console(role)
    await it.call(page)
    assert it.state("ConsoleState").admin is (role is Role.ADMIN)
