"""The audit log, for admins: a page of plain HTML that needs no script, and the same as CSV."""

from collections.abc import AsyncIterator, Iterator
from datetime import MAXYEAR, UTC, datetime, timedelta
from html import escape
from urllib.parse import urlencode
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from app.export import disposition
from app.export.table import line
from app.i18n import Words
from app.ledger.audit import Line, Place, Wanted
from app.routes.admin import AUDIT, NOTED, PERSON, Admin, admin_only, selected, sheet
from app.routes.common import known, words_of
from app.uploads.headers import SAFE

COLUMNS = ("at", "agent", "name", "kind", "app", "conversation", "customer", "detail", "address")
FILTERS = ("agent", "customer", "conversation", "kind", "since", "until")


async def show(request: Request, admin: Admin) -> Response:
    """A page of the log, the newest lines first."""
    words, asked = words_of(request), _asked(request)
    wanted = _wanted(asked, admin)
    await admin.note("audited", once=NOTED)
    lines, after = await admin.audit.page(wanted, _place(request))
    agents = await admin.agents()
    return sheet(words, words.audit_title, _body(words, asked, agents, lines, after))


async def table(request: Request, admin: Admin) -> Response:
    """All that the filters leave, as CSV, written while it is read."""
    wanted, words = _wanted(_asked(request), admin), words_of(request)
    await admin.note("audited", detail="csv")
    name = f"{datetime.now(UTC):%Y-%m-%d} {words.audit_title}.csv"
    headers = {"Content-Disposition": disposition(name), "Cache-Control": "no-store", **SAFE}
    return StreamingResponse(_rows(admin, wanted), headers=headers, media_type="text/csv; charset=utf-8")


async def _rows(admin: Admin, wanted: Wanted) -> AsyncIterator[str]:
    yield "\ufeff" + line(COLUMNS)  # by which a spreadsheet knows that it is UTF-8
    after: Place | None = None
    while True:
        lines, after = await admin.audit.page(wanted, after, 1000)
        yield "".join(line([_time(it.at), *(getattr(it, name) for name in COLUMNS[1:])]) for it in lines)
        if after is None:
            return


def _asked(request: Request) -> dict[str, str]:
    return {name: request.query_params.get(name, "").strip()[:255] for name in FILTERS}


def _wanted(asked: dict[str, str], admin: Admin) -> Wanted:
    """The day until which is one of the period."""
    since, until = _day(asked["since"]), _day(asked["until"])
    end = (until + timedelta(days=1)).timestamp() if until else 0.0
    begin = since.timestamp() if since else 0.0
    named = {name: asked[name] for name in FILTERS[:4]}
    return Wanted(**named, since=begin, until=end, apps=tuple(admin.slugs))


def _day(text: str) -> datetime | None:
    try:
        day = datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError:
        return None
    return day if day.year < MAXYEAR else None  # or else there is none after it


def _place(request: Request) -> Place | None:
    at, _, id = request.query_params.get("after", "").partition(" ")
    try:
        return Place(float(at), str(UUID(id)))
    except ValueError:
        return None


def _body(
    words: Words, asked: dict[str, str], agents: dict[str, str], lines: list[Line], after: Place | None
) -> Iterator[str]:
    yield from _filters(words, asked, agents)
    if not lines:
        yield f'<p class="said" role="status">{escape(words.audit_none)}</p>'
        return
    heads = [words.audit_when, words.audit_agent, words.audit_what, words.audit_customer, words.inbox_app]
    heads += [words.audit_conversation, words.audit_address]
    yield f'<div class="wide" tabindex="0" role="region" aria-label="{escape(words.audit_title)}"><table><thead><tr>'
    yield "".join(f'<th scope="col">{escape(head)}</th>' for head in heads) + "</tr></thead><tbody>"
    yield from (_line(words, asked, line) for line in lines)
    yield "</tbody></table></div>"
    if after is not None:
        older = _address(asked, after=f"{after.at!r} {after.id}")
        yield f'<p><a class="quiet" href="{older}">{escape(words.audit_older)}</a></p>'


def _line(words: Words, asked: dict[str, str], line: Line) -> str:
    customer = f'<a href="{PERSON}?{urlencode({"user": line.customer})}"><bdi>{escape(line.customer)}</bdi></a>'
    what = escape(_kinds(words).get(line.kind, line.kind)) + (
        f": <bdi>{escape(line.detail)}</bdi>" if line.detail else ""
    )
    conversation = f'<a href="{_address(asked, conversation=line.conversation)}">{escape(line.conversation[:8])}</a>'
    cells = (
        f'<time dir="ltr" datetime="{_time(line.at)}">{_time(line.at).replace("T", " ")[:19]}</time>',
        f'<a href="{_address(asked, agent=line.agent)}"><bdi>{escape(line.name or line.agent)}</bdi></a>',
        what,
        customer if line.customer else "",
        f"<bdi>{escape(line.app)}</bdi>",
        conversation if line.conversation else "",
        f"<bdi>{escape(line.address)}</bdi>",
    )
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def _filters(words: Words, asked: dict[str, str], agents: dict[str, str]) -> Iterator[str]:
    yield f'<form class="filters" method="get" action="{AUDIT}">'
    people = {agent: agents.get(agent) or agent for agent in sorted({*agents, asked["agent"]} - {""})}
    yield selected("agent", words.audit_agent, {"": words.inbox_any, **people}, asked["agent"])
    yield selected("kind", words.audit_what, {"": words.inbox_any, **_kinds(words)}, asked["kind"])
    for name, label, kind in (
        ("customer", words.audit_customer, "text"),
        ("conversation", words.audit_conversation, "text"),
        ("since", words.audit_since, "date"),
        ("until", words.audit_until, "date"),
    ):
        value = escape(asked[name])
        yield f'<label>{escape(label)}<input type="{kind}" name="{name}" value="{value}" maxlength="255"></label>'
    yield f'<div class="does"><button type="submit">{escape(words.audit_show)}</button>'
    yield f'<a class="quiet" href="{AUDIT}">{escape(words.audit_everything)}</a>'
    there = urlencode({name: value for name, value in asked.items() if value})
    yield f'<a class="quiet" href="{AUDIT}.csv?{escape(there)}">{escape(words.audit_csv)}</a></div></form>'


def _kinds(words: Words) -> dict[str, str]:
    return {
        "opened": words.audit_opened,
        "listed": words.audit_listed,
        "searched": words.audit_searched,
        "reviewed": words.audit_reviewed,
        "file": words.audit_file,
        "brought": words.audit_brought,
        "exported": words.audit_exported,
        "audited": words.audit_audited,
        "status": words.audit_status,
        "assigned": words.audit_assigned,
        "labelled": words.audit_labelled,
        "unlabelled": words.audit_unlabelled,
        "taken": words.audit_taken,
        "said": words.audit_said,
        "returned": words.audit_returned,
        "noted": words.audit_noted,
        "corrected": words.audit_corrected,
        "drafted": words.audit_drafted,
        "done": words.audit_done,
        "erased": words.audit_erased,
    }


def _address(asked: dict[str, str], **instead: str) -> str:
    """The page with the same filters but for some."""
    return escape(f"{AUDIT}?" + urlencode({name: value for name, value in {**asked, **instead}.items() if value}))


def _time(at: float) -> str:
    return f"{datetime.fromtimestamp(at, UTC):%Y-%m-%dT%H:%M:%SZ}"


ROUTES = [
    Route(AUDIT, known(admin_only(show)), methods=["GET"]),
    Route(f"{AUDIT}.csv", known(admin_only(table)), methods=["GET"]),
]
