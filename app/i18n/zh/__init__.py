"""Chinese (simplified)."""

from app.i18n.words import catalogue

ZH = catalogue(__name__)
