"""What a notice says on the page, by the page's own script, in Node."""

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.i18n import CATALOGUES

SCRIPTS = Path(__file__).parents[2] / "assets" / "js"
NODE = Path(sys.executable).parent / "node"
SAY = """
const [script, code, sentence, args] = JSON.parse(process.argv.at(-1));
let now = Date.UTC(2026, 10, 27, 14, 31, 20, 500);
Date.now = () => (now += 1);
globalThis.document = { documentElement: { lang: code, dir: code === "ar" ? "rtl" : "ltr" } };
const { say } = await import(script);
const notice = { key: "it", args };
const said = say({ it: sentence }, notice);
now += 60_000;
console.log(JSON.stringify([said, say({ it: sentence }, notice)]));
"""


@pytest.fixture(scope="module")
def script(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The script, whose language is that of the document; the build knows where its neighbour is."""
    made = tmp_path_factory.mktemp("js") / "say.mjs"
    language = 'const locale = () => document.documentElement.lang.replace(/^ar$/, "ar-u-nu-latn");'
    made.write_text(
        (SCRIPTS / "say.js").read_text("utf-8").replace('import { locale } from "$/public/js/language.js";', language)
    )
    return made


def say(script: Path, code: str, sentence: str, args: dict[str, str]) -> str:
    given = json.dumps([script.as_uri(), code, sentence, args])
    done = subprocess.run(
        [NODE, "--input-type=module", "-e", SAY, "--", given], capture_output=True, text=True, check=True, timeout=60,
        env={"TZ": "UTC"},
    )  # fmt: skip
    said, again = json.loads(done.stdout)
    assert said == again, "what is drawn anew says another time"
    return str(said)


@pytest.mark.parametrize(
    ("code", "seconds", "when"),
    [
        ("en", 1, "2:31:22 PM"),
        ("en", 40, "2:32:01 PM"),
        ("en", 91, "2:33 PM"),
        ("en", 36_000, "Saturday 12:32 AM"),
        ("de", 40, "14:32:01"),
        ("es", 36_000, "sábado, 0:32"),
        ("ja", 40, "14:32:01"),
        ("zh", 40, "14:32:01"),
        ("ar", 40, "2:32:01 م"),
    ],
)
def test_a_limit_says_when_it_goes_on_in_the_page_s_language(script, code, seconds, when):
    sentence = CATALOGUES[code].error_limit_user_minute
    said = say(script, code, sentence, {"limit": "60", "seconds": str(seconds)})
    assert said.replace("\u2068", "").replace("\u2069", "") == sentence.format(limit=60, when=when)


def test_a_time_that_is_known_is_told_to_the_minute_however_late_that_is_heard(script):
    at = datetime(2026, 11, 30, 9, tzinfo=UTC).timestamp()
    assert say(script, "en", "From {when}.", {"at": f"{at:.0f}"}) == "From Monday 9:00 AM."


@pytest.mark.parametrize(
    ("code", "count", "size"),
    [("en", "12,345", "1.5 MB"), ("de", "12.345", "1,5 MB"), ("zh", "12,345", "1.5 MB"),
     ("ar", "\u206812,345\u2069", "\u20681.5 MB\u2069")],
)  # fmt: skip
def test_figures_are_written_as_in_the_page_s_language_and_a_name_of_digits_is_none(script, code, count, size):
    args = {"count": "12345", "size": "1.5 MB", "name": "12345"}
    said = say(script, code, "{count}, {size}: {name}", args)
    assert said.startswith(f"{count}, {size}: ") and "12345" in said
