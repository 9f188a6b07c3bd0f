"""What could not be read because the app was away, read again once it may be back."""

from typing import Any

import reflex as rx

from app.chat import Page
from app.remedies import told
from app.state.wall import chat_of
from app.views import Notice


class Healing(rx.State, mixin=True):
    """``unread``: the app could not be asked for the thread, which is shown as the ledger has it."""

    unread: bool = False

    @rx.event
    def read_again(self) -> Any:
        """Read the thread once more, unless an answer is being written in it."""
        if not self.unread or self.running or not self.conversation_id:
            return None
        return self.__class__.load(self.conversation_id)

    def _tell_of(self, page: Page) -> None:
        """Say why a page holds no more than the ledger knows, and no longer when it does."""
        if page.error is not None:
            notice = told(page.error, app=chat_of(self).slug)
            if not self.unread:
                self.notice = notice
        elif self.unread:
            self.notice = Notice()
        self.unread = page.error is not None
