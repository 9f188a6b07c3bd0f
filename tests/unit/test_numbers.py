"""The numbers of an agent's apps: of nobody else's, no more than the agent may see, and as a table."""

import csv
import io
import time
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from starlette.applications import Starlette

from app.apps.numbers import Numbers
from app.catalog import App
from app.chat import Chat, Gone
from app.identity import Person
from app.ledger import Ledger
from app.ledger.numbers import Measured, Period
from app.policy import Role, Rules
from app.routes import ROUTES
from app.runs.log import MemoryRunLog
from app.runs.registry import Runs
from app.services import current
from app.views import Branding
from tests.unit.runs.doubles import Upstream
from tests.unit.served import serve

SITE = "http://parley.test"
NOON = datetime.now(UTC).replace(hour=12)
TODAY = NOON.date()
PERIOD = Period(TODAY - timedelta(1), TODAY + timedelta(1))
ASKED = {"app": "", "first": str(PERIOD.first), "last": str(PERIOD.last), "zone": "UTC"}
Come = Callable[..., None]


@pytest.fixture
async def come(ledger: Ledger, upstream: Upstream, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Come]:
    """Somebody comes to a server with an app for everybody, one whose prices an administrator alone sees and one for
    makers, each with an answer that took something, at noon: the day may end while tests run."""
    monkeypatch.setattr(time, "time", NOON.timestamp)
    runs = Runs(ledger, MemoryRunLog())
    rules = Rules({"prices": Role.ADMIN})
    chats = [
        Chat("desk", upstream.client, ledger, runs, branding=Branding(name='=HYPERLINK("http://x")')),
        Chat("quiet", upstream.client, ledger, runs, rules=rules),
        Chat("lab", upstream.client, ledger, runs),
    ]
    for chat, price in zip(chats, (0.5, 2.0, 8.0), strict=True):
        _, _, run = await ledger.begin(chat.slug, "visitor-1", "Why?", None, {})
        await ledger.end(run, "done", Measured(first=0.4, whole=4.0, tokens=10, price=price, currency="USD"))

    def someone(role: Role = Role.AGENT, groups: tuple[str, ...] = (), user: str = "agent-1") -> None:
        serve(monkeypatch, *chats, user=user, role=role, groups=groups,
              entries=[App(slug="lab", embedded="guide", groups=["makers"])])  # fmt: skip

    yield someone
    for chat in chats:
        await chat.close()


async def table(**asked: str) -> httpx.Response:
    transport = httpx.ASGITransport(Starlette(routes=ROUTES))
    async with httpx.AsyncClient(transport=transport, base_url=SITE) as client:
        return await client.get("/console/numbers.csv", params={**ASKED, **asked})


def numbers() -> Numbers:

    return Numbers(current().apps.open_to(Person("agent-1", Role.AGENT)))


async def test_an_agent_sees_the_numbers_of_the_apps_that_are_theirs(come):
    come()
    board = await numbers().board("", PERIOD)
    assert (board.total.answers, board.total.tokens, board.total.users) == (2, 20, 1)
    assert [(row.key, row.answers) for row in board.apps] == [("desk", 1), ("quiet", 1)]
    assert [(row.key, row.answers) for row in board.days] == [
        (str(on), 2 if on == TODAY else 0) for on in PERIOD.days
    ]  # fmt: skip
    assert (await numbers().board("desk", PERIOD)).total.answers == 1
    for app in ("lab", "another"):
        with pytest.raises(Gone):
            await numbers().board(app, PERIOD)


async def test_a_price_is_seen_where_the_policy_says_so(come):
    come()
    board = await numbers().board("", PERIOD)
    assert (board.costs, board.total.prices, board.total.price) == (True, {"USD": 0.5}, 0.5)
    quiet = await numbers().board("quiet", PERIOD)
    assert (quiet.usage, quiet.costs, quiet.total.prices, quiet.total.tokens) == (True, False, {}, 10)
    assert "2.0" not in (await table(app="quiet")).text


async def test_the_table_has_a_line_of_each_app_and_day_and_no_cell_is_a_formula(come):
    come()
    answer = await table()
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["cache-control"] == "no-store"
    lines = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [(line["app"], line["day"]) for line in lines] == [
        (app, str(on)) for app in ("desk", "quiet") for on in PERIOD.days
    ]  # fmt: skip
    [now] = [line for line in lines if line["app"] == "desk" and line["answers"] == "1"]
    assert now["name"] == '\'=HYPERLINK("http://x")'
    assert (now["tokens"], now["price_USD"], float(now["first"]), now["uncited"]) == ("10", "0.5", 0.4, "0")
    assert [line["first"] for line in lines if line["answers"] == "0"] == [""] * 4


@pytest.mark.parametrize("role", [Role.VISITOR, Role.MEMBER, Role.BUILDER])
async def test_for_who_serves_nobody_there_is_no_table(come, role):
    come(role)
    there = await table()
    assert (there.status_code, there.text) == (404, (await table(app="another")).text)


@pytest.mark.parametrize(
    "asked", [{"app": "lab"}, {"app": "another"}, {"first": "yesterday"}, {"zone": "../x"}, {"last": "2020-01-01"}]
)
async def test_of_what_is_not_the_agent_s_there_is_as_little_as_of_what_is_not_there(come, asked):
    come()
    answer = await table(**asked)
    assert (answer.status_code, answer.headers["content-type"]) == (404, "text/plain; charset=utf-8")
    come(groups=("makers",))
    assert (await table(app="lab")).status_code == 200


async def test_nobody_and_another_site_s_page_get_no_table(come):
    come(user="")
    assert (await table()).status_code == 404
    come()
    transport = httpx.ASGITransport(Starlette(routes=ROUTES))
    async with httpx.AsyncClient(transport=transport, base_url=SITE) as client:
        answer = await client.get("/console/numbers.csv", params=ASKED, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 404
