"""The catalogues, and the choice between them."""

import dataclasses
import re

import pytest

from app.i18n import CATALOGUES, Words, choose

NAMES = [field.name for field in dataclasses.fields(Words)]


def arguments(text: str) -> set[str]:
    return set(re.findall(r"\{(\w*)\}", text))


@pytest.mark.parametrize("code", CATALOGUES)
def test_a_catalogue_has_a_text_for_every_name(code):
    words = dataclasses.asdict(CATALOGUES[code])
    assert set(words) == set(NAMES)
    assert [name for name, text in words.items() if not text.strip() or text != text.strip()] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_text_has_the_same_arguments_in_every_language(name):
    texts = [getattr(words, name) for words in CATALOGUES.values()]
    assert len({frozenset(arguments(text)) for text in texts}) == 1
    for text in texts:
        assert text.count("{") == text.count("}") == len(re.findall(r"\{\w+\}", text))


def test_no_text_was_left_in_another_language():
    english, chinese = (dataclasses.asdict(CATALOGUES[code]) for code in ("en", "zh"))
    assert {name for name in NAMES if english[name] == chinese[name]} <= {"ai_label"}
    assert not [name for name, text in english.items() if re.search(r"[\u4e00-\u9fff]", text)]


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("", "en"),
        ("en", "en"),
        ("zh", "zh"),
        ("zh-TW", "zh"),
        ("ZH-Hans-CN", "zh"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("en-GB,en;q=0.9,zh;q=0.8", "en"),
        ("zh;q=0.5,en;q=0.9", "en"),
        ("de,zh;q=0.5", "zh"),
        ("de;q=0.9, zh; q=0.8, en ;q=0.1", "zh"),
        ("fr,de", "en"),
        ("*", "en"),
        ("zh;q=0,fr", "en"),
        ("zh;q=0.0,en;q=0.1", "en"),
        ("zh;q=abc,en", "en"),
        ("zh;q=nan", "en"),
        ("zh;q=", "zh"),
        (",,;;==,;q=,-,zh", "zh"),
        ("\x00zh\x00", "en"),
        ("zhuang", "en"),
    ],
)
def test_the_language_that_a_browser_prefers_is_chosen(header, code):
    assert choose(header).code == code


def test_every_catalogue_is_found_by_its_code():
    for code, words in CATALOGUES.items():
        assert words.code == code == choose(code).code
