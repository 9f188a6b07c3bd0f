"""Forms: the one that an app asks for before a chat, those that a flow puts in mid-answer, and checking them."""

from app.forms.check import check
from app.forms.fields import fields, filled
from app.forms.human import LONGEST, fits, human_fields, human_form

__all__ = ["LONGEST", "check", "fields", "filled", "fits", "human_fields", "human_form"]
