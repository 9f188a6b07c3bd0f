"""What a page that stands in another site's page shows in place of a cookie: this server's own word, signed.

A pass says who somebody is in one app. An address that is signed shows one file, or plays one sound, for a moment.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from itsdangerous import BadData, URLSafeTimedSerializer
from pydantic import SecretStr

from app.identity.guests import Value
from app.identity.person import NOBODY, Person
from app.policy import Role

STAY = 12 * 3_600  # seconds for which whoever a host named need not be named again
EARLY = 60  # before the end of which a page is asked for another pass, so that it is heard without a break
YEAR = 365 * 24 * 3_600  # for which a browser is the same nameless visitor
MOMENT = 50  # seconds for which an address is good


@dataclass(frozen=True)
class Pass:
    """``host`` is a digest of whose word it was: that which the app believes no more counts no more. Empty, it is
    nobody's: a visitor without a name."""

    user: str
    app: str
    host: str = ""
    name: str = ""
    inputs: Mapping[str, Value] = field(default_factory=dict)

    @property
    def person(self) -> Person:
        """They see what a visitor sees: a host's word says who somebody is, not what they may know."""
        return Person(self.user, Role.VISITOR, self.name, app=self.app)

    @property
    def known(self) -> dict[str, Value]:
        """What fills an app's inputs; of a visitor without a name nothing is known."""
        if not self.host:
            return {}
        name: dict[str, Value] = {"name": self.name} if self.name else {}
        return {"sub": self.user, **name, **self.inputs}


class Passes:
    """Signs passes and addresses, each kind for itself: none of them can be shown for another, or for a cookie."""

    def __init__(self, secret: SecretStr) -> None:
        key = secret.get_secret_value()
        self._passes = URLSafeTimedSerializer(key, salt="parley_pass")
        self._addresses = URLSafeTimedSerializer(key, salt="parley_address")

    def given(self, shown: Pass) -> str:
        said = [shown.user, shown.app, shown.host, shown.name, dict(shown.inputs)]
        return str(self._passes.dumps(said))

    def read(self, text: str) -> Pass | None:
        """The pass, unless it was not signed here or is too old."""
        try:
            shown = Pass(*self._passes.loads(text, max_age=YEAR))
            if shown.host:
                self._passes.loads(text, max_age=STAY)
        except BadData:
            return None
        return shown

    def left(self, text: str) -> float:
        """The seconds for which a pass that :meth:`read` gives still counts."""
        said, at = self._passes.loads(text, return_timestamp=True)
        whole = STAY if Pass(*said).host else YEAR
        return whole - time.time() + float(at.timestamp())

    def named(self, text: str) -> bool:
        """Whether it is a pass of somebody with a name, however old."""
        try:
            return bool(Pass(*self._passes.loads(text)).host)
        except BadData:
            return False

    def signed(self, user: str, app: str, path: str) -> str:
        """What is put behind ``path`` of that app, so that it is given as it would be to ``user``."""
        return str(self._addresses.dumps([user, app, path]))

    def allowed(self, text: str, app: str, path: str) -> Person:
        """The person for whom ``path`` was signed; nobody where it was not, or no longer is."""
        try:
            user, its_app, its_path = self._addresses.loads(text, max_age=MOMENT)
        except BadData:
            return NOBODY
        return Person(user, app=app) if (its_app, its_path) == (app, path) else NOBODY
