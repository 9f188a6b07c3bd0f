"""Files of a turn that waits: of its question, its answer and its form."""

import pytest

from app.chat import Chat
from app.runs.draft import files_of, thoughts_of
from app.runs.registry import LiveRun
from app.views import Limits
from tests.unit.chat.talks import ME, OTHER, ended
from tests.unit.chat.waiting import ASKED, RIGHT, goes_on, paused, turn_of
from tests.unit.runs.doubles import Upstream

pytestmark = pytest.mark.usefixtures("forms")

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
    assert [step.files for step in thoughts_of(batch.seen_by(chat.policy).draft)] == [before.files]
    assert [step.files for step in after.thoughts] == [before.files]


async def test_a_control_for_files_says_what_it_takes_to_its_own_person_alone(chat, upstream):
    control = {"type": "file", "output_variable_name": "bill", "allowed_file_types": ["image"]}
    run = await paused(chat, upstream, {**ASKED, "inputs": [control]})
    place = f"{run.message.id}/form-1/bill"
    limits = await chat.limits_at(ME, place)
    assert (limits.kinds, limits.max_count) == (["image"], 1)
    for user, elsewhere in ((OTHER, place), (ME, place + "s"), (ME, "no-such-control"), (ME, "a/b/c/d")):
        assert await chat.limits_at(user, elsewhere) == Limits()
