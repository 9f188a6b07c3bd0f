"""The pictures that an app and its tools have as icons, fetched once and kept."""

from collections.abc import Mapping

from app.catalog.pictures import LARGEST, TYPES, Picture
from app.dify import Client
from app.dify.errors import DifyError
from app.remedies import told

APP = "app"  # the name of the app's own; a tool's is `tool:` and its name
MOST = 200  # pictures that are kept; an app whose tools come and go has had others


class Icons:
    """``addresses`` are the upstream's, by name; what cannot be fetched is asked for again the next time. ``logo`` is
    the operator's."""

    def __init__(self, client: Client, logo: Picture | None = None) -> None:
        self.addresses: Mapping[str, str] = {}
        self._logo = logo
        self._client = client
        self._kept: dict[str, Picture] = {}

    async def get(self, name: str) -> Picture | None:
        if self._logo is not None and name == self._logo.name:
            return self._logo
        address = self.addresses.get(name)
        if address is None:
            return None
        place = address.partition("?")[0]  # below it stand signature and time, new ones whenever the app is asked
        if place not in self._kept:
            picture = await self._fetch(address)
            if picture is None:
                return None
            if len(self._kept) >= MOST:
                del self._kept[next(iter(self._kept))]
            self._kept[place] = picture
        return self._kept[place]

    async def _fetch(self, address: str) -> Picture | None:
        content = b""
        try:
            async with self._client.fetch(address) as body:
                if body.media_type not in TYPES:
                    return None
                async for piece in body.aiter_bytes():
                    content += piece
                    if len(content) > LARGEST:
                        return None
        except DifyError as error:
            told(error)
            return None
        return Picture(content, body.media_type)
