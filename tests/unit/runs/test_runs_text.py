"""The growing text against the plain string it stands for."""

import itertools
import math

from hypothesis import given
from hypothesis import strategies as st

from app.runs.text import Text

pieces = st.lists(st.text(max_size=12), max_size=30)


def grown(pieces: list[str]) -> Text:
    text = Text()
    for piece in pieces:
        text = text + piece
    return text


@given(pieces)
def test_a_text_is_the_string_of_its_pieces(pieces):
    text = grown(pieces)
    assert str(text) == "".join(pieces)
    assert len(text) == len("".join(pieces))


@given(pieces, st.integers(min_value=0, max_value=400))
def test_what_stands_from_an_offset_on_is_the_slice(pieces, offset):
    assert grown(pieces).since(offset) == "".join(pieces)[offset:]


@given(pieces)
def test_each_part_is_more_than_twice_as_long_as_the_next(pieces):
    parts = [len(part) for part in grown(pieces).parts]
    assert all(longer > 2 * shorter for longer, shorter in itertools.pairwise(parts))


@given(st.text(), st.text(min_size=1))
def test_an_older_text_stays_as_it_was(before, piece):
    text = Text() + before
    assert str(text + piece) == before + piece
    assert str(text) == before


def test_an_empty_piece_adds_no_part():
    text = Text() + "a"
    assert text + "" is text
    assert Text() + "" == Text()


class Counted(str):
    """A string that counts the characters which are copied when it is joined to another."""

    copied = 0

    def __add__(self, other: str) -> "Counted":
        return self._joined(self, other)

    def __radd__(self, other: str) -> "Counted":
        return self._joined(other, self)

    @staticmethod
    def _joined(left: str, right: str) -> "Counted":
        Counted.copied += len(left) + len(right)
        return Counted("".join((left, right)))


def test_a_hundred_thousand_small_pieces_cost_their_number_times_its_logarithm():
    Counted.copied = 0
    count, most = 100_000, 0
    text = Text()
    for _ in range(count):
        text = text + Counted("x")
        most = max(most, len(text.parts))
    assert str(text) == "x" * count
    assert most <= math.log2(count) + 1
    # A merge makes the part that a character stands in at least half as long again.
    assert 0 < Counted.copied <= count * math.log(count, 1.5)
