"""What a stream of Chat Completions says, put together from its chunks. Pure: no I/O, no client."""

import json
from dataclasses import dataclass, field
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ValidationError

from app.embedded.model.errors import Malformed, Unreachable


@dataclass(frozen=True)
class Text:
    text: str


@dataclass(frozen=True)
class ToolCall:
    """``arguments`` as the model wrote them: JSON, unless it made a mistake."""

    id: str
    name: str
    arguments: str

    def parsed(self) -> dict[str, Any]:
        """Raises :class:`ValueError` for what is no JSON object."""
        try:
            value = json.loads(self.arguments or "{}")
        except RecursionError as error:
            raise ValueError("the arguments are nested too deeply") from error
        if not isinstance(value, dict):
            raise ValueError("the arguments are no JSON object")
        return value


@dataclass(frozen=True)
class Usage:
    prompt_tokens: int = 0
    completion_tokens: int = 0


Piece = Text | ToolCall | Usage


def _whole(value: object) -> object:
    """Half of a surrogate pair, of which no database takes one, becomes a ``?``."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def _text(value: object) -> object:
    """Some servers send the arguments as an object instead of its text."""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else value


Said = Annotated[str | None, BeforeValidator(_whole)]


class _Function(BaseModel):
    name: Said = None
    arguments: Annotated[Said, BeforeValidator(_text)] = None


class _CallDelta(BaseModel):
    index: int | None = None
    id: str | None = None
    function: _Function = _Function()


class _Delta(BaseModel):
    content: Said = None
    refusal: Said = None
    tool_calls: list[_CallDelta] | None = None


class _Choice(BaseModel):
    delta: _Delta | None = None
    finish_reason: str | None = None


class _Usage(BaseModel):
    prompt_tokens: int = 0
    completion_tokens: int = 0


class _Chunk(BaseModel):
    choices: list[_Choice] | None = None
    usage: _Usage | None = None


@dataclass
class _Call:
    index: int | None
    id: str
    name: str = ""
    arguments: list[str] = field(default_factory=list)


class Reading:
    """One stream: text as it comes, then at its end the tool calls and the usage."""

    def __init__(self) -> None:
        self._calls: list[_Call] = []
        self._usage: Usage | None = None
        self._finished = False

    def take(self, chunk: object) -> str:
        """The text of one chunk, often empty. Raises :class:`Malformed`."""
        try:
            read = _Chunk.model_validate(chunk)
        except ValidationError:
            raise Malformed from None
        if read.usage:
            self._usage = Usage(read.usage.prompt_tokens, read.usage.completion_tokens)
        if not read.choices:
            return ""
        choice = read.choices[0]
        self._finished = self._finished or bool(choice.finish_reason)
        delta = choice.delta or _Delta()
        for call in delta.tool_calls or ():
            self._add(call)
        return delta.content or delta.refusal or ""

    def end(self) -> list[ToolCall | Usage]:
        """What the whole stream said beside its text. Raises :class:`Unreachable` where it was cut off."""
        if not self._finished:
            raise Unreachable
        if not all(call.name for call in self._calls):
            raise Malformed
        calls = [ToolCall(call.id, call.name, "".join(call.arguments)) for call in self._calls]
        return [*calls, self._usage] if self._usage else [*calls]

    def _add(self, delta: _CallDelta) -> None:
        call = self._call(delta)
        name = delta.function.name or ""
        if name != call.name:  # some servers repeat the name with every piece
            call.name += name
        call.arguments.append(delta.function.arguments or "")

    def _call(self, delta: _CallDelta) -> _Call:
        """The call that a piece belongs to. A new id is a new call, whatever its index: some servers give all 0."""
        for call in reversed(self._calls):
            if call.index == delta.index and delta.id in (None, "", call.id):
                return call
        self._calls.append(_Call(delta.index, delta.id or f"call_{len(self._calls)}"))
        return self._calls[-1]
