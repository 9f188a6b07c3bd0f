"""``/conversations/{id}/variables``: what a flow remembers of a conversation."""

import json
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app.embedded.api.errors import bad_request, not_found
from app.embedded.api.requests import json_body, limit_of, optional_uuid, user_of, uuid_of
from app.embedded.services import Services, services_of
from app.embedded.storage import Variable
from app.embedded.storage.variables import fits


async def variables(request: Request) -> Response:
    """In the order of their making, after ``last_id``; those named ``variable_name`` alone, where it is given."""
    query, limit = request.query_params, limit_of(request)
    last_id, name = optional_uuid(query.get("last_id"), "last_id"), query.get("variable_name")
    found = await run_in_threadpool(_of, services_of(request), request, user_of(query))
    if last_id:
        ids = [variable.id for variable in found]
        if last_id not in ids:
            raise not_found("Conversation Variable")
        found = found[ids.index(last_id) + 1 :]
    named = [variable for variable in found if not name or variable.name == name]
    data = [_body(variable) for variable in named[:limit]]
    return JSONResponse({"limit": limit, "has_more": len(named) > limit, "data": data})


async def set_variable(request: Request) -> Response:
    services, body = services_of(request), await json_body(request)
    variable_id, user = uuid_of(request.path_params["variable_id"], "variable_id"), user_of(body)
    found = {variable.id: variable for variable in await run_in_threadpool(_of, services, request, user)}
    if variable_id not in found:
        raise not_found("Conversation Variable")
    variable, value = found[variable_id], body.get("value")
    if not fits(variable.value_type, value):
        raise bad_request(f"Type mismatch: variable '{variable.name}' expects {variable.value_type}.")
    conversation_id = str(request.path_params["conversation_id"])
    await run_in_threadpool(services.variables.set, conversation_id, {variable.name: value})
    found = {item.id: item for item in await run_in_threadpool(_of, services, request, user)}
    return JSONResponse(_body(found[variable_id]))


def _of(services: Services, request: Request, user: str) -> list[Variable]:
    conversation_id = uuid_of(request.path_params["conversation_id"], "conversation_id")
    return services.variables.list(services.conversation(conversation_id, user).id)


def _body(variable: Variable) -> dict[str, Any]:
    """The value as text, which it is on the wire."""
    value = variable.value if isinstance(variable.value, str) else json.dumps(variable.value, ensure_ascii=False)
    return {
        "id": variable.id,
        "name": variable.name,
        "value_type": variable.value_type,
        "value": value,
        "description": variable.description,
        "created_at": variable.created_at,
        "updated_at": variable.updated_at,
    }
