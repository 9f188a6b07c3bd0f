"""A database of the first version, which knew one app, is taken over as it stands."""

import json
import sqlite3
from contextlib import closing

import httpx
import pytest

from app.embedded.storage import Database
from app.embedded.storage.migrations import STEPS

FIRST = """
CREATE TABLE conversations (
    id TEXT PRIMARY KEY, user TEXT NOT NULL, name TEXT NOT NULL, inputs TEXT NOT NULL,
    created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, touched INTEGER NOT NULL
);
CREATE INDEX conversations_of_user ON conversations (user, touched);
CREATE TABLE messages (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,
    conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    query TEXT NOT NULL, answer TEXT NOT NULL DEFAULT '', status TEXT NOT NULL DEFAULT 'normal', error TEXT,
    finished INTEGER NOT NULL DEFAULT 0, citations TEXT NOT NULL DEFAULT '[]', suggestions TEXT NOT NULL DEFAULT '[]',
    rating TEXT, rating_content TEXT, created_at INTEGER NOT NULL
);
CREATE INDEX messages_of_conversation ON messages (conversation_id, sequence);
CREATE TABLE uploads (
    id TEXT PRIMARY KEY, user TEXT NOT NULL, name TEXT NOT NULL, extension TEXT NOT NULL, mime_type TEXT NOT NULL,
    content BLOB NOT NULL, created_at INTEGER NOT NULL
);
CREATE TABLE message_files (
    id TEXT PRIMARY KEY, message_id TEXT NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
    upload_id TEXT REFERENCES uploads (id), url TEXT NOT NULL DEFAULT ''
);
CREATE INDEX files_of_message ON message_files (message_id);
"""
CONVERSATION = "11111111-1111-4111-8111-111111111111"
MESSAGE = "22222222-2222-4222-8222-222222222222"
UPLOAD = "33333333-3333-4333-8333-333333333333"
INPUTS = {"name": "Ann", "project": "", "detail": "normal", "sources": 3, "next_questions": True}


@pytest.fixture
def first_version(tmp_path):
    """A data folder with the database that the first version left."""
    with closing(sqlite3.connect(tmp_path / "embedded.sqlite3")) as database, database:
        database.executescript(FIRST)
        database.execute(
            "INSERT INTO conversations VALUES (?, 'ann', 'What is Parley?', ?, 100, 200, 1)",
            (CONVERSATION, json.dumps(INPUTS)),
        )
        database.execute(
            "INSERT INTO messages (id, conversation_id, query, answer, finished, rating, created_at)"
            " VALUES (?, ?, 'What is Parley?', 'A page.', 1, 'like', 100)",
            (MESSAGE, CONVERSATION),
        )
        database.execute(
            "INSERT INTO uploads VALUES (?, 'ann', 'a.png', 'png', 'image/png', x'89504e47', 90)", (UPLOAD,)
        )
        database.execute("INSERT INTO message_files VALUES (?, ?, ?, '')", (UPLOAD, MESSAGE, UPLOAD))
    return tmp_path


def test_what_the_first_version_kept_is_the_guides(first_version, run):
    with run(first_version) as api:
        api.user = "ann"
        [conversation] = api.get("/conversations").json()["data"]
        assert (conversation["id"], conversation["inputs"], conversation["updated_at"]) == (CONVERSATION, INPUTS, 200)
        [message] = api.messages(CONVERSATION)
        assert (message["answer"], message["feedback"]["rating"]) == ("A page.", "like")
        assert httpx.get(message["message_files"][0]["url"]).content == b"\x89PNG"
        api.ask("How do I start it?", conversation_id=CONVERSATION)
    with run(first_version) as api:
        api.user = "ann"
        assert len(api.messages(CONVERSATION)) == 2


def test_a_file_counts_the_steps_that_it_has_seen(first_version):
    for _ in range(2):
        Database(first_version / "embedded.sqlite3").close()
        with closing(sqlite3.connect(first_version / "embedded.sqlite3")) as database:
            assert database.execute("PRAGMA user_version").fetchone() == (len(STEPS),)


def test_a_new_file_is_like_one_that_came_all_the_way(first_version, tmp_path):
    Database(first_version / "embedded.sqlite3").close()
    Database(tmp_path / "new.sqlite3").close()
    columns = []
    for name in ("embedded.sqlite3", "new.sqlite3"):
        with closing(sqlite3.connect(tmp_path / name)) as database:
            tables = sorted(name for (name,) in database.execute("SELECT name FROM sqlite_schema"))
            columns.append({table: database.execute(f"PRAGMA table_info('{table}')").fetchall() for table in tables})
    assert columns[0] == columns[1]


def test_a_step_that_fails_leaves_the_file_at_the_one_before(first_version):
    path = first_version / "embedded.sqlite3"
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("ALTER TABLE uploads ADD COLUMN app TEXT")
    with pytest.raises(sqlite3.OperationalError):
        Database(path)
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("PRAGMA user_version").fetchone() == (1,)
        assert "app" not in [row[1] for row in database.execute("PRAGMA table_info('conversations')")]


def test_a_file_of_a_newer_version_is_refused_with_a_sentence(tmp_path):
    path = tmp_path / "a.sqlite3"
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA user_version = 999")
    with pytest.raises(sqlite3.DatabaseError, match="written by a newer version"):
        Database(path)
