"""Limits: how much one person, one address and one app may in a time, counted in all workers together."""

from app.limits.limits import LIMITS, Allowance, Quotas, Reached, Taken, come
from app.limits.memory import MemoryCounts
from app.limits.rates import Counts
from app.limits.shared import SharedCounts

__all__ = ["LIMITS", "Allowance", "Counts", "MemoryCounts", "Quotas", "Reached", "SharedCounts", "Taken", "come"]
