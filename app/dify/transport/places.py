"""The API's address, and the place that an address names."""

import httpx

from app.dify.addresses import Place
from app.dify.errors import Unreachable


def address_of(base_url: str) -> httpx.URL:
    try:
        url = httpx.URL(base_url.strip().rstrip("/"))
        if url.scheme in ("http", "https") and url.host and (url.port or 0) < 2**16:
            return url
        reason = "it must look like https://host/v1"
    except (httpx.InvalidURL, UnicodeError) as error:  # the latter for a host that begins with xn-- and is none
        reason = str(error)
    raise Unreachable(f"the address of the API is none: {reason}")


def place_of(url: httpx.URL) -> Place:
    return Place.of(url.scheme, url.raw_host.decode("ascii").strip("[]"), url.port)
