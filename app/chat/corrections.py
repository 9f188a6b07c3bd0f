"""Answers of an app's in better words, which the app keeps as annotations and answers by from then on."""

from app.chat.probe import probe
from app.dify import Client
from app.dify.errors import DifyError, Forbidden, NotFound, NotTheApi
from app.ledger import Conversation, Ledger
from app.relay import Lock
from app.views import Correction, Notice

SAVED = ("corrected", "corrected_unused")  # what is said of one that the app keeps
LONGEST = 20_000  # characters of a question, and of an answer


class Corrections:
    """One app's."""

    def __init__(self, app: str, client: Client, ledger: Ledger, lock: Lock) -> None:
        self._app, self._client, self._ledger, self._lock = app, client, ledger, lock

    async def of(self, turn_id: str) -> Correction | None:
        """What somebody has corrected a turn to."""
        kept = await self._ledger.corrections.of(self._app, turn_id)
        return Correction(kept.question, kept.answer, known=True, lasting=kept.lasting) if kept else None

    async def save(
        self, row: Conversation, turn_id: str, question: str, answer: str, agent: str, *, lasting: bool = False
    ) -> Notice:
        """What became of it. Corrected once more, a turn's annotation is changed. Raises ``DifyError``."""
        texts = question.strip(), answer.strip()
        if not all(1 <= len(text) <= LONGEST for text in texts):
            return Notice("correct_bad", {"limit": str(LONGEST)}, "change")
        try:
            async with self._lock(f"correct:{self._app}:{turn_id}"):
                annotation_id = await self._annotated(turn_id, *texts)
                await self._ledger.corrections.keep(row, turn_id, agent, annotation_id, texts, lasting=lasting)
        except (NotFound, NotTheApi):
            return Notice("correct_cannot")
        except Forbidden:
            return Notice("correct_forbidden")
        return Notice("corrected" if await self._in_use() else "corrected_unused")

    async def taken_back(self, annotation_id: str) -> str:
        """Delete an annotation: the kind of error for which the app still has it, or nothing."""
        try:
            await self._client.annotations.delete(annotation_id)
        except NotFound:
            return ""
        except DifyError as error:
            return type(error).__name__
        return ""

    async def _annotated(self, turn_id: str, question: str, answer: str) -> str:
        if kept := await self._ledger.corrections.of(self._app, turn_id):
            try:
                return (await self._client.annotations.update(kept.annotation_id, question, answer)).id
            except NotFound:
                pass  # Somebody has deleted it at the app.
        return (await self._client.annotations.create(question, answer)).id

    async def _in_use(self) -> bool:
        """Whether the app answers by its annotations, as far as it says."""
        try:
            return (await probe(self._client)).annotation_reply.enabled
        except DifyError:
            return True
