"""A conversation as a page that stands alone: no script, nothing loaded from anywhere, its style within it."""

import base64
import hashlib
import re
from collections.abc import Iterator, Sequence
from html import escape

from markdown_it.token import Token

from app.export.blocks import reader
from app.export.style import STYLE
from app.export.thread import (
    Thread,
    about,
    came_or_left,
    head,
    iso,
    label_of,
    moment,
    names,
    outcome,
    remarks,
    state_of,
)
from app.i18n import Words
from app.views import Citation, Thought, Turn

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
# As a header, which can say more than the page's own line.
SERVED = "; ".join(
    [
        "default-src 'none'",
        f"style-src 'sha256-{base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()}'",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    ]
)
_LINK = re.compile(r"(?:https?://|mailto:|tel:)", re.IGNORECASE)
_IMAGE = re.compile(r"https?://([^/?#]+)", re.IGNORECASE)


def document(thread: Thread, words: Words, *said: str) -> str:
    """The whole conversation; ``said`` are lines to stand below its title."""
    title = thread.title or words.conversation
    body = [f"<h1 dir=auto>{escape(title)}</h1>", *(_note(line) for line in (*head(thread, words), *said))]
    for turn in thread.turns:
        body += _turn(turn, words)
    return page(title, body, words)


def page(title: str, body: Sequence[str], words: Words) -> str:
    """A page of ours around ``body``, which is HTML."""
    return "\n".join(
        [
            "<!doctype html>",
            f'<html lang="{escape(words.code)}" dir="{escape(words.direction)}">',
            "<head>",
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="robots" content="noindex, nofollow">',
            '<meta name="referrer" content="no-referrer">',
            f"<title>{escape(title)}</title>",
            f"<style>{STYLE}</style>",
            "</head>",
            "<body>",
            "<main>",
            *body,
            "</main>",
            "</body>",
            "</html>",
            "",
        ]
    )


def _turn(turn: Turn, words: Words) -> Iterator[str]:
    time = f' <time datetime="{iso(turn.at)}">{moment(turn.at)}</time>' if turn.at > 0 else ""
    if turn.kind:
        yield from _with_person(turn, time, words)
        return
    yield f'<section class="question"><h2>{escape(words.question)}{time}</h2>'
    yield f'<p class="asked" dir="auto">{escape(turn.question)}</p>'
    yield from _files(words.attachments, names(turn, asked=True))
    yield "</section>"
    yield f'<section class="answer"><h2>{escape(words.answer)}</h2>'
    if turn.thoughts:
        yield f"<details><summary>{escape(words.steps)}</summary><ol>"
        yield from (_thought(thought, words) for thought in turn.thoughts)
        yield "</ol></details>"
    yield rendered(turn.answer, words)
    for form in turn.forms:
        yield from (rendered(part.text, words) for part in form.parts if form.state == "open")
        yield rendered(form.answered, words)
        yield _note(": ".join(filter(None, (form.title, outcome(form, words)))))
    yield from _files(words.files_of_answer, names(turn, asked=False))
    yield from (_note(said) for said in remarks(turn, words))
    if turn.citations:
        yield f"<h3>{escape(words.sources)}</h3>"
        yield from (_source(source, words) for source in turn.citations)
    yield "</section>"


def _with_person(turn: Turn, time: str, words: Words) -> Iterator[str]:
    """What the app has no part in: a line, or a message of the customer's or of the person's."""
    if said := came_or_left(turn, words):
        yield f'<p class="note" dir="auto">{escape(said)}{time}</p>'
        return
    theirs = turn.kind == "person"
    heading = (turn.author or words.a_person) if theirs else words.message
    yield f'<section class="{"answer" if theirs else "question"}"><h2 dir="auto">{escape(heading)}{time}</h2>'
    yield rendered(turn.answer, words) if theirs else f'<p class="asked" dir="auto">{escape(turn.question)}</p>'
    yield from _files(words.attachments, names(turn, asked=not theirs))
    yield "</section>"


def _note(text: str) -> str:
    return f'<p class="note" dir="auto">{escape(text)}</p>'


def _files(label: str, files: Sequence[str]) -> Iterator[str]:
    if files:
        listed = "".join(f'<li dir="auto">{escape(name)}</li>' for name in files)
        yield f'<p class="note">{escape(label)}</p><ul class="files">{listed}</ul>'


def _thought(thought: Thought, words: Words) -> str:
    inside = [f"{escape(label_of(thought, words))}: {escape(state_of(thought, words))}", rendered(thought.text, words)]
    for label, text in ((words.step_input, thought.input), (words.step_result, thought.result)):
        inside += [f'<p class="note">{escape(label)}</p><pre><code>{escape(text)}</code></pre>'] if text else []
    inside += _files(words.files_of_answer, [file.name for file in thought.files if file.name])
    return f"<li>{''.join(inside)}</li>"


def _source(source: Citation, words: Words) -> str:
    name = f"[{source.position}] {escape(source.document)}"
    if _LINK.match(source.link):
        name = f'<a href="{escape(source.link)}" rel="noopener noreferrer nofollow">{name}</a>'
    told = about(source, words)
    passage = f'<blockquote class="asked" dir="auto">{escape(source.content)}</blockquote>' if source.content else ""
    return f'<div class="source"><p dir="auto">{name}{escape(f", {told}") if told else ""}</p>{passage}</div>'


def rendered(text: str, words: Words) -> str:
    """An answer's Markdown as HTML: raw HTML is text, a link goes to the web, mail or a telephone, an image is a
    link, and its headings stand below the page's own."""
    if not text.strip():
        return ""
    tokens = reader().parse(text)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, int(token.tag[1]) + 2)}"
        if token.children:
            token.children = list(_safe(token.children, words))
    return f'<div class="prose" dir="auto">{reader().renderer.render(tokens, reader().options, {})}</div>'


def _safe(tokens: Sequence[Token], words: Words) -> Iterator[Token]:
    within: list[str] = []
    for token in tokens:
        match token.type:
            case "link_open":
                within.append("a" if _LINK.match(str(token.attrs.get("href", ""))) else "span")
                yield _opened(within[-1], str(token.attrs.get("href", "")))
            case "link_close":
                yield Token("link_close", within.pop() if within else "span", -1)
            case "image":
                yield from _as_link(token, words, linked=bool(within))
            case _:
                yield token


def _as_link(image: Token, words: Words, *, linked: bool) -> Iterator[Token]:
    address, alt = str(image.attrs.get("src", "")), image.content
    host = _IMAGE.match(address)
    if linked or host is None:
        yield _text(alt)
        return
    yield _opened("a", address)
    yield _text(f"{words.open_image}: {alt or words.image_blocked.format(host=host[1])}")
    yield Token("link_close", "a", -1)


def _opened(tag: str, href: str) -> Token:
    attrs: dict[str, str | int | float] = {"href": href, "rel": "noopener noreferrer nofollow"} if tag == "a" else {}
    return Token("link_open", tag, 1, attrs=attrs)


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)
