"""The visit: the language, and how the app presents itself."""

from dataclasses import asdict, fields
from functools import cache

import reflex as rx

from app.dify.errors import DifyError
from app.i18n import CATALOGUES, Words
from app.i18n.words.alarm import AlarmWords
from app.i18n.words.audit import AuditWords
from app.i18n.words.beside import BesideWords
from app.i18n.words.canned import CannedWords
from app.i18n.words.console import ConsoleWords
from app.i18n.words.correcting import CorrectingWords
from app.i18n.words.drafting import DraftingWords
from app.i18n.words.numbers import NumbersWords
from app.identity import Person
from app.remedies import told
from app.state.sockets import known_of, person_of, sockets, words_for
from app.state.wall import chat_of
from app.views import AppFace, Limits, Notice

_OF_CONSOLE = (
    AlarmWords, AuditWords, BesideWords, CannedWords, ConsoleWords, CorrectingWords, DraftingWords, NumbersWords,
)  # fmt: skip
_CONSOLE = {field.name for words in _OF_CONSOLE for field in fields(words)}


class SessionState(rx.State):
    """``notice`` says why the app cannot be shown; ``ready`` is set once it was asked.

    ``resting`` is set at the page alone, while the server cannot hear it. ``missing``: there is no app at this address.
    ``account`` is the name of whoever has signed in; they ``can_leave`` where that is this server's to do, and have the
    console if the person ``serves`` others. Whoever has not, where others have, ``can_sign_in``. ``left`` is set at the
    page alone, where nobody is signed in any more.
    """

    words: dict[str, str] = {}
    face: AppFace = AppFace()
    limits: Limits = Limits()
    notice: Notice = Notice()
    ready: bool = False
    resting: bool = False
    missing: bool = False
    account: str = ""
    can_leave: bool = False
    can_sign_in: bool = False
    serves: bool = False
    left: bool = False
    _spoken_on: str = ""

    @rx.event
    def speak_language(self, code: str) -> None:
        """Speak the language that was chosen just now; the page keeps the choice in its cookie."""
        if code in CATALOGUES:
            self._speak(CATALOGUES[code])

    @rx.event(background=True)
    async def enter(self) -> None:
        """Choose the language and ask the app how it presents itself."""
        async with self:
            person, known = person_of(self), known_of(self)
            user = person.user
            self._meet(person)
        asked, notice = None, Notice("no_identity")
        if user:
            chat = chat_of(self)
            try:
                asked, notice = (await chat.face(user, known), await chat.limits(user)), Notice()
            except DifyError as error:
                notice = told(error, app=chat.slug)
        async with self:
            if asked and (self.face, self.limits) != asked:
                self.face, self.limits = asked
            if self.notice != notice:
                self.notice = notice
            self.ready, self.missing = True, False

    @rx.event
    def lose(self) -> None:
        self.missing = True

    def _meet(self, person: Person) -> None:
        """Show who is there, and speak their language. Whom another site's page names has no account here."""
        name = "" if person.app else person.name
        if (self.account, self.can_sign_in) != (name, person.visitor):
            self.account, self.can_leave, self.can_sign_in = name, person.session != "", person.visitor
        if self.serves != person.serves:
            self.serves = person.serves
        self._listen()

    def _listen(self) -> None:
        """Speak what a new socket asks for: its headers are as old as it is, and what was chosen since then stands."""
        if self._spoken_on != self.router.session.session_id or not self.words:
            self._speak(words_for(self))

    def _speak(self, catalogue: Words) -> None:
        """The catalogue travels only when it is another one."""
        self._spoken_on = self.router.session.session_id
        words = _words_of(catalogue.code, self.router.url.path.split("/")[1:2] == ["console"])
        if self.words != words:
            self.words = words


async def lead(socket: str) -> None:
    """Have the page at that socket lead its person to where they may sign in again."""
    await sockets.show(socket, SessionState, {"left": True})


@cache
def _words_of(code: str, console: bool) -> dict[str, str]:
    """The catalogue as the page has it, that of the console for the console alone: one for all tabs, of which nobody
    changes it."""
    texts = asdict(CATALOGUES[code])
    return texts if console else {name: text for name, text in texts.items() if name not in _CONSOLE}
