"""The parts of the console: filters, list, and the conversation that is read."""

from app.components.console.filters import counts_of, filters
from app.components.console.lines import lines
from app.components.console.place import place
from app.components.console.reading import reading

__all__ = ["counts_of", "filters", "lines", "place", "reading"]
