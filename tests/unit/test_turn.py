"""Frames of one app beside each other, where nobody was before: the page's own script, in Node."""

import json
import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).parents[2] / "assets" / "js" / "turn.js"
NODE = Path(sys.executable).parent / "node"
FRAMES = """
const load = (name) => import(`data:text/javascript,${encodeURIComponent(process.argv.at(-1))}//${name}`);
const [first, second] = [await load("first"), await load("second")];
const settled = async () => {
  for (const again of [1, 2, 3]) await navigator.locks.request("another", () => again);
};
const told = [];
let pass = "";
const come = ({ inTurn }, name) => inTurn("kept", () => pass, () => told.push(`${name} ${pass || "nobody"}`));
come(first, "first");
come(second, "second");
await settled();
told.push("then");
pass = "visitor-1";
first.over();
await settled();
come(first, "first, again,");
pass = "";
come(first, "first, refused,");
await settled();
come(first, "first, on another socket,");
await settled();
console.log(JSON.stringify(told));
process.exit();
"""


def test_the_second_frame_comes_with_the_pass_of_the_first_and_nobody_waits_for_themselves():
    given = [NODE, "--input-type=module", "-e", FRAMES, "--", SCRIPT.read_text("utf-8")]
    done = subprocess.run(given, capture_output=True, text=True, check=True, timeout=60)
    assert json.loads(done.stdout) == [
        "first nobody", "then", "second visitor-1", "first, again, visitor-1", "first, refused, nobody",
        "first, on another socket, nobody",
    ]  # fmt: skip
