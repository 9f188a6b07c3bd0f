"""Who is there: a signed, HttpOnly cookie with a random user id, given with the first page."""

from app.identity.cookie import VisitorCookie
from app.identity.signer import COOKIE, Signer, kept_secret

__all__ = ["COOKIE", "Signer", "VisitorCookie", "kept_secret"]
