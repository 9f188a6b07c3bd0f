import json
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.dify.errors import TooLong
from app.dify.events import Event, MalformedEvent, MessageEvent, PingEvent, UnknownEvent
from app.dify.sse import EventDecoder
from tests.fixtures.recordings import load


def decoded(*pieces: bytes) -> list[Event]:
    decoder = EventDecoder()
    events = [event for piece in pieces for event in decoder.feed(piece)]
    return events + decoder.flush()


def message(answer: str) -> bytes:
    return b'data: {"event": "message", "answer": ' + json.dumps(answer, ensure_ascii=False).encode() + b"}\n\n"


def answers(events: list[Event]) -> list[str]:
    return [event.answer for event in events if isinstance(event, MessageEvent)]


def in_utf8(body: bytes) -> bytes:
    """A recorded stream with its escapes written out: today's servers may send UTF-8 as well as ASCII."""
    lines = body.decode().split("\n")
    written = [
        "data: " + json.dumps(json.loads(line[6:]), ensure_ascii=False) if line.startswith("data: ") else line
        for line in lines
    ]
    return "\n".join(written).encode()


def test_an_event_is_delivered_with_the_blank_line_after_it():
    decoder = EventDecoder()
    assert decoder.feed(message("Hi")[:-1]) == []
    assert answers(decoder.feed(b"\n")) == ["Hi"]


def test_several_events_in_one_piece_come_in_order():
    assert answers(decoded(message("a") + message("b") + message("c"))) == ["a", "b", "c"]


def test_a_bare_ping_without_data_is_an_event():
    assert decoded(b"event: ping\n\n") == [PingEvent(event="ping")]


def test_a_ping_may_come_first_and_between_two_tokens():
    events = decoded(b"event: ping\n\n", message("a"), b"event: ping\n\n", message("b"))
    assert [event.event for event in events] == ["ping", "message", "ping", "message"]


def test_a_ping_with_data_is_a_ping_once():
    assert decoded(b'event: ping\ndata: {"event": "ping"}\n\n') == [PingEvent(event="ping")]
    assert decoded(b'data: {"event": "ping", "task_id": "t"}\n\n') == [PingEvent(event="ping", task_id="t")]


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_lines_may_end_in_any_of_three_ways(end):
    body = (message("a") + b"event: ping\n\n" + message("b")).replace(b"\n", end)
    whole = decoded(body)
    assert [event.event for event in whole] == ["message", "ping", "message"]
    for cut in range(len(body)):
        assert decoded(body[:cut], body[cut:]) == whole


@pytest.mark.parametrize("separator", ["\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1c"])
def test_a_separator_of_unicode_inside_the_text_breaks_no_line(separator):
    body = f'data: {{"event": "message", "answer": "a{separator}b"}}\n\n'.encode()
    if separator in "\x0b\x0c\x1c":  # JSON wants control characters escaped
        assert isinstance(decoded(body)[0], MalformedEvent) and len(decoded(body)) == 1
    else:
        assert answers(decoded(body)) == [f"a{separator}b"]


def test_an_emoji_cut_in_two_arrives_whole():
    body = message("👩‍👧 你好")
    for cut in range(len(body)):
        assert answers(decoded(body[:cut], body[cut:])) == ["👩‍👧 你好"]


def test_bytes_that_are_no_utf8_become_replacement_characters():
    assert answers(decoded(b'data: {"event": "message", "answer": "a\xffb"}\n\n')) == ["a\ufffdb"]


def test_a_byte_order_mark_is_no_part_of_the_first_line():
    assert answers(decoded(b"\xef\xbb\xbf" + message("a"))) == ["a"]


def test_comments_and_unknown_fields_are_no_events():
    assert decoded(b": keep-alive\n\nretry: 5\n\nid: 7\n\n\n", b"foo: bar\n\nevent: something\n\n") == []


def test_data_over_several_lines_is_one_event():
    assert answers(decoded(b'data: {"event": "message",\ndata:  "answer": "a"}\n\n')) == ["a"]


def test_a_space_after_the_colon_is_optional():
    assert answers(decoded(b'data:{"event":"message","answer":"a"}\n\n')) == ["a"]


def test_what_is_no_json_is_malformed_and_the_stream_goes_on():
    events = decoded(b'data: {"event": "message", "message_id": : "5", "answer": " you"}\n\n', message("b"))
    assert [type(event) for event in events] == [MalformedEvent, MessageEvent]
    assert events[0].raw.startswith('{"event": "message", "message_id": :')


def test_an_unknown_event_is_kept_and_the_stream_goes_on():
    events = decoded(b'data: {"event": "news", "x": 1}\n\n', message("b"))
    assert events[0] == UnknownEvent(event="news", raw={"event": "news", "x": 1})
    assert answers(events) == ["b"]


def test_the_last_event_counts_without_its_blank_line():
    assert answers(decoded(message("a").rstrip(b"\n"))) == ["a"]
    assert answers(decoded(message("a")[:-1])) == ["a"]


def test_half_an_event_at_the_end_is_none():
    assert decoded(message("a")[:-4]) == []


def test_an_event_of_five_megabytes_arrives_in_pieces_of_any_size():
    text = "你" * (5 * 2**20 // 3)
    body = message(text)
    assert answers(decoded(*[body[i : i + 65536] for i in range(0, len(body), 65536)])) == [text]
    assert answers(decoded(body)) == [text]


def test_a_line_without_end_is_given_up_at_the_limit():
    decoder = EventDecoder(limit=1000)
    assert decoder.feed(b"data: " + b"x" * 900) == []
    with pytest.raises(TooLong, match="1006 bytes without completing an event"):
        decoder.feed(b"x" * 100)


def test_the_limit_holds_for_one_event_and_not_for_the_stream():
    decoder = EventDecoder(limit=1000)
    for _ in range(100):
        assert len(decoder.feed(message("x" * 100))) == 1


CUT_EVERYWHERE = [
    pytest.param(in_utf8(load("0.15.3", "039-chat-emoji-surrogates").body), id="utf-8"),
    pytest.param(load("0.15.3", "118-agent-tool-error").body, id="agent"),
    pytest.param(load("0.15.3", "070-model-error-midstream").body, id="error"),
    pytest.param(load("0.6.5", "041-chat-ping-slow-first-token").body.replace(b"\n", b"\r\n"), id="pings and CRLF"),
]


@pytest.mark.parametrize("body", CUT_EVERYWHERE)
def test_a_stream_cut_in_two_at_any_byte_gives_the_same_events(body):
    whole = decoded(body)
    for cut in range(len(body) + 1):
        assert decoded(body[:cut], body[cut:]) == whole


@pytest.mark.parametrize("body", CUT_EVERYWHERE)
def test_a_stream_that_stops_at_any_byte_gives_the_first_of_its_events(body):
    whole = decoded(body)
    for cut in range(len(body) + 1):
        events = decoded(body[:cut])
        assert events == whole[: len(events)]


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(0, 3600), max_size=30))
def test_a_stream_cut_into_any_pieces_gives_the_same_events(cuts):
    body = in_utf8(load("0.15.3", "039-chat-emoji-surrogates").body)
    edges = sorted({0, len(body), *[cut for cut in cuts if cut < len(body)]})
    pieces = [body[start:end] for start, end in pairwise(edges)]
    assert decoded(*pieces) == decoded(body)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_make_it_raise(noise):
    decoded(noise, b"\n\n", message("a"))


def test_what_is_hidden_is_in_no_event_wherever_the_bytes_were_cut():
    body = b'data: {"event": "error", "message": "app-key is wrong"}\n\ndata: {"event": "new", "x": "app-key"}\n\n'
    for cut in range(len(body)):
        decoder = EventDecoder(hide=lambda text: text.replace("app-key", "…"))
        events = [*decoder.feed(body[:cut]), *decoder.feed(body[cut:])]
        assert len(events) == 2
        assert "app-key" not in repr(events)
