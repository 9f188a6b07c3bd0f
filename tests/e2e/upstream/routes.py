"""The way of a request: which operation it is for, its key, and what a test wants to happen before it is answered."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from ..script import Json
from .profile import INFO
from .waiting import wait
from .wire import Seen, Unreadable, dropped, read, refusal, watched

if TYPE_CHECKING:
    from .server import Upstream

KEY = "app-e2e-key-0123456789abcdef"
Answer = Callable[[Seen], Awaitable[Response]]


def application(upstream: "Upstream") -> Starlette:
    def route(method: str, path: str, answer: Answer) -> Route:
        return Route(f"/v1/{path}", _recorded(upstream, path, answer), methods=[method])

    def open_route(path: str, answer: Answer) -> Route:
        return Route(path, _recorded(upstream, "", answer))

    return Starlette(
        routes=[
            route("GET", "parameters", _saying(lambda: upstream.parameters)),
            route("GET", "site", _saying(lambda: upstream.site)),
            route("GET", "info", _saying(lambda: INFO)),
            route("GET", "meta", _saying(lambda: {"tool_icons": upstream.tool_icons})),
            route("POST", "chat-messages", upstream.chat.ask),
            route("POST", "chat-messages/{id}/stop", upstream.chat.stop),
            route("GET", "messages", upstream.messages.page),
            route("GET", "messages/{id}/suggested", upstream.messages.next_questions),
            route("POST", "messages/{id}/feedbacks", upstream.messages.rate),
            route("GET", "app/feedbacks", _saying(lambda: {"data": upstream.feedbacks})),
            route("GET", "end-users/{id}", _saying(lambda: upstream.end_user)),
            route("GET", "conversations", upstream.conversations.page),
            route("DELETE", "conversations/{id}", upstream.conversations.delete),
            route("POST", "conversations/{id}/name", upstream.conversations.rename),
            route("GET", "conversations/{id}/variables", upstream.conversations.variables),
            route("POST", "files/upload", upstream.files.upload),
            route("GET", "files/{id}/preview", upstream.files.preview),
            route("POST", "audio-to-text", upstream.audio.to_text),
            route("POST", "text-to-audio", upstream.audio.from_text),
            route("GET", "form/human_input/{token}", upstream.forms.show),
            route("POST", "form/human_input/{token}", upstream.forms.answer),
            route("GET", "workflow/{id}/events", upstream.forms.events),
            open_route("/files/tools/{id}", upstream.files.signed),
            open_route("/files/{id}/file-preview", upstream.files.signed),
            open_route("/console/api/workspaces/current/tool-provider/builtin/{name}/icon", upstream.files.shown_icon),
        ]
    )


def _recorded(upstream: "Upstream", path: str, answer: Answer) -> Callable[[Request], Awaitable[Response]]:
    """``answer`` behind the key, what stands in ``before``, and its refusal; without ``path`` behind no key.

    What is served without a key (signed files, icons) is held and refused by the name ``signed``.
    """
    name = path or "signed"

    async def recorded(request: Request) -> Response:
        try:
            seen = await read(request)
        except ClientDisconnect:
            upstream.left.append(request.url.path.removeprefix("/v1"))
            return Response(status_code=499)
        except Unreadable:
            return refusal("bad_request", "The browser (or proxy) sent a request that cannot be understood.", 400)
        upstream.requests.append(seen)
        if path and request.headers.get("authorization") != f"Bearer {KEY}":
            return refusal("unauthorized", "Access token is invalid", 401)
        try:
            for step in _of(upstream.before, name) or ():
                await wait(step, upstream.gates)
        except ConnectionAbortedError:
            return dropped()
        refused = _of(upstream.refusals, name)
        return refused if refused is not None else watched(await answer(seen), seen.path, upstream.left)

    return recorded


def _of(table: dict[str, Any], name: str) -> Any:
    """What stands under an operation's path, or under the first part of it."""
    return table.get(name, table.get(name.partition("/")[0]))


def _saying(value: Callable[[], Json]) -> Answer:
    async def say(seen: Seen) -> Response:
        return JSONResponse(value())

    return say
