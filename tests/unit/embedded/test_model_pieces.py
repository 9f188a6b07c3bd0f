"""Chunks of Chat Completions, put together: values only."""

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.embedded.model.errors import Malformed, Unreachable
from app.embedded.model.pieces import Reading, ToolCall, Usage

ARGUMENTS = '{"city": "京都", "days": [1, 2]}'


def chunk(finish: str | None = None, **delta: Any) -> dict[str, Any]:
    return {"choices": [{"index": 0, "delta": delta, "finish_reason": finish}]}


def call(arguments: str = "", **fields: Any) -> dict[str, Any]:
    function = {"arguments": arguments, **({"name": fields.pop("name")} if "name" in fields else {})}
    return {"function": function, **fields}


def read(*chunks: Any) -> tuple[str, list[ToolCall | Usage]]:
    reading = Reading()
    return "".join(reading.take(chunk) for chunk in chunks), reading.end()


def test_text_is_joined_and_the_usage_comes_last():
    usage = {"choices": [], "usage": {"prompt_tokens": 3, "completion_tokens": 2, "total_tokens": 5}}
    assert read(chunk(content="Hel"), chunk(content="lo"), chunk("stop"), usage) == ("Hello", [Usage(3, 2)])


def test_a_server_that_tells_no_usage_is_fine():
    assert read(chunk(role="assistant", content=None), chunk(content="a"), chunk("stop", content="b")) == ("ab", [])


def test_a_refusal_is_text():
    assert read(chunk(refusal="I would rather not."), chunk("stop"))[0] == "I would rather not."


@given(st.lists(st.integers(0, len(ARGUMENTS)), max_size=8), st.sampled_from(["id once", "id and name always"]))
def test_arguments_that_are_cut_anywhere_are_one_call(cuts: list[int], how: str):
    places = [0, *sorted(cuts), len(ARGUMENTS)]
    pieces = [ARGUMENTS[start:end] for start, end in pairwise(places)]
    again = {"id": "a1", "name": "weather"} if how == "id and name always" else {}
    first = chunk(tool_calls=[call(pieces[0], index=0, id="a1", name="weather")])
    rest = [chunk(tool_calls=[call(piece, index=0, **again)]) for piece in pieces[1:]]
    assert read(first, *rest, chunk("tool_calls"))[1] == [ToolCall("a1", "weather", ARGUMENTS)]


def test_the_pieces_of_parallel_calls_may_alternate():
    chunks = [
        chunk(tool_calls=[call("", index=0, id="a", name="add"), call("", index=1, id="b", name="now")]),
        chunk(tool_calls=[call('{"x"', index=0)]),
        chunk(tool_calls=[call("{}", index=1)]),
        chunk(tool_calls=[call(": 1}", index=0)]),
        chunk("tool_calls"),
    ]
    assert read(*chunks)[1] == [ToolCall("a", "add", '{"x": 1}'), ToolCall("b", "now", "{}")]


@pytest.mark.parametrize("index", [0, None])
def test_calls_that_share_an_index_are_told_apart_by_their_ids(index: int | None):
    chunks = [chunk(tool_calls=[call("{}", index=index, id=id, name=f"tool_{id}")]) for id in ("a", "b")]
    assert [made.name for made in read(*chunks, chunk("stop"))[1] if isinstance(made, ToolCall)] == ["tool_a", "tool_b"]


def test_a_call_without_an_id_gets_one_and_arguments_may_be_an_object():
    [made] = read(chunk(tool_calls=[{"function": {"name": "add", "arguments": {"x": "é"}}}]), chunk("stop"))[1]
    assert isinstance(made, ToolCall) and made.id and made.parsed() == {"x": "é"}


def test_half_of_an_emoji_is_a_question_mark():
    assert read(chunk(content="a\ud83d"), chunk("stop", content="\ude00b"))[0] == "a??b"


@pytest.mark.parametrize("arguments", ["{", "[1]", '"text"', "nothing", "[" * 100_000], ids=range(5))
def test_arguments_that_are_no_object_say_so_when_they_are_read(arguments: str):
    with pytest.raises(ValueError):
        ToolCall("a", "add", arguments).parsed()


def test_no_arguments_are_an_empty_object():
    assert ToolCall("a", "now", "").parsed() == {}


def test_a_stream_without_its_end_was_cut_off():
    reading = Reading()
    reading.take(chunk(content="half of an ans"))
    with pytest.raises(Unreachable):
        reading.end()


def test_a_call_without_a_name_is_malformed():
    reading = Reading()
    reading.take(chunk("tool_calls", tool_calls=[call("{}", index=0, id="a")]))
    with pytest.raises(Malformed):
        reading.end()


@pytest.mark.parametrize("value", [[], "text", None, {"choices": "x"}, {"choices": [{"delta": {"content": {"a": 1}}}]}])
def test_what_is_no_chunk_is_malformed(value: Any):
    with pytest.raises(Malformed):
        Reading().take(value)


@pytest.mark.parametrize("value", [{}, {"choices": None}, {"choices": [{"delta": None}]}, {"choices": [{}]}])
def test_an_empty_chunk_says_nothing(value: Any):
    assert Reading().take(value) == ""
