"""Turns that wait for a person: answering their form, and flows that went on by themselves."""

import asyncio
from typing import Any

import httpx
import pytest

from app.chat import Chat, Gone
from app.dify.errors import NotFound, Unreachable
from app.ledger import Message
from app.policy import Role
from app.runs.draft import files_of, thoughts_of
from app.runs.registry import LiveRun
from app.views import Limits, Notice, Turn
from tests.unit.runs.doubles import IDS, Stream, Upstream, refused

ME, OTHER = "visitor-1", "visitor-2"
FORM = "POST /v1/form/human_input/token-1"
LOOK = "GET /v1/form/human_input/token-1"
EVENTS = "GET /v1/workflow/run-1/events"
SUBMITTED = refused("human_input_form_submitted", "Somebody was faster.", 412)
EXPIRED = refused("human_input_form_expired", "Too late.", 412)

ASKED: dict[str, Any] = {
    "form_id": "form-1",
    "node_id": "ask",
    "node_title": "Approval",
    "form_content": "Shall I? {{#$output.why#}} {{#$output.kind#}}",
    "inputs": [
        {"type": "paragraph", "output_variable_name": "why"},
        {"type": "select", "output_variable_name": "kind",
         "option_source": {"type": "constant", "value": ["a", "b"]}},
    ],
    "actions": [{"id": "yes", "title": "Yes", "button_style": "primary"}, {"id": "no", "title": "No"}],
    "form_token": "token-1",
}  # fmt: skip
RIGHT = {"why": " Because. ", "kind": "b"}


async def ended(run: LiveRun) -> LiveRun:
    async with asyncio.timeout(5):
        await run.closed.wait()
    return run


async def paused(chat: Chat, upstream: Upstream, *forms: dict[str, Any]) -> LiveRun:
    """A turn whose flow has asked ``forms`` and waits."""
    run = await chat.ask(ME, "", "May I?", {})
    upstream.stream.send("workflow_started", workflow_run_id="run-1")
    upstream.stream.send("node_started", workflow_run_id="run-1", data={"id": "n-1", "node_id": "ask", "title": "Ask"})
    upstream.stream.say("<think>Hm.</think>I must ask. ")
    for form in forms or (ASKED,):
        upstream.stream.send("human_input_required", workflow_run_id="run-1", data=form)
    upstream.stream.send("workflow_paused", workflow_run_id="run-1")
    upstream.stream.hang_up()
    return await ended(run)


def goes_on(upstream: Upstream, *answers: str) -> None:
    """What the flow says after its form."""
    stream = upstream.resumed
    filled = {"node_id": "ask", "action_text": "Yes", "rendered_content": "It was b."}
    stream.send("human_input_form_filled", data=filled)
    stream.send("node_finished", data={"id": "n-1", "node_id": "ask", "title": "Ask", "status": "succeeded"})
    stream.say(*answers)
    stream.finish()


async def row_of(chat: Chat, run: LiveRun) -> Message:
    row = await chat._ledger.message(chat.slug, ME, run.message.id)
    assert row is not None
    return row


async def turn_of(chat: Chat, run: LiveRun) -> Turn:
    [turn] = (await chat.open(ME, run.row.conversation_id)).turns
    return turn


@pytest.fixture(autouse=True)
def empty(upstream: Upstream) -> None:
    upstream.on(FORM, {})
    upstream.on(LOOK, {"form_content": "Shall I?"})
    upstream.on("GET /v1/messages", {"data": [], "has_more": False})


async def test_a_paused_turn_waits_with_its_form_and_without_the_token(chat, upstream):
    run = await paused(chat, upstream)
    batch = await chat.runs.log.last(run.row.id)
    assert batch is not None and batch.end is not None and batch.end.status == "waiting"
    turn = await turn_of(chat, run)
    assert (turn.status, turn.answer, turn.notice) == ("waiting", "I must ask. ", Notice())
    assert [(form.id, form.title, form.state) for form in turn.forms] == [("form-1", "Approval", "open")]
    assert [(item.kind, item.text) for item in turn.thoughts] == [("reasoning", "Hm.")]
    assert "token-1" not in repr(turn)
    assert (await row_of(chat, run)).forms[0]["token"] == "token-1"


async def test_a_form_that_is_answered_is_sent_as_it_was_filled_in(chat, upstream):
    run = await paused(chat, upstream)
    going, problems = await chat.answer_form(ME, run.message.id, "form-1", "yes", {**RIGHT, "other": "x"})
    assert problems == {}
    assert upstream.asked(FORM) == [{"inputs": {"why": "Because.", "kind": "b"}, "action": "yes", "user": ME}]
    await upstream.waits_for(EVENTS)
    [asked] = upstream.asked(EVENTS)
    assert (asked["user"], asked["include_state_snapshot"]) == (ME, "true")
    upstream.resumed.finish()
    await ended(going)


async def test_an_answered_turn_goes_on_with_its_text_its_steps_and_its_form(chat, upstream):
    run = await paused(chat, upstream)
    going, _ = await chat.answer_form(ME, run.message.id, "form-1", "yes", RIGHT)
    assert (going.message.id, going.row.id != run.row.id) == (run.message.id, True)
    assert chat.runs.find(chat.slug, ME, run.row.conversation_id) is going
    goes_on(upstream, "Thank ", "you.")
    first = await anext(chat.runs.log.follow(going.row.id))
    assert (first.offset, first.text.startswith("I must ask. ")) == (0, True)
    await ended(going)
    turn = await turn_of(chat, run)
    assert (turn.status, turn.answer, turn.question) == ("done", "I must ask. Thank you.", "May I?")
    assert [(form.state, form.answer, form.answered) for form in turn.forms] == [("answered", "Yes", "It was b.")]
    assert [(item.id, item.text) for item in turn.thoughts] == [("think-1", "Hm.")]


async def test_while_it_goes_on_a_turn_is_running(chat, upstream):
    run = await paused(chat, upstream)
    going, _ = await chat.answer_form(ME, run.message.id, "form-1", "yes", RIGHT)
    assert (await row_of(chat, run)).status == "running"
    assert (await chat.open(ME, run.row.conversation_id)).turns == []
    upstream.resumed.finish()
    await ended(going)


async def test_a_flow_that_pauses_again_waits_again_with_both_forms(chat, upstream):
    run = await paused(chat, upstream)
    going, _ = await chat.answer_form(ME, run.message.id, "form-1", "yes", RIGHT)
    upstream.resumed.send("human_input_form_filled", data={"node_id": "ask", "action_text": "Yes"})
    second = {**ASKED, "form_id": "form-2", "node_id": "ask-2", "form_token": "token-2"}
    upstream.resumed.send("human_input_required", workflow_run_id="run-1", data=second)
    upstream.resumed.send("workflow_paused", workflow_run_id="run-1")
    upstream.resumed.hang_up()
    await ended(going)
    turn = await turn_of(chat, run)
    assert (turn.status, [(form.id, form.state) for form in turn.forms]) == (
        "waiting", [("form-1", "answered"), ("form-2", "open")],
    )  # fmt: skip
    upstream.on("POST /v1/form/human_input/token-2", {})
    upstream.resumed = Stream()
    last, _ = await chat.answer_form(ME, run.message.id, "form-2", "no", RIGHT)
    upstream.resumed.say("Done.")
    upstream.resumed.finish()
    await ended(last)
    assert (await turn_of(chat, run)).answer == "I must ask. Done."


async def test_a_stop_reaches_a_flow_that_has_gone_on(chat, upstream):
    run = await paused(chat, upstream)
    going, _ = await chat.answer_form(ME, run.message.id, "form-1", "yes", RIGHT)
    upstream.resumed.say("Thank")
    async with asyncio.timeout(5):
        async for batch in chat.runs.log.follow(going.row.id):
            if str(batch.draft.text).endswith("Thank"):
                break
    await chat.runs.stop(going)
    stop = f"POST /v1/chat-messages/{IDS['task_id']}/stop"
    await upstream.waits_for(stop)
    upstream.resumed.finish()
    await ended(going)
    assert upstream.asked(stop) == [{"user": ME}]
    turn = await turn_of(chat, run)
    assert (turn.status, turn.answer) == ("stopped", "I must ask. Thank")


async def test_a_flow_that_fails_after_its_form_fails_with_its_reason(chat, upstream):
    run = await paused(chat, upstream)
    going, _ = await chat.answer_form(ME, run.message.id, "form-1", "yes", RIGHT)
    upstream.resumed.send("error", code="completion_request_error", message="…", status=400)
    upstream.resumed.hang_up()
    await ended(going)
    turn = await turn_of(chat, run)
    assert (turn.status, turn.answer) == ("failed", "I must ask. ")
    assert turn.notice == Notice("error_completion", {}, "again")


async def test_wrong_fields_are_told_and_nothing_is_sent(chat, upstream):
    run = await paused(chat, upstream)
    going, problems = await chat.answer_form(ME, run.message.id, "form-1", "yes", {"why": "x", "kind": "c"})
    assert (going, problems) == (None, {"kind": Notice("field_not_offered")})
    going, problems = await chat.answer_form(ME, run.message.id, "form-1", "yes", {})
    assert (going, problems) == (None, {"kind": Notice("field_required", {"label": "Kind"})})
    assert upstream.asked(FORM) == upstream.asked(EVENTS) == []
    assert (await turn_of(chat, run)).status == "waiting"


@pytest.mark.parametrize(("form", "action"), [("form-2", "yes"), ("", "yes"), ("form-1", "maybe"), ("form-1", "")])
async def test_a_form_or_a_button_that_is_not_there_is_told(chat, upstream, form, action):
    run = await paused(chat, upstream)
    assert await chat.answer_form(ME, run.message.id, form, action, RIGHT) == (None, {"": Notice("form_gone")})
    assert upstream.asked(FORM) == []


async def test_a_form_that_was_delivered_elsewhere_cannot_be_answered_here(chat, upstream):
    run = await paused(chat, upstream, {**ASKED, "form_token": None})
    assert [form.state for form in (await turn_of(chat, run)).forms] == ["elsewhere"]
    assert await chat.answer_form(ME, run.message.id, "form-1", "yes", RIGHT) == (None, {"": Notice("form_gone")})


async def test_a_form_that_somebody_else_has_answered_lets_the_flow_go_on(chat, upstream):
    run = await paused(chat, upstream)
    upstream.on(FORM, SUBMITTED)
    going, problems = await chat.answer_form(ME, run.message.id, "form-1", "yes", RIGHT)
    assert problems == {} and going is not None
    assert (await row_of(chat, run)).forms[0]["view"]["state"] == "answered"
    upstream.resumed.say("It is settled.")
    upstream.resumed.finish()
    await ended(going)
    turn = await turn_of(chat, run)
    assert (turn.answer, [form.state for form in turn.forms]) == ("I must ask. It is settled.", ["answered"])


async def test_a_form_that_was_answered_too_late_has_expired_and_lets_the_flow_go_on(chat, upstream):
    run = await paused(chat, upstream)
    upstream.on(FORM, EXPIRED)
    going, problems = await chat.answer_form(ME, run.message.id, "form-1", "yes", RIGHT)
    assert problems == {} and going is not None
    upstream.resumed.say("Nobody came.")
    upstream.resumed.finish()
    await ended(going)
    turn = await turn_of(chat, run)
    assert (turn.answer, [form.state for form in turn.forms]) == ("I must ask. Nobody came.", ["expired"])


async def test_a_form_that_the_server_refuses_is_told_in_its_words_and_waits_on(chat, upstream):
    run = await paused(chat, upstream)
    upstream.on(FORM, refused("invalid_form_data", "why: too short"), {})
    refusal = await chat.answer_form(ME, run.message.id, "form-1", "yes", RIGHT)
    assert refusal == (None, {"": Notice("error_said", {"message": "why: too short."}, "change")})
    assert (await turn_of(chat, run)).status == "waiting"
    going, problems = await chat.answer_form(ME, run.message.id, "form-1", "yes", RIGHT)
    assert problems == {}
    goes_on(upstream)
    await ended(going)


@pytest.mark.parametrize(
    ("failure", "error"),
    [(httpx.ConnectError("refused"), Unreachable), (refused("not_found", status=404), NotFound)],
    ids=["no connection", "unknown token"],
)
async def test_a_form_that_cannot_be_sent_is_an_error_and_waits_on(chat, upstream, failure, error):
    run = await paused(chat, upstream)
    upstream.on(FORM, failure)
    with pytest.raises(error):
        await chat.answer_form(ME, run.message.id, "form-1", "yes", RIGHT)
    turn = await turn_of(chat, run)
    assert (turn.status, [form.state for form in turn.forms]) == ("waiting", ["open"])


async def test_a_form_that_is_settled_already_is_not_sent_again_and_its_flow_has_ended(chat, upstream):
    run = await paused(chat, upstream)
    going, _ = await chat.answer_form(ME, run.message.id, "form-1", "yes", RIGHT)
    goes_on(upstream, "Thank you.")
    await ended(going)
    assert await chat.answer_form(ME, run.message.id, "form-1", "yes", RIGHT) == (None, {})
    assert (len(upstream.asked(FORM)), len(upstream.asked(EVENTS))) == (1, 1)
    turn = await turn_of(chat, run)
    assert (turn.status, turn.answer) == ("done", "I must ask. Thank you.")


async def test_of_a_form_that_is_settled_already_wrong_fields_are_told_all_the_same(chat, upstream):
    run = await paused(chat, upstream)
    going, _ = await chat.answer_form(ME, run.message.id, "form-1", "yes", RIGHT)
    goes_on(upstream)
    await ended(going)
    refusal = await chat.answer_form(ME, run.message.id, "form-1", "yes", {**RIGHT, "kind": "c"})
    assert refusal == (None, {"kind": Notice("field_not_offered")})


async def test_a_form_that_was_settled_while_its_flow_still_waits_lets_it_go_on_unsent(chat, upstream):
    run = await paused(chat, upstream)
    upstream.on(LOOK, SUBMITTED)
    stopped = await chat.look_after(ME, run.message.id)
    upstream.resumed.send("workflow_paused", workflow_run_id="run-1")
    upstream.resumed.hang_up()
    await ended(stopped)
    upstream.resumed = Stream()
    going, problems = await chat.answer_form(ME, run.message.id, "form-1", "yes", RIGHT)
    assert (upstream.asked(FORM), problems) == ([], {})
    goes_on(upstream, "Thank you.")
    await ended(going)
    assert (await turn_of(chat, run)).status == "done"


async def test_tabs_that_look_and_answer_at_once_watch_one_run(chat, upstream):
    run = await paused(chat, upstream)
    upstream.on(LOOK, SUBMITTED)
    upstream.on(FORM, {}, SUBMITTED)
    asked = [chat.answer_form(ME, run.message.id, "form-1", action, RIGHT) for action in ("yes", "no")]
    looked = [chat.look_after(ME, run.message.id) for _ in range(3)]
    (first, _), (second, _), *others = await asyncio.gather(*asked, *looked)
    assert first is second is not None
    assert {going.row.id for going in others if going is not None} <= {first.row.id}
    goes_on(upstream, "Thank you.")
    await ended(first)
    assert len(upstream.asked(EVENTS)) == 1
    assert (await turn_of(chat, run)).answer == "I must ask. Thank you."


async def test_two_tabs_that_answer_one_form_watch_one_run(chat, upstream):
    run = await paused(chat, upstream)
    upstream.on(FORM, {}, SUBMITTED)
    first, _ = await chat.answer_form(ME, run.message.id, "form-1", "yes", RIGHT)
    second, problems = await chat.answer_form(ME, run.message.id, "form-1", "no", RIGHT)
    assert problems == {}
    assert second is first


async def test_a_flow_that_still_waits_is_left_alone(chat, upstream):
    run = await paused(chat, upstream)
    assert await chat.look_after(ME, run.message.id) is None
    assert (len(upstream.asked(LOOK)), upstream.asked(EVENTS)) == (1, [])
    assert (await turn_of(chat, run)).status == "waiting"


@pytest.mark.parametrize(("closed", "state"), [(SUBMITTED, "answered"), (EXPIRED, "expired")], ids=["answered", "late"])
async def test_a_flow_whose_form_was_closed_meanwhile_goes_on(chat, upstream, closed, state):
    run = await paused(chat, upstream)
    upstream.on(LOOK, closed)
    going = await chat.look_after(ME, run.message.id)
    upstream.resumed.send("message_replace", answer="<think>Hm.</think>I must ask. ")
    upstream.resumed.say("It went on.")
    upstream.resumed.finish()
    await ended(going)
    turn = await turn_of(chat, run)
    assert (turn.status, turn.answer, [form.state for form in turn.forms]) == (
        "done", "I must ask. It went on.", [state],
    )  # fmt: skip
    assert [item.text for item in turn.thoughts] == ["Hm."]
    assert upstream.asked(FORM) == []


async def test_of_two_forms_the_one_that_was_closed_lets_the_flow_go_on(chat, upstream):
    second = {**ASKED, "form_id": "form-2", "node_id": "ask-2", "form_token": "token-2"}
    run = await paused(chat, upstream, ASKED, second)
    upstream.on("GET /v1/form/human_input/token-2", SUBMITTED)
    going = await chat.look_after(ME, run.message.id)
    upstream.resumed.send("workflow_paused", workflow_run_id="run-1")
    upstream.resumed.hang_up()
    await ended(going)
    turn = await turn_of(chat, run)
    assert (turn.status, [(form.id, form.state) for form in turn.forms]) == (
        "waiting", [("form-1", "open"), ("form-2", "answered")],
    )  # fmt: skip


async def test_a_flow_whose_form_was_delivered_elsewhere_is_read_and_waits_on_or_ends(chat, upstream):
    run = await paused(chat, upstream, {**ASKED, "form_token": None})
    still = await chat.look_after(ME, run.message.id)
    upstream.resumed.send("workflow_paused", workflow_run_id="run-1")
    upstream.resumed.hang_up()
    await ended(still)
    assert (await turn_of(chat, run)).status == "waiting"
    upstream.resumed = Stream()
    going = await chat.look_after(ME, run.message.id)
    goes_on(upstream, "Thank you.")
    await ended(going)
    turn = await turn_of(chat, run)
    assert (turn.status, turn.answer, [form.state for form in turn.forms]) == (
        "done", "I must ask. Thank you.", ["answered"],
    )  # fmt: skip
    assert upstream.asked(LOOK) == []


async def test_a_turn_that_does_not_wait_is_left_alone(chat, upstream):
    run = await paused(chat, upstream)
    going, _ = await chat.answer_form(ME, run.message.id, "form-1", "yes", RIGHT)
    assert await chat.look_after(ME, run.message.id) is None
    goes_on(upstream)
    await ended(going)
    assert await chat.look_after(ME, run.message.id) is None
    assert upstream.asked(LOOK) == []


async def test_a_look_that_fails_is_an_error_and_changes_nothing(chat, upstream):
    run = await paused(chat, upstream)
    upstream.on(LOOK, httpx.ConnectError("refused"))
    with pytest.raises(Unreachable):
        await chat.look_after(ME, run.message.id)
    assert (await turn_of(chat, run)).status == "waiting"


async def test_another_s_turn_is_gone_and_the_upstream_is_not_asked(chat, upstream):
    run = await paused(chat, upstream)
    for user, turn in ((OTHER, run.message.id), (OTHER, IDS["message_id"]), (ME, "unknown"), ("", run.message.id)):
        with pytest.raises(Gone):
            await chat.answer_form(user, turn, "form-1", "yes", RIGHT)
        with pytest.raises(Gone):
            await chat.look_after(user, turn)
    assert not [
        url for url in map(str, (asked.url for asked in upstream.requests)) if "/form/" in url or "/workflow/" in url
    ]


async def test_a_turn_that_waits_is_found_after_the_next_start(chat, upstream, ledger):
    run = await paused(chat, upstream)
    await ledger.interrupt_all()
    assert (await turn_of(chat, run)).status == "waiting"


async def test_what_runs_within_a_step_from_before_the_pause_stands_below_it(ledger, upstream, chat):
    builder = Chat("app-1", upstream.client, ledger, chat.runs, Role.BUILDER)
    run = await builder.ask(ME, "", "May I?", {})
    upstream.stream.send("iteration_started", data={"id": "n-0", "node_id": "each", "title": "Each"})
    upstream.stream.send("human_input_required", workflow_run_id="run-1", data=ASKED)
    upstream.stream.send("workflow_paused", workflow_run_id="run-1")
    upstream.stream.hang_up()
    await ended(run)
    going, _ = await builder.answer_form(ME, run.message.id, "form-1", "yes", RIGHT)
    within = {"id": "n-1", "node_id": "write", "title": "Write", "iteration_id": "each"}
    upstream.resumed.send("node_started", data=within)
    upstream.resumed.finish()
    await ended(going)
    turn = await turn_of(builder, run)
    assert [(item.title, item.depth) for item in turn.thoughts] == [("Each", 0), ("Write", 1)]


DRAWN = {"id": "f-1", "type": "image", "url": "https://api.test/files/tools/a.png?sign=x", "belongs_to": "assistant"}


async def drawn_and_paused(chat: Chat, upstream: Upstream) -> LiveRun:
    """A turn that was asked with a picture, has drawn another, and waits."""
    upstream.on("GET /v1/parameters", {"file_upload": {"image": {"enabled": True}}})
    given = {"kind": "image", "source": "upload", "name": "b.png", "upstream_id": "up-1"}
    upload = await chat._ledger.files.add(chat.slug, ME, **given)
    run = await chat.ask(ME, "", "May I?", {}, [upload.id])
    upstream.stream.send("message_file", **DRAWN)
    upstream.stream.send("agent_thought", id="t-1", tool="draw", observation="done", message_files=["f-1"])
    upstream.stream.send("human_input_required", workflow_run_id="run-1", data=ASKED)
    upstream.stream.send("workflow_paused", workflow_run_id="run-1")
    upstream.stream.hang_up()
    return await ended(run)


async def test_a_turn_that_waits_has_its_files(chat, upstream):
    turn = await turn_of(chat, await drawn_and_paused(chat, upstream))
    assert [[file.name for file in files] for files in (turn.sent, turn.files, turn.thoughts[0].files)] == [
        ["b.png"], ["a.png"], ["a.png"],
    ]  # fmt: skip


async def test_a_run_that_goes_on_knows_the_files_of_its_question(chat, upstream):
    run = await drawn_and_paused(chat, upstream)
    going, _ = await chat.answer_form(ME, run.message.id, "form-1", "yes", RIGHT)
    goes_on(upstream)
    await ended(going)
    assert going.sent == run.sent != ()


async def test_a_run_that_goes_on_has_the_files_that_came_before_the_pause(chat, upstream):
    run = await drawn_and_paused(chat, upstream)
    going, _ = await chat.answer_form(ME, run.message.id, "form-1", "yes", RIGHT)
    goes_on(upstream)
    await ended(going)
    before, after = await chat.runs.log.last(run.row.id), await chat.runs.log.last(going.row.id)
    assert files_of(after.draft) == files_of(before.draft) != []


async def test_a_step_keeps_its_files_where_its_turn_goes_on(chat, upstream):
    run = await drawn_and_paused(chat, upstream)
    before = await turn_of(chat, run)
    going, _ = await chat.answer_form(ME, run.message.id, "form-1", "yes", RIGHT)
    goes_on(upstream)
    await ended(going)
    batch, after = await chat.runs.log.last(going.row.id), await turn_of(chat, run)
    assert (after.sent, after.files) == (before.sent, before.files)
    assert [step.files for step in thoughts_of(batch.draft)] == [before.files]
    assert [step.files for step in after.thoughts] == [before.files]


async def test_a_control_for_files_says_what_it_takes_to_its_own_person_alone(chat, upstream):
    control = {"type": "file", "output_variable_name": "bill", "allowed_file_types": ["image"]}
    run = await paused(chat, upstream, {**ASKED, "inputs": [control]})
    place = f"{run.message.id}/form-1/bill"
    limits = await chat.limits_at(ME, place)
    assert (limits.kinds, limits.max_count) == (["image"], 1)
    for user, elsewhere in ((OTHER, place), (ME, place + "s"), (ME, "no-such-control"), (ME, "a/b/c/d")):
        assert await chat.limits_at(user, elsewhere) == Limits()
