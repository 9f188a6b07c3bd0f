"""The ratings of all users of an app, and who its users are."""

from dataclasses import dataclass

from app.embedded.storage.database import Database


@dataclass(frozen=True)
class Feedback:
    """``rated_at`` is a second of the Unix epoch, with its fraction."""

    message_id: str
    conversation_id: str
    user: str
    rating: str
    content: str | None
    rated_at: float


class Feedbacks:
    """Those of the app with the slug ``app``."""

    def __init__(self, database: Database, app: str):
        self._database = database
        self._app = app

    def page(self, page: int, limit: int) -> list[Feedback]:
        """The newest first; ``page`` counts from 1."""
        with self._database.transaction() as connection:
            rows = connection.execute(
                "SELECT messages.id AS message_id, conversation_id, user, rating, rating_content AS content, rated_at"
                " FROM messages JOIN conversations ON conversations.id = conversation_id"
                " WHERE app = ? AND rating IS NOT NULL ORDER BY rated_at DESC, sequence DESC LIMIT ? OFFSET ?",
                (self._app, limit, (page - 1) * limit),
            ).fetchall()
        return [Feedback(**dict(row)) for row in rows]

    def users(self) -> dict[str, int]:
        """Everybody who ever asked or uploaded something that is still there, with the second of the first time."""
        with self._database.transaction() as connection:
            rows = connection.execute(
                "SELECT user, min(created_at) AS since FROM"
                " (SELECT user, created_at FROM conversations WHERE app = ?1"
                " UNION ALL SELECT user, created_at FROM uploads WHERE app = ?1) GROUP BY user",
                (self._app,),
            ).fetchall()
        return {row["user"]: row["since"] for row in rows}
