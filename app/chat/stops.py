"""Telling the app once more to stop an answer that nobody here reads any longer."""

from app.chat.gone import Gone
from app.dify import Client
from app.ledger import Ledger


class Stops:
    """One app's."""

    def __init__(self, app: str, client: Client, ledger: Ledger) -> None:
        self._app = app
        self._client = client
        self._ledger = ledger

    async def again(self, user: str, turn_id: str) -> None:
        """Stop the task of a turn of this user's. Raises :class:`Gone`, also where there is none, and ``DifyError``.

        The app says yes to everything: nothing is known after it.
        """
        run = await self._ledger.newest_run(self._app, user, turn_id)
        if run is None or not run.task_id:
            raise Gone
        await self._client.chat.stop(run.task_id, user=run.upstream_user)
