"""The commands ``parley backup`` and ``parley restore``: all that a server keeps, in one file and out of it again.

The file is a tar archive: ``about.json``, the ledger as ``ledger.db`` (SQLite) or ``ledger.dump`` (PostgreSQL's own),
and below ``data/`` what else stands in the data folder: the embedded apps' database and keys, and the secret that signs
the visitors' cookies. Without that one all visitors would be strangers to their conversations: the file is as secret.
"""

import io
import json
import os
import sqlite3
import subprocess
import tarfile
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path, PurePosixPath
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit, urlunsplit

from app.ledger import LedgerFailed, file_of, has_tables
from app.settings import Settings

VERSION = 1
ABOUT, SQLITE, POSTGRESQL, DATA = "about.json", "ledger.db", "ledger.dump", "data"
_MAGIC = b"SQLite format 3\0"
_PASSING = (".lock", ".url", "-wal", "-shm", "-journal")  # ends of names: a running server's, not its keepings


class BackupFailed(Exception):
    """Nothing was saved, or nothing was changed. The text says why, and what to do."""


def save(settings: Settings, file: Path) -> None:
    """Write all that ``settings`` name into ``file``, while a server runs or not. Raises :class:`BackupFailed`."""
    if file.exists():
        raise BackupFailed(f"{file} is there already: name a file that is not.")
    if file.is_relative_to(settings.data_dir.absolute()):
        raise BackupFailed(f"{file} would be in the data folder, and in the next backup: name one that is elsewhere.")
    if not file.parent.is_dir():
        raise BackupFailed(f"{file.parent} is no folder.")
    with tempfile.TemporaryDirectory(dir=file.parent, prefix=f".{file.name}.") as place:
        folder = Path(place)
        try:
            written = folder / "backup"
            written.touch(mode=0o600)
            with tarfile.open(written, "w:gz") as archive:
                _put_all(archive, settings, folder)
            os.replace(written, file)
        except (OSError, sqlite3.Error) as error:
            raise BackupFailed(f"The backup could not be written: {error}.") from None


def _put_all(archive: tarfile.TarFile, settings: Settings, folder: Path) -> None:
    about = json.dumps({"version": VERSION}).encode()
    head = tarfile.TarInfo(ABOUT)
    head.size = len(about)
    archive.addfile(head, io.BytesIO(about))
    ledger = file_of(settings.ledger_url)
    if ledger is None:
        _postgresql("pg_dump", settings.ledger_url, "--format=custom", f"--file={folder / POSTGRESQL}")
        archive.add(folder / POSTGRESQL, POSTGRESQL)
    elif ledger.exists():
        archive.add(_copied(ledger, folder / SQLITE), SQLITE)
    else:
        raise BackupFailed(f"There is nothing to save: {ledger} is not there.")
    for path in _kept(settings.data_dir):
        if ledger is None or path.absolute() != ledger.absolute():
            copy = _copied(path, folder / "copy") if _is_sqlite(path) else path
            archive.add(copy, f"{DATA}/{path.relative_to(settings.data_dir).as_posix()}")


async def restore(settings: Settings, file: Path) -> None:
    """Put what ``file`` holds where ``settings`` say, and where there is nothing yet. Raises :class:`BackupFailed`."""
    ledger = file_of(settings.ledger_url)
    with _opened(file) as archive:
        members = {member.name: member for member in archive.getmembers() if member.isfile()}
        if (SQLITE in members) is (ledger is None):
            kind = "a SQLite file" if SQLITE in members else "PostgreSQL"
            raise BackupFailed(f"The backup's ledger is {kind}: let PARLEY_DATABASE_URL name such a one.")
        places = {name: place for name in members if (place := _place(name, settings, ledger))}
        if there := next((place for place in places.values() if place.exists()), None):
            raise BackupFailed(f"{there} is there already: restore into an empty folder (PARLEY_DATA_DIR).")
        if ledger is None:
            await _restore_dump(archive, members[POSTGRESQL], settings.ledger_url)
        for name, place in places.items():
            _write(archive, members[name], place)


async def _restore_dump(archive: tarfile.TarFile, member: tarfile.TarInfo, url: str) -> None:
    try:
        there = await has_tables(url)
    except (LedgerFailed, OSError) as error:
        raise BackupFailed(f"The ledger's database cannot be opened: {getattr(error, 'orig', error)}.") from None
    if there:
        raise BackupFailed("The ledger's database has tables already: restore into an empty one (PARLEY_DATABASE_URL).")
    with tempfile.TemporaryDirectory() as folder:
        dump = Path(folder) / POSTGRESQL
        _write(archive, member, dump)
        _postgresql(
            "pg_restore", url, "--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", str(dump)
        )


@contextmanager
def _opened(file: Path) -> Iterator[tarfile.TarFile]:
    try:
        with tarfile.open(file) as archive:
            about = archive.extractfile(ABOUT)
            version = json.load(about)["version"] if about else 0
            if version != VERSION:
                raise BackupFailed(f"{file} was written by another version of Parley: restore it with that one.")
            yield archive
    except (tarfile.TarError, EOFError, zlib.error, KeyError, ValueError):
        raise BackupFailed(f"{file} is no backup of Parley's, or is not whole.") from None
    except OSError as error:
        raise BackupFailed(f"{file} could not be restored: {error}.") from None


def _place(name: str, settings: Settings, ledger: Path | None) -> Path | None:
    """Where a file of the archive belongs; None for one that is not put anywhere."""
    first, *rest = PurePosixPath(name).parts
    if name == SQLITE:
        return ledger
    if first != DATA or not rest or ".." in rest:
        return None
    return settings.data_dir.joinpath(*rest)


def _write(archive: tarfile.TarFile, member: tarfile.TarInfo, place: Path) -> None:
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    content = archive.extractfile(member)
    assert content is not None  # it is a file
    with content, open(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as written:
        while piece := content.read(2**20):
            written.write(piece)


def _kept(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.name.endswith(_PASSING):
            yield path


def _is_sqlite(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(_MAGIC)) == _MAGIC


def _copied(database: Path, to: Path) -> Path:
    """SQLite's own copy of a database that others may write to meanwhile: as it was at one moment."""
    to.unlink(missing_ok=True)
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(to)) as target:
        source.backup(target)
        target.execute("PRAGMA journal_mode = DELETE")  # One file, without another beside it.
    return to


def _postgresql(program: str, url: str, *arguments: str) -> None:
    """Run one of PostgreSQL's own programs. Raises :class:`BackupFailed` where it is not there, or fails."""
    address, password = _without_password(url)
    environment = {**os.environ, **({"PGPASSWORD": password} if password else {})}
    try:
        done = subprocess.run(
            [program, f"--dbname={address}", *arguments], env=environment, capture_output=True, text=True
        )
    except FileNotFoundError:
        raise BackupFailed(
            f"The ledger is in PostgreSQL, and {program} is not on PATH: install PostgreSQL's client programs, of the "
            "server's version or a newer one."
        ) from None
    if done.returncode:
        said = done.stderr.strip().replace(password, "…") if password else done.stderr.strip()
        raise BackupFailed(f"{program} failed: {said}")


def _without_password(url: str) -> tuple[str, str]:
    """An address for a command line, which all users of a machine can read, and what it leaves out."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    password = query.pop("password", "") or unquote(parts.password or "")
    name, _, hosts = parts.netloc.rpartition("@")
    netloc = f"{name.partition(':')[0]}@{hosts}" if name else hosts
    return urlunsplit(parts._replace(netloc=netloc, query=urlencode(query))), password
