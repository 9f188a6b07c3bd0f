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

    def observation(self, phrases: Phrases) -> str:
        failed = "tool invoke error: " if isinstance(self.found, ToolError) else ""
        return f"{failed}{self.text(phrases)}"


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Toolbox:
    profile = PROFILE

    def __init__(self, uploads: Uploads, signed: SignedFiles, now: Callable[[], datetime] = _utc_now):
        self._uploads = uploads
        self._signed = signed
        self.tools = all_tools(now)

    async def reply(self, question: Question, answer: Answer) -> None:
        phrases = CHINESE if has_han(question.text) else ENGLISH
        answer.suggestions = list(phrases.questions)
        calls = await run_in_threadpool(find_calls, question.text)
        outcomes: list[Outcome] = []
        for number, group in enumerate(rounds(calls)):
            said = phrases.then if number else phrases.first
            outcomes += await self._round(answer, group, said, phrases)
        step = Step(answer)
        await step.think(self._summary(outcomes, phrases) if outcomes else phrases.nothing)
        step.end()

    async def _round(self, answer: Answer, calls: Sequence[Call], said: str, phrases: Phrases) -> list[Outcome]:
        step = Step(answer)
        names = phrases.comma.join(self.tools[call.tool].label[phrases.language] for call in calls)
        await step.think(f"{said.format(tools=names)}\n\n")
        return await self.use(answer, step, calls, phrases)

    async def use(self, answer: Answer, step: Step, calls: Sequence[Call], phrases: Phrases) -> list[Outcome]:
        """Calls the tools of a step at once; what they drew is sent before what they found. No tool comes twice."""
        labels = {call.tool: self.tools[call.tool].label for call in calls if call.tool in self.tools}
        step.use({call.tool: call.arguments for call in calls}, labels)
        outcomes = await asyncio.gather(*(run_in_threadpool(self._call, call) for call in calls))
        answer.check()
        files = [await self._send(answer, item.call, item.found.png) for item in outcomes
                 if isinstance(item.found, Result) and item.found.png]  # fmt: skip
        step.observe({item.call.tool: item.observation(phrases) for item in outcomes}, files)
        return outcomes

    def _call(self, call: Call) -> Outcome:
        try:
            if call.tool not in self.tools:
                raise ToolError(f"there is no tool “{call.tool}”", f"没有“{call.tool}”这个工具")
            return Outcome(call, self.tools[call.tool].call(call.arguments))
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
        label = self.tools[outcome.call.tool].label[phrases.language]
        given = code(phrases.comma.join(str(value) for value in outcome.call.arguments.values() if value != ""))
        return phrases.failed.format(label=label, given=given, reason=plain(outcome.text(phrases)))


def rounds(calls: Sequence[Call]) -> list[list[Call]]:
    """The calls in order, those of one round for tools that differ: a round has room for one call of a tool."""
    made: list[list[Call]] = []
    for call in calls:
        if not made or any(call.tool == other.tool for other in made[-1]):
            made.append([])
        made[-1].append(call)
    return made
