"""How the app presents itself and what it takes, kept for a while."""

import asyncio
import time
from collections.abc import Awaitable, Collection, Mapping
from contextlib import suppress
from copy import copy
from dataclasses import replace
from typing import Any, TypeVar

from app.chat.face import branded, face_of, pictures_of
from app.chat.icons import APP, Icons
from app.chat.newcomers import Newcomers
from app.dify import Client, models
from app.dify.errors import DifyError, Forbidden, InvalidRequest, NotFound, NotTheApi
from app.filetypes import limits_of
from app.policy import Policy, Role, Rules, allow
from app.views import AppFace, Branding, Field, Limits, Support

Body = TypeVar("Body")

TTL = 60.0  # seconds that the app's parameters are kept
PATIENCE = 5.0  # seconds that a thread waits until it is known whether it shows a flow's steps


class Faces:
    """One app's face, as ``role`` may see it; ``icons`` are its tools' and its own."""

    def __init__(
        self, client: Client, role: Role, newcomers: Newcomers, branding: Branding, fixed: Mapping[str, Any],
        rules: Rules, unasked: Collection[str] = (), *, support: Support | None = None,
    ) -> None:  # fmt: skip
        self.icons = Icons(client, branding.logo)
        self._client = client
        self._role = role
        self._newcomers = newcomers
        self._branding = branding
        self._fixed = fixed
        self._rules = rules
        self._unasked = unasked
        self._support = support or Support()
        self._face: tuple[float, AppFace] | None = None
        self._limits: Limits | None = None

    def seen_by(self, role: Role) -> "Faces":
        """The same app's, which is asked anew: what was kept is cut for another."""
        other = copy(self)
        other._role, other._face = role, None
        return other

    @property
    def policy(self) -> Policy:
        return Policy(self._role, self._face is not None and self._face[1].flow, self._rules)

    async def face(self, user: str) -> AppFace:
        """How the app presents itself. Raises :class:`DifyError` when ``/parameters`` cannot be had."""
        if self._face and time.monotonic() - self._face[0] < TTL:
            return self._face[1]
        async with self._newcomers.alone(user):
            parameters = await self._client.app.parameters(user=user)
        self._limits = limits_of(parameters)
        meta, meta_known = await _optional(self._client.app.meta(user=user), models.Meta())
        info, info_known = await _optional(self._client.app.info(user=user), models.AppInfo())
        no_site = models.Site(show_workflow_steps=False)
        site, site_known = await _optional(self._client.app.site(user=user), no_site)
        role = self._role
        self.icons.addresses = pictures_of(site, meta)
        seen = allow(role, parameters), allow(role, info), allow(role, site), allow(role, meta)
        picture, builds = APP in self.icons.addresses, self.policy.sees("variables")
        face = face_of(*seen, system=parameters.system_parameters, picture=picture, builds=builds)
        face = branded(face, self._branding, self._fixed, self._unasked)
        face = replace(face, calls=self._support.button, awaited=self._support.waiting)
        if meta_known and info_known and site_known:
            self._face = (time.monotonic(), face)
        return face

    async def know_flow(self, user: str) -> None:
        """Have the policy know whether the app's maker shows a flow's steps, as far as the app says so soon."""
        if self._face is None and not self.policy.sees("nodes"):
            with suppress(DifyError, TimeoutError):
                async with asyncio.timeout(PATIENCE):
                    await self.face(user)

    async def fields(self, user: str) -> list[Field]:
        """The controls of the form before a chat. Raises as :meth:`face` does."""
        return (await self.face(user)).fields

    async def limits(self, user: str) -> Limits:
        """Which files the app takes, as old as its face. Raises :class:`DifyError` where that was never known."""
        await self._newcomers.introduce(user)
        try:
            await self.face(user)
        except DifyError:
            if self._limits is None:
                raise
        return self._limits or Limits()


async def _optional(call: Awaitable[Body], absent: Body) -> tuple[Body, bool]:
    """What a call gives, or ``absent``, and whether to believe it: older servers lack it, others fail for once."""
    try:
        return await call, True
    except (Forbidden, InvalidRequest, NotFound, NotTheApi):
        return absent, True
    except DifyError:
        return absent, False
