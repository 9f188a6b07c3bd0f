"""What the app is and offers: ``/parameters``, ``/meta``, ``/info``, ``/site``, ``/app/feedbacks``."""

from app.dify.models import AppFeedbackPage, AppInfo, Meta, Parameters, Site
from app.dify.request import Request
from app.dify.transport import Transport


class App:
    """``info``, ``site`` and ``feedbacks`` are younger than the contract: an old server raises ``NotTheApi`` (404)."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def parameters(self, *, user: str) -> Parameters:
        return await self._transport.call(Request("GET", "/parameters", params={"user": user}), Parameters)

    async def meta(self, *, user: str) -> Meta:
        return await self._transport.call(Request("GET", "/meta", params={"user": user}), Meta)

    async def info(self, *, user: str) -> AppInfo:
        return await self._transport.call(Request("GET", "/info", params={"user": user}), AppInfo)

    async def site(self, *, user: str) -> Site:
        return await self._transport.call(Request("GET", "/site", params={"user": user}), Site)

    async def feedbacks(self, *, page: int = 1, limit: int = 20) -> AppFeedbackPage:
        """The ratings of all users, whoever asks."""
        params = {"page": page, "limit": limit}
        return await self._transport.call(Request("GET", "/app/feedbacks", params=params), AppFeedbackPage)
