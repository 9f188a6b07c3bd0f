"""A line of CSV is read as it was written, and nothing in it is a formula, whatever parts the cells for its reader."""

import csv
import re

import pytest

from app.export.table import line

BEGINS = re.compile(r"\s*[=+\-@＝＋－＠]")
EVIL = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝1+1", "a;=1+1", "a\t@b", 'x"\n=1', "a; =1;b", ";;=1"]


@pytest.mark.parametrize("cell", EVIL)
@pytest.mark.parametrize("parted", [",", ";", "\t"])
def test_no_cell_begins_as_a_formula(cell, parted):
    written = line(["first", cell, "last"])
    cells = [cell for row in csv.reader(written.splitlines(keepends=True), delimiter=parted) for cell in row]
    assert not [cell for cell in cells if BEGINS.match(cell)]
    assert all(not BEGINS.match(cell) for cell in re.split(r"[;\t\r\n]", written.strip()))


def test_all_else_stands_as_it_is():
    cells = ["Anna, B.", 'a "b"', "a-b", "a; b", "1 + 1", "é 图", 0.5, None]
    assert next(csv.reader([line(cells)])) == ["Anna, B.", 'a "b"', "a-b", "a; b", "1 + 1", "é 图", "0.5", ""]
