"""Who is there: a signed, HttpOnly cookie with a random user id, given with the first page; and from which address."""

from app.identity.addresses import client_address, client_scheme, network_of, place_of
from app.identity.cookie import VisitorCookie, forgotten
from app.identity.gate import KEEP, SIGN_IN, Gate, local
from app.identity.identities import PERSON, Identities
from app.identity.person import NOBODY, Person
from app.identity.sessions import Claim, Sessions
from app.identity.signer import COOKIE, Signer, kept_secret

__all__ = [
    "COOKIE",
    "KEEP",
    "NOBODY",
    "PERSON",
    "SIGN_IN",
    "Claim",
    "Gate",
    "Identities",
    "Person",
    "Sessions",
    "Signer",
    "VisitorCookie",
    "client_address",
    "client_scheme",
    "forgotten",
    "kept_secret",
    "local",
    "network_of",
    "place_of",
]
