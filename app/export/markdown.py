"""A conversation as Markdown (CommonMark with GitHub's tables).

Its outline is ours alone: a question is a quotation with every mark of it escaped, so that it reads as it was typed;
an answer keeps its Markdown, but its headings stand below ours, what it left open is closed, raw HTML is text and a
remote image is a link.
"""

import re
from collections.abc import Iterator

from app.export.blocks import code_lines, parsed
from app.export.thread import Thread, about, came_or_left, head, label_of, moment, names, outcome, remarks, state_of
from app.i18n import Words
from app.views import Citation, Thought, Turn

_MARKS = re.compile(r"[\\`*\[\]<~$]|&(?=[#\w])|(?<![^\W_])_|_(?![^\W_])")
_START = re.compile(r"([#>+\-=:|])|(\d{1,9})([.)])")
# Left to right: what is escaped already, code, an address in brackets; then what would be HTML, or an image.
_LIVE = re.compile(
    r"(\\.|(?<!`)(`+)(?!`)(?:.*?[^`])\2(?!`)|<[A-Za-z][\w.+-]{1,31}:[^\s<>]*>|<[\w.+-]+@[\w.-]+>)|(<(?=[A-Za-z/!?])|!(?=\[))",
    re.DOTALL,
)
_ATX = re.compile(r"( {0,3})(#{1,6})(?=[ \t]|$)")
_BELOW = 2  # our own levels above an answer's headings


def markdown(thread: Thread, words: Words) -> str:
    """The whole conversation; ends with a line break."""
    parts = [f"# {plain(thread.title or words.conversation)}", *(f"*{plain(line)}*" for line in head(thread, words))]
    for turn in thread.turns:
        parts += _turn(turn, words)
    return "\n\n".join(parts) + "\n"


def _turn(turn: Turn, words: Words) -> Iterator[str]:
    asked = moment(turn.at)
    if turn.kind:
        yield from _with_person(turn, asked, words)
        return
    yield f"## {words.question}" + (f" · {asked}" if asked else "")
    yield quoted(turn.question)
    if sent := names(turn, asked=True):
        yield _files(words.attachments, sent)
    yield f"## {words.answer}"
    if turn.thoughts:
        yield f"**{plain(words.steps)}**"
        yield "\n".join(_thought(thought, words) for thought in turn.thoughts)
    if turn.answer.strip():
        yield contained(turn.answer)
    for form in turn.forms:
        yield from (contained(part.text) for part in form.parts if form.state == "open" and part.text.strip())
        yield from [contained(form.answered)] if form.answered.strip() else []
        yield f"*{plain(': '.join(filter(None, (form.title, outcome(form, words)))))}*"
    if files := names(turn, asked=False):
        yield _files(words.files_of_answer, files)
    yield from (f"*{plain(said)}*" for said in remarks(turn, words))
    if turn.citations:
        yield f"**{plain(words.sources)}**"
        yield "\n\n".join(_source(source, words) for source in turn.citations)


def _with_person(turn: Turn, at: str, words: Words) -> Iterator[str]:
    """What the app has no part in: a line, or a message of the customer's or of the person's."""
    time = f" · {at}" if at else ""
    if said := came_or_left(turn, words):
        yield f"*{plain(said)}{time}*"
        return
    theirs = turn.kind == "person"
    yield f"## {plain(turn.author or words.a_person) if theirs else words.message}{time}"
    text = contained(turn.answer) if theirs else quoted(turn.question)
    yield from [text] if text else []
    if files := names(turn, asked=not theirs):
        yield _files(words.attachments, files)


def _files(label: str, files: list[str]) -> str:
    return "\n".join([f"**{plain(label)}**", "", *(f"- {plain(name)}" for name in files)])


def _thought(thought: Thought, words: Words) -> str:
    lines = [f"- {plain(label_of(thought, words))}: {state_of(thought, words)}"]
    inside = [contained(thought.text)] if thought.text.strip() else []
    for label, text in ((words.step_input, thought.input), (words.step_result, thought.result)):
        inside += [f"{plain(label)}:", fenced(text)] if text else []
    inside += [f"- {plain(file.name)}" for file in thought.files if file.name]
    lines += [_indented(f"\n{block}") for block in inside]
    return "\n".join(lines)


def _source(source: Citation, words: Words) -> str:
    name = f"**\\[{source.position}\\] {plain(source.document)}**"
    told = ", ".join(filter(None, (name, plain(about(source, words)))))
    if re.match(r"https?://[^\s<>]+$", source.link):
        told += f" <{source.link}>"
    return f"{told}\n\n{quoted(source.content)}" if source.content.strip() else told


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" if line else "" for line in text.split("\n"))


def plain(text: str) -> str:
    """Words as one line of Markdown that reads as they do."""
    line = _MARKS.sub(lambda found: "\\" + found[0], " ".join(text.replace("\0", "").split()))
    return _START.sub(_escaped_start, line, count=1) if _START.match(line) else line


def _escaped_start(found: re.Match[str]) -> str:
    return f"\\{found[1]}" if found[1] else f"{found[2]}\\{found[3]}"


def quoted(text: str) -> str:
    """Typed text as a quotation that reads as it was typed, with its lines and its indents."""
    lines = [line.rstrip() for line in text.replace("\0", "").expandtabs(4).splitlines()]
    last = len(lines) - 1
    return "\n".join(
        f"> {_indent(line)}{plain(line)}" + ("\\" if number < last and lines[number + 1] else "") if line else ">"
        for number, line in enumerate(lines)
    )


def _indent(line: str) -> str:
    """Spaces that no parser takes away."""
    return "\u00a0" * (len(line) - len(line.lstrip()))


def fenced(text: str) -> str:
    """``text`` as a block of code, whatever fences stand in it."""
    runs = [len(run) for run in re.findall(r"`+", text)]
    fence = "`" * max(3, 1 + max(runs, default=0))
    return f"{fence}\n{text.rstrip()}\n{fence}"


def contained(text: str) -> str:
    """An answer's Markdown as a part of ours: it can neither end what stands around it nor begin a heading above it."""
    text = text.replace("\0", "").strip("\n")
    lines = _lowered(_as_text("\n".join(text.splitlines())))
    tokens = parsed("\n".join([*lines, "", "# end"]))
    if tokens[-1].type == "heading_close" and tokens[-3].level == 0:
        return "\n".join(lines)
    return "\n".join([*lines, tokens[-1].markup])  # A fence is the one thing that an empty line leaves open.


def _as_text(text: str) -> str:
    """Without live HTML and images, but for what stands in code."""
    inside = code_lines(text)
    blocks: list[str] = []
    open_block: list[str] = []
    for number, line in enumerate(text.split("\n")):
        if number in inside or not line.strip():
            blocks += [_LIVE.sub(_still, "\n".join(open_block))] if open_block else []
            blocks.append(line)
            open_block = []
        else:
            open_block.append(line)
    return "\n".join([*blocks, *([_LIVE.sub(_still, "\n".join(open_block))] if open_block else [])])


def _still(found: re.Match[str]) -> str:
    return found[1] or f"\\{found[3]}"


def _lowered(text: str) -> list[str]:
    """The lines, with every heading that is the document's own below ours."""
    lines: list[str | None] = list(text.split("\n"))
    for token in parsed(text):
        if token.type != "heading_open" or token.level or token.map is None:
            continue
        first, end = token.map
        marks = "#" * min(6, int(token.tag[1]) + _BELOW)
        if token.markup.startswith("#"):
            lines[first] = _ATX.sub(rf"\g<1>{marks}", str(lines[first]), count=1)
        else:
            words = " ".join(str(line).strip() for line in lines[first : end - 1])
            lines[first:end] = [f"{marks} {words} {marks}", *[None] * (end - first - 1)]
    return [line for line in lines if line is not None]
