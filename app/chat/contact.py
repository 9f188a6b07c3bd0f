"""Where somebody can be reached: an e-mail address or a telephone number. Pure."""

import re

from app.ledger.inbox import LONGEST_CONTACT

_E_MAIL = re.compile(r"[^@\s<>\"',;]+@[^@\s<>\"',;.]+(\.[^@\s<>\"',;.]+)+")
_TELEPHONE = re.compile(r"\+?[\d ()/.-]+")
FEWEST = 5  # digits


def is_contact(text: str) -> bool:
    if len(text) > LONGEST_CONTACT or not text.isprintable():
        return False
    telephone = _TELEPHONE.fullmatch(text) and sum(letter.isdigit() for letter in text) >= FEWEST
    return bool(telephone or _E_MAIL.fullmatch(text))
