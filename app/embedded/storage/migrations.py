"""The schema of the SQLite file, as the steps that led to it; ``PRAGMA user_version`` says how many a file has seen."""

import sqlite3

FIRST = """
CREATE TABLE IF NOT EXISTS conversations (
    id TEXT PRIMARY KEY,
    user TEXT NOT NULL,
    name TEXT NOT NULL,
    inputs TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    touched INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS conversations_of_user ON conversations (user, touched);

CREATE TABLE IF NOT EXISTS messages (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    query TEXT NOT NULL,
    answer TEXT NOT NULL DEFAULT '',
    status TEXT NOT NULL DEFAULT 'normal',
    error TEXT,
    finished INTEGER NOT NULL DEFAULT 0,
    citations TEXT NOT NULL DEFAULT '[]',
    suggestions TEXT NOT NULL DEFAULT '[]',
    rating TEXT,
    rating_content TEXT,
    created_at INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS messages_of_conversation ON messages (conversation_id, sequence);

CREATE TABLE IF NOT EXISTS uploads (
    id TEXT PRIMARY KEY,
    user TEXT NOT NULL,
    name TEXT NOT NULL,
    extension TEXT NOT NULL,
    mime_type TEXT NOT NULL,
    content BLOB NOT NULL,
    created_at INTEGER NOT NULL
);

CREATE TABLE IF NOT EXISTS message_files (
    id TEXT PRIMARY KEY,
    message_id TEXT NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
    upload_id TEXT REFERENCES uploads (id),
    url TEXT NOT NULL DEFAULT ''
);
CREATE INDEX IF NOT EXISTS files_of_message ON message_files (message_id);
"""
"""What files were made with that say 0: also one without tables says that."""

APPS = """
ALTER TABLE conversations ADD COLUMN app TEXT NOT NULL DEFAULT 'guide';
ALTER TABLE uploads ADD COLUMN app TEXT NOT NULL DEFAULT 'guide';
DROP INDEX conversations_of_user;
CREATE INDEX conversations_of_user ON conversations (app, user, touched);
"""

TOOLS = """
ALTER TABLE messages ADD COLUMN thoughts TEXT NOT NULL DEFAULT '[]';
ALTER TABLE message_files ADD COLUMN belongs_to TEXT NOT NULL DEFAULT 'user';
"""

FLOWS = """
CREATE TABLE variables (
    id TEXT PRIMARY KEY,
    conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    value_type TEXT NOT NULL,
    value TEXT NOT NULL,
    description TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    UNIQUE (conversation_id, name)
);
CREATE TABLE runs (
    id TEXT PRIMARY KEY,
    message_id TEXT NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
    task_id TEXT NOT NULL,
    status TEXT NOT NULL,
    inputs TEXT NOT NULL,
    outputs TEXT NOT NULL DEFAULT 'null',
    error TEXT,
    events TEXT NOT NULL DEFAULT '[]',
    state TEXT NOT NULL DEFAULT '{}',
    steps INTEGER NOT NULL DEFAULT 0,
    elapsed REAL NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL,
    finished_at INTEGER
);
CREATE INDEX runs_of_message ON runs (message_id);
CREATE TABLE forms (
    token TEXT PRIMARY KEY,
    id TEXT NOT NULL,
    run_id TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    definition TEXT NOT NULL,
    status TEXT NOT NULL DEFAULT 'open',
    expires_at REAL NOT NULL,
    action TEXT,
    inputs TEXT
);
CREATE INDEX forms_by_end ON forms (status, expires_at);
"""

ANNOTATIONS = """
ALTER TABLE messages ADD COLUMN rated_at REAL;
UPDATE messages SET rated_at = created_at WHERE rating IS NOT NULL;
CREATE TABLE annotations (
    id TEXT PRIMARY KEY,
    app TEXT NOT NULL,
    question TEXT NOT NULL,
    answer TEXT NOT NULL,
    hit_count INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL
);
CREATE TABLE annotation_settings (app TEXT PRIMARY KEY, enabled INTEGER NOT NULL, score_threshold REAL NOT NULL);
CREATE TABLE annotation_jobs (id TEXT PRIMARY KEY, app TEXT NOT NULL, action TEXT NOT NULL);
"""

STEPS = (FIRST, APPS, TOOLS, FLOWS, ANNOTATIONS)


def migrate(connection: sqlite3.Connection) -> None:
    """Brings the file to the last step, each in a transaction of its own.

    Raises :class:`sqlite3.DatabaseError` for a file of a newer version.
    """
    [seen] = connection.execute("PRAGMA user_version").fetchone()
    if seen > len(STEPS):
        raise sqlite3.DatabaseError("The database of the embedded API was written by a newer version of Parley.")
    for number, step in enumerate(STEPS[seen:], start=seen + 1):
        try:
            connection.executescript(f"BEGIN IMMEDIATE;{step}PRAGMA user_version = {number};COMMIT;")
        except sqlite3.Error:
            connection.rollback()
            raise
