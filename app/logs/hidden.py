"""What no line of a log may hold: keys, tokens, cookies and passwords, whoever wrote them there."""

import re
from collections.abc import Iterable

HIDDEN = "…"

# By their looks, for those that nobody named: an app's key, a bearer's token, a JSON Web Token, what a query calls by
# such a name, the cookies of ours, a password within an address, and the link of a shared conversation.
_LOOKS = re.compile(
    r"""
      \b (?: app | dataset | sk ) - [A-Za-z0-9_-]{16,}
    | (?<=bearer\s) \S+
    | \b eyJ [\w-]{8,} \. [\w-]+ \. [\w-]*
    | (?<=[?&]) ( [\w-]* (?: token | key | secret | sign | signature | password | pass | code | state ) = ) [^&\s"'<>]+
    | \b ( parley_\w+ = ) [^;\s"',]+
    | (?<=://) [^/\s:@]* : [^/\s@]+ (?=@)
    | (?<=/s/) [\w-]{16,}
    """,
    re.VERBOSE | re.IGNORECASE,
)


class Hider:
    """Knows ``secrets``, and the looks of others. What is shorter than 8 characters is no secret worth the name: it
    would take words apart."""

    def __init__(self, secrets: Iterable[str]) -> None:
        self._secrets: frozenset[str] = frozenset()
        self.learn(secrets)

    def learn(self, secrets: Iterable[str]) -> None:
        """Know ``secrets``, too; those of before may still be in use."""
        self._secrets |= {secret for secret in secrets if len(secret) >= 8}
        known = sorted(self._secrets, key=len, reverse=True)
        self._known = re.compile("|".join(map(re.escape, known))) if known else None

    def __call__(self, text: str) -> str:
        if self._known is not None:
            text = self._known.sub(HIDDEN, text)
        return _LOOKS.sub(lambda found: f"{found[1] or found[2] or ''}{HIDDEN}", text)
