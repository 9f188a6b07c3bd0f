"""Icons that are pictures: fetched once, bounded, and asked for again where the upstream failed."""

import logging
from typing import Any

import httpx
import pytest

from app.catalog.pictures import LARGEST, TYPES, Picture
from app.chat.icons import Icons
from tests.unit.dify.doubles import Pieces
from tests.unit.runs.doubles import Upstream, refused
from tests.unit.uploads.conftest import PNG

PATH = "GET /icons/clock.png"
ADDRESS = "https://api.test/icons/clock.png"
CLOCK = Picture(PNG, "image/png")


@pytest.fixture
def icons(upstream: Upstream) -> Icons:
    made = Icons(upstream.client)
    made.addresses = {"tool:clock": ADDRESS}
    return made


def picture(content: Any = PNG, media_type: str = "image/png") -> httpx.Response:
    body = {"stream": content} if isinstance(content, Pieces) else {"content": content}
    return httpx.Response(200, headers={"Content-Type": media_type}, **body)


async def test_an_icon_is_fetched_once_without_the_key_and_kept(icons, upstream):
    upstream.on(PATH, picture())
    assert [await icons.get("tool:clock") for _ in range(3)] == [CLOCK] * 3
    [request] = upstream.requests
    assert (str(request.url), "authorization" in request.headers) == (ADDRESS, False)


async def test_two_names_of_one_address_are_one_picture(icons, upstream):
    icons.addresses = {"tool:clock": ADDRESS, "tool:watch": ADDRESS}
    upstream.on(PATH, picture())
    assert await icons.get("tool:clock") == await icons.get("tool:watch") == CLOCK
    assert len(upstream.requests) == 1


@pytest.mark.parametrize("name", ["clock", "tool:watch", "app", "", ADDRESS, "tool:clock "])
async def test_a_name_that_no_icon_has_asks_nothing(icons, upstream, name):
    assert await icons.get(name) is None
    assert upstream.requests == []


async def test_before_anybody_has_seen_the_app_there_are_no_icons(upstream):
    assert await Icons(upstream.client).get("app") is None
    assert upstream.requests == []


async def test_an_icon_without_a_host_is_the_api_s_own(icons, upstream):
    icons.addresses = {"app": "/icons/clock.png"}
    upstream.on(PATH, picture())
    assert await icons.get("app") == CLOCK
    assert str(upstream.requests[0].url) == ADDRESS


@pytest.mark.parametrize("media_type", sorted(TYPES))
async def test_each_type_of_picture_is_taken(icons, upstream, media_type):
    upstream.on(PATH, picture(media_type=f"{media_type}; charset=binary"))
    assert await icons.get("tool:clock") == Picture(PNG, media_type)


OTHERS = ["text/html", "application/octet-stream", "application/json", "image/x-icon", "image/", "video/mp4", ""]


@pytest.mark.parametrize("media_type", OTHERS)
async def test_what_is_no_picture_is_not_read_and_not_kept(icons, upstream, media_type):
    body = Pieces([PNG])
    upstream.on(PATH, picture(body, media_type), picture())
    assert await icons.get("tool:clock") is None
    assert body.closed
    assert await icons.get("tool:clock") == CLOCK


async def test_a_picture_of_the_largest_size_is_taken(icons, upstream):
    whole = bytes(LARGEST)
    upstream.on(PATH, picture(whole))
    assert await icons.get("tool:clock") == Picture(whole, "image/png")


class Counted(Pieces):
    """Pieces without end, and how many of them were read."""

    read = 0

    async def __aiter__(self):
        while True:
            self.read += 1
            yield bytes(64 * 1024)


async def test_a_larger_picture_is_read_no_further_and_not_kept(icons, upstream):
    endless = Counted([])
    upstream.on(PATH, picture(endless), picture())
    assert await icons.get("tool:clock") is None
    assert endless.closed
    assert endless.read <= LARGEST // (64 * 1024) + 2
    assert await icons.get("tool:clock") == CLOCK


class Broken(Pieces):
    async def __aiter__(self):
        yield PNG
        raise httpx.ReadError("the connection was reset")


FAILURES = [
    httpx.ConnectError("no connection"),
    httpx.ReadTimeout("silent"),
    refused("internal_server_error", "", 500),
    refused("not_found", "", 404),
    refused("forbidden", "", 403),
    refused("too_many_requests", "", 429),
    httpx.Response(302, headers={"Location": "https://elsewhere.example/icon.png"}),
    picture(Broken([])),
]


@pytest.mark.parametrize("failure", FAILURES, ids=lambda failure: type(failure).__name__)
async def test_an_icon_that_cannot_be_had_is_none_and_is_asked_for_again(icons, upstream, failure, caplog):
    upstream.on(PATH, failure, picture())
    with caplog.at_level(logging.WARNING):
        assert await icons.get("tool:clock") is None
    assert "reference " in caplog.text
    assert ADDRESS not in caplog.text
    assert await icons.get("tool:clock") == CLOCK


@pytest.mark.parametrize(
    "address",
    ["https://elsewhere.example/icon.png", "http://169.254.169.254/latest", "file:///etc/passwd", "data:image/png,x"],
)
async def test_an_icon_elsewhere_is_not_fetched(icons, upstream, address):
    icons.addresses = {"tool:clock": address}
    assert await icons.get("tool:clock") is None
    assert upstream.requests == []


async def test_an_icon_that_has_another_address_now_is_fetched_from_there(icons, upstream):
    upstream.on(PATH, picture())
    upstream.on("GET /icons/new.png", picture(b"GIF89a", "image/gif"))
    assert await icons.get("tool:clock") == CLOCK
    icons.addresses = {"tool:clock": "https://api.test/icons/new.png"}
    assert await icons.get("tool:clock") == Picture(b"GIF89a", "image/gif")
    icons.addresses = {}
    assert await icons.get("tool:clock") is None


async def test_an_icon_whose_address_is_signed_anew_each_time_is_kept_once(icons, upstream):
    """An app's picture has a signed address, which is another one whenever the app is asked."""
    upstream.on(PATH, picture())
    for number in range(5):
        icons.addresses = {"app": f"{ADDRESS}?timestamp={number}&sign=x"}
        assert await icons.get("app") == CLOCK
    assert len(icons._kept) == 1
