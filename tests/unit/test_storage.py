"""What the page keeps in the browser's storage, and takes away when it has time, by the page's own script, in Node."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

SCRIPT = Path(__file__).parents[2] / "assets" / "js" / "storage.js"
NODE = Path(sys.executable).parent / "node"
STORE = f"""
const kept = new Map();
const listeners = {{}};
globalThis.window = {{
  localStorage: {{
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, text) => kept.set(key, text),
    removeItem: (key) => kept.delete(key),
  }},
  addEventListener: (name, listener) => {{ listeners[name] = listener; }},
}};
const {{ drop, put, take }} = await import({json.dumps(SCRIPT.as_uri())});
const area = "localStorage";
const both = (key) => [take(area, key), kept.get(key) ?? ""];
"""


def ran(script: str) -> Any:
    """What ``script`` prints, with the storage's functions, an ``area``, what is ``kept`` and what this and the next
    document have of a key (``both``)."""
    done = subprocess.run(
        [NODE, "--input-type=module", "-e", STORE + f"console.log(JSON.stringify({script}))"],
        capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    return json.loads(done.stdout)


def test_what_is_dropped_is_gone_for_this_document_at_once_and_from_the_browser_when_the_page_is_left():
    was = """(put(area, "a key", "words"), drop(area, "a key"), both("a key"))"""
    left = f"""[{was}, (listeners.pagehide(), both("a key"))]"""
    assert ran(left) == [["", "words"], ["", ""]]


def test_what_is_dropped_is_gone_from_the_browser_a_little_later():
    waited = "await new Promise((done) => setTimeout(done, 300))"
    assert ran(f"""[(put(area, "k", "words"), drop(area, "k"), {waited}), both("k")]""")[1] == ["", ""]


def test_what_is_put_after_a_drop_stays():
    assert ran("""(put(area, "k", "a"), drop(area, "k"), put(area, "k", "b"), listeners.pagehide(), both("k"))""") == [
        "b",
        "b",
    ]


def test_what_another_document_puts_meanwhile_is_seen_and_stays():
    theirs = """(put(area, "k", "a"), drop(area, "k"), kept.set("k", "theirs"), both("k"))"""
    assert ran(f"""[{theirs}, (listeners.pagehide(), both("k"))]""") == [["theirs", "theirs"], ["theirs", "theirs"]]
