"""A file of apps that a test writes, and what is read of it."""

from pathlib import Path

import pytest

from app.catalog import Catalog, CatalogError
from app.settings import Settings

KEY = "app-canary-Zs7qT1lmV9Xw"
SECRET = "0123456789abcdef0123456789abcdef"
HOST = 'issuer = "https://shop.example"'
GUIDE = """
[[app]]
slug = "guide"
embedded = "guide"
"""


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path / "apps.toml"


def read(file: Path, text: str, **environment: str) -> Catalog:
    file.write_text(text, "utf-8")
    return Catalog.of(Settings(config=file), environment)


def problem(file: Path, text: str, **environment: str) -> str:
    with pytest.raises(CatalogError) as caught:
        read(file, text, **environment)
    assert KEY not in str(caught.value)
    return str(caught.value).replace(str(file), "apps.toml")


def app(**values: str) -> str:
    """The table of an app with other lines; an empty value takes a line away."""
    lines = {"slug": '"desk"', "url": '"https://host/v1"', "key": f'"{KEY}"', **values}
    return "[[app]]\n" + "\n".join(f"{name} = {value}" for name, value in lines.items() if value)


def embedded(*lines: str, origins: str = '["https://shop.example"]') -> str:
    return app(origins=origins) + "\n[app.identity]\n" + "\n".join(lines)
