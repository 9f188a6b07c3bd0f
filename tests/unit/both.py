"""Tests that look at both databases: a module, or a folder's ``conftest``, that has this fixture."""

import pytest


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> str:
    return str(request.param)
