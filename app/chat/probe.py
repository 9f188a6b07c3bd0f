"""Asking an app for what every page begins with, for nobody in particular."""

from app.dify import Client, models
from app.dify.errors import InvalidRequest

USER = "parley-doctor"


async def probe(client: Client) -> models.Parameters:
    """What the app says of itself. Raises :class:`~app.dify.errors.DifyError`.

    Today's servers want no user for it, and count none; to one that does the user's name says where it comes from.
    """
    try:
        return await client.app.parameters(user="")
    except InvalidRequest:
        return await client.app.parameters(user=USER)
