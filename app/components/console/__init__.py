"""The parts of the console: filters, list, the conversation that is read, and what stands beside it."""

from app.components.console.alarm import alarm
from app.components.console.beside import beside
from app.components.console.bringing import bringing
from app.components.console.canned import canned
from app.components.console.correcting import correcting
from app.components.console.filters import filters
from app.components.console.keys import keys_button, keys_item
from app.components.console.lines import lines
from app.components.console.place import place
from app.components.console.reading import reading

__all__ = [
    "alarm", "beside", "bringing", "canned", "correcting", "filters", "keys_button", "keys_item", "lines",
    "place", "reading",
]  # fmt: skip
