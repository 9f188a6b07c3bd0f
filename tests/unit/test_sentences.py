"""What of an answer is read out, by the page's own script, in Node."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "assets" / "js" / "sentences.js"
NODE = Path(sys.executable).parent / "node"
READ = f"""
import {{ next, plain }} from {json.dumps(SCRIPT.as_uri())};
const [kind, text] = JSON.parse(process.argv.at(-1));
const said = [];
let from = 0;
for (let more = true; more; ) {{
  const [line, end] = next(text, from, kind === "whole");
  more = end > from;
  from = end;
  if (line) said.push(line);
}}
console.log(JSON.stringify(kind === "plain" ? plain(text) : said));
"""


def run(kind: str, text: str) -> object:
    """``plain``: the words of a Markdown text; else its lines as they are read out, one that is ``whole`` or grows."""
    done = subprocess.run(
        [NODE, "--input-type=module", "-e", READ, "--", json.dumps([kind, text])],
        capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    found: object = json.loads(done.stdout)
    return found


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("## A **bold** claim", "A bold claim"),
        ("See [the paper](https://a.test/x) [1] and `fold`.", "See the paper and fold."),
        ("Before\n```python\nx = 1\n```\nafter.", "Before after."),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "a, b 1, 2"),
        ("- one\n- two_words and 3 * 4", "one two_words and 3 * 4"),
        ("It is $$x^2$$ here.", "It is here."),
        ("```\nnever closed. Not read.", ""),
    ],
)
def test_the_words_are_read_and_not_the_signs(markdown, words):
    assert run("plain", markdown) == words


def test_a_sentence_is_read_once_it_has_ended():
    assert run("growing", "One is here. Two is here, 3.5 of it. And thr") == ["One is here. Two is here, 3.5 of it."]
    assert run("whole", "One is here. And thr") == ["One is here. And thr"]
    assert run("growing", "这是第一句。这是第二") == ["这是第一句。"]


def test_many_sentences_are_read_in_pieces_of_a_few():
    said = run("whole", "A sentence of some forty characters here. " * 20)
    assert isinstance(said, list)
    assert max(map(len, said)) <= 300
    assert " ".join(said) == ("A sentence of some forty characters here. " * 20).strip()


def test_code_that_is_still_being_written_waits_and_is_left_out():
    assert run("growing", "Look:\n```python\nx = 1. Then\ny = 2\n") == ["Look:"]
    assert run("whole", "Look:\n```python\nx = 1. Then\n```\nDone.") == ["Look: Done."]
