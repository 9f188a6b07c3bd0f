"""A conversation as Markdown: whatever was typed or answered, its outline is ours and its words are theirs."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from app.export import Thread, markdown
from app.export.markdown import contained, fenced, plain, quoted
from app.i18n.en import EN
from app.i18n.zh import ZH
from app.views import Attachment, Citation, HumanForm, Notice, Thought, Turn

READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
# The alphabet that marks are made of, so that a short text breaks something.
MARKED = st.text(alphabet="`~#>-=*_+[]()<>!&|\\\n\n \t:1.ax\r$", max_size=60)


def thread(*turns: Turn, **fields: object) -> Thread:
    return Thread(**{"title": "A title", "app": "Guide", "at": 1_790_000_000.0, "turns": turns} | fields)


def headings(text: str) -> list[str]:
    """Those of the document itself, as ``## words``."""
    tokens = READER.parse(text)
    return [
        f"{'#' * int(token.tag[1])} {tokens[number + 1].content}"
        for number, token in enumerate(tokens)
        if token.type == "heading_open" and token.level == 0
    ]


def outline(text: str) -> list[str]:
    return [heading for heading in headings(text) if re.match(r"##? ", heading)]


def read(text: str) -> str:
    """What somebody reads, without marks."""
    tokens = READER.parse(text)
    return "\n".join(
        "".join("\n" if child.type.endswith("break") else child.content for child in token.children or ())
        for token in tokens
        if token.type == "inline"
    )


def test_a_conversation_reads_from_its_title_to_its_last_source():
    turn = Turn(
        question="What is it?",
        answer="A lamp [1].",
        at=1_790_000_000.0,
        rating="like",
        sent=[Attachment(name="lamp.png")],
        files=[Attachment(name="plan.pdf")],
        citations=[Citation(1, "Lamps", "A lamp gives light.", "92%", "3", "https://example.org/lamps")],
        thoughts=[Thought(title="look_up", labels={"en_US": "Look up"}, state="done", input='{"word": "lamp"}')],
        notes=[Notice("note_annotated")],
    )
    assert markdown(thread(turn), EN) == (
        "# A title\n\n"
        "*Guide, as it was on 2026-09-21 14:13 UTC*\n\n"
        "## Question · 2026-09-21 14:13 UTC\n\n"
        "> What is it?\n\n"
        "**Attachments**\n\n- lamp.png\n\n"
        "## Answer\n\n"
        "**How this answer came about**\n\n"
        '- Look up: done\n\n  Input:\n\n  ```\n  {"word": "lamp"}\n  ```\n\n'
        "A lamp [1].\n\n"
        "**Files of this answer**\n\n- plan.pdf\n\n"
        "*This answer was written by a person for this question.*\n\n"
        "*Good answer*\n\n"
        "**Sources**\n\n"
        "**\\[1\\] Lamps**, page 3, relevance 92% <https://example.org/lamps>\n\n"
        "> A lamp gives light.\n"
    )


def test_the_words_around_are_those_of_the_reader():
    said = markdown(thread(Turn(question="为什么？", answer="因为。")), ZH)
    assert outline(said) == ["# A title", f"## {ZH.question}", f"## {ZH.answer}"]


def test_a_cut_answer_keeps_its_notice_and_a_conversation_read_in_part_says_so():
    turn = Turn(question="Why?", answer="Because", status="interrupted", notice=Notice("error_cut"))
    said = markdown(thread(turn, whole=False), EN)
    assert EN.error_cut in said
    assert EN.taken_in_part in said


def test_a_version_says_that_there_are_others():
    said = markdown(thread(Turn(question="Why?", answer="So.", number=2, count=3)), EN)
    assert EN.taken_version.format(number=2, count=3) in said


def test_a_form_that_was_filled_in_is_kept_with_what_was_pressed():
    form = HumanForm(title="Return", state="answered", answer="Send in", answered="Reason: broken")
    said = markdown(thread(Turn(question="Return it.", answer="Of course.", forms=[form])), EN)
    assert "Reason: broken" in said
    assert "Return: You answered: Send in" in said


BREAKING = [
    "```\nnever closed",
    "~~~~ python\n# never closed",
    "# Question",
    "Question\n===",
    "a\nb\n---\nc",
    "> ```\n> in a quotation",
    "- ```\n  in a list",
    "<!-- a comment",
    "<script>",
    "<details><summary>x",
    "    indented\n# heading",
    "| a |\n|---|\n| b |",
    "text\n    \n```",
    "[a]: https://example.org 'a title",
    "# ends with # #",
    "``` not a fence ` here",
    "\r# after a return\r\n## and both",
    "*" * 40,
    "`unclosed",
    "\\",
]


@pytest.mark.parametrize("text", BREAKING)
def test_neither_question_nor_answer_breaks_the_outline(text):
    said = markdown(thread(Turn(question=text, answer=text), Turn(question="Next", answer="Last")), EN)
    assert outline(said) == ["# A title", *["## Question", "## Answer"] * 2]


@given(MARKED, MARKED)
@example("`" * 3, "- a\n\n      ```\n")
def test_no_text_whatever_breaks_the_outline(question, answer):
    turns = [Turn(question=question, answer=answer), Turn(question="Next", answer="Last")]
    assert outline(markdown(thread(*turns, title=question), EN))[1:] == ["## Question", "## Answer"] * 2


@given(MARKED)
def test_a_question_reads_as_it_was_typed(question):
    typed = [" ".join(line.split()) for line in question.replace("\0", "").splitlines()]
    shown = [" ".join(line.split()) for line in read(quoted(question)).splitlines()]
    assert [line for line in shown if line] == [line for line in typed if line]


@given(MARKED)
def test_a_title_reads_as_it_was_typed(title):
    assert read(f"# {plain(title)} #") == " ".join(title.split())


@given(MARKED)
def test_code_reads_as_it_is(text):
    (token,) = READER.parse(fenced(text))
    assert token.content.rstrip() == text.replace("\r\n", "\n").replace("\r", "\n").rstrip()


def test_the_lines_and_indents_of_a_question_are_kept():
    assert quoted("def f():\n    return 1\n\nWhy?") == "> def f():\\\n> \u00a0\u00a0\u00a0\u00a0return 1\n>\n> Why?"


def test_an_answer_s_headings_stand_below_ours():
    said = contained("# One\n\nTwo\nlines\n===\n\n#### Deep\n\n```\n# not one\n```")
    assert headings(said) == ["### One", "### Two lines", "###### Deep"]
    assert "\n# not one\n" in said


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("<b>bold</b> and 1 < 2", "\\<b>bold\\</b> and 1 < 2"),
        ("`<b>` stays", "`<b>` stays"),
        ("```\n<b>\n```", "```\n<b>\n```"),
        ("<https://example.org>", "<https://example.org>"),
        ("![a cat](https://example.org/cat.png)", "\\![a cat](https://example.org/cat.png)"),
        ("`![a](b)` and \\![a](b)", "`![a](b)` and \\![a](b)"),
        ("an open ` and <i>", "an open ` and \\<i>"),
        ("one `a\nb <i>` two <i>", "one `a\nb <i>` two \\<i>"),
    ],
)
def test_raw_html_is_text_and_an_image_is_a_link(answer, said):
    assert contained(answer) == said


@given(MARKED)
def test_no_answer_has_live_html_or_images(answer):
    tokens = READER.parse(contained(answer))
    kinds = {token.type for token in tokens} | {child.type for token in tokens for child in token.children or ()}
    assert not kinds & {"html_block", "html_inline", "image"}
