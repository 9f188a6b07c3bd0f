"""From which side each block of an answer is written, by the page's own script, in Node."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

SCRIPT = Path(__file__).parents[2] / "assets" / "js" / "sides.js"
NODE = Path(sys.executable).parent / "node"
TURN = f"""
import {{ blocksBySide }} from {json.dumps(SCRIPT.as_uri())};
const tree = JSON.parse(process.argv.at(-1));
blocksBySide()(tree);
console.log(JSON.stringify(tree));
"""
ARABIC = "سطر"


def block(tag: str, *inside: object) -> dict[str, Any]:
    """An element of a Markdown tree; a string inside is text."""
    children = [{"type": "text", "value": it} if isinstance(it, str) else it for it in inside]
    return {"type": "element", "tagName": tag, "properties": {}, "children": children}


def sides(*blocks: dict[str, Any]) -> list[tuple[str, str | None]]:
    """Each element's name and side, in the order of the page."""
    done = subprocess.run(
        [NODE, "--input-type=module", "-e", TURN, "--", json.dumps({"type": "root", "children": blocks})],
        capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    return list(_told(json.loads(done.stdout)))


def _told(node: dict[str, Any]) -> Any:
    for child in node.get("children", []):
        if child["type"] == "element":
            yield child["tagName"], child["properties"].get("dir")
            yield from _told(child)


@pytest.mark.parametrize("tag", ["p", "h1", "h6", "th", "td"])
def test_a_block_of_text_finds_its_side_by_itself(tag):
    assert sides(block(tag, ARABIC)) == [(tag, "auto")]


def test_a_block_without_a_letter_stands_as_what_is_around_it():
    assert sides(block("table", block("td", ARABIC), block("td", "12.5 %"))) == [
        ("table", "rtl"), ("td", "auto"), ("td", None),
    ]  # fmt: skip


def test_what_holds_blocks_has_the_side_of_the_first_letter_in_it():
    quote = block("blockquote", block("p", "2."), block("p", ARABIC), block("p", "English"))
    assert sides(quote) == [("blockquote", "rtl"), ("p", None), ("p", "auto"), ("p", "auto")]
    listed = block("ul", block("li", "English"), block("li", ARABIC, block("ol", block("li", "Inside"))))
    assert sides(listed) == [("ul", "ltr"), ("li", "ltr"), ("li", "rtl"), ("ol", "ltr"), ("li", "ltr")]


def test_code_and_mathematics_are_from_the_left_and_turn_nothing():
    formula = block("code", "x")
    formula["properties"]["className"] = ["language-math", "math-inline"]
    assert sides(block("p", block("code", "fold"), formula, ARABIC)) == [
        ("p", "auto"), ("code", "ltr"), ("span", "ltr"), ("code", None),
    ]  # fmt: skip
    assert sides(block("li", block("pre", block("code", "x = 1")), ARABIC))[0] == ("li", "rtl")
