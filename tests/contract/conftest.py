"""The embedded server with its three apps, and a typed client of each."""

import uuid
from collections.abc import AsyncIterator, Iterator

import pytest
from pydantic import SecretStr

from app.dify import Client
from app.embedded import embedded_keys, serve
from tests.authorities import one_authority

__all__ = ["one_authority"]


@pytest.fixture(scope="session")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, dict[str, SecretStr]]]:
    """The base URL, and the key of each app by its slug."""
    folder = tmp_path_factory.mktemp("contract")
    keys = embedded_keys(folder)
    with serve(data_dir=folder, guide_dir=None, keys=keys, pace=0.002) as url:
        yield url, keys


@pytest.fixture
async def guide(embedded: tuple[str, dict[str, SecretStr]]) -> AsyncIterator[Client]:
    async with Client(embedded[0], embedded[1]["guide"]) as client:
        yield client


@pytest.fixture
async def toolbox(embedded: tuple[str, dict[str, SecretStr]]) -> AsyncIterator[Client]:
    async with Client(embedded[0], embedded[1]["toolbox"]) as client:
        yield client


@pytest.fixture
async def desk(embedded: tuple[str, dict[str, SecretStr]]) -> AsyncIterator[Client]:
    async with Client(embedded[0], embedded[1]["desk"]) as client:
        yield client


@pytest.fixture
def user() -> str:
    return f"contract-{uuid.uuid4()}"
