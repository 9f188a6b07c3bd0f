"""What an agent does at the console, with what is in the ledger and what the app answers."""

import asyncio

import pytest

from app.chat.question import LONGEST
from app.ledger.inbox import VIEWS
from app.policy import Role
from app.views import Correction, InboxChoice, InboxLine, Notice, PrivateAnswer
from tests.unit.chat.talks import ASK, CONVERSATIONS, MESSAGES, conversation, message, page
from tests.unit.runs.doubles import Stream, refused
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


async def test_an_agent_brings_in_what_the_app_has_of_a_user(console):
    it = console(Role.AGENT)
    bringing = it.state("ConsoleBringingState")
    await it.call("ConsoleBringingState.bring", {"user": " visitor-9 ", "app": "desk"})
    assert bringing.notice == Notice("inbox_brought", {"count": "1"})
    await it.call("ConsoleState.look_for", {"q": "boats"})
    state = it.state("ConsoleState")
    assert [(line.user, line.name) for line in state.lines] == [("visitor-9", "Boats")]
    assert bringing.newest == state.lines[0].key
    for app in ("lab", "another"):  # an app that is not the agent's is none
        await it.call("ConsoleBringingState.bring", {"user": "visitor-8", "app": app})
    assert await sql(it.ledger, "SELECT app FROM conversations WHERE \"user\" = 'visitor-8'") == []


@pytest.mark.parametrize("user", ["", "  ", "x" * 256, "a\nb", "a\0b"])
async def test_what_is_no_user_id_is_not_asked_for(console, upstream, user):
    it = console(Role.AGENT)
    await it.call("ConsoleBringingState.bring", {"user": user})
    assert it.state("ConsoleBringingState").notice == Notice("inbox_bad_user")
    assert upstream.asked(CONVERSATIONS) == []


async def test_a_user_that_the_app_does_not_know_and_an_app_that_cannot_be_asked_are_said(console, upstream):
    it = console(Role.AGENT)
    bringing = it.state("ConsoleBringingState")
    upstream.on(CONVERSATIONS, page())
    await it.call("ConsoleBringingState.bring", {"user": "nobody"})
    assert bringing.notice == Notice("inbox_no_user")
    upstream.on(CONVERSATIONS, refused("internal_server_error", "No.", 500))
    await it.call("ConsoleBringingState.bring", {"user": "somebody"})
    assert (bringing.notice.key, bringing.failed, bringing.newest) == ("error_server", True, "")
    # What is here already is told of, and the app is asked anew at once.
    upstream.on(CONVERSATIONS, page(conversation("c", 5, "Boats")), refused("internal_server_error", "No.", 500))
    upstream.on(MESSAGES, refused("internal_server_error", "No.", 500))
    for user in ("somebody", "somebody"):
        await it.call("ConsoleBringingState.bring", {"user": user})
        assert bringing.notice == Notice("inbox_not_whole", {"count": "1"})
    assert bringing.newest.startswith("desk ")
    assert len(upstream.asked(CONVERSATIONS)) == 4


async def test_what_an_agent_brings_in_can_be_stopped_and_who_else_waits_for_it_gets_it(console, upstream, monkeypatch):
    monkeypatch.setattr("app.state.console_bringing.PACE", 0.0)
    upstream.on(CONVERSATIONS, page(*(conversation(f"c{number}", number) for number in range(300))))
    upstream.on(MESSAGES, page(message("m", 5)))
    here, there = console(Role.AGENT), console(Role.AGENT)
    both = [it.state("ConsoleBringingState") for it in (here, there)]
    calls = [
        asyncio.create_task(it.call("ConsoleBringingState.bring", {"user": "visitor-9"})) for it in (here, there, here)
    ]
    async with asyncio.timeout(60):
        await upstream.waits_for(MESSAGES, 20)
        assert [(state.busy, state.count) for state in both] == [(True, 300)] * 2
        await here.call("ConsoleBringingState.cancel")
        assert (both[0].notice.key, both[0].busy) == ("inbox_bring_stopped", False)
        await asyncio.gather(*calls)
    assert both[1].notice == Notice("inbox_brought", {"count": "300"})
    assert (both[0].notice.key, len(upstream.asked(CONVERSATIONS)), len(upstream.asked(MESSAGES))) == (
        "inbox_bring_stopped", 1, 300,
    )  # fmt: skip
    await here.call("ConsoleBringingState.cancel")
    assert both[0].notice.key == "inbox_bring_stopped"
    await here.call("ConsoleBringingState.leave")
    assert both[0].notice == Notice()


async def test_what_nobody_waits_for_any_more_is_not_brought_in(console, upstream, monkeypatch):
    monkeypatch.setattr("app.state.console_bringing.PACE", 0.0)
    monkeypatch.setattr("app.chat.search.LISTED", 1)
    upstream.on(
        CONVERSATIONS, {**page(*(conversation(f"c{number}", number) for number in range(200))), "has_more": True}
    )
    upstream.on(MESSAGES, page(message("m", 5)))
    it = console(Role.AGENT)
    state = it.state("ConsoleBringingState")
    call = asyncio.create_task(it.call("ConsoleBringingState.bring", {"user": "visitor-9"}))
    async with asyncio.timeout(60):
        await upstream.waits_for(MESSAGES, 20)
        await it.call("ConsoleBringingState.cancel")
        await call
    assert len(upstream.asked(MESSAGES)) < 190
    await it.call("ConsoleBringingState.bring", {"user": "visitor-9"})
    assert state.notice == Notice("inbox_bring_more", {"count": "200"})
    assert len(upstream.asked(CONVERSATIONS)) == 2


async def test_an_agent_takes_a_conversation_writes_in_it_and_hands_it_back(console):
    it = console(Role.AGENT)
    row, thread, reply = it.rows["desk"], it.state("ConsoleThreadState"), it.state("ConsoleReplyState")
    await it.call("ConsoleThreadState.open", "desk", row.id)
    say = ("ConsoleReplyState.say", "desk", row.id)
    await it.call(*say, "1", "Hello.", [])
    assert (reply.said, reply.refused, [turn.kind for turn in thread._turns()]) == ("", "1", [""])
    await it.call("ConsoleReplyState.take")
    assert (thread.line.status, thread.line.mine, reply.notice.key) == ("person", True, "")
    await it.call("ConsoleThreadState.put_status", "resolved")
    await it.call("ConsoleThreadState.put_status", "person")
    await it.call(*say, "1", " Hello. ", [])
    for _ in range(2):
        await it.call(*say, "2", "Once.", [])
    assert (reply.said, reply.refused) == ("2", "1")
    await it.call(*say, "3", " ", [])
    assert [(turn.kind, turn.answer) for turn in thread._turns()[1:]] == [
        ("came", ""), ("person", "Hello."), ("person", "Once."),
    ]  # fmt: skip
    await it.call(*say, "4", "x" * (LONGEST + 1), [])
    assert (reply.refused, reply.notice.key) == ("4", "question_too_long")
    await it.call("ConsoleReplyState.look_back")
    assert (reply.context, reply.leaving) == ("Agent: Hello.\nAgent: Once.", thread.line.key)
    await it.call("ConsoleReplyState.rather_not")
    assert (reply.context, reply.leaving) == ("", "")
    await it.call("ConsoleReplyState.look_back")
    await it.call(*say, "5", "Wait.", [])  # one that was long on its way
    assert reply.leaving == thread.line.key
    await it.ledger.handover.hear(row, "It is urgent.", None)
    # What is being handed back is not handed back once more.
    reply.handing = thread.line.key
    await it.call("ConsoleReplyState.hand_back", {"context": "Agent: Hello."})
    assert thread.line.status == "person"
    reply.handing = ""
    await it.call("ConsoleReplyState.hand_back", {"context": "Agent: Hello, hello."})
    assert reply.handing == ""
    assert (thread.line.status, thread._turns()[-1].kind) == ("open", "left")
    assert (await it.ledger.again(row)).context == "Agent: Hello, hello.\nAgent: Wait.\nCustomer: It is urgent."


async def test_what_another_agent_has_is_taken_over_by_who_says_so(console):
    it = console(Role.AGENT)
    row, thread, reply = it.rows["desk"], it.state("ConsoleThreadState"), it.state("ConsoleReplyState")
    await it.call("ConsoleThreadState.open", "desk", row.id)
    await it.ledger.handover.take("desk", row.id, "agent-2", "Ben")
    await it.call("ConsoleReplyState.take", False)
    assert (thread.line.status, thread.line.mine) == ("person", False)
    await it.call("ConsoleReplyState.take", True)
    assert (thread.line.mine, reply.notice.key) == (True, "")


async def test_an_agent_has_a_reply_drafted_and_a_question_asked_again(console, upstream):
    it = console(Role.AGENT)
    state = it.state("ConsoleDraftState")
    await it.call("ConsoleThreadState.open", "desk", it.rows["desk"].id)
    [turn] = it.state("ConsoleThreadState")._turns()
    for name, given, of in (("draft", (), ""), ("ask_again", (turn.id,), turn.id)):
        upstream.stream = Stream()
        upstream.stream.say("In the shed.")
        upstream.stream.finish()
        await it.call(f"ConsoleDraftState.{name}", *given)
        assert (state.key, state.turn, state.answer.text) == (f"desk {it.rows['desk'].id}", of, "In the shed.")
    await it.call("ConsoleDraftState.ask_again", "made-up")
    assert (state.answer.notice.key, state.answer.running) == ("gone", False)
    await it.call("ConsoleDraftState.discard")
    assert (state.key, state.answer) == ("", PrivateAnswer())


async def test_of_a_draft_that_is_stopped_nothing_more_is_shown(console, upstream):
    it = console(Role.AGENT)
    state = it.state("ConsoleDraftState")
    await it.call("ConsoleThreadState.open", "desk", it.rows["desk"].id)
    drafting = asyncio.create_task(it.call("ConsoleDraftState.draft"))
    await upstream.waits_for(ASK)
    assert state.answer.running
    await it.call("ConsoleDraftState.stop")
    upstream.stream.say("In the shed.")
    upstream.stream.finish()
    await drafting
    assert (state.answer.text, state.answer.running) == ("", False)


async def test_an_agent_corrects_an_answer_and_what_was_begun_stays(console, upstream):
    it = console(Role.AGENT)
    state = it.state("ConsoleCorrectingState")
    upstream.on("POST /v1/apps/annotations", refused("forbidden", "", 403), {"id": "a-1"})
    await it.call("ConsoleThreadState.open", "desk", it.rows["desk"].id)
    [turn] = it.state("ConsoleThreadState")._turns()
    await it.call("ConsoleCorrectingState.begin", turn.id)
    assert (state.opened, state.correction) == (True, Correction("Lamps in desk?", "Yes, lamps."))
    begun = state.form
    for key, done in (("correct_forbidden", ""), ("", "corrected_unused")):
        await it.call("ConsoleCorrectingState.leave")
        await it.call("ConsoleCorrectingState.begin", turn.id)
        assert (state.opened, state.form) == (True, begun)
        await it.call("ConsoleCorrectingState.save", {"question": "Lamps?", "answer": "Two."})
        assert (state.notice.key, state.done.key, state.busy) == (key, done, False)
    thread = it.state("ConsoleThreadState")
    await it.call("ConsoleThreadState.renew")
    assert list(thread.corrected) == [turn.id]
    await it.call("ConsoleCorrectingState.begin", turn.id)
    assert state.correction == Correction("Lamps?", "Two.", known=True)
    draft = it.state("ConsoleDraftState")
    draft.key, draft.turn, draft.answer = "desk x", turn.id, PrivateAnswer("Three.")
    await it.call("ConsoleCorrectingState.begin_with")
    assert state.correction == Correction("Lamps?", "Three.", known=True)
    await it.call("ConsoleCorrectingState.begin", "made-up")
    assert (state.notice.key, state.turn) == ("gone", "")


async def test_an_agent_keeps_replies_for_their_apps_and_uses_them_filled_in(console):
    it = console(Role.AGENT, ("makers",))
    state, row = it.state("ConsoleCannedState"), it.rows["desk"]
    await it.call("ConsoleThreadState.open", "desk", row.id)
    both = {"app desk": "on", "app lab": "on"}
    for ticked, title, key in (
        (both, "Hello", ""),
        ({"app lab": "on"}, "Bye", ""),
        ({}, "Nowhere", "canned_no_app"),
        ({"app another": "on"}, "Nowhere", "gone"),
    ):
        await it.call("ConsoleCannedState.edit", "")
        await it.call("ConsoleCannedState.keep", {**ticked, "title": title, "text": f"{title} from {{app}}."})
        assert state.notice.key == key
    assert [(reply.title, reply.apps, reply.names, reply.filled) for reply in state.replies] == [
        ("Bye", ["lab"], ["lab"], ""),
        ("Hello", ["desk", "lab"], [], "Hello from desk."),
    ]
    alone = console(Role.AGENT)
    await alone.call("ConsoleThreadState.open", "desk", row.id)
    await alone.call("ConsoleCannedState.look")
    [reply] = alone.state("ConsoleCannedState").replies
    assert reply.title == "Hello"
    await alone.call("ConsoleCannedState.drop", state.replies[0].id)  # that of the lab
    await alone.call("ConsoleCannedState.drop", reply.id)  # for the desk, that is
    assert alone.state("ConsoleCannedState").replies == []
    console(Role.AGENT, ("makers",))
    await it.call("ConsoleCannedState.look")
    assert [(reply.title, reply.apps) for reply in state.replies] == [("Bye", ["lab"]), ("Hello", ["lab"])]
    await it.call("ConsoleCannedState.edit", state.replies[0].id)
    await it.call("ConsoleCannedState.keep", {"title": " ", "text": "Bye."})
    assert (state.notice.key, state.editing.title) == ("canned_bad", "Bye")


@pytest.mark.parametrize("role", [Role.AGENT, Role.ADMIN])
@pytest.mark.parametrize("page", ["ConsoleState.follow", "ConsoleNumbersState.arrive", "ConsoleQualityState.arrive"])
async def test_each_page_leads_an_admin_alone_to_the_audit_log(console, role, page):
    it = console(role)
    await it.call(page)
    assert it.state("ConsoleState").admin is (role is Role.ADMIN)
