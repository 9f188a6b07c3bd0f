"""The variables of a conversation: for whom they are there, and what they may become."""

import pytest

from app.chat import Chat, Gone
from app.dify.errors import DifyError
from app.policy import Role
from app.views import Notice, Variable
from tests.unit.chat.talks import ME, OTHER, answered
from tests.unit.runs.doubles import IDS, refused

ALL = f"GET /v1/conversations/{IDS['conversation_id']}/variables"
SET = f"PUT /v1/conversations/{IDS['conversation_id']}/variables/v-1"


@pytest.fixture
async def builder(chat, upstream, ledger):
    builder = Chat("app-1", upstream.client, ledger, chat.runs, Role.BUILDER)
    yield builder
    await builder.close()


@pytest.fixture
async def place(builder, upstream):
    return (await answered(builder, upstream)).row.conversation_id


def kept(kind: str, value: str) -> dict[str, object]:
    one = {"id": "v-1", "name": "mood", "value_type": kind, "value": value, "description": "How it goes."}
    return {"data": [one], "has_more": False, "limit": 100}


async def test_a_builder_sees_them_all_page_by_page(builder, upstream, place):
    pages = [
        {"data": [{"id": f"v-{number}", "name": f"name-{number}"}], "has_more": more, "limit": 1}
        for number, more in ((1, True), (2, True), (2, True))  # some servers say that there is more when there is none
    ]
    upstream.on(ALL, *pages)
    assert [one.name for one in await builder.variables.all(ME, place)] == ["name-1", "name-2"]
    assert [asked.get("last_id", "") for asked in upstream.asked(ALL)] == ["", "v-1", "v-2"]


async def test_an_app_without_any_has_none(builder, upstream, place):
    assert await builder.variables.all(ME, place) == []


async def test_a_visitor_and_another_person_see_none_and_set_none(chat, builder, upstream, place):
    upstream.on(ALL, kept("string", "calm"))
    for who, user in ((chat, ME), (builder, OTHER)):
        with pytest.raises(Gone):
            await who.variables.all(user, place)
        with pytest.raises(Gone):
            await who.variables.set(user, place, "mood", "wild")
    assert upstream.asked(ALL) == []


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("string", "1", "1"),
        ("string", "", ""),
        ("number", "2.5", 2.5),
        ("array[string]", '["灯", "b"]', ["灯", "b"]),
        ("object", '{"a": null}', {"a": None}),
        ("boolean", "true", True),
    ],
)
async def test_a_value_is_sent_as_its_type(builder, upstream, place, kind, text, value):
    upstream.on(ALL, kept(kind, "old"))
    upstream.on(SET, {"id": "v-1", "name": "mood", "value_type": kind, "value": text})
    assert await builder.variables.set(ME, place, "mood", text) == Notice()
    assert upstream.asked(SET) == [{"value": value, "user": ME}]


@pytest.mark.parametrize(("kind", "text"), [("number", "many"), ("number", "true"), ("number", ""), ("object", "{")])
async def test_what_is_no_value_of_its_type_is_not_sent(builder, upstream, place, kind, text):
    upstream.on(ALL, kept(kind, "old"))
    wrong = Notice("variable_wrong", {"name": "mood", "kind": kind})
    assert await builder.variables.set(ME, place, "mood", text) == wrong
    assert upstream.asked(SET) == []


async def test_what_the_app_refuses_is_said_and_what_is_not_there_is_gone(builder, upstream, place):
    upstream.on(ALL, kept("array[string]", "[]"))
    upstream.on(SET, refused("invalid_param"))
    wrong = Notice("variable_wrong", {"name": "mood", "kind": "array[string]"})
    assert await builder.variables.set(ME, place, "mood", "[1]") == wrong
    with pytest.raises(Gone):
        await builder.variables.set(ME, place, "another", "[1]")


async def test_an_app_that_fails_says_so(builder, upstream, place):
    upstream.on(ALL, refused("app_unavailable"))
    with pytest.raises(DifyError):
        await builder.variables.all(ME, place)


async def test_they_are_shown_with_type_and_description(builder, upstream, place):
    upstream.on(ALL, kept("string", "calm"))
    assert await builder.variables.all(ME, place) == [Variable("mood", "string", "calm", "How it goes.")]
