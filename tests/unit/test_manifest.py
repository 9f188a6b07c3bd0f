"""What a browser is told to install the page by."""

from pathlib import Path

import pytest
from PIL import Image

from app.routes.manifest import manifest
from app.views import AppFace

ASSETS = Path(__file__).parents[2] / "assets"


def test_it_bears_the_app_s_name_and_colour():
    made = manifest(AppFace(name="Guide of the house", accent="#0b5fa5"))
    assert (made["name"], made["short_name"], made["theme_color"]) == ("Guide of the house", "Guide of the", "#0b5fa5")


def test_an_app_that_says_nothing_of_itself_is_parley():
    assert (manifest(AppFace())["name"], manifest(AppFace())["theme_color"]) == ("Parley", "#1f5fbf")


@pytest.mark.parametrize("icon", manifest(AppFace())["icons"], ids=lambda icon: icon["src"])
def test_each_drawing_is_there_in_its_size(icon):
    with Image.open(ASSETS / icon["src"].lstrip("/")) as drawn:
        assert f"{drawn.width}x{drawn.height}" == icon["sizes"]
        # The safe zone of a drawing that may be cut round: nothing but its ground outside of it.
        if icon.get("purpose") == "maskable":
            corner = drawn.convert("RGB").crop((0, 0, drawn.width // 10, drawn.height))
            assert corner.getcolors() == [(corner.width * corner.height, (31, 95, 191))]
