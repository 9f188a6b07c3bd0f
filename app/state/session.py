"""The visit: the language, and how the app presents itself."""

from dataclasses import asdict

import reflex as rx

from app.dify.errors import DifyError
from app.i18n import choose
from app.remedies import told
from app.services import current
from app.state.sockets import user_of
from app.uploads import Limits
from app.views import AppFace, Notice


class SessionState(rx.State):
    """``notice`` says why the app cannot be shown; ``ready`` is set once it was asked."""

    words: dict[str, str] = {}
    face: AppFace = AppFace()
    limits: Limits = Limits()
    notice: Notice = Notice()
    ready: bool = False

    @rx.event(background=True)
    async def enter(self) -> None:
        """Choose the language and ask the app how it presents itself."""
        async with self:
            user = user_of(self)
            words = asdict(choose(self.router.headers.accept_language))
            if self.words != words:
                self.words = words
        face, limits, notice = AppFace(), Limits(), Notice("no_identity")
        if user:
            chat = current().chat
            try:
                face, limits, notice = await chat.face(user), await chat.limits(user), Notice()
            except DifyError as error:
                notice = told(error, app=chat.slug)
        async with self:
            if face != AppFace() and self.face != face:
                self.face = face
            if limits != Limits() and self.limits != limits:
                self.limits = limits
            if self.notice != notice:
                self.notice = notice
            self.ready = True
