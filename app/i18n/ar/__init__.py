"""Arabic."""

from app.i18n.words import catalogue

AR = catalogue(__name__)
