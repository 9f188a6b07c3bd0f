"""The house's own rules: which way imports point, what happens at import, and that every word is one."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from app.i18n import Words

ROOT = Path(__file__).parents[2]
MODULES = sorted((ROOT / "app").rglob("*.py"))
CONCERNS = ["relay", "background", "limits", "metrics", "news", "policy", "remedies", "filetypes", "forms", "identity"]
CONCERNS += ["runs", "uploads", "export", "chat", "apps"]
# A package imports only from those before it.
ORDER = ["settings", "logs", "catalog", "views", "i18n", "dify", "embedded", "search", "ledger", *CONCERNS]
ORDER += ["workers", "services", "state", "components", "pages", "addresses", "middleware", "routes", "app"]
ORDER += ["alone", "keeper", "doctor", "backup", "accounts", "people", "cli"]
FIELDS = {field.name for field in fields(Words)}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def package_of(path: Path) -> str:
    """``runs`` for ``app/runs/log.py``, ``cli`` for ``app/cli.py``."""
    return path.relative_to(ROOT / "app").parts[0].removesuffix(".py")


def imports(path: Path) -> Iterator[str]:
    """Every module that ``path`` imports, wherever in it; ``from app import forms`` is ``app.forms``."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name_of(path)} imports relatively"
            yield from (f"app.{alias.name}" for alias in node.names) if node.module == "app" else [node.module or ""]


def of_app(path: Path) -> set[str]:
    """The packages of the app that ``path`` imports from."""
    return {name.split(".")[1] for name in imports(path) if name.startswith("app.")}


def test_every_package_has_its_place():
    assert {package_of(path) for path in MODULES} - {"__init__"} == set(ORDER)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_point_one_way(path):
    if (package := package_of(path)) == "__init__":
        assert of_app(path) == set()
        return
    before = ORDER[: ORDER.index(package) + 1]
    assert of_app(path) <= set(before)


@pytest.mark.parametrize(
    "path", [path for path in MODULES if package_of(path) in ("dify", "settings", "i18n")], ids=name_of
)
def test_what_could_be_published_stands_alone(path):
    assert of_app(path) <= {package_of(path)}


@pytest.mark.parametrize("path", [path for path in MODULES if package_of(path) == "embedded"], ids=name_of)
def test_the_embedded_api_knows_the_client_s_models_alone(path):
    known = ("app.embedded", "app.dify.models", "app.dify.wire")
    assert [name for name in imports(path) if name.startswith("app.") and not name.startswith(known)] == []


def test_one_package_imports_the_http_library():
    those = [path for path in MODULES if "httpx" in {name.split(".")[0] for name in imports(path)}]
    assert {path.parent.relative_to(ROOT).as_posix() for path in those} == {"app/dify/transport"}


@pytest.mark.parametrize(
    "path", [path for path in MODULES if package_of(path) in ORDER[: ORDER.index("state")]], ids=name_of
)
def test_what_the_product_does_knows_no_page(path):
    assert not [name for name in imports(path) if name.split(".")[0] in ("reflex", "reflex_base")]


AT_IMPORT = """
import builtins, os, socket, sys, threading
before, opened = set(os.listdir()), []
def watch(event, args):
    if event == "open" and isinstance(args[1], str) and set(args[1]) & set("wax+"):
        opened.append(args[0])
    elif event in ("socket.__new__", "sqlite3.connect", "_thread.start_new_thread", "os.mkdir", "subprocess.Popen"):
        opened.append(event)
sys.addaudithook(watch)
sys.dont_write_bytecode = True
import app.services
for name in ("reflex", "openai", "espeakng_loader"):
    assert name not in sys.modules, f"{name} was imported"
print(opened, threading.active_count(), set(os.listdir()) - before)
"""


def test_nothing_is_made_at_import(tmp_path):
    found = subprocess.run(
        [sys.executable, "-B", "-c", AT_IMPORT],
        cwd=tmp_path, env={"PYTHONPATH": str(ROOT), "PATH": ""}, capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    assert found.stdout.strip() == "[] 1 set()", found.stderr


def test_no_script_needs_what_a_browser_has_by_https_alone():
    """A page within a network may come without; there a part of it would do nothing, and say nothing."""
    scripts = {name_of(script): script.read_text("utf-8") for script in (ROOT / "assets" / "js").iterdir()}
    assert [name for name, text in scripts.items() if re.search(r"\bcrypto\.(randomUUID|subtle)\b", text)] == []


def words_said() -> dict[str, str]:
    """Each key of a text that the app names, with the file that names it."""
    said = {}
    for path in MODULES:
        if package_of(path) == "i18n":
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and node.args:
                called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                if called in ("word", "sentence", "Notice"):
                    said |= dict.fromkeys(texts(node.args[0]), name_of(path))
            elif isinstance(node, ast.Subscript) and ast.unparse(node.value).endswith("words"):
                said |= dict.fromkeys(texts(node.slice), name_of(path))
            elif isinstance(node, ast.Attribute) and _of_a_catalogue(path, node):
                said[node.attr] = name_of(path)
            elif isinstance(node, ast.Constant) and _names_a_text(path, str(node.value)):
                said[node.value] = name_of(path)
    for script in (ROOT / "assets" / "js").iterdir():
        found = re.findall(r"""\bwords\.(\w+)|\bkey: "(\w+)\"""", script.read_text("utf-8"))
        said |= dict.fromkeys((name for names in found for name in names if name), name_of(script))
    return said


def _names_a_text(path: Path, value: str) -> bool:
    """A key that goes through a function of the module's own before it is asked for."""
    return value.startswith("error_") or (package_of(path) == "components" and value in FIELDS)


def _of_a_catalogue(path: Path, node: ast.Attribute) -> bool:
    """What is written in Python, for a file or a page without script."""
    places = ("components", "export", "middleware", "routes", "state")
    return package_of(path) in places and ast.unparse(node.value) == "words"


def texts(node: ast.AST) -> Iterator[str]:
    """The texts that an argument may be: one, or those of ``a if … else b``."""
    if isinstance(node, ast.IfExp):
        yield from (*texts(node.body), *texts(node.orelse))
    elif isinstance(node, ast.Constant) and node.value:
        yield node.value


def test_every_key_that_the_app_names_has_a_text():
    assert {key: place for key, place in words_said().items() if key not in FIELDS} == {}


def test_every_text_is_shown_somewhere():
    assert FIELDS - set(words_said()) == set()
