"""The catalogues, and the choice between them."""

import dataclasses
import re

import pytest

from app.i18n import CATALOGUES, COOKIE, Words, choose, chosen_in

NAMES = [field.name for field in dataclasses.fields(Words)]


def arguments(text: str) -> set[str]:
    return set(re.findall(r"\{(\w*)\}", text))


def test_no_two_concerns_have_a_string_of_the_same_name():
    names = [name for words in Words.__bases__ for name in words.__annotations__]
    assert [name for name in names if names.count(name) > 1] == []


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


HAN, KANA, ARABIC = r"[\u4e00-\u9fff]", r"[\u3040-\u30ff]", r"[\u0600-\u06ff]"
OWN_LETTERS = {"ar": ARABIC, "ja": f"{HAN}|{KANA}", "zh": HAN}
OTHER_LETTERS = {
    "ar": f"{HAN}|{KANA}",
    "de": f"{HAN}|{KANA}|{ARABIC}",
    "en": f"{HAN}|{KANA}|{ARABIC}",
    "es": f"{HAN}|{KANA}|{ARABIC}",
    "ja": ARABIC,
    "zh": f"{KANA}|{ARABIC}",
}
SIGNS = {"code", "direction", "label_code"}  # read by the page alone
KEYS = {"key_control", "key_shift"}  # as they stand on a keyboard
SAME_AS_ENGLISH = {
    "ar": set(),
    "de": {"apps", "chat_of", "inbox_app", "inbox_status", "numbers_half", "optional", "seconds", "sign_in_name"},
    "es": {"chat_of", "inbox_app", "no", "numbers_tokens", "seconds", "tokens"},
    "ja": {"ai_label"},
    "zh": {"ai_label"},
}
WITHOUT_OWN_LETTERS = {"ai_label", "version_of", *KEYS}
QUOTES = {"ar": "«»", "de": "„“", "en": "“”", "es": "«»", "ja": "「」", "zh": "“”"}


@pytest.mark.parametrize("code", SAME_AS_ENGLISH)
def test_no_text_was_left_in_english(code):
    english, words = dataclasses.asdict(CATALOGUES["en"]), dataclasses.asdict(CATALOGUES[code])
    same = {name for name in NAMES if english[name] == words[name]}
    assert same - KEYS - {"direction"} == SAME_AS_ENGLISH[code]


@pytest.mark.parametrize("code", OWN_LETTERS)
def test_a_text_is_in_the_letters_of_its_language(code):
    words = dataclasses.asdict(CATALOGUES[code])
    without = {name for name, text in words.items() if not re.search(OWN_LETTERS[code], text)}
    assert without - SIGNS <= WITHOUT_OWN_LETTERS


@pytest.mark.parametrize("code", OTHER_LETTERS)
def test_no_text_is_in_the_letters_of_another_language(code):
    words = dataclasses.asdict(CATALOGUES[code])
    assert {name: text for name, text in words.items() if re.search(OTHER_LETTERS[code], text)} == {}


@pytest.mark.parametrize("code", QUOTES)
def test_a_text_quotes_as_its_language_does(code):
    for name, text in dataclasses.asdict(CATALOGUES[code]).items():
        marks = re.findall(r"[\"«»„“”「」『』]", text)
        assert "".join(marks) == QUOTES[code] * (len(marks) // 2), name


def test_german_addresses_nobody():
    """Neither *du* nor *Sie*: what is to be done is said without."""
    address = r"(?<![.!?] )(?<!^)\bSie\b|\b(Ihnen|Ihr\w{0,2}|[Dd](u|ich|ir|ein\w{0,2}))\b"
    german = dataclasses.asdict(CATALOGUES["de"])
    assert {name: text for name, text in german.items() if re.search(address, text)} == {}


@pytest.mark.parametrize("code", CATALOGUES)
def test_a_language_ends_a_sentence_where_english_does(code):
    """What is a sentence in one is one in all: a label that became a sentence reads badly on a button."""
    words = dataclasses.asdict(CATALOGUES[code])
    for name, text in dataclasses.asdict(CATALOGUES["en"]).items():
        ends = re.search(r"[.。!?؟…]$", words[name])
        assert bool(ends) == bool(re.search(r"[.!?…]$", text)) or "?" in text + words[name], name


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
        ("fr,zh;q=0.5", "zh"),
        ("fr;q=0.9, zh; q=0.8, en ;q=0.1", "zh"),
        ("fr,it", "en"),
        ("ar-EG", "ar"),
        ("de-AT,de;q=0.9,en;q=0.8", "de"),
        ("ja", "ja"),
        ("es-419,es;q=0.9", "es"),
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
        assert words.code == code == choose(code).code == choose("en", code).code


@pytest.mark.parametrize("chosen", ["", "fr", "DE", "de-DE", "../de", "__class__"])
def test_an_unknown_choice_leaves_what_the_browser_prefers(chosen):
    assert choose("ja,en;q=0.5", chosen).code == "ja"


def test_a_choice_stands_above_what_the_browser_prefers():
    assert choose("zh-CN,zh;q=0.9", "ar").code == "ar"


@pytest.mark.parametrize(
    ("cookies", "code"),
    [
        ("", ""),
        (f"{COOKIE}=de", "de"),
        (f"parley_visitor=visitor-1.x; {COOKIE}=ar; other=1", "ar"),
        (f"{{bad}}=[1]; {COOKIE}=ja", "ja"),
        (f"{COOKIE}=fr", ""),
        (f"{COOKIE}=fr; {COOKIE}=es", "es"),
        (f"{COOKIE}=", ""),
        (COOKIE, ""),
        (f"x{COOKIE}=de", ""),
        (f"other={COOKIE}=de", ""),
        (f'{COOKIE}="de"', ""),
    ],
)
def test_a_choice_is_read_from_the_cookies(cookies, code):
    assert chosen_in(cookies) == code


def test_arabic_alone_is_written_from_the_right():
    assert {code for code, words in CATALOGUES.items() if words.direction == "rtl"} == {"ar"}
    assert {words.direction for words in CATALOGUES.values()} == {"ltr", "rtl"}
