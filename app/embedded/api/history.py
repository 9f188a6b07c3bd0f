"""What was said: messages, their ratings and next questions, and the list of conversations."""

from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app.embedded.api.errors import bad_request, invalid, not_found
from app.embedded.api.requests import flag, json_body, limit_of, optional_uuid, origin_of, user_of, uuid_of
from app.embedded.apps.desk.forms import filled, rendered
from app.embedded.services import Services, services_of
from app.embedded.storage import Conversation, Form, Message
from app.embedded.storage.conversations import ORDERS
from app.embedded.storage.uploads import Attachment

RATINGS = ("like", "dislike", None)
MAX_NAME_LENGTH = 255
MAX_SUGGESTIONS = 3


async def messages(request: Request) -> Response:
    services, query = services_of(request), request.query_params
    user, limit = user_of(query), limit_of(request)
    conversation_id = uuid_of(query.get("conversation_id"), "conversation_id")
    await run_in_threadpool(services.conversation, conversation_id, user)
    first_id = optional_uuid(query.get("first_id"), "first_id")
    found = await run_in_threadpool(services.messages.page, conversation_id, first_id, limit)
    if found is None:
        raise not_found("First Message")
    page, more = found
    data = [_message(services, origin_of(request), item) for item in page]
    if services.runs is not None:
        for item in data:
            forms = await run_in_threadpool(services.runs.forms_of, item["id"])
            item["extra_contents"] = [_form(form) for form in forms]
    return JSONResponse({"limit": limit, "has_more": more, "data": data})


async def rate(request: Request) -> Response:
    services, body = services_of(request), await json_body(request)
    user, message_id = user_of(body), uuid_of(request.path_params["message_id"], "message_id")
    rating, content = body.get("rating"), body.get("content")
    if rating not in RATINGS:
        raise invalid("rating must be 'like', 'dislike' or null", "rating")
    if content is not None and not isinstance(content, str):
        raise invalid("content must be a string", "content")
    message = await run_in_threadpool(services.message, message_id, user)
    if rating is None and message.rating is None:
        raise invalid("rating cannot be None when feedback not exists")
    await run_in_threadpool(services.messages.rate, message_id, rating, content if rating else None)
    return JSONResponse({"result": "success"})


async def suggested(request: Request) -> Response:
    """Next questions, none of them asked before in this conversation."""
    services, user = services_of(request), user_of(request.query_params)
    message_id = uuid_of(request.path_params["message_id"], "message_id")
    message = await run_in_threadpool(services.message, message_id, user)
    if not services.app.profile.suggests or not message.inputs.get("next_questions", True):
        raise bad_request("Suggested Questions Is Disabled.")
    asked = {_same(query) for query in await run_in_threadpool(services.messages.queries, message.conversation_id)}
    left = [question for question in message.suggestions if _same(question) not in asked]
    return JSONResponse({"result": "success", "data": left[:MAX_SUGGESTIONS]})


async def conversations(request: Request) -> Response:
    """The user's conversations, the last touched first unless ``sort_by`` says otherwise.

    ``pinned=true`` finds none: nothing can be pinned here.
    """
    services, query = services_of(request), request.query_params
    user, limit = user_of(query), limit_of(request)
    last_id, sort_by = optional_uuid(query.get("last_id"), "last_id"), query.get("sort_by") or "-updated_at"
    if sort_by not in ORDERS:
        raise invalid(f"{sort_by} is not a valid sort_by: one of {', '.join(ORDERS)}", "sort_by")
    if flag(query.get("pinned"), "pinned", False):
        return JSONResponse({"limit": limit, "has_more": False, "data": []})
    found = await run_in_threadpool(services.conversations.page, user, last_id, limit, sort_by)
    if found is None:
        raise not_found("Last Conversation")
    page, more = found
    data = [_conversation(services, item) for item in page]
    return JSONResponse({"limit": limit, "has_more": more, "data": data})


async def delete(request: Request) -> Response:
    services, user = services_of(request), user_of(await json_body(request))
    conversation_id = uuid_of(request.path_params["conversation_id"], "conversation_id")
    await run_in_threadpool(services.conversation, conversation_id, user)
    services.answers.stop_conversation(conversation_id)
    await run_in_threadpool(services.conversations.delete, conversation_id)
    return JSONResponse({"result": "success"})


async def rename(request: Request) -> Response:
    services, body = services_of(request), await json_body(request)
    user, conversation_id = user_of(body), uuid_of(request.path_params["conversation_id"], "conversation_id")
    name = _name(body)
    await run_in_threadpool(services.conversation, conversation_id, user)
    await run_in_threadpool(services.conversations.rename, conversation_id, name)
    renamed = await run_in_threadpool(services.conversation, conversation_id, user)
    return JSONResponse(_conversation(services, renamed))


def _name(body: dict[str, Any]) -> str | None:
    """The new name, or None where one is to be made."""
    if flag(body.get("auto_generate"), "auto_generate", False):
        return None
    name = body.get("name")
    if not isinstance(name, str) or not name.strip():
        raise invalid("name is required when auto_generate is false", "name")
    if len(name) > MAX_NAME_LENGTH:
        raise invalid(f"name must be at most {MAX_NAME_LENGTH} characters", "name")
    return name.strip()


def _conversation(services: Services, conversation: Conversation) -> dict[str, Any]:
    return {
        "id": conversation.id,
        "name": conversation.name,
        "inputs": conversation.inputs,
        "status": "normal",
        "introduction": services.app.profile.introduction(conversation.inputs),
        "created_at": conversation.created_at,
        "updated_at": conversation.updated_at,
    }


def _message(services: Services, origin: str, message: Message) -> dict[str, Any]:
    feedback = {"rating": message.rating, "content": message.rating_content} if message.rating else None
    return {
        "id": message.id,
        "conversation_id": message.conversation_id,
        "inputs": message.inputs,
        "query": message.query,
        "answer": message.answer,
        "message_files": [_file(services, origin, item) for item in message.files],
        "feedback": feedback,
        "retriever_resources": message.citations,
        "created_at": message.created_at,
        "agent_thoughts": message.thoughts,
        "status": message.status,
        "error": message.error,
    }


def _form(form: Form) -> dict[str, Any]:
    """A form that the message's run asked for, and what was answered."""
    inputs, action = form.inputs or {}, form.action
    answered = filled(form.definition, action, rendered(form.definition, inputs)) if action else None
    return {
        "type": "human_input",
        "workflow_run_id": form.run_id,
        "submitted": action is not None,
        "form_definition": form.definition,
        "form_submission_data": answered and {**answered, "submitted_data": inputs},
    }


def _file(services: Services, origin: str, file: Attachment) -> dict[str, Any]:
    url, method = file.url, "remote_url"
    if file.upload_id and file.belongs_to == "assistant":
        url, method = services.signed.tool_url(origin, file.upload_id), "tool_file"
    elif file.upload_id:
        url, method = services.signed.upload_url(origin, file.upload_id), "local_file"
    return {
        "id": file.id,
        "filename": file.name or file.url.rstrip("/").rpartition("/")[2],
        "type": "image",
        "url": url,
        "mime_type": file.mime_type,
        "size": file.size,
        "transfer_method": method,
        "belongs_to": file.belongs_to,
    }


def _same(question: str) -> str:
    """What two ways to write one question have in common."""
    return "".join(character for character in question.casefold() if character.isalnum())
