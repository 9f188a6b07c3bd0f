"""A typed client of the Chat App API."""

from app.dify.client import Client
from app.dify.request import Timeouts

__all__ = ["Client", "Timeouts"]
