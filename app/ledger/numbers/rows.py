"""What is counted of answers, in each quarter of an hour.

A day of any time zone is made of whole quarters. Nothing in it is anybody's: it stays when conversations are erased.
"""

from bisect import bisect_left

from sqlalchemy import BigInteger, Column, Float, Table, text

from app.ledger.rows import Base
from app.ledger.types import Name

QUARTER = 900  # seconds

# Up to how many seconds until its first words, and until its end, answers are counted together; those that took longer
# than the last are counted apart.
FIRST = (0.1, 0.2, 0.3, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 5.0, 7.5, 10.0, 15.0, 20.0, 30.0, 60.0)
WHOLE = (0.5, 1.0, 2.0, 3.0, 5.0, 7.5, 10.0, 15.0, 20.0, 30.0, 45.0, 60.0, 90.0, 120.0, 180.0, 300.0, 600.0)
STATUSES = ("done", "stopped", "failed", "interrupted")

FIRSTS = tuple(f"first_{place}" for place in range(len(FIRST) + 1))
WHOLES = tuple(f"whole_{place}" for place in range(len(WHOLE) + 1))
COUNTED = (*STATUSES, "uncited", "tokens", *FIRSTS, *WHOLES)

# ``at`` is when the quarter began, in seconds of the epoch; ``currency`` is that of the ``price``, empty where there is
# none. ``uncited`` counts answers without a source.
TALLIES = Table(
    "tallies",
    Base.metadata,
    Column("app", Name(64), primary_key=True),
    Column("at", BigInteger, primary_key=True, autoincrement=False),
    Column("currency", Name(16), primary_key=True),
    Column("price", Float, nullable=False, server_default=text("0")),
    *(Column(name, BigInteger, nullable=False, server_default=text("0")) for name in COUNTED),
)


def first_of(seconds: float) -> str:
    """The column that counts answers whose first words took so long."""
    return FIRSTS[bisect_left(FIRST, seconds)]


def whole_of(seconds: float) -> str:
    return WHOLES[bisect_left(WHOLE, seconds)]
