"""espeak-ng itself: what it makes is sound, in time, and ends when nobody listens."""

import asyncio
import io
import struct
import sys
import wave
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing
from itertools import pairwise

import pytest

from app.embedded.speech import VOICES, Speech, SpeechError, installed
from app.embedded.speech.espeak import SAMPLE_RATE, speak
from app.embedded.speech.languages import SCRIPTS

TEXTS = {
    "en-us": "Good morning, this is a sentence.",
    "cmn": "早上好，这是一个句子。",
    "ja": "おはようございます。",
    "ar": "صباح الخير يا عالم",
    "ko": "좋은 아침입니다.",
    "ru": "Доброе утро, это предложение.",
    "el": "Καλημέρα κόσμε.",
    "he": "בוקר טוב עולם",
    "hi": "सुप्रभात दुनिया",
}


# espeak-ng lets every voice flutter a little: no two runs give the same samples.
def seconds(samples: bytes) -> float:
    return len(samples) / 2 / SAMPLE_RATE


def loudness(samples: bytes) -> int:
    return max(map(abs, struct.unpack(f"<{len(samples) // 2}h", samples)))


@pytest.mark.parametrize("language", SCRIPTS)
@pytest.mark.parametrize("variant", VOICES.values())
def test_every_language_is_spoken_in_every_voice(language, variant):
    samples = speak(TEXTS[language], f"{language}+{variant}", True)
    assert 0.5 < seconds(samples) < 8 and loudness(samples) > 2000


def test_every_voice_sounds_different_also_from_one_that_is_not_there():
    """By how often the wave crosses zero, a measure of its pitch and breath."""
    rates = []
    for variant in (*VOICES.values(), "nobody"):
        wave = struct.iter_unpack("<h", speak("Good morning, how are you today?", f"en-us+{variant}", True))
        signs = [sample < 0 for (sample,) in wave]
        rates.append(sum(a != b for a, b in pairwise(signs)) / len(signs))
    rates.sort()
    assert all(higher > 1.05 * lower for lower, higher in pairwise(rates))


def test_a_pause_stands_between_sentences_only():
    assert seconds(speak("Hello", "en-us", True)) > seconds(speak("Hello", "en-us", False)) + 0.1


def test_a_voice_that_is_not_there_is_an_error():
    with pytest.raises(SpeechError, match="no voice xx"):
        speak("Hello", "xx", True)


def test_a_zero_within_a_text_does_not_end_it():
    whole = seconds(speak("Good morning", "en-us", True))
    assert seconds(speak("Good\x00 morning", "en-us", True)) == pytest.approx(whole, abs=0.1)


def test_it_is_installed_where_its_data_can_be_read(tmp_path, monkeypatch):
    assert installed()
    monkeypatch.delitem(sys.modules, "espeakng_loader", raising=False)
    package = tmp_path / ("long-" * 30) / "espeakng_loader"
    for data in (tmp_path / "espeakng_loader" / "espeak-ng-data", package / "espeak-ng-data"):
        data.mkdir(parents=True)
        (data.parent / "__init__.py").touch()
    monkeypatch.setattr(sys, "path", [str(package.parent)])
    assert not installed()
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    assert installed()
    (tmp_path / "espeakng_loader" / "espeak-ng-data").rmdir()
    assert not installed()


def test_two_threads_at_once_do_not_mix():
    alone = {language: speak(TEXTS[language], language, True) for language in ("en-us", "cmn", "ar")}
    with ThreadPoolExecutor(6) as threads:
        made = list(threads.map(lambda language: (language, speak(TEXTS[language], language, True)), list(alone) * 8))
    assert all(seconds(samples) == pytest.approx(seconds(alone[language]), abs=0.1) for language, samples in made)


async def test_a_whole_wav_knows_its_size():
    made = await Speech().whole(["Good morning.", "早上好。"], "female")
    with wave.open(io.BytesIO(made)) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (SAMPLE_RATE, 1, 2)
        assert file.getnframes() * 2 == len(made) - 44 and file.getnframes() > SAMPLE_RATE


async def test_a_stream_is_the_header_and_a_piece_a_sentence():
    pieces = [piece async for piece in Speech().stream(["Good morning.", "How are you?", "早上好。"], "male")]
    assert len(pieces) == 3
    assert pieces[0][:4] == b"RIFF" and pieces[0][4:8] == pieces[0][40:44] == b"\xff\xff\xff\xff"
    whole = await Speech().whole(["Good morning.", "How are you?", "早上好。"], "male")
    assert seconds(b"".join(pieces)) == pytest.approx(seconds(whole), abs=0.1)


async def test_nothing_more_is_spoken_once_nobody_listens():
    taken: list[str] = []

    class Sentences(list[str]):
        def __iter__(self):
            for sentence in super().__iter__():
                taken.append(sentence)
                yield sentence

    async with aclosing(Speech().stream(Sentences(["One.", "Two.", "Three."]), "female")) as pieces:
        await anext(pieces)
    assert taken == ["One."]


async def test_two_listeners_take_turns():
    speech, order = Speech(), []

    async def listen(name: str) -> None:
        async for _ in speech.stream(["One.", "Two.", "Three."], "female"):
            order.append(name)

    await asyncio.gather(listen("a"), listen("b"))
    assert sorted(order) == ["a"] * 3 + ["b"] * 3 and order[:2] in (["a", "b"], ["b", "a"])
