"""The name of a file: one line, no folder, its extension, in any language."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.filetypes.kinds import extension_of
from app.uploads.names import LONGEST, clean


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("a.png", "a.png"),
        ("Photo 1.JPG", "Photo 1.JPG"),
        ("图 1.png", "图 1.png"),
        ("👩‍👩‍👧.png", "👩‍👩‍👧.png"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\me\\a.pdf", "a.pdf"),
        ("/a/b/", "file"),
        ("a\r\nContent-Type: text/html\n.png", "html .png"),
        ("a\x00b\x7f.png", "ab.png"),
        ("  a   b .png ", "a b .png"),
        ("gnp.\u202eexe.png", "gnp.exe.png"),
        ("half \ud83d.png", "half .png"),
        ("", "file"),
        ("...", "file"),
        (".png", "file.png"),
        ("a.", "a"),
        ('a"b.png', 'a"b.png'),
        ("café.png", "café.png"),
    ],
)
def test_a_name_is_cleaned(given_name, kept):
    assert clean(given_name) == unicodedata.normalize("NFC", kept)


@pytest.mark.parametrize(
    ("name", "media_type", "kept"),
    [
        ("clip", "image/png", "clip.png"),
        ("", "image/jpeg", "file.jpg"),
        ("clip", "application/x-unknown", "clip"),
        ("a.pdf", "image/png", "a.pdf"),
        ("Mr. Smith", "image/png", "Mr. Smith.png"),
    ],
)
def test_a_name_without_extension_gets_that_of_its_type(name, media_type, kept):
    assert clean(name, media_type) == kept


def test_a_long_name_keeps_its_extension():
    assert clean("名" * 500 + ".jpeg") == "名" * (LONGEST - 5) + ".jpeg"
    assert len(clean("a" * 500)) == LONGEST


@given(st.text(), st.sampled_from(["", "image/png", "x/y"]))
def test_any_name_becomes_one_line_that_stays_as_it_is(name, media_type):
    kept = clean(name, media_type)
    assert 0 < len(kept) <= LONGEST
    assert not set(kept) & set("/\\\r\n\0")
    assert kept.encode()
    assert clean(kept, media_type) == kept
    assert extension_of(clean(f"{name}.png", media_type)) in ("png", extension_of(f"{name}.png".rpartition("/")[2]))
