"""The pages of admins: the audit log, and all that is kept of one person. For others there is nothing."""

import csv
import io
import re
import zipfile
from collections.abc import AsyncIterator, Callable
from html import escape
from urllib.parse import urlencode

import httpx
import pytest
from starlette.applications import Starlette

from app.apps import Apps
from app.apps.people import People
from app.catalog import App
from app.chat import Chat
from app.i18n.en import EN
from app.ledger.audit import Wanted
from app.policy import Role
from app.routes import ROUTES
from app.runs.registry import Runs
from tests.unit.both import database as database
from tests.unit.chat.talks import CONVERSATIONS, ME, answered, page
from tests.unit.served import serve
from tests.unit.sql import sql

SITE = "http://parley.test"
PATHS = ["/console/audit", "/console/audit.csv", f"/console/person?user={ME}", f"/console/person.zip?user={ME}"]
ADMIN = "admin-1"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture
async def browser() -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(Starlette(routes=ROUTES))
    async with httpx.AsyncClient(transport=transport, base_url=SITE, headers={"Origin": SITE}) as client:
        yield client


@pytest.fixture
def come(chat, monkeypatch) -> Callable[..., None]:
    """Whoever asks has that role, and is in those groups; a second app is for ``makers`` alone."""
    lab = Chat("lab", chat._client, chat._ledger, Runs(chat._ledger, chat.runs.log, chat.news))

    def as_(role: Role, *groups: str) -> None:
        entries = [App(slug=chat.slug, embedded="guide"), App(slug="lab", embedded="desk", groups=["makers"])]
        serve(monkeypatch, chat, lab, user=ADMIN, role=role, groups=groups, entries=entries, ledger=chat._ledger)

    return as_


async def noted(chat, *apps: str) -> list[tuple[str, str, str, str]]:
    lines, _ = await chat._ledger.audit.page(Wanted(apps=apps or (chat.slug, "lab")))
    return [(line.kind, line.agent, line.app, line.customer) for line in lines]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMIN])
async def test_for_whoever_is_no_admin_there_is_nothing_and_nothing_is_noted(browser, chat, come, role):
    come(role, "makers")
    answers = [await browser.get(path) for path in PATHS]
    answers.append(await browser.post("/console/person", data={"user": ME, "typed": ME}))
    assert {(answer.status_code, answer.text) for answer in answers} == {(404, answers[0].text)}
    assert (await noted(chat), await chat._ledger.erasures.all()) == ([], [])


async def test_an_admin_reads_the_log_of_the_apps_that_are_theirs(browser, chat, come):
    audit = chat._ledger.audit
    await audit.add("opened", "agent-1", "<Anna>", "192.0.2.1", app=chat.slug, conversation="c-1", customer="<me>")
    await audit.add("opened", "agent-2", "Bert", "", app="lab", customer="theirs")
    come(Role.ADMIN)
    shown = (await browser.get("/console/audit")).text
    assert "&lt;Anna&gt;" in shown and "&lt;me&gt;" in shown and "<Anna>" not in shown
    assert "theirs" not in shown and "192.0.2.1" in shown
    assert "theirs" not in (await browser.get("/console/audit.csv")).text
    assert (await noted(chat))[0][:2] == ("audited", ADMIN)
    come(Role.ADMIN, "makers")
    assert "theirs" in (await browser.get("/console/audit")).text


async def test_the_log_is_narrowed_and_read_page_by_page(browser, chat, come):
    for number in range(130):
        await chat._ledger.audit.add("opened", f"agent-{number % 2}", "", "", app=chat.slug, customer=f"c{number}")
    come(Role.ADMIN)
    first = (await browser.get("/console/audit?kind=opened")).text
    [older] = re.findall(r'href="(/console/audit\?[^"]*after=[^"]*)"', first)
    second = (await browser.get(older.replace("&amp;", "&"))).text
    found = [re.findall(r"<bdi>(c\d+)</bdi>", text) for text in (first, second)]
    assert found[0] + found[1] == [f"c{number}" for number in reversed(range(130))]
    one = (await browser.get("/console/audit?agent=agent-1&customer=c7&since=2020-01-01&until=bad")).text
    assert re.findall(r"<bdi>(c\d+)</bdi>", one) == ["c7"]


@pytest.mark.parametrize(
    "query",
    [
        "customer=c8&agent=agent-1", "until=2020-01-01", "until=9999-12-31", "since=0001-01-01", "until=2024-02-30",
        f"since={'9' * 300}", "after=x%20y", "after=1%20%00", "after=nan%20x", "conversation=nope", "customer=%00%27",
        f"agent={'x' * 10_000}", "conversation=%ED%A0%80", "kind=nope",
    ],
)  # fmt: skip
async def test_whatever_the_log_is_narrowed_by_there_is_an_answer(browser, chat, come, query):
    come(Role.ADMIN)
    for path in ("/console/audit", "/console/audit.csv"):
        assert (await browser.get(f"{path}?{query}")).status_code == 200


async def test_no_cell_of_the_csv_is_a_formula(browser, chat, come):
    await chat._ledger.audit.add("opened", "agent-1", "=1+1", "", app=chat.slug, customer="@me", detail="+2")
    come(Role.ADMIN)
    answer = await browser.get("/console/audit.csv?kind=opened")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    [head, line] = csv.reader(io.StringIO(answer.text.removeprefix("\ufeff")))
    row = dict(zip(head, line, strict=True))
    assert (row["name"], row["customer"], row["detail"], row["agent"]) == ("'=1+1", "'@me", "'+2", "agent-1")


async def test_what_cannot_be_noted_is_not_shown(browser, chat, come):
    come(Role.ADMIN)
    await sql(chat._ledger, "ALTER TABLE audit RENAME TO gone")
    answers = [await browser.get(path) for path in PATHS if "person?" not in path]
    answers.append(await browser.post("/console/person", data={"user": ME, "typed": ME}))
    assert {answer.status_code for answer in answers} == {503}
    assert all(EN.audit_unwritten.partition(",")[0] in answer.text for answer in answers)
    assert await chat._ledger.erasures.all() == []


async def test_an_admin_saves_and_erases_all_of_a_person_and_both_are_noted(browser, chat, upstream, come):
    await answered(chat, upstream)
    upstream.on(CONVERSATIONS, page())
    upstream.on("DELETE /v1/conversations/conversation-1", {"result": "success"})
    come(Role.ADMIN, "makers")
    path = f"/console/person?user={ME}"
    assert chat.slug in (await browser.get(path)).text
    saved = await browser.get(path.replace("person", "person.zip"))
    with zipfile.ZipFile(io.BytesIO(saved.content)) as archive:
        assert {"README.txt", "person.json"} < set(archive.namelist())
    wrong = await browser.post("/console/person", data={"user": ME, "typed": "yes"})
    assert (wrong.status_code, await chat._ledger.erasures.all()) == (409, [])
    begun = await browser.post("/console/person", data={"user": ME, "typed": ME})
    assert (begun.status_code, begun.headers["refresh"]) == (200, f"2; url=/console/person?user={ME}")
    assert sorted(await noted(chat)) == sorted(
        (kind, ADMIN, app, ME) for kind in ("exported", "erased") for app in (chat.slug, "lab")
    )
    people = People(chat._ledger, Apps([chat]), chat.news)
    while await people.carry_on():
        pass
    ended = await browser.get(path)
    assert "refresh" not in ended.headers
    assert await chat._ledger.people.apps(ME) == []


async def test_an_admin_is_told_what_an_app_still_has_of_a_person_besides_conversations(browser, chat, come):
    remnants = chat._ledger.remnants
    await remnants.add(chat.slug, "annotation", "a-1", ME, 0.0)
    await remnants.add("lab", "draft", "c-1", ME, 0.0)
    await remnants.tried("lab", "draft", "c-1", "Unreachable")
    come(Role.ADMIN)
    first = await browser.get(f"/console/person?user={ME}")
    assert (first.headers["refresh"][:1], "Unreachable" in first.text) == ("2", False)
    await remnants.tried(chat.slug, "annotation", "a-1", "Forbidden")
    come(Role.ADMIN, "makers")
    told = await browser.get(f"/console/person?user={ME}")
    assert "refresh" not in told.headers
    assert "answers to them, 1: Forbidden." in told.text and "answers to them, 1: Unreachable." in told.text


async def test_an_admin_of_some_apps_saves_and_erases_what_is_in_these_alone(browser, chat, upstream, come):
    await answered(chat, upstream)
    await chat._ledger.accounts.add("anna", "hash", [])
    user = (await chat._ledger.accounts.get("anna")).user
    await chat._ledger.begin("lab", user, "Lamps?", None, {})
    come(Role.ADMIN)
    shown = (await browser.get(f"/console/person?user={user}")).text
    assert "Nothing is kept here of this person in your apps." in shown
    saved = await browser.get(f"/console/person.zip?user={user}")
    with zipfile.ZipFile(io.BytesIO(saved.content)) as archive:
        assert not [name for name in archive.namelist() if "lab" in name or "person.json" in name]
    await browser.post("/console/person", data={"user": user, "typed": user})
    assert [row.app for row in await chat._ledger.erasures.all()] == [chat.slug]
    assert await chat._ledger.accounts.get("anna") is not None


@pytest.mark.parametrize("origin", ["http://other.example", ""])
async def test_no_other_site_s_page_erases_anybody(browser, chat, come, origin):
    come(Role.ADMIN)
    answer = await browser.post("/console/person", data={"user": ME, "typed": ME}, headers={"Origin": origin})
    assert (answer.status_code, await chat._ledger.erasures.all()) == (403, [])


@pytest.mark.parametrize("user", ["a/../b", "a'b\"<c>", " a ", "💩" * 255, "..", "a&b=c%d", "a\\b;c"])
async def test_whatever_an_id_is_made_of_its_person_is_exported_and_erased(browser, chat, come, user):
    await chat._ledger.begin(chat.slug, user, "Hi?", None, {})
    come(Role.ADMIN, "makers")
    asked = urlencode({"user": user})
    assert f"There is something here in: {chat.slug}" in (await browser.get(f"/console/person?{asked}")).text
    saved = await browser.get(f"/console/person.zip?{asked}")
    with zipfile.ZipFile(io.BytesIO(saved.content)) as archive:
        assert [name for name in archive.namelist() if "/conversations/" in name]
    begun = await browser.post("/console/person", data={"user": user, "typed": user})
    assert begun.status_code == 200
    assert {row.user for row in await chat._ledger.erasures.all()} == {user}


@pytest.mark.parametrize("user", ["", "x" * 256, "a%0Ab"])
async def test_what_is_no_user_id_is_nobody(browser, chat, come, user):
    come(Role.ADMIN)
    answers = [await browser.get(f"{path}?user={user}") for path in ("/console/person", "/console/person.zip")]
    answers.append(await browser.post("/console/person", content=f"user={user}&typed={user}", headers=FORM))
    for answer in answers:
        assert (answer.status_code, answer.headers["content-type"]) == (404, "text/html; charset=utf-8")
        assert f"<h1>{escape(EN.person_data)}</h1>" in answer.text and escape(EN.person_nothing) in answer.text
        assert "<form" not in answer.text and 'href="/console"' in answer.text
