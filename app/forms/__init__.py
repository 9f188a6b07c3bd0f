"""Forms: the one that an app asks for before a chat, those that a flow puts in mid-answer, and checking them."""

from app.forms.check import check
from app.forms.fields import fields, filled
from app.forms.human import human_fields, human_form

__all__ = ["check", "fields", "filled", "human_fields", "human_form"]
