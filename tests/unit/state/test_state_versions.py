"""Which of several answers a thread shows, on a state of its own, without a socket."""

from app.views import Turn
from tests.unit.runs.doubles import Stream
from tests.unit.state.threads import ASK, ME, MESSAGES, asked, do, elsewhere, ended, opened, shown, stored, told


async def test_there_is_no_turning_over_while_an_answer_runs_nor_to_what_does_not_stand_beside(thread, chat, upstream):
    first = await asked(thread, chat, upstream)
    await do(thread, "regenerate", first.id)
    running = shown(thread)[0]
    await do(thread, "show_version", running.id, first.id)
    assert shown(thread) == [running]
    await ended(thread, chat, upstream)
    for other in ("", "nothing", running.id):
        await do(thread, "show_version", running.id, other)
    assert told(thread) == ["Why? So. 2/2"]


async def test_next_questions_are_not_shown_below_another_version(thread, chat, upstream):
    first = await asked(thread, chat, upstream)
    await do(thread, "regenerate", first.id)
    await ended(thread, chat, upstream)
    thread.suggestions = ["And if not?"]
    await do(thread, "show_version", shown(thread)[0].id, first.id)
    assert thread.suggestions == []


async def test_an_answer_that_is_being_written_is_found_again_as_the_version_it_is(thread, chat, upstream):
    first = await asked(thread, chat, upstream)
    await do(thread, "regenerate", first.id)
    running = shown(thread)[0]
    assert await opened(thread, thread.conversation_id) == [running]
    assert thread.running
    await ended(thread, chat, upstream)
    assert told(thread) == ["Why? So. 2/2"]


async def test_of_two_answers_that_are_being_written_the_one_that_is_shown_is_followed(thread, chat, upstream):
    first = await asked(thread, chat, upstream)
    place, streams = thread.conversation_id, []
    for _ in range(2):
        await chat.ask_anew(ME, place, first, "Why?")
        await upstream.waits_for(ASK, 2 + len(streams))
        streams.append(upstream.stream)
        upstream.stream = Stream()
    [turn] = await opened(thread, place)
    run = await chat.runs.get(chat.slug, ME, thread._run_id)
    assert (turn.id, turn.number, turn.count) == (run.message.id, 3, 3)
    for stream in streams:
        stream.hang_up()


async def test_an_answer_that_is_written_behind_another_version_is_not_followed_below_it(thread, chat, upstream):
    first = await asked(thread, chat, upstream)
    place = thread.conversation_id
    run = await chat.ask_anew(ME, place, first, "Why?")
    await chat.choose(ME, place, "", first.id)
    [turn] = await opened(thread, place)
    assert (turn.id, turn.status, turn.after, thread.running) == (first.id, "done", run.message.id, False)
    upstream.stream.hang_up()


async def test_a_version_above_what_was_read_is_read_when_it_is_turned_to(thread, chat, upstream):
    await elsewhere(thread, upstream, chat, [stored(1), stored(2), stored(3)])
    await do(thread, "regenerate", "up-1")
    run = await ended(thread, chat, upstream)
    new = stored(9, id=run.draft.message_id)
    pages = [[stored(3), new], [stored(1), stored(2)]]
    upstream.on(MESSAGES, *({"data": rows, "has_more": rows is pages[0], "limit": 20} for rows in pages))
    await opened(thread, "c")
    thread._put(Turn(id=run.message.id, number=2, count=2, before="up-1"))
    await do(thread, "show_version", run.message.id, "up-1")
    assert [turn.id for turn in shown(thread)] == ["up-1", "up-2", "up-3"]
    assert not thread.has_older


async def test_what_was_read_before_one_turned_to_another_version_is_not_shown(thread, chat, upstream, monkeypatch):
    first = await asked(thread, chat, upstream)
    await do(thread, "regenerate", first.id)
    await ended(thread, chat, upstream)
    place, read = thread.conversation_id, chat.open

    async def slow(*given):
        page = await read(*given)
        monkeypatch.setattr(chat, "open", read)
        await do(thread, "show_version", shown(thread)[0].id, first.id)
        return page

    monkeypatch.setattr(chat, "open", slow)
    for _ in range(2):
        await do(thread, "load", place)
        assert [turn.id for turn in shown(thread)] == [first.id]
