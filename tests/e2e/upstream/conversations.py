"""``/conversations``: their list, names and variables, and their end."""

from starlette.responses import JSONResponse, Response

from ..script import Json
from .talks import Talk, Talks
from .wire import Seen, refusal


class Conversations:
    def __init__(self, talks: Talks) -> None:
        self._talks = talks

    async def page(self, seen: Seen) -> Response:
        rows = sorted((talk.row() for talk in self._talks.of(seen.user).values()), key=_newest, reverse=True)
        return _page(rows, seen)

    async def rename(self, seen: Seen) -> Response:
        if (talk := self._talk(seen)) is None:
            return _unknown()
        if seen.body.get("auto_generate"):
            talk.name = f"About: {talk.messages[0]['query']}"[:40]
        elif seen.body.get("name"):
            talk.name = seen.body["name"]
        else:
            return refusal("invalid_param", "name is required when auto_generate is false", 400)
        talk.named = True
        return JSONResponse(talk.row())

    async def delete(self, seen: Seen) -> Response:
        if (talk := self._talk(seen)) is None:
            return _unknown()
        self._talks.delete(seen.user, talk)
        return Response(status_code=204)

    async def variables(self, seen: Seen) -> Response:
        """What a test put into the conversation's ``variables``."""
        if (talk := self._talk(seen)) is None:
            return _unknown()
        name = seen.query.get("variable_name")
        return _page([variable for variable in talk.variables if not name or variable["name"] == name], seen)

    def _talk(self, seen: Seen) -> Talk | None:
        return self._talks.of(seen.user).get(seen.params["id"])


def _newest(row: Json) -> tuple[int, str]:
    return row["updated_at"], row["id"]


def _page(rows: list[Json], seen: Seen) -> Response:
    limit = int(seen.query.get("limit", 20))
    after = [row["id"] for row in rows].index(last) + 1 if (last := seen.query.get("last_id")) else 0
    page = rows[after : after + limit]
    return JSONResponse({"limit": limit, "has_more": after + limit < len(rows), "data": page})


def _unknown() -> Response:
    return refusal("not_found", "Conversation Not Exists.", 404)
