"""Every string a person reads, one catalogue a language, and the choice between them."""

from app.i18n.choose import CATALOGUES, COOKIE, choose, chosen_in
from app.i18n.words import Words

__all__ = ["CATALOGUES", "COOKIE", "Words", "choose", "chosen_in"]
