"""Signing user ids, and the secret that signs them."""

import os
import secrets
from http.cookies import CookieError, SimpleCookie
from pathlib import Path
from uuid import uuid4

from itsdangerous import BadSignature
from itsdangerous import Signer as ItsDangerousSigner
from pydantic import SecretStr

COOKIE = "parley_visitor"


class Signer:
    """Makes and reads the value of the visitor's cookie: ``user.signature``."""

    def __init__(self, secret: SecretStr) -> None:
        self._signer = ItsDangerousSigner(secret.get_secret_value(), salt=COOKIE)

    def new_visitor(self) -> str:
        """The cookie's value for somebody who was never here: a random id, signed."""
        return self._signer.sign(f"visitor-{uuid4()}").decode()

    def user(self, cookie_header: str) -> str:
        """The user that a ``Cookie`` header proves; empty where there is none or its signature is not ours."""
        try:
            morsel = SimpleCookie(cookie_header).get(COOKIE)
        except CookieError:
            return ""
        if morsel is None:
            return ""
        try:
            return self._signer.unsign(morsel.value).decode()
        except (BadSignature, UnicodeDecodeError):
            return ""


def kept_secret(path: Path) -> SecretStr:
    """The secret in the file ``path``; made at the first start, readable by its owner only.

    Two processes that start at once agree: the file is written whole beside its place and linked there, and the
    one that comes second reads what the first has put.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(32))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return SecretStr(path.read_text().strip())
