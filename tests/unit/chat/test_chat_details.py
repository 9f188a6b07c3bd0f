"""What a conversation began with, and for whom it is there."""

import pytest

from app.chat import Gone
from app.dify.errors import DifyError
from app.views import Attachment, Detail
from tests.unit.chat.talks import ME, MESSAGES, OTHER, conversation, listed
from tests.unit.runs.doubles import refused


def message(**inputs):
    return {"data": [{"id": "m", "query": "Why?", "answer": "So.", "created_at": 100, "inputs": inputs}]}


FORM = [
    {"text-input": {"label": "Name", "variable": "name"}},
    {"number": {"label": "Count", "variable": "count"}},
    {"checkbox": {"label": "Urgent", "variable": "urgent"}},
    {"text-input": {"label": "Secret", "variable": "secret", "hide": True}},
    {"file-list": {"label": "Papers", "variable": "papers", "max_length": 2, "allowed_file_types": ["document"]}},
]


@pytest.fixture
def form(upstream):
    upstream.on("GET /v1/parameters", {"user_input_form": FORM})


async def begun_with(chat, upstream, inputs):
    run = await chat.ask(ME, "", "Why?", inputs)
    upstream.stream.say("So.")
    upstream.stream.finish()
    await run.closed.wait()
    return run.row.conversation_id


async def test_each_control_has_what_was_given_as_the_page_fills_it_in(chat, upstream, ledger, form):
    file = await ledger.files.add(
        chat.slug, ME, kind="document", source="upload", upstream_id="up-1", name="plan.pdf", size=9
    )
    link = await ledger.files.add(
        chat.slug, ME, kind="document", source="remote_url", url="https://e.test/b.pdf", name="b.pdf"
    )
    place = await begun_with(chat, upstream, {"count": 2.5, "urgent": True, "papers": [file.id, link.id]})
    papers = [Attachment(file.id, "document", "plan.pdf", 9), Attachment(link.id, "document", "b.pdf", link=True)]
    assert await chat.details.given(ME, place) == [
        Detail("name", "Name", "text"),
        Detail("count", "Count", "number", "2.5"),
        Detail("urgent", "Urgent", "checkbox", "true"),
        Detail("papers", "Papers", "files", "", papers),
    ]


async def test_what_the_form_no_longer_asks_for_stays_by_its_variable(chat, upstream, form):
    place = await begun_with(chat, upstream, {"name": "Ada", "urgent": False, "region": "EU"})
    given = await chat.details.given(ME, place)
    assert [(one.label, one.text) for one in given if one.text] == [("Name", "Ada"), ("region", "EU")]


async def test_of_a_conversation_from_elsewhere_only_what_the_form_asks_for_is_told(chat, upstream, form):
    await listed(chat, upstream, conversation("c", 100))
    upstream.on(MESSAGES, message(name="Ada", secret="of the operator", papers=[{"url": "https://internal/signed"}]))
    given = await chat.details.given(ME, "c")
    assert [(one.variable, one.text, one.files) for one in given] == [
        ("name", "Ada", []), ("count", "", []), ("urgent", "", []), ("papers", "", []),
    ]  # fmt: skip


async def test_another_s_details_are_gone(chat, upstream, form):
    place = await begun_with(chat, upstream, {"name": "Ada"})
    with pytest.raises(Gone):
        await chat.details.given(OTHER, place)


async def test_what_the_app_alone_knows_fails_with_the_app(chat, upstream, form):
    await listed(chat, upstream, conversation("c", 100))
    upstream.on(MESSAGES, refused("app_unavailable"))
    with pytest.raises(DifyError):
        await chat.details.given(ME, "c")
