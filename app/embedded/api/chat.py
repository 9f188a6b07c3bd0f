"""``POST /chat-messages`` and its stop."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from app.dify.models import FileInput
from app.embedded.answers import Answer
from app.embedded.api.errors import Refused, invalid
from app.embedded.api.inputs import complete
from app.embedded.api.question_files import question_files
from app.embedded.api.requests import flag, json_body, optional_uuid, user_of
from app.embedded.guide import Question
from app.embedded.profile import FORM
from app.embedded.services import Services, services_of
from app.embedded.storage.conversations import UNNAMED, snippet

MODES = ("streaming", "blocking")
PING = "event: ping\n\n"


async def send(request: Request) -> Response:
    """Stores the question, starts its answer, and streams it or waits for its end."""
    services, body = services_of(request), await json_body(request)
    streaming = _mode(body) == "streaming"
    answer, question = await run_in_threadpool(_begin, services, body)
    services.answers.start(answer, question, paced=streaming)
    if streaming:
        return StreamingResponse(_stream(answer, services.ping_interval), media_type="text/event-stream")
    while not answer.finished:
        await answer.news(None)
    if answer.error:
        raise Refused(400, "completion_request_error", answer.error)
    body = {"event": "message", **_ids(answer), "mode": "chat", "answer": answer.text, **_metadata(answer)}
    return JSONResponse(body)


async def stop(request: Request) -> Response:
    """Answers success always, as servers do; only the user's own answer ends."""
    user = user_of(await json_body(request))
    services_of(request).answers.stop(request.path_params["task_id"], user)
    return JSONResponse({"result": "success"})


def _mode(body: dict[str, Any]) -> str:
    mode = body.get("response_mode")
    if mode in (None, ""):
        return "blocking"
    if mode not in MODES:
        raise invalid(f"{mode} is not a valid response_mode: one of {', '.join(MODES)}", "response_mode")
    return str(mode)


def _begin(services: Services, body: dict[str, Any]) -> tuple[Answer, Question]:
    """Checks everything before anything is stored."""
    user, query = user_of(body), body.get("query")
    if not isinstance(query, str) or not query.strip():
        raise invalid("query is required", "query")
    query = query.replace("\x00", "")
    named = flag(body.get("auto_generate_name"), "auto_generate_name", True)
    files = question_files(body.get("files"), lambda upload_id: services.uploads.belongs_to(upload_id, user))
    conversation_id = optional_uuid(body.get("conversation_id"), "conversation_id")
    if conversation_id:
        conversation = services.conversation(conversation_id, user)
        services.conversations.touch(conversation_id)
    else:
        inputs = complete(FORM, body.get("inputs"))
        conversation = services.conversations.start(user, inputs, snippet(query) if named else UNNAMED)
    return _answer(services, user, conversation.id, query, files), Question(
        text=query, inputs=conversation.inputs, first=conversation_id is None, pictures=len(files)
    )


def _answer(services: Services, user: str, conversation_id: str, query: str, files: list[FileInput]) -> Answer:
    message_id, created_at = services.messages.add(conversation_id, query, files)
    return Answer(user, conversation_id, message_id, created_at)


async def _stream(answer: Answer, ping_interval: float) -> AsyncIterator[str]:
    """The answer's events, and a ping at each interval of the request, also between two words."""
    clock = asyncio.get_running_loop().time
    next_ping = clock() + ping_interval
    sent = 0
    while sent < len(answer.pieces) or not answer.finished:
        if clock() >= next_ping:
            next_ping = clock() + ping_interval
            yield PING
        elif sent < len(answer.pieces):
            yield _event("message", answer, {"answer": answer.pieces[sent]})
            sent += 1
        else:
            await answer.news(max(0.0, next_ping - clock()))
    if answer.error:
        yield _event("error", answer, {"code": "completion_request_error", "status": 400, "message": answer.error})
    else:
        yield _event("message_end", answer, {**_metadata(answer), "files": None})


def _event(name: str, answer: Answer, fields: dict[str, Any]) -> str:
    return f"data: {json.dumps({'event': name, **_ids(answer), **fields})}\n\n"


def _ids(answer: Answer) -> dict[str, Any]:
    return {
        "conversation_id": answer.conversation_id,
        "message_id": answer.message_id,
        "created_at": answer.created_at,
        "task_id": answer.task_id,
        "id": answer.message_id,
    }


def _metadata(answer: Answer) -> dict[str, Any]:
    return {"metadata": {"usage": answer.usage, "retriever_resources": answer.citations}}
