"""Whom a test's clients trust: one authority. To read the hundred and more that all trust takes longer than a test."""

from pathlib import Path

import certifi
import pytest

__all__ = ["one_authority"]

END = "-----END CERTIFICATE-----\n"


@pytest.fixture(autouse=True)
def one_authority(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where httpx looks: in the file that the environment names, or, where it does not ask that, in certifi's."""
    path = tmp_path_factory.getbasetemp() / "authority.pem"
    if not path.exists():
        path.write_text(Path(certifi.where()).read_text("utf-8").partition(END)[0] + END, "utf-8")
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    monkeypatch.setattr(certifi, "where", lambda: str(path))
