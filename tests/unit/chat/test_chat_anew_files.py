"""Questions with files that are asked anew: each version has them, and each is sent with them."""

from app.chat import Chat, Page
from app.runs.registry import LiveRun
from tests.unit.chat.talks import ASK, ME
from tests.unit.chat.versions import anew, completed, elsewhere, row
from tests.unit.runs.doubles import Upstream

LOCAL = {"type": "image", "transfer_method": "local_file", "upload_file_id": "up-1"}


async def with_file(chat: Chat, upstream: Upstream) -> tuple[LiveRun, str]:
    """A first question with an upload, and the file's id."""
    upstream.on("GET /v1/parameters", {
        "file_upload": {"image": {"enabled": True, "number_limits": 2, "transfer_methods": ["local_file"]}}
    })  # fmt: skip
    file = await chat._ledger.files.add(chat.slug, ME, kind="image", source="upload", name="a.png", upstream_id="up-1")
    run = await chat.ask(ME, "", "What is this?", {}, [file.id], "")
    return await completed(upstream, run, "A picture."), file.id


async def test_each_version_has_the_files_of_the_question(chat, upstream):
    first, file = await with_file(chat, upstream)
    place = first.row.conversation_id
    for _ in range(3):
        [turn] = (await chat.reread(ME, place, Page())).turns
        run = await anew(chat, upstream, place, turn, "And this?")
        assert [item.id for item in run.sent] == [file]
    assert [sent["files"] for sent in upstream.asked(ASK)] == [[LOCAL]] * 4
    [turn] = (await chat.reread(ME, place, Page())).turns
    assert (turn.count, [item.id for item in turn.sent]) == (4, [file])
    await chat.choose(ME, place, "", first.message.id)
    [turn] = (await chat.reread(ME, place, Page())).turns
    assert [item.id for item in turn.sent] == [file]


async def test_files_go_in_the_order_of_the_question_whichever_came_first(chat, upstream):
    first, _ = await with_file(chat, upstream)
    place, files = first.row.conversation_id, chat._ledger.files
    rows = [
        await files.add(chat.slug, ME, kind="image", source="upload", name="a.png", upstream_id=upload)
        for upload in ("up-2", "up-3")
    ]
    ids = [row.id for row in reversed(rows)]
    second = await completed(upstream, await chat.ask(ME, place, "And these?", {}, ids), "Two pictures.")
    turn = (await chat.open(ME, place)).turns[-1]
    assert [item.id for item in turn.sent] == ids
    again = await completed(upstream, await chat.ask_again(ME, second.message.id, ""), "Two, again.")
    assert [item.id for item in again.sent] == ids
    sent = [[item["upload_file_id"] for item in question["files"]] for question in upstream.asked(ASK)]
    assert sent == [["up-1"], ["up-3", "up-2"], ["up-3", "up-2"]]


async def test_the_files_stay_with_every_version_when_one_is_retried(chat, upstream):
    first, file = await with_file(chat, upstream)
    place = first.row.conversation_id
    [turn] = (await chat.reread(ME, place, Page())).turns
    other = await anew(chat, upstream, place, turn)
    again = await completed(upstream, await chat.ask_again(ME, first.message.id, ""), "Once more.")
    for id in (other.message.id, again.message.id):
        await chat.choose(ME, place, "", id)
        [turn] = (await chat.open(ME, place)).turns
        assert (turn.id, [item.id for item in turn.sent]) == (id, [file])
        await anew(chat, upstream, place, turn)
        assert upstream.asked(ASK)[-1]["files"] == [LOCAL]


async def test_a_question_of_the_upstream_s_goes_with_the_uploads_that_its_addresses_name(chat, upstream):
    upload = "0f8fad5b-d9cb-469f-a165-70867728950e"
    image = {"id": "f-1", "type": "image", "belongs_to": "user", "transfer_method": "local_file"}
    signed = {"url": f"https://api.test/files/{upload}/file-preview?timestamp=1&nonce=2&sign=3"}
    drawn = {"id": "f-2", "type": "image", "belongs_to": "assistant", "url": "https://api.test/files/tools/x.png"}
    page = await elsewhere(chat, upstream, row(1, message_files=[{**image, **signed}, drawn]))
    [file] = page.turns[0].sent
    run = await anew(chat, upstream, "c", page.turns[0])
    assert upstream.asked(ASK)[-1]["files"] == [{**LOCAL, "upload_file_id": upload}]
    [turn] = (await chat.reread(ME, "c", page)).turns
    assert (turn.id, turn.sent) == (run.message.id, [file])
