"""A conversation as a page that stands alone: nothing runs in it, and nothing is loaded from anywhere."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.export import Thread, document
from app.export.document import rendered
from app.i18n.ar import AR
from app.i18n.en import EN
from app.views import Attachment, Citation, HumanForm, Notice, Thought, Turn

SAFE = {"http-equiv", "charset", "name", "content", "lang", "class", "dir", "datetime", "href", "rel", "start", "style"}


class Reader(HTMLParser):
    """Tags with their attributes, the text, and whether what was opened was closed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "br", "hr", "img"):
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


def thread(*turns: Turn, title: str = "A title") -> Thread:
    return Thread(title, "Guide", 1_790_000_000.0, turns)


def page(*turns: Turn, title: str = "A title") -> Reader:
    read = Reader(document(thread(*turns, title=title), EN))
    assert read.open == []
    return read


def test_a_conversation_reads_from_its_title_to_its_last_source():
    turn = Turn(
        question="What is it?\n<b>Really</b>?",
        answer="A **lamp** [1].",
        at=1_790_000_000.0,
        sent=[Attachment(name="lamp.png")],
        files=[Attachment(name="plan.pdf")],
        citations=[Citation(1, "Lamps", "A lamp gives light.", "92%", "3", "https://example.org/lamps")],
        thoughts=[Thought(title="look_up", state="done", input='{"word": "<lamp>"}')],
        forms=[HumanForm(title="Return", state="answered", answer="Send in", answered="Reason: broken")],
        status="interrupted",
        notice=Notice("error_cut"),
    )
    read = page(turn)
    for said in (
        *(
            "A title",
            "Guide, as it was on 2026-09-21 14:13 UTC",
            "What is it?\n<b>Really</b>?",
            "lamp.png",
            "lamp [1].",
        ),
        *("look_up: done", '{"word": "<lamp>"}', "plan.pdf", "[1] Lamps", "page 3, relevance 92%", "gives light."),
        *("Reason: broken", "Return: You answered: Send in", EN.error_cut),
    ):
        assert said in read.text
    links = [attrs for tag, attrs in read.tags if tag == "a"]
    assert links == [{"href": "https://example.org/lamps", "rel": "noopener noreferrer nofollow"}]


def test_the_page_says_itself_that_nothing_runs_in_it_and_nobody_should_list_it():
    policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    named = [attrs for tag, attrs in page().tags if tag == "meta"]
    assert {"http-equiv": "Content-Security-Policy", "content": policy} in named
    assert {"name": "robots", "content": "noindex, nofollow"} in named


def test_the_page_is_in_the_reader_s_language():
    read = Reader(document(thread(Turn(question="?", answer="!")), AR))
    assert ("html", {"lang": "ar", "dir": "rtl"}) in read.tags
    assert AR.answer in read.text


@pytest.mark.parametrize(
    ("answer", "html"),
    [
        ("<script>x()</script>", "<p>&lt;script&gt;x()&lt;/script&gt;</p>"),
        ("<img src=x onerror=y()>", "<p>&lt;img src=x onerror=y()&gt;</p>"),
        ("[a](javascript:x())", "<p><span>a</span></p>"),
        ("[a](JAVASCRIPT:x())", "<p><span>a</span></p>"),
        ("[a](data:text/html,x)", "<p><span>a</span></p>"),
        ("[a](vscode://x)", "<p><span>a</span></p>"),
        ("[a](/c/1)", "<p><span>a</span></p>"),
        ("[a](//example.org)", "<p><span>a</span></p>"),
        ("[a](#b)", "<p><span>a</span></p>"),
        ("[a](mailto:a@example.org)", '<p><a href="mailto:a@example.org" rel="noopener noreferrer nofollow">a</a></p>'),
        ("<javascript:x>", "<p><span>javascript:x</span></p>"),
        (
            "![a cat](https://example.org/cat.png)",
            '<p><a href="https://example.org/cat.png" rel="noopener noreferrer nofollow">Open image: a cat</a></p>',
        ),
        (
            "![](https://example.org/cat.png)",
            '<p><a href="https://example.org/cat.png" rel="noopener noreferrer nofollow">'
            "Open image: Image from example.org</a></p>",
        ),
        ("![a cat](data:image/png;base64,AA)", "<p>a cat</p>"),
        (
            "[![a cat](https://example.org/cat.png)](https://example.org)",
            '<p><a href="https://example.org" rel="noopener noreferrer nofollow">a cat</a></p>',
        ),
        ("# One", "<h3>One</h3>"),
        ("`<b>`", "<p><code>&lt;b&gt;</code></p>"),
    ],
)
def test_an_answer_is_as_harmless_as_on_the_page(answer, html):
    assert rendered(answer, EN) == f'<div class="prose" dir="auto">{html}\n</div>'


@given(st.text(alphabet="<>\"'&[]()!:/ax\n`#-*=|\\", max_size=60))
def test_whatever_was_said_stays_text(said):
    turn = Turn(
        question=said, answer=said, sent=[Attachment(name=said)], forms=[HumanForm(title=said)],
        citations=[Citation(1, said, said, said, said, f"https://{said}")], thoughts=[Thought(title=said, text=said)],
    )  # fmt: skip
    read = page(turn, title=said)
    for tag, attrs in read.tags:
        assert tag not in ("script", "img", "iframe", "form", "base", "link", "object")
        assert set(attrs) <= SAFE
        assert not attrs.get("style") or attrs["style"].startswith("text-align:")
    assert all(attrs["href"].startswith(("http", "mailto:", "tel:")) for _, attrs in read.tags if "href" in attrs)
