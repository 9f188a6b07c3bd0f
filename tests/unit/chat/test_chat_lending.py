"""What a customer has uploaded goes along where an agent asks the app beside the conversation, given anew."""

import httpx
import pytest

from app.chat import Page
from app.chat.privately import USER
from app.views import Notice
from tests.unit.chat.talks import ASK, CONVERSATIONS, ME, page
from tests.unit.chat.test_chat_privately import AGENT, DELETE, inbox_of, written
from tests.unit.chat.versions import completed
from tests.unit.runs.doubles import Upstream, refused

PREVIEW, UPLOAD = "GET /v1/files/up-1/preview", "POST /v1/files/upload"
LOCAL = {"type": "image", "transfer_method": "local_file", "upload_file_id": "up-1"}
REMOTE = {"type": "image", "transfer_method": "remote_url", "url": "https://example.org/b.png"}
AGAIN = LOCAL | {"upload_file_id": "up-9"}
LEFT = [Notice("draft_without", {"names": "a.png"})]


@pytest.fixture(autouse=True)
def takes_images(upstream: Upstream) -> None:
    image = {"enabled": True, "number_limits": 3, "transfer_methods": ["local_file", "remote_url"]}
    upstream.on("GET /v1/parameters", {"file_upload": {"image": image}})
    upstream.on(PREVIEW, httpx.Response(200, content=b"the picture", headers={"content-type": "image/png"}))
    upstream.on(UPLOAD, {"id": "up-9", "name": "a.png"})
    upstream.on(DELETE, {"result": "success"})
    upstream.on(CONVERSATIONS, page())


async def upload(chat, ledger, **more):
    given = {"kind": "image", "source": "upload", "name": "a.png", "upstream_id": "up-1", "mime_type": "image/png"}
    return await ledger.files.add("app-1", ME, **given | more)


@pytest.fixture
async def run(chat, ledger, upstream):
    """A question with an upload and an address."""
    ids = [(await upload(chat, ledger)).id, (await chat.files.link(ME, REMOTE["url"])).id]
    return await completed(upstream, await chat.ask(ME, "", "What is this?", {}, ids), "A lamp.")


def uploaded(upstream: Upstream) -> list[bytes]:
    return [item.content for item in upstream.requests if f"{item.method} {item.url.path}" == UPLOAD]


async def test_a_draft_and_an_answer_anew_have_the_question_s_files(chat, upstream, run):
    inbox, place = inbox_of(chat), run.row.conversation_id
    for answers in (inbox.draft("app-1", place, Page()), inbox.ask_again("app-1", place, Page(), run.message.id)):
        answer = await written(chat, upstream, answers, "A lamp.")
        assert (answer.text, answer.notes) == ("A lamp.", [])
        assert upstream.asked(ASK)[-1]["files"] == [AGAIN, REMOTE]
        sent = uploaded(upstream)[-1]
        assert b"the picture" in sent and USER.encode() in sent and b'filename="a.png"' in sent
        assert ME.encode() not in sent


async def test_what_was_uploaded_before_the_conversation_goes_once(chat, upstream, ledger, run):
    row = await ledger.conversation("app-1", ME, run.row.conversation_id)
    row.inputs = {"city": "Ulm", "photo": LOCAL, "photos": [LOCAL, REMOTE], "none": []}
    answers = chat.privately.answers(row, "Why?", chat.policy, AGENT)
    assert (await written(chat, upstream, answers, "Oh.")).notes == []
    assert upstream.asked(ASK)[-1]["inputs"] == {"city": "Ulm", "photo": AGAIN, "photos": [AGAIN, REMOTE], "none": []}
    assert len(uploaded(upstream)) == 1


@pytest.mark.parametrize("request_", [PREVIEW, UPLOAD])
async def test_of_what_cannot_go_it_is_said(chat, upstream, run, request_):
    upstream.on(request_, refused("unsupported_file_type", "", 415))
    answer = await written(chat, upstream, inbox_of(chat).draft("app-1", run.row.conversation_id, Page()), "A lamp.")
    assert (answer.text, answer.notes) == ("A lamp.", LEFT)
    assert upstream.asked(ASK)[-1]["files"] == [REMOTE]


async def test_an_upload_that_nobody_knows_here_is_named_by_its_input(chat, upstream, ledger, run):
    row = await ledger.conversation("app-1", ME, run.row.conversation_id)
    row.inputs = {"photo": LOCAL | {"upload_file_id": "another"}}
    answer = await written(chat, upstream, chat.privately.answers(row, "Why?", chat.policy, AGENT), "Oh.")
    assert answer.notes == [Notice("draft_without", {"names": "photo"})]
    assert upstream.asked(ASK)[-1]["inputs"] == {}


async def test_what_was_given_to_a_person_stays_here(chat, upstream, ledger, run):
    place = run.row.conversation_id
    inbox = inbox_of(chat)
    await inbox.take("app-1", place)
    row = await upload(chat, ledger, source="kept", upstream_id=None, conversation_id=place)
    await chat.ask(ME, place, "This one.", {}, [row.id])
    answer = await written(chat, upstream, inbox.draft("app-1", place, Page()), "Oh.")
    assert answer.notes == LEFT
    assert (upstream.asked(ASK)[-1]["files"], uploaded(upstream)) == ([], [])


async def test_of_more_files_than_the_app_takes_the_last_go(chat, upstream, ledger, run):
    upstream.on("GET /v1/parameters", {"file_upload": {"image": {"enabled": True, "number_limits": 1}}})
    chat._faces._face = None
    files = [file.id for file in run.sent]
    row = await ledger.conversation("app-1", ME, run.row.conversation_id)
    answer = await written(chat, upstream, chat.privately.answers(row, "Why?", chat.policy, AGENT, files), "Oh.")
    assert (upstream.asked(ASK)[-1]["files"], answer.notes) == ([REMOTE], LEFT)
