"""A conversation as JSON.

The shape, of version 1 (a later version may add names; it never takes one away or gives it another meaning)::

    {
      "format": "parley-conversation", "version": 1,
      "title": "…", "app": "…",               the app's name, may be empty
      "taken_at": "2026-11-25T09:30:00Z",     all times are UTC, empty where nobody knows them
      "complete": true,                       false: the app could not be asked, turns may be missing
      "turns": [                              oldest first, of each fork the version that was shown
        {
          "kind": "", "author": "",           empty for the app's turns; "called", "came" or "left" of a person who
                                              steps in; "customer" of a question to them, "person" of their answer
          "asked_at": "…", "question": "…", "answer": "…",        the answer is Markdown
          "status": "done",                   done, waiting, stopped, failed, interrupted, running
          "notices": ["…"],                   why an answer is not whole, and notes, in the reader's language
          "version": {"number": 1, "count": 2},                   which of the answers to a question asked anew
          "rating": "like",                   like, dislike or empty
          "files": {"question": [{"name": "…", "kind": "image", "size": 1024}], "answer": []},   size in bytes, or 0
          "sources": [{"position": 1, "document": "…", "passage": "…", "page": "…", "score": "92%", "link": "…"}],
          "steps": [{"kind": "tool", "name": "…", "depth": 0, "state": "done", "text": "", "input": "", "result": ""}],
          "forms": [{"title": "…", "state": "answered", "action": "…", "filled_in": "…"}],
          "usage": {"tokens": 0, "price": "", "seconds": 0.0}     zero or empty for whoever may not see it
        }
      ]
    }

There are no ids, addresses of files or settings of the app in it.
"""

import json
from collections.abc import Sequence
from typing import Any

from app.export.thread import Thread, iso, label_of, sentence
from app.i18n import Words
from app.views import Attachment, Turn


def data(thread: Thread, words: Words) -> str:
    """The conversation as JSON, laid out to be read; ends with a line break."""
    return json.dumps(shape(thread, words), ensure_ascii=False, indent=2).encode("utf-8", "replace").decode() + "\n"


def shape(thread: Thread, words: Words) -> dict[str, Any]:
    """What :func:`data` writes."""
    return {
        "format": "parley-conversation",
        "version": 1,
        "title": thread.title,
        "app": thread.app,
        "taken_at": iso(thread.at),
        "complete": thread.whole,
        "turns": [_turn(turn, words) for turn in thread.turns],
    }


def _turn(turn: Turn, words: Words) -> dict[str, Any]:
    notices = (sentence(words, notice) for notice in (turn.notice, *turn.notes))
    return {
        "kind": turn.kind,
        "author": turn.author,
        "asked_at": iso(turn.at),
        "question": turn.question,
        "answer": turn.answer,
        "status": turn.status,
        "notices": [text for text in notices if text],
        "version": {"number": turn.number, "count": turn.count},
        "rating": turn.rating,
        "files": {"question": _files(turn.sent), "answer": _files(turn.files)},
        "sources": [
            {
                "position": source.position,
                "document": source.document,
                "passage": source.content,
                "page": source.page,
                "score": source.score,
                "link": source.link,
            }
            for source in turn.citations
        ],
        "steps": [
            {
                "kind": thought.kind,
                "name": label_of(thought, words),
                "depth": thought.depth,
                "state": thought.state,
                "text": thought.text,
                "input": thought.input,
                "result": thought.result,
            }
            for thought in turn.thoughts
        ],
        "forms": [
            {"title": form.title, "state": form.state, "action": form.answer, "filled_in": form.answered}
            for form in turn.forms
        ],
        "usage": {"tokens": turn.usage.tokens, "price": turn.usage.price, "seconds": turn.usage.seconds},
    }


def _files(files: Sequence[Attachment]) -> list[dict[str, Any]]:
    return [{"name": file.name, "kind": file.kind, "size": file.size} for file in files]
