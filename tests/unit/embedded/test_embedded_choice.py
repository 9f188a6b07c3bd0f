"""The setting that says which embedded app the page shows."""

import pytest

from app import services


@pytest.mark.parametrize(
    ("named", "slug", "title"),
    [("", "guide", "Parley Guide"), ("toolbox", "toolbox", "Toolbox"), ("desk", "desk", "Lumen Service Desk")],
)
async def test_the_page_shows_the_embedded_app_that_is_named(tmp_path, monkeypatch, named, slug, title):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PARLEY_APP", named)
    monkeypatch.setenv("PARLEY_DATA_DIR", str(tmp_path / "data"))
    async with services.running():
        chat = services.current().apps.at("")
        assert chat.slug == slug and (await chat.face("visitor-1")).name == title
