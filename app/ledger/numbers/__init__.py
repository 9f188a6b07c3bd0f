"""How much is asked, how it goes and what it takes: counted as it happens, and read by app and day."""

from app.ledger.numbers.board import PRICE, Board, Boards, Numbers
from app.ledger.numbers.period import Period
from app.ledger.numbers.quality import BAD, Place, Quality, Turn
from app.ledger.numbers.tally import UNMEASURED, Measured, tally

__all__ = [
    "BAD", "PRICE", "UNMEASURED", "Board", "Boards", "Measured", "Numbers", "Period", "Place", "Quality", "Turn",
    "tally",
]  # fmt: skip
