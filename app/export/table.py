"""Lines of CSV, in which no program that opens them finds a formula, wherever it takes a cell to begin."""

import csv
import io
import re
from collections.abc import Iterable
from datetime import date

# Some programs part cells by semicolons or tabs, whatever the file says, and some take wide signs for the usual ones.
_FORMULA = re.compile(r"(^|[;\t\r\n])(?= *[=+\-@\t\r＝＋－＠])")


def line(cells: Iterable[str | float | date | None]) -> str:
    """One, with its end."""
    written = io.StringIO()
    csv.writer(written).writerow([_FORMULA.sub(r"\1'", "" if cell is None else str(cell)) for cell in cells])
    return written.getvalue()
