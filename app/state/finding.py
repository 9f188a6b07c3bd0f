"""What a box to search in has found, whatever it looks through."""

import reflex as rx

from app.views import Found


class Finding(rx.State, mixin=True):
    """``found`` answers the query of the number ``answered``; ``failed`` where it could not be answered."""

    found: list[Found] = []
    answered: str = ""
    failed: bool = False
    _number: str = ""

    def _answer(self, number: str, found: list[Found], failed: bool) -> None:
        if self.found != found:
            self.found = found
        self.answered, self.failed = number, failed

    def _stop(self) -> None:
        """The search is closed: nothing is looked for any more."""
        self._number = ""
