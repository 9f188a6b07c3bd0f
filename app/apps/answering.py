"""What helps a service agent to answer: a draft of a reply, an answer anew, and a better one that the app keeps."""

from collections.abc import AsyncGenerator
from contextlib import aclosing

from app.apps.serving import Serving
from app.chat import Chat, Gone, Page
from app.chat.context import asked_after, last_words, words_of
from app.chat.corrections import SAVED
from app.ledger import Conversation
from app.views import Correction, Notice, PrivateAnswer, Turn


class Answering(Serving):
    """Of an app that is not the agent's, and a conversation that is none of it, everything raises ``Gone``."""

    async def draft(self, app: str, id: str, page: Page) -> AsyncGenerator[PrivateAnswer, None]:
        """An answer to the customer's last words, as it comes; closed before its end it is stopped."""
        chat, row, turns = await self._reread(app, id, page)
        before, last = last_words(turns)
        if not last:
            yield PrivateAnswer(notice=Notice("draft_nothing"))
            return
        async with aclosing(self._privately(chat, row, before, last)) as answers:
            async for answer in answers:
                yield answer

    async def ask_again(self, app: str, id: str, page: Page, turn_id: str) -> AsyncGenerator[PrivateAnswer, None]:
        """Another answer to the question of a turn of the app's, after what stood before it."""
        chat, row, turns = await self._reread(app, id, page)
        turn = _answer(turns, turn_id)
        async with aclosing(self._privately(chat, row, turns[: turns.index(turn)], [turn])) as answers:
            async for answer in answers:
                yield answer

    async def correction(self, app: str, id: str, page: Page, turn_id: str) -> Correction:
        """What a turn of the app's was corrected to, or as it is."""
        chat, _, turns = await self._reread(app, id, page)
        turn = _answer(turns, turn_id)
        return await chat.corrections.of(turn_id) or Correction(turn.question, turn.answer)

    async def correct(
        self, app: str, id: str, page: Page, turn_id: str, question: str, answer: str, *, lasting: bool = False
    ) -> Notice:
        """Have the app answer so from now on; what became of it. All agents are told."""
        chat, row, turns = await self._reread(app, id, page)
        turn = _answer(turns, turn_id)
        notice = await chat.corrections.save(row, turn.id, question, answer, self._agent, lasting=lasting)
        await self._moved(app, id, notice.key in SAVED)
        return notice

    def _privately(
        self, chat: Chat, row: Conversation, before: list[Turn], asked: list[Turn]
    ) -> AsyncGenerator[PrivateAnswer, None]:
        query, files = asked_after(before, words_of(asked)), [file.id for turn in asked for file in turn.sent]
        return chat.privately.answers(row, query, chat.policy, self._agent, files)

    async def _reread(self, app: str, id: str, page: Page) -> tuple[Chat, Conversation, list[Turn]]:
        chat = self.chat(app)
        row = await chat.inbox.conversation(id)
        page = await chat.reread(row.user, id, page)
        return chat, row, [*page.turns, *([page.running] if page.running else [])]


def _answer(turns: list[Turn], turn_id: str) -> Turn:
    """The turn of the app's of that id. Raises ``Gone``."""
    if (turn := next((turn for turn in turns if turn.id == turn_id and not turn.kind), None)) is None:
        raise Gone
    return turn
