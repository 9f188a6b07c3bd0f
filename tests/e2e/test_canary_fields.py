"""Another secret in every field of every event and operation: a role's whole session has those alone that are its own.

By sockets, without a browser: all that it could be sent is all that is looked at, and what the server wrote.
"""

from collections.abc import Iterator
from typing import Any

import aiohttp
import pytest

from app.policy import Role
from app.state.variables import VariablesState
from tests.load.client import Tab, Visitor
from tests.load.shown import full_name
from tests.planted import SENT, seen

from .conftest import Serve
from .operations import hostile
from .script import End, Send, Step
from .server import Server
from .test_load import apart
from .upstream import KEY, Upstream

LAST = ("message_end", "error", "human_input_required", "human_input_form_filled", "human_input_form_timeout")
PAGES = (
    "/",
    "/manifest.webmanifest",
    "/metrics",
    "/readyz",
    "/export/{place}/md",
    "/export/{place}/html",
    "/export/{place}/json",
    "/export",
)

SIGNING = "what-signs-the-cookies-0451"
OF_THE_APP = {
    *("site_title", "site_description", "copyright", "disclaimer", "placeholder", "opening", "suggestion"),
    *("tool", "other_tool", "field_label", "field_variable", "field_description", "field_default"),
}
OF_AN_ANSWER = {
    *("query", "answer", "reasoning", "label", "node_title", "filename", "document_name", "content", "link"),
    *("next_question", "conversation_name", "form_title", "form_content", "option", "action", "resolved"),
}
VISITORS = OF_THE_APP | OF_AN_ANSWER
MEMBERS = VISITORS | {"tool_input", "observation", "log_label"}
BUILDERS = MEMBERS | {
    *("node_inputs", "node_process_data", "node_outputs", "node_error", "log_data", "log_error"),
    *("variable_name", "variable_value", "variable_description"),
}
MEANT = {
    Role.VISITOR: VISITORS,
    Role.MEMBER: MEMBERS,
    Role.AGENT: MEMBERS,
    Role.BUILDER: BUILDERS,
    Role.ADMIN: BUILDERS,
}


def streams() -> dict[str, list[Step]]:
    """Answers that have all events, by how they end."""
    kept = {"task_id", "message_id", "conversation_id"}
    events = {
        name: Send({"event": name, **{k: v for k, v in body.items() if k not in kept}}) for name, body in SENT.items()
    }
    through = [event for name, event in events.items() if name not in LAST and name != "workflow_paused"]
    return {
        "done": [*through, End(SENT["message_end"]["metadata"])],
        "failed": [events["message"], events["error"]],
        "waiting": [events["workflow_started"], events["human_input_required"], events["workflow_paused"]],
    }


async def fetched(visitor: Visitor, place: str) -> str:
    """Every page that a browser can get of a conversation, and of all of them."""
    async with aiohttp.ClientSession(headers={"Cookie": visitor.cookie}) as session:
        found = []
        for path in PAGES:
            async with session.get(visitor.url + path.format(place=place)) as answer:
                assert answer.status == 200, path
                found.append((await answer.read()).decode("utf-8", "replace"))
        return " ".join(found)


async def asked(tab: Tab, question: str, ends: str) -> None:
    """To the answer's end, and what could be asked next, which comes after it.

    A page that does not know the app yet, as on a busy machine, would be told less of both.
    """
    await tab.until(lambda: tab.shown.states.get(full_name("session"), {}).get("ready"))
    await tab.ask(question)
    await tab.until_ended()
    assert tab.shown.last["status"] == ends, tab.shown.last
    if ends == "done":
        await tab.until(lambda: tab.shown.thread["suggestions"])


async def looked(tab: Tab) -> None:
    """For the conversation's variables, to the answer: what they are, or that they are not for this person."""
    variables = VariablesState.get_full_name()
    await tab.send(f"{variables}.look", {})
    known = tab.shown.states[variables]
    await tab.until(lambda: known["variables"] or known["notice"]["key"])


async def session(server: Server, upstream: Upstream) -> str:
    """All that one person is sent who asks, reads what was stored, and looks behind it."""
    visitor, heard, bodies = Visitor(server.url), list[Any](), list[str]()
    for ends, script in streams().items():
        upstream.script = script
        tab = visitor.tab()
        heard.append(tab.listen())
        await tab.open()
        await asked(tab, "What is open?", ends)
        place = tab.conversation
        await tab.reload()
        await looked(tab)
        bodies.append(await fetched(visitor, place))
        await tab.close()
    tab = visitor.tab()
    heard.append(tab.listen())
    await tab.open("stored")
    bodies.append(await fetched(visitor, "stored"))
    await tab.close()
    return f"{heard} {bodies}"


@pytest.fixture
def hostile_app() -> Iterator[Upstream]:
    """It is there for longer than the server that asks it."""
    with Upstream().serving() as upstream:
        upstream.refusals = hostile()
        yield upstream


@pytest.mark.parametrize("role", Role)
def test_of_all_that_an_app_says_a_role_s_session_has_what_is_meant_for_it(
    role: Role, hostile_app: Upstream, serve: Serve
) -> None:
    server = serve(api_url=hostile_app.url, api_key=KEY, role=role.value, secret_key=SIGNING)
    told = apart(session(server, hostile_app))
    assert seen(told) == MEANT[role]
    assert seen(server.said()) == set()
    for secret in (KEY, SIGNING):
        assert secret not in told
        assert secret not in server.said()
