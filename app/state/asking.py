"""Asking: what the composer sends, and the form that is filled in before the first question."""

from typing import Any

import reflex as rx

from app import forms
from app.chat import AskedAlready, Gone
from app.chat.question import too_long
from app.remedies import FAILED, told
from app.state.session import SessionState
from app.state.sockets import address_of, known_of, person_of, user_of, words_for
from app.state.wall import chat_of
from app.uploads import FileGone, Refused
from app.views import Notice, Turn

NOT_TAKEN = (Gone, FileGone, Refused, *FAILED)  # what keeps a message, or a wish for somebody, from being taken


class Asking(rx.State, mixin=True):
    """``accepted`` and ``refused`` are the numbers of the last message that was taken and not taken, for the composer.

    ``deferred`` is that of a message of the queue that has to wait: another tab has gone on with the thread.
    """

    accepted: str = ""
    refused: str = ""
    deferred: str = ""
    loading: bool = False
    form_open: bool = True
    problems: dict[str, Notice] = {}
    opening: str = ""
    _inputs: dict[str, Any] = {}

    @rx.event
    async def send(self, number: str, text: str, values: dict[str, Any], files: list[str], queued: bool = False) -> Any:
        """Ask a question with files; ``values`` are what stands in the form, if it is open.

        The same ``number`` is asked once, whichever tab sends it. One that was ``queued`` waits for its turn.
        """
        user, question = user_of(self), text.strip()
        self.refused = number
        if not user or not question or self.running or not self.visit:
            return None  # Without a visit the server has just started, and does not know yet where the page is.
        if not self._short_enough(question) or not await self._details_are_right(values):
            return None
        try:
            chat, place = chat_of(self), self.conversation_id
            if queued and not self.to_person and not await self._at_its_end(user):
                self.deferred, self.refused = number, ""
                return self._read_anew()
            # What is sent before the thread was read follows what will be its end.
            below = self._below() if self._last() or not place else await chat.end_of(user, place)
            whence = address_of(self), known_of(self)
            asked = await chat.ask(user, place, question, self._inputs, files, below, number, *whence)
        except AskedAlready:
            self.accepted, self.refused = number, ""
            return self._read_anew()
        except NOT_TAKEN as error:
            self._not_taken(error)
            return None
        self.accepted, self.refused = number, ""
        if isinstance(asked, Turn):
            return self._said(asked)
        await chat.inbox.called(asked.row.conversation_id, person_of(self).name, words_for(self).code)
        return await self._begin(asked)

    @rx.event
    async def start(self, values: dict[str, Any]) -> Any:
        """Take the form's values for the new conversation."""
        if await self._details_are_right(values):
            return rx.set_focus("message")
        return None

    @rx.event
    def change_details(self) -> None:
        self.form_open = True

    def _not_taken(self, error: Exception) -> None:
        match error:
            case Gone():
                self.notice = Notice("gone")
            case FileGone():
                self.notice = Notice("file_gone")
            case Refused():
                self.notice = error.notice
            case _:
                self.notice = told(error, app=chat_of(self).slug)

    async def _at_its_end(self, user: str) -> bool:
        """Whether the thread is here as it is now: no other tab's answer runs in it or stands at its end."""
        chat, place, last = chat_of(self), self.conversation_id, self._end()
        run = await chat.runs.find(chat.slug, user, place)
        if self.loading or (run and not run.shown):
            return False
        return not place or await chat.end_of(user, place) == (last.id if last else None)

    def _read_anew(self) -> Any:
        """Read the thread as another tab has left it."""
        if not self.conversation_id or self.loading:
            return None
        self.loading = True
        self._make_history()
        return self._events().load(self.conversation_id)

    async def _details_are_right(self, values: dict[str, Any]) -> bool:
        """Check the form while a new conversation has one open; its problems are shown beside the fields."""
        face = (await self.get_state(SessionState)).face
        if self.conversation_id or not self.form_open or not face.fields:
            return True
        self._inputs, self.problems = forms.check(face.fields, values)
        self.notice = Notice("fields_wrong") if self.problems else Notice()
        if self.problems:
            return False
        self.form_open = False
        self.opening = forms.filled(face.opening_template, self._inputs)
        return True

    def _short_enough(self, question: str) -> bool:
        if (notice := too_long(question)).key:
            self.notice = notice
        return not notice.key
