"""What an agent is told where something of the console could not be read or done."""

from collections.abc import Awaitable
from typing import TypeVar

from app.chat import Gone
from app.remedies import FAILED, told
from app.views import Notice

T = TypeVar("T")


def notice_of(error: Exception) -> Notice:
    """Of ``Gone``, or of what the log is told, too."""
    return told(error) if isinstance(error, FAILED) else Notice("gone")


async def told_of(step: Awaitable[T], nothing: T) -> tuple[T, Notice]:
    """What the step gives; ``nothing``, and why, where it failed."""
    try:
        return await step, Notice()
    except (Gone, *FAILED) as error:
        return nothing, notice_of(error)
