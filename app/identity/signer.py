"""Signing who somebody is, and the secret that does it."""

import os
import secrets
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from itsdangerous import BadData, BadSignature, URLSafeSerializer
from itsdangerous import Signer as ItsDangerousSigner
from pydantic import SecretStr

from app.identity.cookies import cookies_in
from app.identity.person import NOBODY, Person
from app.policy import Role

PROOF = "parley_person"
COOKIE = "parley_visitor"


class Signer:
    """Makes and reads the value of the visitor's cookie, ``user.signature``, and the proof of a person."""

    def __init__(self, secret: SecretStr) -> None:
        self._signer = ItsDangerousSigner(secret.get_secret_value(), salt=COOKIE)
        self._proofs = URLSafeSerializer(secret.get_secret_value(), salt=PROOF)

    def new_visitor(self) -> str:
        """The cookie's value for somebody who was never here: a random id, signed."""
        return self._signer.sign(f"visitor-{uuid4()}").decode()

    def user(self, cookie_header: str) -> str:
        """The user that a ``Cookie`` header proves; empty where there is none or its signature is not ours."""
        for name, value in cookies_in(cookie_header):
            if name == COOKIE:
                with suppress(BadSignature, UnicodeDecodeError):
                    return self._signer.unsign(value).decode()
        return ""

    def proof(self, person: Person) -> str:
        """What :meth:`person` reads; for the server's own use."""
        known = person.user, person.role, person.name, sorted(person.groups), person.session, person.visitor
        return str(self._proofs.dumps(known))

    def person(self, proof: str) -> Person:
        """Whom a proof of ours names; nobody where it is none."""
        try:
            user, role, name, groups, session, visitor = self._proofs.loads(proof)
        except BadData:
            return NOBODY
        return Person(user, Role(role), name, frozenset(groups), session, visitor=visitor)


def kept_secret(path: Path) -> SecretStr:
    """The secret in the file ``path``; made at the first start, readable by its owner only.

    Processes that start at once agree: each writes a whole file beside the place and links it there, and those that
    come late read what the first has put. Its name is random, since in containers that share a folder they may all
    have the same number. Raises :class:`ValueError` for a file without a secret: with an empty one anybody could sign.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
        draft.touch(mode=0o600, exist_ok=False)
        draft.write_text(secrets.token_urlsafe(32))
        with suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    secret = path.read_text().strip()
    if not secret:
        raise ValueError(f"{path} is empty, but expected the secret that signs identities: remove it, and one is made.")
    return SecretStr(secret)
