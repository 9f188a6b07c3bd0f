"""What is saved: JSON of a documented shape, names that every system takes, and a ZIP that is never kept whole."""

import io
import json
import zipfile

import pytest

from app.export import Thread, Zip, data, disposition, file_name
from app.i18n.en import EN
from app.views import Attachment, Citation, HumanForm, Notice, Thought, Turn, Usage

AT = 1_790_000_000.0


def test_the_json_has_what_its_module_says_and_no_id_of_anything():
    turn = Turn(
        id="turn-id", parent="parent-id", first="first-id", before="before-id", after="after-id", number=1, count=2,
        question="What?", answer="A *lamp*.", status="interrupted", at=AT, rating="like",
        notice=Notice("error_said", {"message": "No."}), notes=[Notice("note_annotated")],
        usage=Usage(7, "0.1 USD", 2.5),
        sent=[Attachment("file-id", "image", "lamp.png", 10)],
        citations=[Citation(1, "Lamps", "Light.", "92%", "3", "https://example.org")],
        thoughts=[Thought("thought-id", title="look_up", state="done", input="in", result="out")],
        forms=[HumanForm("form-id", "Return", state="answered", answer="Send in", answered="broken")],
    )  # fmt: skip
    assert json.loads(data(Thread("标题", "Guide", AT, (turn,), whole=False), EN)) == {
        "format": "parley-conversation",
        "version": 1,
        "title": "标题",
        "app": "Guide",
        "taken_at": "2026-09-21T14:13:20Z",
        "complete": False,
        "turns": [
            {
                "kind": "",
                "author": "",
                "asked_at": "2026-09-21T14:13:20Z",
                "question": "What?",
                "answer": "A *lamp*.",
                "status": "interrupted",
                "notices": [EN.error_said.format(message="No."), EN.note_annotated],
                "version": {"number": 1, "count": 2},
                "rating": "like",
                "files": {"question": [{"name": "lamp.png", "kind": "image", "size": 10}], "answer": []},
                "sources": [
                    {
                        "position": 1,
                        "document": "Lamps",
                        "passage": "Light.",
                        "page": "3",
                        "score": "92%",
                        "link": "https://example.org",
                    }
                ],
                "steps": [
                    {
                        "kind": "tool",
                        "name": "look_up",
                        "depth": 0,
                        "state": "done",
                        "text": "",
                        "input": "in",
                        "result": "out",
                    }
                ],
                "forms": [{"title": "Return", "state": "answered", "action": "Send in", "filled_in": "broken"}],
                "usage": {"tokens": 7, "price": "0.1 USD", "seconds": 2.5},
            }
        ],
    }


def test_half_an_emoji_is_no_reason_to_lose_the_rest():
    assert json.loads(data(Thread("\ud83d", "", AT, ()), EN))["title"] == "?"


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Plain words", "2026-09-21 Plain words"),
        ("在哪里？", "2026-09-21 在哪里？"),
        ('a/b\\c:d*e?f"g<h>i|j', "2026-09-21 a b c d e f g h i j"),
        ("../../etc/passwd", "2026-09-21 etc passwd"),
        ("two\nlines\tand  spaces ", "2026-09-21 two lines and spaces"),
        ("exe.\u202egnp", "2026-09-21 exe. gnp"),
        ("", "2026-09-21 Conversation"),
        ("...", "2026-09-21 Conversation"),
        ("CON", "2026-09-21 Conversation CON"),
        ("x" * 500, f"2026-09-21 {'x' * 80}"),
    ],
)
def test_a_file_has_the_name_of_its_conversation_as_far_as_systems_take_it(title, name):
    assert file_name(title, "Conversation", AT) == name


def test_a_name_without_a_day_has_none():
    assert file_name("A title", "Conversation", 0.0) == "A title"


def test_a_header_says_the_name_to_old_and_new_browsers():
    assert disposition('在 "x".md') == ("attachment; filename=\"_ _x_.md\"; filename*=UTF-8''%E5%9C%A8%20%22x%22.md")
    assert disposition("a\r\nSet-Cookie: b").isprintable()


def test_a_zip_comes_piece_by_piece_and_opens():
    archive = Zip()
    pieces = [archive.add("在.md", "# 在\n"), archive.add("b.json", "x" * 100_000), archive.end()]
    assert all(pieces)
    assert len(pieces[1]) < 1_000
    with zipfile.ZipFile(io.BytesIO(b"".join(pieces))) as read:
        assert read.testzip() is None
        said = {name: read.read(name).decode()[:5] for name in read.namelist()}
    assert said == {"在.md": "# 在\n", "b.json": "xxxxx"}


def test_two_conversations_of_one_name_have_two_files():
    archive = Zip()
    assert [archive.free(name) for name in ("A", "a", "A")] == ["A", "a (2)", "A (3)"]
