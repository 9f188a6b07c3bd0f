"""Every test of the ledger is one of both databases."""

from tests.unit.both import database

__all__ = ["database"]
