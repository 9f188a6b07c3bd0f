"""The input form that an app asks for before a chat: its controls from ``/parameters``, and checking what was typed."""

from app.forms.check import check
from app.forms.fields import fields, filled

__all__ = ["check", "fields", "filled"]
