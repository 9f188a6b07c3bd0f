"""What is read aloud of an answer, and in which language."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.embedded.speech.languages import Span, spans
from app.embedded.speech.words import LONGEST, sentences


def test_marks_are_not_read():
    markdown = "# A *heading*\n\n**Bold**, _slanted_, ~~struck~~ and `code`. Unclosed **bold and a stray | mark."
    assert sentences(markdown) == ["A heading", "Bold, slanted, struck and code.",
                                   "Unclosed bold and a stray mark."]  # fmt: skip


def test_a_link_is_read_by_its_text_and_an_address_by_its_host():
    markdown = "See [the guide](https://a.example/x?y=1), https://www.b.example/long/path, and <https://c.example/z>."
    assert sentences(markdown) == ["See the guide, b.example, and c.example."]


def test_an_address_ends_where_chinese_begins():
    assert sentences("见https://a.example:80/x，然后。看(https://b.example)") == [
        "见a.example，然后。",
        "看(b.example)",
    ]


def test_a_picture_is_read_by_its_description():
    assert sentences("![A red bar chart](chart.png)") == ["A red bar chart"]


def test_a_table_is_read_cell_by_cell():
    assert sentences("| City | Rain |\n|---|---|\n| Oslo | 763 mm |\n| Rome | |") == [
        "City, Rain.", "Oslo, 763 mm.", "Rome.",
    ]  # fmt: skip


def test_a_block_of_code_is_announced_in_the_answers_language():
    assert sentences("Run this:\n\n```sh\nrm -rf /tmp/x\n```\n\nDone.") == ["Run this:", "Code.", "Done."]
    assert sentences("运行：\n\n    rm -rf\n") == ["运行：", "代码。"]


def test_items_of_a_list_are_sentences():
    assert sentences("1. One\n2. Two\n   - Two and a half\n") == ["One", "Two", "Two and a half"]


def test_positions_of_citations_and_html_are_left_out():
    assert sentences("It rains [1][2]. <b>Much</b>.\n\n<details>Secretly</details>") == [
        "It rains.", "Much.", "Secretly",
    ]  # fmt: skip


def test_sentences_end_where_they_end():
    assert sentences("Pi is 3.14. Really? Yes, e.g. here.\n你好。今天好吗？好！") == [
        "Pi is 3.14.", "Really?", "Yes, e.g. here.", "你好。", "今天好吗？", "好！",
    ]  # fmt: skip


def test_names_with_underscores_are_read_as_words():
    assert sentences("Set `PARLEY_API_URL`.") == ["Set PARLEY API URL."]


@pytest.mark.parametrize("text", ["", " \n", "---", "***", "…", "```\n```"[:0], "😀", "| |\n|-|\n"])
def test_what_has_no_words_has_no_sentences(text):
    assert sentences(text) == []


@given(st.text(max_size=2000))
def test_no_text_breaks_it_and_no_sentence_is_long(text):
    for sentence in sentences(text):
        assert 0 < len(sentence) <= LONGEST and "*" not in sentence


def test_a_long_sentence_is_cut_at_a_comma_or_a_space_and_loses_nothing():
    text = "word, " * 200
    cut = sentences(text)
    assert "".join(cut).replace(" ", "") == text.replace(" ", "") and all(piece.endswith(",") for piece in cut)
    assert "".join(sentences("字" * 1000)) == "字" * 1000


def languages(*given: str, hint: str = "en-us") -> list[list[tuple[str, str]]]:
    return [[(span.language, span.text) for span in sentence] for sentence in spans(given, hint)]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Good morning", "en-us"),
        ("Grüße", "en-us"),
        ("你好，世界。", "cmn"),
        ("こんにちは。", "ja"),
        ("مرحبا بالعالم", "ar"),
        ("안녕하세요", "ko"),
        ("Привет", "ru"),
    ],
)
def test_the_script_decides_the_language(text, language):
    assert languages(text) == [[(language, text)]]


def test_a_sentence_of_two_scripts_has_a_span_for_each_and_the_signs_go_with_what_stands_before():
    assert languages("“你好 Dify，this is 一个 test。”") == [
        [("cmn", "“你好 "), ("en-us", "Dify，this is "), ("cmn", "一个 "), ("en-us", "test。”")]
    ]


def test_digits_go_with_the_sentence_before_and_at_first_with_the_hint():
    assert languages("2024", "今天", "25", hint="ar") == [[("ar", "2024")], [("cmn", "今天")], [("cmn", "25")]]


def test_a_script_of_no_known_language_goes_with_the_hint():
    assert languages("ไทย") == [[("en-us", "ไทย")]]


def test_the_last_span_of_a_sentence_says_so():
    assert list(spans(["a 你"])) == [[Span("a ", "en-us", False), Span("你", "cmn", True)]]
