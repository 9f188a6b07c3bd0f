"""Asking an app for what every page begins with, for nobody in particular."""

from app.dify import Client, models

USER = "parley-doctor"


async def probe(client: Client) -> models.Parameters:
    """What the app says of itself. Raises :class:`~app.dify.errors.DifyError`."""
    return await client.app.parameters(user=USER)
