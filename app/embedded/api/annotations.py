"""``/apps/annotations`` and ``/apps/annotation-reply``: answers written by people, which stand for the app's own."""

import math
from dataclasses import asdict
from typing import Any, Literal

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app.embedded.api.errors import invalid, not_found
from app.embedded.api.requests import json_body, limit_of, page_of, uuid_of
from app.embedded.services import services_of

MAX_LENGTH = 20_000


async def listed(request: Request) -> Response:
    page, limit, keyword = page_of(request), limit_of(request), request.query_params.get("keyword", "")
    found = await run_in_threadpool(services_of(request).annotations.all, keyword)
    data = [asdict(item) for item in found[(page - 1) * limit : page * limit]]
    more = len(found) > page * limit
    return JSONResponse({"data": data, "has_more": more, "limit": limit, "total": len(found), "page": page})


async def create(request: Request) -> Response:
    question, answer = _texts(await json_body(request))
    made = await run_in_threadpool(services_of(request).annotations.add, question, answer)
    return JSONResponse(asdict(made), 201)


async def update(request: Request) -> Response:
    annotation_id = uuid_of(request.path_params["annotation_id"], "annotation_id")
    question, answer = _texts(await json_body(request))
    changed = await run_in_threadpool(services_of(request).annotations.update, annotation_id, question, answer)
    if changed is None:
        raise not_found("Annotation")
    return JSONResponse(asdict(changed))


async def delete(request: Request) -> Response:
    annotation_id = uuid_of(request.path_params["annotation_id"], "annotation_id")
    if not await run_in_threadpool(services_of(request).annotations.delete, annotation_id):
        raise not_found("Annotation")
    return Response(status_code=204)


async def set_reply(request: Request) -> Response:
    """Done at once; the job is there for clients that ask how it stands."""
    action, body = _action(request), await json_body(request)
    threshold = body.get("score_threshold")
    if isinstance(threshold, bool) or not isinstance(threshold, int | float) or not math.isfinite(threshold):
        raise invalid("score_threshold must be a number", "score_threshold")
    if not 0 <= threshold <= 1:
        raise invalid("score_threshold must be from 0 to 1", "score_threshold")
    for name in ("embedding_provider_name", "embedding_model_name"):
        if not isinstance(body.get(name), str):
            raise invalid(f"{name} must be a string", name)
    job_id = await run_in_threadpool(services_of(request).annotations.set_reply, action, float(threshold))
    return _job(job_id, "waiting")


async def status(request: Request) -> Response:
    job_id = uuid_of(request.path_params["job_id"], "job_id")
    if not await run_in_threadpool(services_of(request).annotations.did, job_id, _action(request)):
        raise invalid("The job does not exist.")
    return _job(job_id, "completed", error_msg="")


def _job(job_id: str, status: str, **more: str) -> Response:
    return JSONResponse({"job_id": job_id, "job_status": status, **more})


def _action(request: Request) -> Literal["enable", "disable"]:
    match request.path_params["action"]:
        case "enable":
            return "enable"
        case "disable":
            return "disable"
    raise invalid("action must be enable or disable", "action")


def _texts(body: dict[str, Any]) -> tuple[str, str]:
    question, answer = (body.get(name) for name in ("question", "answer"))
    if not isinstance(question, str) or not question.strip() or len(question) > MAX_LENGTH:
        raise invalid(f"question must be a text of at most {MAX_LENGTH} characters", "question")
    if not isinstance(answer, str) or not answer.strip() or len(answer) > MAX_LENGTH:
        raise invalid(f"answer must be a text of at most {MAX_LENGTH} characters", "answer")
    return question, answer
