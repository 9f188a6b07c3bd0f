"""What is heard of a page's event while its server ends."""

import logging

import pytest

from app import services
from app.app import _report


def test_an_event_that_comes_while_the_server_ends_is_no_error(monkeypatch: pytest.MonkeyPatch, caplog):
    monkeypatch.setattr(services, "_current", None)
    caplog.set_level(logging.INFO)
    with pytest.raises(services.NotServing) as caught:
        services.current()
    assert (_report(caught.value), caplog.records) == (None, [])
