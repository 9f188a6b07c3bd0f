"""The thread: one conversation's turns, and what a person can do in it."""

from dataclasses import replace
from typing import Any

import reflex as rx

from app.chat import Chat, Gone, Page
from app.dify.errors import DifyError
from app.remedies import FAILED
from app.runs.draft import files_of, thoughts_of
from app.runs.log import Batch
from app.runs.registry import KnownRun
from app.state.actions import Actions
from app.state.arrivals import Arrivals
from app.state.asking import NOT_TAKEN, Asking
from app.state.conversations import ConversationsState
from app.state.forms import Forms
from app.state.healing import Healing
from app.state.session import SessionState
from app.state.sockets import Tab, address_of, user_of
from app.state.stopping import StoppingTurns
from app.state.turns import Turns
from app.state.wall import chat_of
from app.state.with_person import WithPerson
from app.views import ConversationRow, Notice, Remedy, Turn


class ThreadState(Turns, Forms, Actions, Asking, StoppingTurns, Healing, Arrivals, WithPerson, rx.State):
    """One turn may be running; its text then is the draft's. ``visit`` names the browser's document, which is another
    after a reload, and ``moves`` is the number of its last move that was made. ``aloud`` is the visit and the turn
    whose answer the page plays by itself, as the app brings it.
    """

    visit: str = ""
    moves: int = 0
    aloud: str = ""
    conversation_id: str = ""
    running: bool = False
    suggestions: list[str] = []
    notice: Notice = Notice()
    _run_id: str = ""
    _reads: int = 0  # how often what stands here was read

    @rx.event
    async def move(self, path: str, visit: str, turn_id: str = "", number: int = 0) -> Any:
        """Turn to the conversation that ``path`` names, in the document ``visit``, and to a turn; it is read then.

        A message that is sent right after a move belongs to the new place, so the move is made before it is seen.
        """
        wanted = _conversation_of(path)
        (await self.get_state(ConversationsState)).shown = False
        self._wanted, self.moves = turn_id if wanted else "", number
        if (wanted, visit) == (self.conversation_id, self.visit):
            return self._arrival()
        self._clear(wanted, visit)
        return [ThreadState.load(wanted), ConversationsState.opened(wanted)] if wanted else None

    @rx.event(background=True)
    async def load(self, wanted: str) -> Any:
        """Read the conversation ``wanted``, if the page is still there; a running answer in it goes on."""
        async with self:
            user, visit, before, reads = user_of(self), self.visit, self._run_id, self._reads
        chat = chat_of(self)
        run = await chat.runs.find(chat.slug, user, wanted)
        try:
            page = await chat.open(user, wanted)
        except Gone:
            page = None
        except FAILED as error:
            page = Page(error=error)
        if page and page.running:
            run = await chat.runs.of_turn(chat.slug, user, page.running.id) or run
        async with self:
            if (wanted, visit) != (self.conversation_id, self.visit):
                return None
            if self._reads != reads or self._run_id not in (before, run.row.id if run else before):
                return ThreadState.load(wanted)  # What was asked or turned to meanwhile is newer than what was read.
            self._show(page, run)
            if run and self.running and self._run_id == run.row.id:
                return [*self._watched(run.row.id), *self._arrival()]
            after = {"waiting": ThreadState.look_after, "stopped": ThreadState.see_stopped}
            end = self._end()
            last = [after[end.status](end.id)] if end and end.status in after else []
            return [*last, *self._arrival()]

    @rx.event
    async def rejoin(self) -> Any:
        """The socket is new: go on with the answer that was being written, or read how it ended meanwhile."""
        if not self.running:
            return None
        chat = chat_of(self)
        if await chat.runs.get(chat.slug, user_of(self), self._run_id):
            return self._watched(self._run_id)
        self._clear(self.conversation_id, self.visit)
        return ThreadState.load(self.conversation_id)

    @rx.event(background=True)
    async def older(self) -> None:
        """One page of older turns."""
        async with self:
            user, wanted, page = user_of(self), self.conversation_id, self._page
            if self.loading or not self.has_older or page is None:
                return
            self.loading = True
        try:
            page = await chat_of(self).open(user, wanted, page)
        except Gone:
            page = Page()
        except FAILED as error:
            page = replace(page, error=error)
        async with self:
            if self.conversation_id == wanted:
                self.loading = False
                self._read(page)
                self._tell_of(page)

    @rx.event
    def ours_failed(self, key: str, remedy: Remedy, reference: str) -> None:
        """An error of this server that no handler foresaw; the log has it under that reference."""
        self.notice = Notice(key, {}, remedy, reference)

    @rx.event
    async def retry(self, turn_id: str) -> Any:
        """Ask the question of a turn without a whole answer again, in its place."""
        user = user_of(self)
        if not user or self.running or self._is_persons(turn_id):
            return None
        chat, place = chat_of(self), self.conversation_id
        try:
            if (run := await self._asked_again(chat, user, turn_id)) is None:
                return None
        except NOT_TAKEN as error:
            self._not_taken(error)
            return None
        page = await chat.reread(user, place, self._page or Page())
        self._take_away(turn_id)
        return await self._begin(run, page)

    async def _asked_again(self, chat: Chat, user: str, turn_id: str) -> KnownRun | None:
        """The run; None where what stands above the turn cannot be read."""
        try:
            return await chat.ask_again(user, turn_id, self._below(turn_id), address_of(self))
        except Gone:
            # A turn that the upstream alone knows: its question was read from there.
            shown, place = self._turn(turn_id), self.conversation_id
            if shown is None or not place:
                raise
            if (shown := await self._with_what_is_above(shown)) is None:
                return None
            shown = replace(shown, parent=self._below(turn_id))
            return await chat.ask_anew(user, place, shown, shown.question, address_of(self))

    @rx.event(background=True)
    async def watch(self, run_id: str) -> Any:
        """Wait for the end of a run of this user: the turn leaves the draft, and there is more to ask for."""
        chat = chat_of(self)
        async with self:
            user = user_of(self)
        run = await chat.runs.get(chat.slug, user, run_id)
        batch = await chat.runs.log.last(run_id) if run else None
        if run is None or batch is None or not Tab(self).here():
            return None
        async with self:
            if self._run_id != run_id:
                return None
            turn = _ended(self._turn(run.message.id) or _begun(run), batch.seen_by(chat.policy))
            self._put(turn)
            self.running = False
            face = (await self.get_state(SessionState)).face  # A page that was quick to ask may have it only now.
        if face.suggests and turn.status == "done":
            await self._suggest(chat, user, run)
        await self._until_stopped(run)
        return None

    async def _suggest(self, chat: Chat, user: str, run: KnownRun) -> None:
        try:
            questions = await chat.suggestions(user, run)
        except DifyError:
            return  # A nicety: an answer without next questions is whole.
        async with self:
            if self._run_id == run.row.id and not self.running:
                self.suggestions = questions

    def _below(self, but: str = "") -> str:
        """The id of the turn that the next one follows; of a thread whose last turn gives way, the one above."""
        last = self._end()
        return "" if last is None else last.parent if last.id == but else last.id

    async def _begin(self, run: KnownRun, page: Page | None = None) -> Any:
        """Show a run that was started, in its place on the ``page`` where there is one."""
        row, message = run.row, run.message
        self._put((page and _running_on(page, run)) or _begun(run))
        self.running, self.suggestions, self.notice, self._run_id = True, [], Notice(), row.id
        by_itself = (await self.get_state(SessionState)).face.speaks_first
        self.aloud = f"{self.visit} {message.id}" if by_itself else ""
        if not self.conversation_id:
            self.conversation_id = row.conversation_id
            name, at = " ".join(message.question.split())[:60], message.created_at
            line = ConversationRow(row.conversation_id, name, at, running=True)
            (await self.get_state(ConversationsState))._put(row.conversation_id, line)
        return self._watched(row.id)

    def _clear(self, wanted: str, visit: str) -> None:
        self.conversation_id, self.visit = wanted, visit
        self._forget_turns()
        self.suggestions, self.problems, self.form_problems = [], {}, {}
        self.has_older, self.running, self.loading, self.form_open = False, False, bool(wanted), True
        self.opening, self.notice, self._page, self._inputs, self._run_id = "", Notice(), None, {}, ""
        self.aloud, self.unread, self.arriving = "", False, False
        self._stand_alone()

    def _show(self, page: Page | None, run: KnownRun | None) -> None:
        self.loading = False
        if page is None:
            self.notice, self._wanted = Notice("gone"), ""
            return
        self._read(page, anew=page.error is None)  # What was asked here may have been asked again elsewhere.
        if run is not None and (turn := _begun(run) if page.error and not page.turns else _running_on(page, run)):
            self._put(turn)
            self.running, self._run_id = True, run.row.id
        self._tell_of(page)

    def _read(self, page: Page, *, anew: bool = False) -> None:
        self._page, self.has_older = page, page.has_older
        self._reads += 1
        self._stand(page.standing)
        self._show_history(page.turns, anew=anew)

    def _forget_suggestions(self) -> None:
        """They were of the answer that stood at the end."""
        self.suggestions = []


def _running_on(page: Page, run: KnownRun) -> Turn | None:
    """The turn of a run, which may have ended while the page was read; None where it belongs to another version."""
    turns = [*page.turns, page.running] if page.running else page.turns
    turn = next((turn for turn in turns if turn.id == run.message.id), None)
    return replace(turn, status="running") if turn else None


def _begun(run: KnownRun) -> Turn:
    message = run.message
    return Turn(
        message.id, message.question, status="running", sent=list(run.sent), at=message.created_at,
        parent=message.parent_id or "",
    )  # fmt: skip


def _ended(turn: Turn, batch: Batch) -> Turn:
    """The running turn, finished by its run's last batch."""
    assert batch.end is not None
    return replace(
        turn,
        answer=str(batch.draft.text),
        status=batch.end.status,
        notice=batch.end.notice,
        notes=list(batch.end.notes),
        citations=list(batch.draft.citations),
        thoughts=thoughts_of(batch.draft),
        files=files_of(batch.draft),
        forms=[form.view for form in batch.draft.forms],
        usage=batch.draft.usage,
    )


def _conversation_of(path: str) -> str:
    """The conversation that an address names; empty for a new one."""
    parts = path.strip("/").split("/")
    return parts[1] if len(parts) == 2 and parts[0] == "c" else ""
