"""The embedded API's keys, one an app: made at the first start, and kept in the data folder for its owner alone."""

import os
import secrets
from pathlib import Path

from pydantic import SecretStr

FILES = {"guide": "embedded.key", "toolbox": "embedded-toolbox.key", "desk": "embedded-desk.key"}


def embedded_keys(data_dir: Path) -> dict[str, SecretStr]:
    """Each app's key by its slug, the same for all processes of this data folder.

    Raises :class:`OSError` where they cannot be kept.
    """
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    return {slug: _key(data_dir / file) for slug, file in FILES.items()}


def _key(path: Path) -> SecretStr:
    if not path.exists():
        _make(path)
    path.chmod(0o600)
    return SecretStr(path.read_text(encoding="ascii").strip())


def _make(path: Path) -> None:
    """Writes the whole file first and links it then, so that no process ever reads half of a key."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(f"app-{secrets.token_urlsafe(24)}\n")
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
