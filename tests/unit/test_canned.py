"""Replies that are kept, as they are filled in for a conversation."""

from types import SimpleNamespace

import pytest

from app.apps.canned import LONGEST, LONGEST_TITLE, filled
from app.apps.inbox import Inbox
from app.chat import Chat, Gone
from app.dify.errors import Unreachable
from app.identity import Person
from app.ledger import Lifetime
from app.policy import Role
from app.views import Branding, Notice, Support
from tests.unit.sql import sql


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Hello {customer}, {agent} here.", "Hello Ann, {agent} here."),
        ("{input:city} {input:no such} {date}", "Ulm {input:no such} {date}"),
        ("{customer", "{customer"),
        ("{other} {} {{customer}} {input:}", "{other} {} {Ann} {input:}"),
        ("{input:{customer}}", "{input:Ann}"),
    ],
)
def test_what_is_known_is_filled_in_and_the_rest_stays(text, wanted):
    assert filled(text, {"customer": "Ann", "agent": "", "input:city": "Ulm"}) == wanted


def test_what_a_customer_gave_is_filled_in_once():
    assert filled("{input:a} {customer}", {"input:a": "{customer}", "customer": "Ann"}) == "{customer} Ann"


async def inbox_of(*chats):
    return Inbox(SimpleNamespace(all=lambda: list(chats)), Person("agent-1", Role.AGENT, "Ben"))


async def test_customer_agent_app_and_inputs_are_filled_in(chat, upstream, ledger):
    field = {"text-input": {"label": "City", "variable": "city", "required": False}}
    upstream.on("GET /v1/parameters", {"user_input_form": [field]})
    desk = Chat(
        "desk", upstream.client, ledger, chat.runs, branding=Branding(name="The desk"), support=Support(name="Help")
    )
    row, *_ = await ledger.begin("desk", "local:anna", "Why?", None, {"city": "Ulm"})
    text = "{customer}, {agent}, {app}, {input:city}"
    await ledger.inbox.called("desk", row.id, "", "de")
    signed_in = {"kind": "local", "name": "Anna", "groups": [], "device": "", "address": ""}
    await ledger.signed_in.add("local:anna", Lifetime(60, 60), **signed_in)
    for one in (desk, chat):
        inbox = await inbox_of(one, desk) if one is chat else await inbox_of(desk)
        assert await inbox.keep_canned("r-1", ["desk"], "Hello", text) == Notice()
        [reply] = await inbox.canned("desk", row.id)
        assert (reply.text, reply.filled, reply.language) == (text, "Anna, Help, The desk, Ulm", "de")
    upstream.on("GET /v1/parameters", Unreachable("away"))
    other = Chat("desk", upstream.client, ledger, chat.runs)
    [reply] = await (await inbox_of(other)).canned("desk", row.id)
    assert reply.filled == "Anna, Ben, desk, {input:city}"
    for app, id in (("app-2", row.id), ("desk", "made-up")):
        with pytest.raises(Gone):
            await (await inbox_of(desk)).canned(app, id)
    for one in (desk, other):
        await one.leave()


async def test_a_reply_is_kept_for_exactly_the_apps_that_are_chosen(upstream, ledger, chat):
    desk, _, shop = chats = [Chat(slug, upstream.client, ledger, chat.runs) for slug in ("desk", "lab", "shop")]
    row, *_ = await ledger.begin("desk", "visitor-1", "Why?", None, {})
    every, few = await inbox_of(*chats), await inbox_of(desk, shop)
    for inbox, apps, mine, names in (
        (every, ["desk", "lab"], ["desk", "lab"], ["desk", "lab"]),
        (few, ["desk"], ["desk"], ["desk"]),  # the lab's is not theirs to take away
        (every, ["lab", "shop", "desk"], ["desk", "lab", "shop"], []),
        (few, ["shop"], ["shop"], ["shop"]),
    ):
        assert await inbox.keep_canned("r-1", apps, "Hello", "Hello.") == Notice()
        [reply] = await inbox.canned("desk", row.id)
        assert (reply.apps, reply.names) == (mine, names)
    [reply] = await every.canned("desk", row.id)
    assert reply.names == ["lab", "shop"]
    for one in chats:
        await one.leave()


LONG, MUCH = "t" * (LONGEST_TITLE + 1), "x" * (LONGEST + 1)


@pytest.mark.parametrize(("title", "text"), [("", "x"), ("t", " \n"), (LONG, "x"), ("t", MUCH)])
async def test_what_is_no_reply_is_not_kept(chat, ledger, title, text):
    notice = await (await inbox_of(chat)).keep_canned("r-1", [], title, text)
    assert (notice.key, notice.args) == ("canned_bad", {"title": "80", "text": "4000"})
    assert await sql(ledger, "SELECT * FROM canned_replies") == []
