"""``/app/feedbacks`` and ``/end-users``: the ratings of all users of an app, and who these are."""

import uuid
from datetime import UTC, datetime
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app.embedded.api.errors import not_found
from app.embedded.api.requests import limit_of, page_of, uuid_of
from app.embedded.end_users import app_id, end_user_id
from app.embedded.services import services_of
from app.embedded.storage.feedbacks import Feedback


async def feedbacks(request: Request) -> Response:
    """Whoever asks: the key alone opens it."""
    services = services_of(request)
    page, limit = page_of(request), limit_of(request)
    found = await run_in_threadpool(services.feedbacks.page, page, limit)
    return JSONResponse({"data": [_body(services.app.profile.slug, item) for item in found]})


async def end_user(request: Request) -> Response:
    services, wanted = services_of(request), uuid_of(request.path_params["end_user_id"], "end_user_id")
    slug = services.app.profile.slug
    for user, since in (await run_in_threadpool(services.feedbacks.users)).items():
        if end_user_id(slug, user) == wanted:
            made = _text(since)
            return JSONResponse(
                {
                    "id": wanted,
                    "tenant_id": app_id(""),
                    "app_id": app_id(slug),
                    "type": "service_api",
                    "external_user_id": user,
                    "name": None,
                    "is_anonymous": False,
                    "session_id": user,
                    "created_at": made,
                    "updated_at": made,
                }
            )
    raise not_found("End User")


def _body(slug: str, feedback: Feedback) -> dict[str, Any]:
    rated = _text(feedback.rated_at)
    return {
        "id": str(uuid.uuid5(uuid.UUID(feedback.message_id), "feedback")),
        "app_id": app_id(slug),
        "conversation_id": feedback.conversation_id,
        "message_id": feedback.message_id,
        "rating": feedback.rating,
        "content": feedback.content,
        "from_source": "user",
        "from_end_user_id": end_user_id(slug, feedback.user),
        "from_account_id": None,
        "created_at": rated,
        "updated_at": rated,
    }


def _text(seconds: float) -> str:
    """ISO text without a zone, in UTC, as real servers send these times."""
    return datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None).isoformat()
