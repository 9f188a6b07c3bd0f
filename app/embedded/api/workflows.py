"""Runs of a flow: how one stands, and its stream taken up again."""

import json

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app.embedded.api.errors import Refused
from app.embedded.api.requests import flag, user_of
from app.embedded.api.stream import EventStream
from app.embedded.apps.desk.leg import WORKFLOW_ID
from app.embedded.services import services_of
from app.embedded.storage import Run


async def run(request: Request) -> Response:
    """A run of the app whose key is sent, and where a ``user`` is named, of that user."""
    found = await _run(request, request.query_params.get("user"))
    body = {
        "id": found.id,
        "workflow_id": WORKFLOW_ID,
        "status": found.status,
        "inputs": json.dumps(found.inputs, ensure_ascii=False),
        "outputs": found.outputs,
        "error": found.error,
        "total_steps": found.steps,
        "total_tokens": 0,
        "created_at": found.created_at,
        "finished_at": found.finished_at,
        "elapsed_time": found.elapsed,
    }
    return JSONResponse(body)


async def events(request: Request) -> Response:
    query = request.query_params
    found = await _run(request, user_of(query))
    snapshot = flag(query.get("include_state_snapshot"), "include_state_snapshot", False)
    continue_on_pause = flag(query.get("continue_on_pause"), "continue_on_pause", False)
    return EventStream(services_of(request).flow().read(found, snapshot, continue_on_pause))


async def _run(request: Request, user: str | None) -> Run:
    services = services_of(request)
    found = None
    if services.runs is not None:
        found = await run_in_threadpool(services.runs.get, request.path_params["run_id"], user)
    if found is None:
        raise Refused(404, "not_found", "Workflow run not found")
    return found
