"""The style sheets: a page that is written from the right mirrors by itself."""

import re
from pathlib import Path

import pytest

SHEETS = sorted((Path(__file__).parents[2] / "assets" / "css").glob("*.css"))
SIDES = re.compile(
    r"(?:margin|padding|border)-(?:left|right)\b|border-(?:top|bottom)-(?:left|right)-radius|(?<![\w-])(?:left|right):"
    r"|text-align:\s*(?:left|right)|float:"
)
FOUR = re.compile(r"(?<![\w-])(?:margin|padding|inset):\s*([^\s;]+)\s+([^\s;]+)\s+([^\s;]+)\s+([^\s;]+);")
# Code is written from the left in every language, the middle is the same from both sides, and a hair is nothing.
ALLOWED = {
    ("languages.css", "text-align: left"),
    ("base.css", "left:"),
    ("composer.css", "padding: 0.4rem 0.4rem 0.4rem 0.5rem;"),
    # A screen's notch is on one side of it, whichever way is written.
    ("narrow.css", "padding-left"),
    ("narrow.css", "padding-right"),
}


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_a_sheet_knows_beginning_and_end_but_neither_left_nor_right(sheet):
    text = re.sub(r"/\*.*?\*/", "", sheet.read_text("utf-8"), flags=re.DOTALL)
    found = [match[0] for match in SIDES.finditer(text)]
    found += [match[0] for match in FOUR.finditer(text) if match[2] != match[4]]
    assert {(sheet.name, words) for words in found} <= ALLOWED


def test_a_class_is_styled_by_one_sheet_alone():
    """Two concerns that use the same name would draw each other's; what goes across all stands in sheets of its own."""
    across = {"narrow.css", "print.css"}
    owners: dict[str, set[str]] = {}
    for sheet in SHEETS:
        text = re.sub(r"/\*.*?\*/", "", sheet.read_text("utf-8"), flags=re.DOTALL)
        for rule in re.findall(r"([^{}@;]+)\{", text):
            alone = {name.strip() for name in rule.split(",") if re.fullmatch(r"\s*\.[\w-]+\s*", name)}
            for name in alone:
                owners.setdefault(name, set()).add(sheet.name)
    assert {name: found - across for name, found in owners.items() if len(found - across) > 1} == {}
