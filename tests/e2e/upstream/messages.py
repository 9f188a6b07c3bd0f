"""Stored turns: ``/messages``, their ratings and the questions that could come next."""

from starlette.responses import JSONResponse, Response

from .files import Files
from .talks import Talks
from .wire import Seen, refusal


class Messages:
    """``suggested`` are the next questions."""

    def __init__(self, talks: Talks, files: Files) -> None:
        self._talks, self._files = talks, files
        self.reset()

    def reset(self) -> None:
        self.suggested: list[str] = []

    async def page(self, seen: Seen) -> Response:
        """The newest page first, oldest to newest within it; file addresses are signed anew."""
        talk = self._talks.of(seen.user).get(seen.query["conversation_id"])
        if talk is None:
            return refusal("not_found", "Conversation Not Exists.", 404)
        limit = int(seen.query.get("limit", 20))
        ids = [message["id"] for message in talk.messages]
        end = ids.index(first) if (first := seen.query.get("first_id")) else len(ids)
        start = max(0, end - limit)
        rows = [
            {**message, "message_files": [self._files.row(file) for file in message["message_files"] or []]}
            for message in talk.messages[start:end]
        ]
        return JSONResponse({"limit": limit, "has_more": start > 0, "data": rows})

    async def next_questions(self, seen: Seen) -> Response:
        return JSONResponse({"result": "success", "data": self.suggested})

    async def rate(self, seen: Seen) -> Response:
        message, rating = self._talks.message(seen.user, seen.params["id"]), seen.body.get("rating")
        if message is None:
            return refusal("not_found", "Message Not Exists.", 404)
        if rating not in ("like", "dislike", None):
            return refusal("invalid_param", f"{rating} is not a valid rating", 400)
        if rating is None and message["feedback"] is None:
            return refusal("invalid_param", "rating cannot be None when feedback not exists", 400)
        message["feedback"] = {"rating": rating} if rating else None
        return JSONResponse({"result": "success"})
