"""English."""

from app.i18n.words import catalogue

EN = catalogue(__name__)
