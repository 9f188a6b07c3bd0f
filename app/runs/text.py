"""Text that grows: appending costs the logarithm of its length, not the length."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Text:
    """An immutable string in parts, each more than twice as long as the one after it.

    A draft is a frozen value, and a plain string would be copied whole at every token: for an answer of 5 MB in
    small tokens that is terabytes. Here a part is copied only when it is merged into a longer one.
    """

    parts: tuple[str, ...] = ()
    length: int = 0

    def __add__(self, piece: str) -> "Text":
        if not piece:
            return self
        parts = list(self.parts)
        length = self.length + len(piece)
        while parts and len(parts[-1]) <= 2 * len(piece):
            piece = parts.pop() + piece
        return Text((*parts, piece), length)

    def since(self, offset: int) -> str:
        """What stands from ``offset`` (characters) on, without joining what stands before it."""
        tail: list[str] = []
        start = self.length
        for part in reversed(self.parts):
            start -= len(part)
            if start <= offset:
                tail.append(part[offset - start :])
                break
            tail.append(part)
        return "".join(reversed(tail))

    def ends_with(self, piece: str) -> bool:
        return self.since(self.length - len(piece)) == piece

    def __len__(self) -> int:
        return self.length

    def __str__(self) -> str:
        return "".join(self.parts)
