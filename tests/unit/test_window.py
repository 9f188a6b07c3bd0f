"""Which turns of a long thread are drawn, by the page's own script, in Node."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

SCRIPT = Path(__file__).parents[2] / "assets" / "js" / "window.js"
NODE = Path(sys.executable).parent / "node"
DRAW = f"""
import {{ parts }} from {json.dumps(SCRIPT.as_uri())};
import {{ readFileSync }} from "node:fs";
const asked = JSON.parse(readFileSync(0));
console.log(JSON.stringify(asked.map(([sizes, from, to, kept]) => parts(sizes, from, to, new Set(kept)))));
"""


def drawn(*asked: tuple[list[int], float, float, list[int | None]]) -> list[Any]:
    """Of turns with these heights those within ``from`` and ``to``, and those that are kept."""
    done = subprocess.run(
        [NODE, "--input-type=module", "-e", DRAW],
        input=json.dumps(asked), capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    found: list[Any] = json.loads(done.stdout)
    return found


def gap(height: int) -> dict[str, int]:
    return {"gap": height}


def turns(*numbers: int) -> list[dict[str, int]]:
    return [{"turn": number} for number in numbers]


def test_what_is_near_is_drawn_and_gaps_have_the_height_of_what_is_not():
    ten = [100] * 10
    below, within, kept, short, none = drawn(
        (ten, 750, 2000, []),
        (ten, 300, 500, []),
        (ten, 300, 500, [0, 7, 8, None, 12]),
        ([100, 50], -500, 900, [1]),
        ([], 0, 900, [-1]),
    )
    assert below == [gap(700), *turns(7, 8, 9)]
    assert within == [gap(300), *turns(3, 4), gap(500)]
    assert kept == [*turns(0), gap(200), *turns(3, 4), gap(200), *turns(7, 8), gap(100)]
    assert short == turns(0, 1)
    assert none == []


def test_whatever_is_read_all_turns_have_their_height_and_few_are_drawn():
    sizes = [100 + number * 37 % 900 for number in range(1000)]
    asked = [(sizes, top - 800.0, top + 1600.0, [999]) for top in range(0, sum(sizes), 9973)]
    for found in drawn(*asked):
        shown = [part["turn"] for part in found if "turn" in part]
        assert sum(part.get("gap", 0) for part in found) + sum(sizes[turn] for turn in shown) == sum(sizes)
        assert shown == sorted(set(shown))
        assert 3 <= len(shown) < 30
