"""Questions that a chatflow puts to a person: ``/form/human_input``."""

from collections.abc import Mapping
from typing import Any

from app.dify.models import HumanInputForm, Result
from app.dify.request import Request, path
from app.dify.transport import Transport


class Forms:
    """Both operations raise ``FormClosed`` once anybody has answered, or too late."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def get(self, token: str) -> HumanInputForm:
        return await self._transport.call(Request("GET", path("form", "human_input", token)), HumanInputForm)

    async def submit(self, token: str, inputs: Mapping[str, Any], action: str, *, user: str) -> None:
        """``action`` is the id of one of the form's; ``inputs`` are by output variable name."""
        body = {"inputs": dict(inputs), "action": action, "user": user}
        await self._transport.call(Request("POST", path("form", "human_input", token), json=body), Result)
