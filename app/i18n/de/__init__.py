"""German."""

from app.i18n.words import catalogue

DE = catalogue(__name__)
