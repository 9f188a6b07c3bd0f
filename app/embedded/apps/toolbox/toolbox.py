"""The app *Toolbox*: finds the tools that a question needs, calls them, and says what they found."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from starlette.concurrency import run_in_threadpool

from app.embedded.answer import Answer, Stopped
from app.embedded.apps.app import Question
from app.embedded.apps.step import Step
from app.embedded.apps.toolbox.phrases import CHINESE, ENGLISH, Phrases
from app.embedded.apps.toolbox.profile import PROFILE
from app.embedded.apps.toolbox.rules import Call, find_calls
from app.embedded.apps.toolbox.tools import Result, ToolError, all_tools
from app.embedded.markdown import code, plain
from app.embedded.retrieval.tokens import has_han
from app.embedded.signed import SignedFiles
from app.embedded.storage import Uploads


@dataclass(frozen=True)
class Outcome:
    """What became of a call."""

    call: Call
    found: Result | ToolError

    def text(self, phrases: Phrases) -> str:
        """What the tool says, in the question's language."""
        return self.found.chinese if phrases is CHINESE else self.found.text


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Toolbox:
    profile = PROFILE

    def __init__(self, uploads: Uploads, signed: SignedFiles, now: Callable[[], datetime] = _utc_now):
        self._uploads = uploads
        self._signed = signed
        self._tools = all_tools(now)

    async def reply(self, question: Question, answer: Answer) -> None:
        phrases = CHINESE if has_han(question.text) else ENGLISH
        answer.suggestions = list(phrases.questions)
        calls = await run_in_threadpool(find_calls, question.text)
        outcomes: list[Outcome] = []
        for number, group in enumerate(_rounds(calls)):
            said = phrases.then if number else phrases.first
            outcomes += await self._round(answer, group, said, phrases)
        step = Step(answer)
        await step.think(self._summary(outcomes, phrases) if outcomes else phrases.nothing)
        step.end()

    async def _round(self, answer: Answer, calls: Sequence[Call], said: str, phrases: Phrases) -> list[Outcome]:
        """One step: the tools are called at once, and what they drew is sent before what they found."""
        step = Step(answer)
        labels = {call.tool: self._tools[call.tool].label for call in calls}
        names = phrases.comma.join(label[phrases.language] for label in labels.values())
        await step.think(f"{said.format(tools=names)}\n\n")
        step.use({call.tool: call.arguments for call in calls}, labels)
        outcomes = await asyncio.gather(*(run_in_threadpool(self._call, call) for call in calls))
        answer.check()
        files = [await self._send(answer, item.call, item.found.png) for item in outcomes
                 if isinstance(item.found, Result) and item.found.png]  # fmt: skip
        step.observe({item.call.tool: _observation(item, phrases) for item in outcomes}, files)
        return outcomes

    def _call(self, call: Call) -> Outcome:
        try:
            return Outcome(call, self._tools[call.tool].call(call.arguments))
        except ToolError as error:
            return Outcome(call, error)

    async def _send(self, answer: Answer, call: Call, png: bytes) -> str:
        """Keeps a picture and shows it; its id as a file of the message."""
        name = f"{call.tool}.png"
        made = await run_in_threadpool(self._uploads.attach, answer.message_id, answer.user, name, "image/png", png)
        if made is None:  # its conversation was deleted meanwhile
            raise Stopped
        url = self._signed.tool_url(answer.origin, made.upload_id)
        answer.emit("message_file", id=made.id, type="image", belongs_to="assistant", url=url)
        return made.id

    def _summary(self, outcomes: Sequence[Outcome], phrases: Phrases) -> str:
        said = [self._sentence(outcome, phrases) for outcome in outcomes]
        return said[0] if len(said) == 1 else "\n".join(f"- {sentence}" for sentence in said)

    def _sentence(self, outcome: Outcome, phrases: Phrases) -> str:
        if isinstance(outcome.found, Result):
            sign = code if outcome.call.tool == "calculate" else plain
            return sign(outcome.text(phrases))
        label = self._tools[outcome.call.tool].label[phrases.language]
        given = code(phrases.comma.join(str(value) for value in outcome.call.arguments.values() if value != ""))
        return phrases.failed.format(label=label, given=given, reason=plain(outcome.text(phrases)))


def _rounds(calls: Sequence[Call]) -> list[list[Call]]:
    """The calls in order, those of one round for tools that differ: a round has room for one call of a tool."""
    rounds: list[list[Call]] = []
    for call in calls:
        if not rounds or any(call.tool == other.tool for other in rounds[-1]):
            rounds.append([])
        rounds[-1].append(call)
    return rounds


def _observation(outcome: Outcome, phrases: Phrases) -> str:
    failed = "tool invoke error: " if isinstance(outcome.found, ToolError) else ""
    return f"{failed}{outcome.text(phrases)}"
