"""Reasoning inside an answer: where it begins and ends, whatever the pieces it comes in."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.runs.reasoning import Part, Reader, feed, finish

Found = list[tuple[str, str]]


def read(*pieces: str) -> Found:
    """The parts of ``pieces``, those of one kind that stand side by side as one."""
    reader, parts = Reader(), list[Part]()
    for piece in pieces:
        reader, found = feed(reader, piece)
        parts += found
    joined: Found = []
    for part in [*parts, *finish(reader)]:
        if joined and part.kind == joined[-1][0] in ("answer", "thought"):
            joined[-1] = (part.kind, joined[-1][1] + part.text)
        else:
            joined.append((part.kind, part.text))
    return joined


def thought(text: str, title: str = "") -> Found:
    return [("open", title), ("thought", text), ("close", "")]


STYLED = '<details style="color:gray;padding: 8px;" open> <summary> Thinking... </summary>The fox.</details># 标题'
LONG_TAG = f"<details {'x' * 300}>a</details>b"

# What is sent, and what it is read as.
SAMPLES: dict[str, tuple[str, Found]] = {
    "plain": ("1 < 2, and <b>bold</b>.\n", [("answer", "1 < 2, and <b>bold</b>.\n")]),
    "think": ("<think>Let me see.</think>Yes.", [*thought("Let me see."), ("answer", "Yes.")]),
    "newlines": ("<think>\nHm.\n</think>\n\n\r\nYes.\n\nNo.", [*thought("\nHm.\n"), ("answer", "Yes.\n\nNo.")]),
    "upper case": ("<THINK>a</Think>b", [*thought("a"), ("answer", "b")]),
    "details": (STYLED, [*thought("The fox.", "Thinking..."), ("answer", "# 标题")]),
    "no summary": ("<details>\n\na</details>b", [*thought("\n\na"), ("answer", "b")]),
    "summary of two lines": (
        "<details><summary class='s'>a\nb</summary>c</details>d", [*thought("c", "a\nb"), ("answer", "d")]
    ),
    "like a summary": ("<details><sum>c</details>d", [*thought("<sum>c"), ("answer", "d")]),
    "in mid-answer": ("Yes. <think>or</think> no.", [("answer", "Yes. "), *thought("or"), ("answer", " no.")]),
    "newline in mid-answer": ("Yes.<think>a</think>\nNo.", [("answer", "Yes."), *thought("a"), ("answer", "\nNo.")]),
    "two": ("<think>a</think>\n<think>b</think>\nYes.", [*thought("a"), *thought("b"), ("answer", "Yes.")]),
    "one in another": ("<think>a<think>b</think>c", [*thought("a<think>b"), ("answer", "c")]),
    "another's end": ("<think>a</details></think>b", [*thought("a</details>"), ("answer", "b")]),
    "an end alone": ("a</think>b", [("answer", "a</think>b")]),
    "other names": ("<thinking>a</thinking><thin>", [("answer", "<thinking>a</thinking><thin>")]),
    "spaced": ("< think>a</ think>", [("answer", "< think>a</ think>")]),
    "unclosed": ("<think>a", [("open", ""), ("thought", "a")]),
    "unclosed tag": ("a<think", [("answer", "a<think")]),
    "unclosed details": ("a<details open", [("answer", "a<details open")]),
    "unclosed end": ("<think>a</thi", [("open", ""), ("thought", "a</thi")]),
    "nothing in it": ("<think></think>a", [("open", ""), ("close", ""), ("answer", "a")]),
    "fence": (
        "```\n<think>a</think>\n```\n<think>b</think>c",
        [("answer", "```\n<think>a</think>\n```\n"), *thought("b"), ("answer", "c")],
    ),
    "fence of tildes": (
        "  ~~~~ html\n```\n~~~\n<think>\n~~~~~\n<think>b</think>",
        [("answer", "  ~~~~ html\n```\n~~~\n<think>\n~~~~~\n"), *thought("b")],
    ),
    "fence that never ends": ("```\n<think>a</think>", [("answer", "```\n<think>a</think>")]),
    "fence within a thought": ("<think>```\n</think>a<think>b</think>", [*thought("```\n"), ("answer", "a"),
                               *thought("b")]),
    "inline code": ("A `<think>` tag.", [("answer", "A `<think>` tag.")]),
    "inline code in a long line": (
        "Models write their thoughts into `<think>` and `<details>`.",
        [("answer", "Models write their thoughts into `<think>` and `<details>`.")],
    ),
    "a backtick at the twelfth place": (
        "0123456789a` or so <think>b</think>", [("answer", "0123456789a` or so "), *thought("b")]
    ),
    "longest tag": (LONG_TAG, [*thought("a"), ("answer", "b")]),
    "too long a tag": (LONG_TAG.replace("x", "xx", 1), [("answer", LONG_TAG.replace("x", "xx", 1))]),
    "a letter that grows when made small": ("<think>İİİİ</think>Right.", [*thought("İİİİ"), ("answer", "Right.")]),
    "a blank line with a space": ("<think>a</think>\n \n\nHello", [*thought("a"), ("answer", "Hello")]),
    "blanks of all kinds": ("<think>a</think> \t\r\n\u3000\xa0 Yes. ", [*thought("a"), ("answer", "Yes. ")]),
    "blanks before and between": (
        " \n<think>a</think> \n <think>b</think> \n Yes.",
        [("answer", " \n"), *thought("a"), *thought("b"), ("answer", "Yes.")],
    ),
    "blanks before a fence": (
        "<think>a</think>\n \n```\n<think>b</think>", [*thought("a"), ("answer", "```\n<think>b</think>")]
    ),
    "blanks alone": ("<think>a</think> \n ", [*thought("a")]),
    "half pairs": ("<think>🙂</think>🙂<", [*thought("🙂"), ("answer", "🙂<")]),
}  # fmt: skip
every_sample = pytest.mark.parametrize("sample", SAMPLES)


@every_sample
def test_an_answer_is_read_as_answer_and_thoughts(sample):
    text, parts = SAMPLES[sample]
    assert read(text) == parts


@every_sample
def test_a_cut_anywhere_gives_the_same_parts(sample):
    text, parts = SAMPLES[sample]
    assert [at for at in range(len(text) + 1) if read(text[:at], text[at:]) != parts] == []


@every_sample
def test_single_characters_give_the_same_parts(sample):
    text, parts = SAMPLES[sample]
    assert read(*text) == parts


alphabet = st.sampled_from([*"a`~<>/ \n", "```", "~~~", "thin", "deta", "summary", "İ", "🙂"])
untagged = st.lists(alphabet, max_size=40).filter(lambda text: not re.search("<(think|details)", "".join(text)))


@given(untagged)
def test_a_text_without_tags_passes_through_unchanged_whatever_the_cuts(pieces):
    text = "".join(pieces)
    assert read(*pieces) == read(text) == ([("answer", text)] if text else [])


@given(st.lists(st.text(max_size=20), max_size=10))
def test_any_text_at_all_without_tags_passes_through_unchanged(pieces):
    text = "".join(pieces)
    assert read(*pieces) == ([("answer", text)] if text else [])


@given(st.lists(st.one_of(alphabet, st.sampled_from(["<think>", "</think>", "<details>"])), max_size=30))
def test_nothing_is_lost_or_made_up_whatever_is_sent(pieces):
    """All that was sent is in the parts, but tags and what stands between a first thought and the answer."""
    kept = "".join(text for _, text in read(*pieces))
    sent = "".join(pieces)
    for tag in ("<think>", "</think>", "<details>", "</details>", "<summary>", "</summary>", "\n"):
        kept, sent = kept.replace(tag, ""), sent.replace(tag, "")
    assert kept.replace(" ", "") == sent.replace(" ", "")


def test_after_fifty_thoughts_a_tag_is_text():
    found = read("<think>a</think>x" * 60)
    assert [kind for kind, _ in found].count("open") == 50
    assert found[-1] == ("answer", "x" + "<think>a</think>x" * 10)


def test_a_summary_of_any_length_is_the_title_however_it_comes():
    text = f"<details><summary>{'t' * 450}</summary>a</details>b"
    assert read(*text) == read(text)


class Weighed(str):
    """A string that counts the characters that are read when it is cut, joined or made small."""

    read = 0

    def __getitem__(self, key) -> "Weighed":
        return self._weighed(super().__getitem__(key))

    def __add__(self, other: str) -> "Weighed":
        return self._weighed(str.__add__(self, other))

    def __radd__(self, other: str) -> "Weighed":
        return self._weighed(str.__add__(other, self))

    def lower(self) -> "Weighed":
        return self._weighed(super().lower())

    @staticmethod
    def _weighed(text: str) -> "Weighed":
        Weighed.read += len(text)
        return Weighed(text)


HEAVY = {
    "plain": "word " * 6_000,
    "lines": "a line\n" * 4_000,
    "open tags that are none": "<details " * 3_000,
    "half tags": "<thin" * 6_000,
    "tags in a fence": "```\n" + "<think>" * 4_000,
    "tags in code": "`<think>` " * 3_000,
    "fences": "```\n~~~\n" * 3_000,
    "thoughts": "<think>a</think>b" * 2_000,
    "one thought": "<think>" + "</thin" * 5_000,
    "a summary that never ends": "<details><summary>" * 2_000,
}


@pytest.mark.parametrize("size", [1, 7, 4_096, 10**9], ids=["characters", "tokens", "frames", "whole"])
@pytest.mark.parametrize("text", HEAVY.values(), ids=HEAVY)
def test_the_work_grows_with_the_text(text, size):
    text = text[: 10_000 if size == 1 else None]  # Character by character, the square of that is seen as well.
    Weighed.read = 0
    reader = Reader()
    for start in range(0, len(text), size):
        reader, _ = feed(reader, Weighed(text[start : start + size]))
    # Up to 50 thoughts are cut off in turn, and what may be a tag of 400 characters is looked at with each piece.
    assert Weighed.read <= len(text) * (60 if size > 400 else 1_000)


def test_an_answer_of_five_megabytes_is_read_in_pieces_of_a_token():
    """Of an ordinary answer each character is looked at a bounded number of times."""
    token, count, worked = "four ", 1_000_000, 0
    reader = feed(Reader(), "An answer that is long: ")[0]
    for _ in range(count):
        again, parts = feed(reader, token)
        worked += again is not reader or parts != [Part("answer", token)]
    assert worked == 0
