"""Japanese."""

from app.i18n.words import catalogue

JA = catalogue(__name__)
