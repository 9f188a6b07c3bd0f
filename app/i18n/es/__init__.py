"""Spanish."""

from app.i18n.words import catalogue

ES = catalogue(__name__)
