"""Who an end user is: ``/end-users``."""

from app.dify.models import EndUser
from app.dify.request import Request, path
from app.dify.transport import Transport


class EndUsers:
    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def get(self, end_user_id: str) -> EndUser:
        """Maps the id that feedbacks and files bear back to the ``user`` that was sent."""
        return await self._transport.call(Request("GET", path("end-users", end_user_id)), EndUser)
