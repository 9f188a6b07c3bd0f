"""``POST /chat-messages`` and its stop."""

from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app.dify.models import UNNAMED
from app.embedded.answer import Answer
from app.embedded.answers import metadata
from app.embedded.api.errors import Refused, invalid
from app.embedded.api.inputs import complete
from app.embedded.api.question_files import question_files
from app.embedded.api.requests import flag, json_body, optional_uuid, origin_of, user_of
from app.embedded.api.stream import EventStream, lines
from app.embedded.apps.app import Question
from app.embedded.services import Services, services_of
from app.embedded.storage.conversations import snippet

MODES = ("streaming", "blocking")


async def send(request: Request) -> Response:
    """Stores the question, starts its answer, and streams it or waits for its end."""
    services, body = services_of(request), await json_body(request)
    streaming = _mode(body) == "streaming"
    mode = services.app.profile.mode
    if mode == "agent-chat" and not streaming:
        raise Refused(400, "invalid_param", "Agent Chat App does not support blocking mode")
    pace = services.pace if streaming else 0.0
    answer, question = await run_in_threadpool(_begin, services, body, origin_of(request), pace)
    services.answers.start(answer, question)
    if streaming:
        return EventStream(lines(answer, services.ping_interval))
    while not answer.finished:
        await answer.news(None)
    if answer.error:
        raise Refused(400, answer.error_code, answer.error)
    said = {"id": answer.message_id, "mode": mode, "answer": answer.text}
    if answer.paused:
        return JSONResponse({**answer.closing[-1], **said})
    return JSONResponse({**answer.event("message"), **said, "metadata": metadata(answer)})


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


def _begin(services: Services, body: dict[str, Any], origin: str, pace: float) -> tuple[Answer, Question]:
    """Checks everything before anything is stored."""
    user, query = user_of(body), body.get("query")
    if not isinstance(query, str) or not query.strip():
        raise invalid("query is required", "query")
    query = query.replace("\x00", "")
    named = flag(body.get("auto_generate_name"), "auto_generate_name", True)
    files = question_files(body.get("files"), lambda upload_id: services.uploads.belongs_to(upload_id, user))
    files = files if services.app.profile.pictures else []
    conversation_id = optional_uuid(body.get("conversation_id"), "conversation_id")
    if conversation_id:
        conversation = services.conversation(conversation_id, user)
        services.conversations.touch(conversation_id)
    else:
        inputs = complete(services.app.profile.form, body.get("inputs"))
        conversation = services.conversations.start(user, inputs, snippet(query) if named else UNNAMED)
    message_id, created_at = services.messages.add(conversation.id, query, files)
    return Answer(user, conversation.id, message_id, created_at, origin, pace), Question(
        text=query, inputs=conversation.inputs, first=conversation_id is None, pictures=len(files)
    )
