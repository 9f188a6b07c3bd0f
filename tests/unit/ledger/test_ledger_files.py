"""Files in the ledger: whose each is, and one row for one file however it is read."""

import json

import pytest
from sqlalchemy import event

from app.dify.models import Conversation, MessageFile
from app.ledger import File, Ledger
from tests.fixtures.recordings import load

APP, ME, OTHER = "app-1", "visitor-1", "visitor-2"
UPLOAD = "8c8f6ade-3bcc-4700-a0a2-1dbaf7170a11"
SIGNED = "http://api.test/files/{}?timestamp={}&sign=x"


async def uploaded(ledger: Ledger, upstream_id: str | None = UPLOAD, user: str = ME, **values: object) -> File:
    given = {"kind": "image", "source": "upload", "name": "a.png", "upstream_id": upstream_id, **values}
    return await ledger.files.add(APP, user, **given)  # type: ignore[arg-type]


def drawn(id: str = "f-1", path: str = "tools/drawn.png", at: int = 1, **values: object) -> MessageFile:
    return MessageFile(id=id, type="image", url=SIGNED.format(path, at), belongs_to="assistant", **values)


def sent(id: str, url: str, **values: object) -> MessageFile:
    return MessageFile(id=id, type="image", url=url, belongs_to="user", **values)


@pytest.fixture(autouse=True)
async def _conversation(ledger: Ledger) -> None:
    await ledger.learn(APP, ME, [Conversation(id="c-1")])


async def learn(ledger: Ledger, *files: MessageFile, message: str = "m-1", user: str = ME) -> list[File]:
    return (await ledger.files.learn(APP, user, "c-1", {message: files}))[message]


async def test_an_upload_belongs_to_its_user_and_to_no_message_yet(ledger):
    row = await uploaded(ledger, size=7, mime_type="image/png")
    [found] = (await ledger.files.own(APP, ME, [row.id, "unknown"])).values()
    assert (found.id, found.size, found.message_id, found.conversation_id) == (row.id, 7, None, None)
    assert await ledger.files.own(APP, OTHER, [row.id]) == await ledger.files.own("app-2", ME, [row.id]) == {}


async def test_what_was_sent_belongs_to_its_message(ledger):
    first, second = await uploaded(ledger, "up-1"), await uploaded(ledger, "up-2")
    await ledger.files.attach(APP, ME, [first.id, second.id], message_id="m-1", conversation_id="c-1")
    found = await ledger.files.of_messages(APP, ME, ["m-1", "m-2"])
    assert {name: [row.id for row in rows] for name, rows in found.items()} == {"m-1": [first.id, second.id]}
    assert found["m-1"][0].conversation_id == "c-1"


async def test_files_stand_as_they_were_sent_whichever_came_first(ledger):
    rows = [await uploaded(ledger, f"up-{number}") for number in range(4)]
    for order in ((2, 0, 3, 1), (1, 3, 0, 2)):  # the second time with a question that is asked again
        ids = [rows[at].id for at in order]
        await ledger.files.attach(APP, ME, [*ids, ids[0]], message_id="m-1", conversation_id="c-1")
        assert [row.id for row in (await ledger.files.of_messages(APP, ME, ["m-1"]))["m-1"]] == ids
    await ledger.files.attach(APP, ME, [], message_id="m-2", conversation_id="c-1")
    assert list(await ledger.files.of_messages(APP, ME, ["m-1", "m-2"])) == ["m-1"]


async def test_nobody_takes_or_forgets_what_is_another_s(ledger):
    row = await uploaded(ledger)
    await ledger.files.attach(APP, OTHER, [row.id], message_id="m-1", conversation_id="c-1")
    assert not await ledger.files.discard(APP, OTHER, row.id)
    assert not await ledger.files.discard("app-2", ME, row.id)
    assert (await ledger.files.own(APP, ME, [row.id]))[row.id].message_id is None
    assert await ledger.files.of_messages(APP, OTHER, ["m-1"]) == {}


async def test_only_what_was_not_sent_is_forgotten(ledger):
    kept, dropped = await uploaded(ledger, "up-1"), await uploaded(ledger, "up-2")
    await ledger.files.attach(APP, ME, [kept.id], message_id="m-1", conversation_id="c-1")
    assert not await ledger.files.discard(APP, ME, kept.id)
    assert await ledger.files.discard(APP, ME, dropped.id)
    assert not await ledger.files.discard(APP, ME, dropped.id)
    assert list(await ledger.files.own(APP, ME, [kept.id, dropped.id])) == [kept.id]


async def test_a_file_of_an_answer_is_learned_once_and_gets_the_fresh_address(ledger):
    [row] = await learn(ledger, drawn(at=1))
    [again] = await learn(ledger, drawn(at=2, filename="chart.png", mime_type="image/png", size=9))
    assert (again.id, again.source, again.upstream_id) == (row.id, "answer", "f-1")
    assert again.url == SIGNED.format("tools/drawn.png", 2)
    assert (row.name, again.mime_type, again.size) == ("drawn.png", "image/png", 9)
    assert [found.id for found in (await ledger.files.of_messages(APP, ME, ["m-1"]))["m-1"]] == [row.id]


async def test_the_rows_come_in_the_order_of_the_files(ledger):
    await learn(ledger, drawn("f-2", "tools/2.png"))
    rows = await learn(ledger, *(drawn(f"f-{number}", f"tools/{number}.png") for number in (3, 1, 2)))
    assert [row.upstream_id for row in rows] == ["f-3", "f-1", "f-2"]


async def test_an_event_and_the_stored_message_may_name_one_file_by_two_ids(ledger):
    [live] = await learn(ledger, drawn("from-the-event", at=1))
    [stored] = await learn(ledger, drawn("from-the-message", at=2))
    [unnamed] = await learn(ledger, drawn("", at=3))
    assert live.id == stored.id == unnamed.id
    [elsewhere] = await learn(ledger, drawn("of-another-message", at=2), message="m-2")
    assert elsewhere.id != live.id


async def test_a_file_without_id_is_known_by_its_address_without_the_signature(ledger):
    [row] = await learn(ledger, drawn("", at=1))
    [again] = await learn(ledger, drawn("", at=2))
    assert again.id == row.id
    assert await learn(ledger, drawn("", at=1).model_copy(update={"url": ""})) == []


async def test_an_upload_is_found_again_in_the_message_that_it_was_sent_with(ledger):
    row = await uploaded(ledger)
    await ledger.files.attach(APP, ME, [row.id], message_id="m-1", conversation_id="c-1")
    url = SIGNED.format(f"{UPLOAD}/file-preview", 1)
    [found] = await learn(ledger, sent("message-file", url, size=1941))
    assert (found.id, found.source, found.upstream_id, found.url, found.size) == (row.id, "upload", UPLOAD, url, 1941)


async def test_another_s_upload_is_not_found_by_an_address_that_names_it(ledger):
    theirs = await uploaded(ledger, user=OTHER)
    [mine] = await learn(ledger, sent("message-file", SIGNED.format(f"{UPLOAD}/file-preview", 1)))
    assert mine.id != theirs.id
    assert (mine.source, mine.upstream_id) == ("answer", "message-file")


@pytest.mark.parametrize("told", [{"transfer_method": "remote_url"}, {}], ids=["2025", "2024"])
async def test_an_address_that_a_person_gave_stays_theirs(ledger, told):
    url = "https://host.example/pictures/a%20b.jpg"
    row = await uploaded(ledger, None, source="remote_url", url=url)
    await ledger.files.attach(APP, ME, [row.id], message_id="m-1", conversation_id="c-1")
    [found] = await learn(ledger, sent("message-file", url, **told))
    [elsewhere] = await learn(ledger, sent("another", url, **told), message="m-2")
    assert (found.id, found.url) == (row.id, url)
    assert (elsewhere.source, elsewhere.upstream_id, elsewhere.name) == ("remote_url", None, "a b.jpg")
    assert [(await learn(ledger, sent("another", url, **told), message="m-2"))[0].id] == [elsewhere.id]


@pytest.mark.parametrize("version", ["0.15.3", "0.6.5"])
async def test_recorded_messages_are_learned_with_one_select_and_new_ones_with_a_second(ledger, version):
    page = json.loads(load(version, "164-messages-with-files").body)["data"]
    messages = {item["id"]: [MessageFile(**file) for file in item["message_files"] or []] for item in page}
    selects: list[str] = []
    async with ledger._session() as session:
        event.listen(session.get_bind(), "before_cursor_execute", lambda *given: selects.append(given[2]))
    first = await ledger.files.learn(APP, ME, "c-1", messages)
    again = await ledger.files.learn(APP, ME, "c-1", messages)
    assert len([text for text in selects if text.startswith("SELECT")]) == 3
    assert [[row.id for row in rows] for rows in first.values()] == [
        [row.id for row in rows] for rows in again.values()
    ]
    assert [len(rows) for rows in first.values()] == [len(files) for files in messages.values()]


async def test_of_a_conversation_that_is_gone_none_is_learned(ledger):
    [row] = await learn(ledger, drawn())
    await ledger.own.forget_conversation(APP, ME, "c-1")
    assert await learn(ledger, drawn("f-2", "tools/2.png")) == await learn(ledger, drawn()) == []
    assert await ledger.files.own(APP, ME, [row.id]) == {}
