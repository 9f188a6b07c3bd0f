"""What the pages of admins have in common: whose they are, what is noted of them, and how they look."""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from app.apps.apps import Open
from app.chat import Chat
from app.i18n import Words
from app.identity import SIGN_IN, Person, client_address
from app.ledger import Ledger, LedgerFailed
from app.ledger.audit import Audit
from app.policy import Role
from app.remedies import told
from app.routes.common import person_of, said
from app.routes.doorway import is_foreign, led, page
from app.services import current
from app.views import Notice

AUDIT, PERSON = "/console/audit", "/console/person"
NOTED = 600.0  # seconds after which a look at the log is noted again

STYLE = """
body { display: block; }
main { max-width: 72rem; margin: 0 auto; }
nav { margin: 0 0 1rem; }
.filters { display: flex; flex-wrap: wrap; gap: 0 0.75rem; align-items: end; margin: 0 0 1.5rem; }
.filters label { margin: 0 0 0.75rem; flex: 1 1 10rem; font-size: 0.875rem; }
.filters :is(input, select) { font-size: 1rem; margin-block-start: 0.25rem; height: 2.75rem; }
label :is(input, select) { font-weight: 400; }
select { width: 100%; min-height: 2.75rem; font: inherit; border-radius: 12px; padding: 0.5rem 0.9rem; color: inherit;
  background: var(--raised); border: 1px solid var(--line); }
.does { display: flex; flex-wrap: wrap; gap: 0.5rem 1rem; align-items: center; flex: 1 1 100%; }
.does button { width: auto; margin: 0; padding-inline: 1.5rem; }
.quiet { display: inline-flex; align-items: center; min-height: 2.75rem; color: inherit; }
a { color: var(--accent); }
.wide { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-size: 0.875rem; }
th, td { text-align: start; padding-block: 0.5rem; padding-inline: 0 0.75rem; vertical-align: top; white-space: nowrap;
  border-block-end: 1px solid color-mix(in srgb, var(--line) 40%, transparent); }
td:nth-child(3), td:nth-child(4) { white-space: normal; overflow-wrap: anywhere; min-width: 9rem; }
th { color: var(--soft); font-weight: 600; }
@media (pointer: coarse) {
  td a { display: inline-flex; align-items: center; min-width: 2.75rem; min-height: 2.75rem; }
}
form + .said { text-align: start; }
section { margin-block-start: 2rem; max-width: 34rem; }
h2 { font-size: 1.125rem; font-weight: 600; margin: 0 0 0.5rem; }
.danger { background: var(--warn); color: var(--paper); }
"""


@dataclass(frozen=True)
class Admin:
    """Whoever asks, and the apps that are there for them."""

    person: Person
    open: Open
    address: str
    ledger: Ledger

    @property
    def audit(self) -> Audit:
        return self.ledger.audit

    @property
    def chats(self) -> list[Chat]:
        return self.open.all()

    @property
    def slugs(self) -> list[str]:
        return [chat.slug for chat in self.chats]

    @property
    def of_all(self) -> bool:
        """Whether every app of the server is there for them, and so what people have in none."""
        return set(self.slugs) == {chat.slug for chat in current().apps.all()}

    async def agents(self) -> dict[str, str]:
        """Who has served others here, with the names that they are known by."""
        return {row.agent: row.name for slug in self.slugs for row in await self.ledger.inbox.agents(slug)}

    async def note(self, kind: str, *, app: str = "", customer: str = "", detail: str = "", once: float = 0.0) -> None:
        """Raises ``Unaudited``, and nothing more may be shown or done."""
        who = self.person.user, self.person.name, self.address
        await self.audit.add(kind, *who, app=app, customer=customer, detail=detail, once=once)


def admin_only(endpoint: Callable[[Request, Admin], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
    """For anybody else there is as little as at an address that nothing is at."""

    async def asked(request: Request) -> Response:
        if request.method == "POST" and is_foreign(request):
            return said(request, Notice("error_forbidden"))
        person, services = person_of(request), current()
        open = services.apps.open_to(person)
        if not person.user and services.identities.door is not None and request.method == "GET":
            return led(f"{SIGN_IN}?to={quote(request.url.path, safe='')}")
        if person.role is not Role.ADMIN or not person.user or not open.all() or services.ledger is None:
            return said(request, Notice("gone"))
        address = client_address(request.scope, services.settings.trusted_proxies)
        try:
            return await endpoint(request, Admin(person, open, address, services.ledger))
        except LedgerFailed as error:
            return said(request, told(error))

    return asked


def sheet(
    words: Words, title: str, body: Iterator[str], *, wrong: str = "", again: str = "", status: int = 200
) -> HTMLResponse:
    """A page of theirs; ``again`` is where the browser goes by itself, and after how many seconds («2; url=/there»)."""
    response = page(words, title, _led(words, body), wrong=wrong, status=status, style=STYLE)
    if again:
        response.headers["Refresh"] = again
    return response


def _led(words: Words, body: Iterator[str]) -> Iterator[str]:
    yield f'<nav><a class="quiet" href="/console">{escape(words.inbox)}</a></nav>'
    yield from body


def selected(name: str, label: str, options: Mapping[str, str], value: str) -> str:
    """A labelled choice of a form."""
    chosen = "".join(
        f'<option value="{escape(key)}"{" selected" if key == value else ""}>{escape(text)}</option>'
        for key, text in options.items()
    )
    return f'<label>{escape(label)}<select name="{name}">{chosen}</select></label>'
