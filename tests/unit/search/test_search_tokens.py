"""Words of texts in every script, queries, and the passages where they stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.search import Term, indexed, marked, parse, plain, snippet
from app.search.tokens import tokens


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Naïve Straße, ÉCOLE; Søren", "naive strasse ecole soren"),
        ("don't PARLEY_API_URL v2.10", "don t parley api url v2 10"),
        ("call getUserName or HTTPServer", "call getusername or httpserver get user name http server"),
        ("新会话开始", "新会 会话 话开 开始 始"),
        ("用Python编程", "用 python 编程 程"),
        ("食べる ｶﾞｯｺｳ パーティー", "食べ べる る ガッ ッコ コウ ウ パー ーテ ティ ィー ー"),
        ("대화를 열다", "대화 화를 를 열다 다"),
        ("ภาษาไทย", "ภา าษ ษา าไ ไท ทย ย"),
        ("ที่นี่", "ที่นี่ นี่"),
        ("مَدْرَسَة हिन्दी", "مدرسة हिन्दी"),
        ("ﬁne １２３", "fine 123"),
        ("… 🙂 -- \x00 \ud800", ""),
    ],
)
def test_a_text_becomes_its_words(text, words):
    assert indexed(text) == words


def test_a_word_of_thousands_of_characters_is_kept_by_its_beginning():
    assert indexed("x" * 5000) == "x" * 64


@given(st.text())
def test_words_hold_no_space_no_quotation_mark_and_stand_where_they_say(text):
    for token in tokens(text):
        assert token.word
        assert not set(token.word) & set(" \"*:()'\n\t")
        assert 0 <= token.start < token.end <= len(text)


@pytest.mark.parametrize(
    ("query", "terms"),
    [
        ("", []),
        ("🙂 --", []),
        ("Hello wor", [Term(("hello",)), Term(("wor",), prefix=True)]),
        ("hello wor ", [Term(("hello",)), Term(("wor",))]),
        ('"hello wor" x', [Term(("hello", "wor")), Term(("x",), prefix=True)]),
        ("“hello wor”", [Term(("hello", "wor"))]),
        ('"hello wor', [Term(("hello", "wor"))]),
        ("well-known", [Term(("well", "known"), prefix=True)]),
        ("会", [Term(("会",), prefix=True)]),
        ("会话", [Term(("会话",))]),
        ("新会话", [Term(("新会", "会话"))]),
        ("新会话　保存", [Term(("新会", "会话")), Term(("保存",))]),
        ("用python", [Term(("用", "python"), prefix=True)]),
        ("python编", [Term(("python", "编"), prefix=True)]),
        ("a a a", [Term(("a",)), Term(("a",), prefix=True)]),
    ],
)
def test_a_query_becomes_its_terms(query, terms):
    assert parse(query) == tuple(terms)


def shown(pieces: list[tuple[str, bool]]) -> str:
    return "".join(f"[{text}]" if found else text for text, found in pieces)


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("The red lamp and the RED door", "red", "The [red] lamp and the [RED] door"),
        ("Reddish", "red", "[Reddish]"),
        ("A red lamp", "red lam", "A [red] [lamp]"),
        ("打开新会话开始", "会话", "打开新[会话]开始"),
        ("打开新会话开始", "新会话", "打开[新会话]开始"),
        ("打开新会话开始", "话", "打开新会[话]开始"),
        ("the getUserName call", "user", "the get[User]Name call"),
        ("ECOLE et école", "École", "[ECOLE] et [école]"),
        ("Nothing here", "lamp", "Nothing here"),
    ],
)
def test_what_was_looked_for_is_marked(text, query, expected):
    assert shown(marked(text, parse(query))) == expected


def test_a_snippet_is_the_passage_with_the_most_of_what_was_looked_for():
    text = "lamp " + "word " * 100 + "here a lamp is red\nand new " + "word " * 100
    found = snippet(text, parse("lamp red"))
    assert "here a [lamp] is [red] and new" in shown(found)
    assert found[0] == found[-1] == ("…", False)
    assert len("".join(piece for piece, _ in found)) <= 162


def test_a_text_without_what_was_looked_for_has_no_snippet():
    assert snippet("Nothing here", parse("lamp")) == []


@given(st.text(), st.text(max_size=10))
def test_marking_changes_no_text(text, query):
    assert "".join(piece for piece, _ in marked(text, parse(query))) == text


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("# Title\n\nSome **bold** and *slanted* `code`.", "Title Some bold and slanted code."),
        ("- one\n- [two](https://host/x) ![three](y)\n> four", "one two three four"),
        ("| a | b |\n|---|:--:|\n| 1 | 2 |", "a b 1 2"),
        ("```python\nx_y = a*b*c\n```", "x_y = a*b*c"),
        ("snake_case_name and 3 * 4", "snake_case_name and 3 * 4"),
    ],
)
def test_an_answer_as_plain_words(markdown, words):
    assert plain(markdown) == words


def test_plain_words_are_cut_where_that_is_asked_for():
    assert plain("one two three", most=8) == "one two…"
