"""The list of conversations, and what can be done with one."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class ConversationWords:
    pass
