"""An upstream whose forms are taken."""

import pytest

from tests.unit.chat.waiting import FORM, LOOK
from tests.unit.runs.doubles import Upstream


@pytest.fixture
def forms(upstream: Upstream) -> None:
    """The upstream takes the form of a turn that waits, and shows it as long as nobody has answered it."""
    upstream.on(FORM, {})
    upstream.on(LOOK, {"form_content": "Shall I?"})
    upstream.on("GET /v1/messages", {"data": [], "has_more": False})
