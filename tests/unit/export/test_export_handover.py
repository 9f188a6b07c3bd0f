"""What was said with a person, taken along: marked as theirs, in each of the forms, and by a link."""

import json

import pytest

from app.export import Thread, data, document, kept, markdown, restored
from app.i18n.de import DE
from app.i18n.en import EN
from app.policy import Rules
from app.views import Attachment, Turn

AT = 1_790_000_000.0
TURNS = (
    Turn(question="Why?", answer="Because.", at=AT),
    Turn(kind="called", at=AT),
    Turn(kind="came", author="Anna <b>", at=AT),
    Turn(kind="customer", question="My *lamp* is dark.", sent=[Attachment(name="lamp.png")], at=AT),
    Turn(kind="person", author="Anna <b>", answer="Which **one**?", at=AT),
    Turn(kind="person", answer="# Hello?", files=[Attachment(name="plan.pdf")], at=AT),
    Turn(kind="left", at=AT),
)


def thread(turns: tuple[Turn, ...] = TURNS) -> Thread:
    return Thread("A title", "Guide", AT, turns)


def test_as_markdown():
    _, said = markdown(thread(), EN).split("Because.\n\n")
    time = " · 2026-09-21 14:13 UTC"
    assert said == "\n\n".join(
        [
            f"*A person was asked for.{time}*",
            f"*Anna \\<b> is here.{time}*",
            f"## Message{time}",
            "> My \\*lamp\\* is dark.",
            "**Attachments**\n\n- lamp.png",
            f"## Anna \\<b>{time}",
            "Which **one**?",
            f"## A person{time}",
            "### Hello?",
            "**Attachments**\n\n- plan.pdf",
            f"*A person has left. The app answers again.{time}*\n",
        ]
    )


def test_as_a_page():
    page = document(thread(), DE)
    assert "Anna &lt;b&gt; ist da." in page
    assert "<b>" not in page
    for words in ("Nachricht", "Ein Mensch ist gegangen.", "My *lamp* is dark.", "<strong>one</strong>", "plan.pdf"):
        assert words in page
    assert page.count(f"<h2>{DE.answer}") == page.count(f"<h2>{DE.question}") == 1


def test_as_json():
    turns = json.loads(data(thread(), EN))["turns"]
    assert [(turn["kind"], turn["author"]) for turn in turns] == [(turn.kind, turn.author) for turn in TURNS]


def test_by_a_link():
    put_away = kept(thread(), Rules())
    assert markdown(restored(put_away), EN) == markdown(thread(), EN)


@pytest.mark.parametrize("name", ["kind", "author"])
def test_by_a_link_from_before_there_were_people(name):
    put_away = kept(thread(TURNS[:1]), Rules())
    del put_away["turns"][0][name]
    assert restored(put_away).turns[0] == restored(kept(thread(TURNS[:1]), Rules())).turns[0]
