"""Pieces of text, which are read past validation where it has nothing to do."""

import json
import re
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from app.dify import events
from app.dify.events import CLASS_OF, UnknownEvent
from app.dify.parse import parse_event
from app.dify.wire import parse_json
from tests.fixtures.recordings import VERSIONS, load, names

NAMES = ["message", "agent_message"]
USUAL = {"event": "message", "task_id": "t", "message_id": "m", "conversation_id": "c", "created_at": 1, "answer": "Hi"}


def validated(text: str) -> Any:
    """As validation reads it."""
    value = parse_json(text)
    try:
        return CLASS_OF[value["event"]].model_validate(value)
    except ValidationError:
        return UnknownEvent(event=value["event"], raw=value)


def assert_same(text: str) -> None:
    quick, slow = parse_event(text), validated(text)
    assert quick == slow
    assert type(quick) is type(slow)
    assert quick.model_fields_set == slow.model_fields_set
    assert list(quick.model_dump().items()) == list(slow.model_dump().items())
    assert repr(quick) == repr(slow)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)
FIELDS = st.dictionaries(st.sampled_from([*USUAL, "id", "from_variable_selector", "metadata"]), VALUES, max_size=4)


@given(st.sampled_from(NAMES), FIELDS, st.sets(st.sampled_from([*USUAL]), max_size=2), st.booleans())
def test_a_piece_is_what_validation_makes_of_it_whatever_its_fields_are(name, others, missing, ascii):
    sent = {key: item for key, item in (USUAL | others).items() if key not in missing} | {"event": name}
    assert_same(json.dumps(sent, ensure_ascii=ascii).encode("utf-8", "replace").decode())


def test_the_pieces_of_the_recorded_streams_are_what_validation_makes_of_them():
    streams = [load(version, name) for version in VERSIONS for name in names(version)]
    lines = [
        line[6:] for it in streams if it.is_stream for line in it.body.decode().split("\n") if line[:6] == "data: "
    ]
    pieces = [line for line in lines if re.match(r'\{"event": "(agent_)?message"', line)]
    assert pieces
    for line in pieces:
        assert_same(line)


def test_a_usual_piece_goes_past_validation(monkeypatch):
    for name in NAMES:
        monkeypatch.delitem(events.CLASS_OF, name)
        assert parse_event(json.dumps(USUAL | {"event": name})).event == name
        assert type(parse_event(json.dumps(USUAL | {"event": name, "answer": 1}))) is UnknownEvent
