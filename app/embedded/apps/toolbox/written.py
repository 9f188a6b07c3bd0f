"""The Toolbox through a language model: the model chooses the tools, reads what they found, and words the answer."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, assert_never

from starlette.concurrency import run_in_threadpool

from app.embedded.answer import Answer
from app.embedded.apps.app import Question
from app.embedded.apps.step import Step
from app.embedded.apps.toolbox.phrases import CHINESE, ENGLISH, Phrases
from app.embedded.apps.toolbox.profile import PROFILE
from app.embedded.apps.toolbox.rules import Call
from app.embedded.apps.toolbox.toolbox import Toolbox, rounds
from app.embedded.apps.turns import as_messages, earlier
from app.embedded.model import Model, NoAnswer, Text, ToolCall, Usage
from app.embedded.retrieval.tokens import has_han
from app.embedded.storage import Messages

ROUNDS = 6
"""How often the model is asked for one answer at most; the last time, it is asked to call no more tools."""
MAX_CALLS = 8
"""Of one round; what a model wants beyond that is left out."""
ROLE = """You are the Toolbox, an agent with tools. Use them for every sum, time, date, conversion of units and chart:
never work these out yourself. Call several tools at once where a question needs several. A chart appears to the person
by itself: never link to it. Write in the language of the question, in Markdown, and briefly."""


class WrittenToolbox:
    profile = replace(
        PROFILE,
        description="An agent with a calculator, a clock, a calendar, a unit converter and charts, led by a model.",
        disclaimer="A language model chooses the tools and words the answers. Check what matters.",
    )

    def __init__(self, toolbox: Toolbox, model: Model, messages: Messages):
        self._toolbox = toolbox
        self._model = model
        self._messages = messages
        self._tools = [
            {
                "type": "function",
                "function": {"name": tool.name, "description": tool.description, "parameters": tool.parameters},
            }
            for tool in toolbox.tools.values()
        ]

    async def reply(self, question: Question, answer: Answer) -> None:
        await answer.unless_stopped(self._reply(question, answer))

    async def _reply(self, question: Question, answer: Answer) -> None:
        phrases = CHINESE if has_han(question.text) else ENGLISH
        answer.suggestions = list(phrases.questions)
        turns = await run_in_threadpool(earlier, self._messages, answer)
        messages = [
            {"role": "system", "content": ROLE},
            *as_messages(turns),
            {"role": "user", "content": question.text},
        ]
        for number in range(1, ROUNDS + 1):
            step = Step(answer)
            said, calls = await self._ask(answer, step, messages, must_answer=number == ROUNDS)
            if not calls or number == ROUNDS:
                step.end()
                break
            messages.append(_asked(said, calls))
            messages += await self._use(answer, step, calls, phrases)
        if not said:
            raise NoAnswer

    async def _ask(
        self, answer: Answer, step: Step, messages: list[dict[str, Any]], must_answer: bool
    ) -> tuple[str, list[ToolCall]]:
        """One round of the model: what it said, and which tools it wants."""
        said, calls = "", []
        async with self._model.stream(messages, self._tools, must_answer) as pieces:
            async for piece in pieces:
                match piece:
                    case Text():
                        if not said and answer.text:
                            answer.write("\n\n", "agent_message")
                        step.write(piece.text)
                        said += piece.text
                    case ToolCall():
                        calls.append(piece)
                    case Usage():
                        answer.count(piece.prompt_tokens, piece.completion_tokens)
                    case _:
                        assert_never(piece)
        return said, calls[:MAX_CALLS]

    async def _use(
        self, answer: Answer, step: Step, calls: Sequence[ToolCall], phrases: Phrases
    ) -> list[dict[str, Any]]:
        """Calls the tools, and gives what they found as messages to the model. Each round of them is a step."""
        found: list[str] = []
        for number, group in enumerate(rounds([_call(call) for call in calls])):
            here = Step(answer) if number else step
            outcomes = await self._toolbox.use(answer, here, group, phrases)
            found += [outcome.observation(phrases) for outcome in outcomes]
        return [
            {"role": "tool", "tool_call_id": call.id, "content": content}
            for call, content in zip(calls, found, strict=True)
        ]


def _call(call: ToolCall) -> Call:
    """Arguments that are no JSON object go to the tool as they are: it says what it wants instead."""
    try:
        return Call(call.name, call.parsed())
    except ValueError:
        return Call(call.name, {"arguments": call.arguments})


def _asked(said: str, calls: Sequence[ToolCall]) -> dict[str, Any]:
    """What the model said, for its next round. Servers read the arguments again, so malformed ones are left out."""
    return {
        "role": "assistant",
        "content": said or None,
        "tool_calls": [
            {"id": call.id, "type": "function", "function": {"name": call.name, "arguments": _well_formed(call)}}
            for call in calls
        ],
    }


def _well_formed(call: ToolCall) -> str:
    try:
        call.parsed()
    except ValueError:
        return "{}"
    return call.arguments or "{}"
