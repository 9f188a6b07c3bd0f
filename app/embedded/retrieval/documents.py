"""Reading a folder of Markdown and plain text, and cutting each document into segments."""

import hashlib
import logging
import os
import re
import uuid
from dataclasses import dataclass
from pathlib import Path, PurePath

from app.embedded.retrieval.tokens import count_words

logger = logging.getLogger(__name__)

EXTENSIONS = {".md", ".markdown", ".txt"}
MAX_FILES = 2000
MAX_FILE_BYTES = 2_000_000
MAX_SEGMENT_WORDS = 220
OPENING_WORDS = 60

_NAMESPACE = uuid.UUID("5f1d3c5e-6f0e-4a70-9a52-8e4f2a4cf2b1")
_HEADING = re.compile(r"^(#{1,6})\s+(.+?)\s*#*$")
_FENCE = re.compile(r"^\s*(`{3,}|~{3,})")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|(?<=[。！？])")


class GuideError(Exception):
    """The folder of documents cannot be used; ``str()`` is a sentence that says why."""


@dataclass(frozen=True)
class Segment:
    """A passage of a document. ``headings`` is its path below the title; ``position`` counts from 1."""

    id: str
    document_id: str
    title: str
    headings: tuple[str, ...]
    position: int
    content: str


def check_folder(folder: Path) -> None:
    """Raises :class:`GuideError` where ``folder`` is no readable folder."""
    if not folder.is_dir():
        raise GuideError(f"The folder of guide documents does not exist: {folder}")
    try:
        next(folder.iterdir(), None)
    except OSError as error:
        raise GuideError(f"The folder of guide documents cannot be read: {folder} ({error.strerror})") from error


@dataclass(frozen=True)
class Source:
    """A file of the folder: ``name`` is its path below it, ``size`` in bytes, ``modified`` in ns."""

    path: Path
    name: str
    size: int
    modified: int


def sources(folder: Path) -> list[Source]:
    """The documents below ``folder``, in order: none hidden or above ``MAX_FILE_BYTES``, at most ``MAX_FILES``."""
    found = [source for path in sorted(folder.rglob("*")) if (source := _source(folder, path))]
    kept = [source for source in found if source.size <= MAX_FILE_BYTES]
    if len(kept) < len(found):
        logger.warning("%d guide documents are over %d bytes and left out", len(found) - len(kept), MAX_FILE_BYTES)
    if len(kept) > MAX_FILES:
        logger.warning("only the first %d of %d guide documents are read", MAX_FILES, len(kept))
    return kept[:MAX_FILES]


def _source(folder: Path, path: Path) -> Source | None:
    name = path.relative_to(folder)
    if path.suffix.lower() not in EXTENSIONS or any(part.startswith(".") for part in name.parts):
        return None
    try:
        stat = path.stat()
    except OSError:
        return None
    # A name may hold bytes that are no UTF-8; they are replaced here as they are in a text.
    readable = os.fsencode(name).decode("utf-8", "replace")
    return Source(path, readable, stat.st_size, stat.st_mtime_ns) if path.is_file() else None


def fingerprint(folder: Path, documents: list[Source]) -> str:
    """Changes when a document was added, removed or written."""
    digest = hashlib.sha256(str(folder.resolve()).encode())
    for source in documents:
        digest.update(f"\n{source.name}\t{source.modified}\t{source.size}".encode())
    return digest.hexdigest()


def read_document(source: Source) -> list[Segment]:
    """The segments of one file; bytes that are no UTF-8 are replaced. A file that cannot be read has none."""
    try:
        text = source.path.read_text(encoding="utf-8-sig", errors="replace")
    except OSError as error:
        logger.warning("guide document %s cannot be read: %s", source.name, error.strerror)
        return []
    title = PurePath(source.name).stem.replace("-", " ").replace("_", " ").strip()
    return segments(source.name, text, title, markdown=source.path.suffix.lower() != ".txt")


def segments(name: str, text: str, fallback_title: str, markdown: bool = True) -> list[Segment]:
    """Cuts a document by its headings, and a long section between paragraphs. The first heading 1 is the title."""
    title = fallback_title
    sections: list[tuple[tuple[str, ...], list[str]]] = []
    for headings, blocks in _sections(text, markdown):
        if not sections and len(headings) == 1 and headings[0][0] == 1:
            title, headings = headings[0][1], []
        elif headings and headings[0] == (1, title):
            headings = headings[1:]
        sections.append((tuple(heading for _, heading in headings), blocks))
    sections = _join_opening(sections)
    document_id = str(uuid.uuid5(_NAMESPACE, name))
    passages = [(path, content) for path, blocks in sections for content in _pack(blocks)]
    return [
        Segment(str(uuid.uuid5(_NAMESPACE, f"{name}\n{at}\n{content}")), document_id, title, path, at, content)
        for at, (path, content) in enumerate(passages, start=1)
    ]


def _join_opening(sections: list[tuple[tuple[str, ...], list[str]]]) -> list[tuple[tuple[str, ...], list[str]]]:
    """Puts a short opening in front of the first section: alone, it is found for all and answers nothing."""
    sections = [section for section in sections if section[1]]
    if len(sections) < 2 or sections[0][0] or count_words("\n".join(sections[0][1])) > OPENING_WORDS:
        return sections
    (_, opening), (headings, blocks), *rest = sections
    return [(headings, [*opening, *blocks]), *rest]


def _sections(text: str, markdown: bool) -> list[tuple[list[tuple[int, str]], list[str]]]:
    """Each section's heading path as (level, heading), and its blocks; a fence is one block."""
    path: list[tuple[int, str]] = []
    sections: list[tuple[list[tuple[int, str]], list[str]]] = [([], [])]
    block: list[str] = []
    fence = ""
    for line in text.splitlines():
        mark = _FENCE.match(line) if markdown else None
        heading = _HEADING.match(line) if markdown and not fence else None
        if heading or (not line.strip() and not fence):
            if block:
                sections[-1][1].append("\n".join(block))
            block = []
            if heading:
                level = len(heading[1])
                path = [*(item for item in path if item[0] < level), (level, heading[2])]
                sections.append((path, []))
            continue
        block.append(line.rstrip())
        if mark and not fence:
            fence = mark[1]
        elif mark and mark[1].startswith(fence):
            fence = ""
    if block:
        sections[-1][1].append("\n".join(block))
    return [section for section in sections if section[1] or len(section[0]) == 1]


def _pack(blocks: list[str]) -> list[str]:
    """Joins blocks into passages of at most ``MAX_SEGMENT_WORDS``; only plain paragraphs are cut themselves."""
    passages: list[str] = []
    size = 0
    for block in (piece for whole in blocks for piece in _split(whole)):
        words = count_words(block)
        if passages and size + words <= MAX_SEGMENT_WORDS:
            passages[-1] += f"\n\n{block}"
            size += words
        else:
            passages.append(block)
            size = words
    return passages


def _split(block: str) -> list[str]:
    if count_words(block) <= MAX_SEGMENT_WORDS or re.match(r"\s*([-*+>|`~]|\d+[.)])", block):
        return [block]
    parts: list[str] = [""]
    for sentence in _SENTENCE_END.split(block):
        if parts[-1] and count_words(parts[-1]) + count_words(sentence) > MAX_SEGMENT_WORDS:
            parts.append("")
        parts[-1] = f"{parts[-1]} {sentence}".strip()
    return parts
