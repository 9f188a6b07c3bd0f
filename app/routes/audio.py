"""Sound: taking what was said, and giving answers read aloud as their sound is made."""

from contextlib import AsyncExitStack

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from app.chat import Gone
from app.chat.speech import WAV, not_read
from app.dify.body import Body
from app.dify.errors import DifyError
from app.remedies import reported
from app.routes.common import (
    Passing,
    chat_at,
    counted,
    from_elsewhere,
    hear_out,
    length_of,
    refusal,
    said,
    told,
    unless_left,
    user_of,
)
from app.uploads import Refused
from app.uploads.headers import SAFE
from app.views import Notice

MP3 = "audio/mpeg"
_GONE = Notice("answer_gone")


async def hear(request: Request) -> Response:
    """A recording as the raw body, ``audio/wav``; what was said in it as ``{text}``."""
    user = user_of(request)
    if (no := refusal(request, user)) is not None:
        return no
    size, stream = length_of(request), request.stream()
    try:
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != WAV:
            raise Refused(Notice("recording_refused"))
        text = await chat_at(request).speech.to_text(user, size, counted(request, user, stream, size))
    except Refused as refused:
        await hear_out(stream, size)
        return told(refused.notice)
    return JSONResponse({"text": text}, headers={"Cache-Control": "no-store", **SAFE})


async def read(request: Request) -> Response:
    """An answer read aloud; ``?conversation=`` is where it stands."""
    if (no := _not_now(request)) is not None:
        return no
    turn, place = request.path_params["turn_id"], request.query_params.get("conversation", "")
    chat, stack = chat_at(request), AsyncExitStack()
    opening = stack.enter_async_context(chat.speech.aloud(user_of(request), turn, place))
    try:
        body = await unless_left(request, opening)
    except Gone:
        return said(request, _GONE)
    except DifyError as error:
        return said(request, reported(not_read(error), error, app=chat.slug))
    if body is None:
        await stack.aclose()
        return Response(status_code=400)  # Nobody is there to hear it.
    return Passing(body, _headers(body), stack, chat.slug)


async def read_live(request: Request) -> Response:
    """The sound that an answer brings itself, while it is written and for a while after."""
    if (no := _not_now(request)) is not None:
        return no
    try:
        chat = chat_at(request)
        pieces = await chat.speech.live(user_of(request), request.path_params["turn_id"])
    except Gone:
        return said(request, _GONE)
    body = Body(MP3, pieces)
    return Passing(body, _headers(body), AsyncExitStack(), chat.slug)


def _not_now(request: Request) -> Response | None:
    """Why no sound is made: it costs the app something, and there are no parts of what is still being made.

    Some browsers ask for the first bytes alone before they play; told that there are no parts, ours asks for it all.
    """
    if from_elsewhere(request):
        return said(request, Notice("error_forbidden"))
    if request.method == "HEAD":
        return Response(status_code=405, headers={"Allow": "GET"})
    if request.headers.get("range", "bytes=0-") != "bytes=0-":
        return Response(status_code=416, headers=SAFE)
    return None


def _headers(body: Body) -> dict[str, str]:
    sound = body.media_type if body.media_type.startswith("audio/") else MP3
    length = {"Content-Length": str(body.size)} if body.size >= 0 else {}
    return {"Content-Type": sound, "Cache-Control": "private", **length, **SAFE}


ROUTES = [
    Route("/audio", hear, methods=["POST"]),
    Route("/speech/run/{turn_id}", read_live, methods=["GET"]),
    Route("/speech/{turn_id}", read, methods=["GET"]),
]
