"""What an agent answers at the console: taking over, drafts, corrections and canned replies."""

import asyncio

from app.chat.question import LONGEST
from app.policy import Role
from app.state import console_draft, sockets
from app.views import Correction, PrivateAnswer
from tests.unit.chat.talks import ASK
from tests.unit.runs.doubles import Stream, refused
from tests.unit.wall.consoles import console

__all__ = ["console"]


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


class Away(dict[str, str]):
    """The tab by its socket, which it has after so many ``looks``."""

    def __init__(self, looks: int) -> None:
        super().__init__({"": ""})
        self.looks = looks

    def get(self, key: str, default: object = None) -> object:  # type: ignore[override]
        self.looks -= 1
        return default if self.looks >= 0 else super().get(key, default)


async def test_a_draft_goes_on_in_a_tab_that_is_reloaded(console, upstream, monkeypatch):
    it = console(Role.AGENT)
    state = it.state("ConsoleDraftState")
    await it.call("ConsoleThreadState.open", "desk", it.rows["desk"].id)
    monkeypatch.setattr(sockets.sockets.namespace, "sid_to_token", away := Away(2))
    upstream.stream = Stream()
    upstream.stream.say("In the shed.")
    upstream.stream.finish()
    await it.call("ConsoleDraftState.draft")
    assert away.looks < 0
    assert (state.answer.text, state.answer.running) == ("In the shed.", False)


async def test_a_draft_ends_with_what_has_come_in_a_tab_that_is_gone(console, upstream, monkeypatch):
    it = console(Role.AGENT)
    state = it.state("ConsoleDraftState")
    await it.call("ConsoleThreadState.open", "desk", it.rows["desk"].id)
    monkeypatch.setattr(console_draft, "AWAY", 0.0)
    monkeypatch.setattr(sockets.sockets.namespace, "sid_to_token", {})
    upstream.stream = Stream()
    upstream.stream.say("In the shed.")
    await it.call("ConsoleDraftState.draft")
    assert (state.answer.text, state.answer.running) == ("In the shed.", False)


async def test_what_the_app_is_to_be_told_of_one_conversation_hands_no_other_back(console):
    it = console(Role.AGENT, ("makers",))
    thread, reply = it.state("ConsoleThreadState"), it.state("ConsoleReplyState")
    for app in ("lab", "desk"):
        await it.call("ConsoleThreadState.open", app, it.rows[app].id)
        await it.call("ConsoleReplyState.take")
    await it.call("ConsoleReplyState.look_back")
    await it.call("ConsoleThreadState.open", "lab", it.rows["lab"].id)
    await it.call("ConsoleReplyState.hand_back", {"context": "Of the desk."})
    assert (thread.line.status, reply.leaving) == ("person", f"desk {it.rows['desk'].id}")
    await it.call("ConsoleThreadState.open", "desk", it.rows["desk"].id)
    await it.call("ConsoleReplyState.hand_back", {"context": "Of the desk."})
    assert (thread.line.status, reply.leaving) == ("open", "")


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
