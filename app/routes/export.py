"""Conversations to take along: one as Markdown, as a page or as JSON, and all of one's own as a ZIP."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from app.chat import Chat, Gone
from app.export import Thread, Zip, data, disposition, document, file_name, markdown
from app.i18n import Words
from app.routes.common import chat_at, from_elsewhere, said, user_of, words_of
from app.uploads.headers import SAFE
from app.views import Notice

Renderer = Callable[[Thread, Words], str]

KINDS: dict[str, tuple[str, Renderer]] = {
    "md": ("text/markdown; charset=utf-8", markdown),
    "html": ("text/html; charset=utf-8", document),
    "json": ("application/json", data),
}


async def one(request: Request) -> Response:
    """A conversation, to be saved; of one that is not this visitor's there is as little as of one that never was."""
    if (no := _refusal(request)) is not None:
        return no
    kind = request.path_params["kind"]
    words = words_of(request)
    try:
        if kind not in KINDS:
            raise Gone
        thread = await chat_at(request).taking.thread(user_of(request), request.path_params["conversation"])
    except Gone:
        return said(request, Notice("gone"))
    media_type, render = KINDS[kind]
    text = await asyncio.to_thread(render, thread, words)
    name = file_name(thread.title, words.conversation, thread.at)
    return Response(text.encode("utf-8", "replace"), headers=_headers(media_type, f"{name}.{kind}"))


async def everything(request: Request) -> Response:
    """All conversations of this visitor, each as Markdown and as JSON, in a ZIP that is made while it is sent."""
    if (no := _refusal(request)) is not None:
        return no
    words = words_of(request)
    name = file_name(words.conversations, words.conversations, time.time())
    headers = _headers("application/zip", f"{name}.zip")
    if request.method == "HEAD":
        return Response(headers=headers)
    return StreamingResponse(_zipped(chat_at(request), user_of(request), words), headers=headers)


async def _zipped(chat: Chat, user: str, words: Words) -> AsyncIterator[bytes]:
    taking, archive = chat.taking, Zip()
    ids, whole = await taking.own(user)
    for id in ids:
        try:
            # An app that did not give the list is not asked for one conversation after the other.
            thread = await taking.thread(user, id, ask=whole)
        except Gone:
            continue
        begun = next((turn.at for turn in thread.turns), 0.0)
        name = archive.free(file_name(thread.title, words.conversation, begun))
        for kind in ("md", "json"):
            yield archive.add(f"{name}.{kind}", await asyncio.to_thread(KINDS[kind][1], thread, words))
    if not whole:
        yield archive.add(f"{archive.free('README')}.txt", words.list_in_part + "\n")
    yield archive.end()


def _refusal(request: Request) -> Response | None:
    if from_elsewhere(request):
        return said(request, Notice("error_forbidden"))
    return None if user_of(request) else said(request, Notice("no_identity"))


def _headers(media_type: str, name: str) -> dict[str, str]:
    return {
        "Content-Type": media_type,
        "Content-Disposition": disposition(name),
        "Cache-Control": "no-store",
        **SAFE,
    }


ROUTES = [
    Route("/export", everything),
    Route("/export/{conversation}/{kind}", one),
]
