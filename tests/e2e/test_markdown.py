"""An answer's Markdown is drawn: headings, lists, tables, code and mathematics, while it streams and from history."""

import pytest
from playwright.sync_api import Locator, expect

from app.i18n.ar import AR
from app.i18n.en import EN

from .conftest import Visit
from .page import ChatPage
from .script import End, Hold, Say
from .server import Server
from .states.texts import MIXED
from .test_actions import clipboard
from .upstream import Upstream

ANSWER = """## A heading

1. first
   - nested

| Name | Worth |
|---|---|
| **x** | 1 |

```python
print("drawn")
```

$$
\\frac{a}{b}
$$

and $$c^2$$ in a line, 汉字**加粗**。
"""


def expect_drawn(chat: ChatPage) -> None:
    expect(chat.answer.get_by_role("heading", name="A heading")).to_be_visible()
    expect(chat.answer.get_by_role("listitem").filter(has_text="nested").last).to_be_visible()
    expect(chat.answer.get_by_role("cell", name="x", exact=True)).to_be_visible()
    expect(chat.answer.get_by_role("code")).to_contain_text('print("drawn")')
    expect(chat.answer.get_by_role("button", name=EN.copy_code)).to_be_visible()
    expect(chat.answer.locator(".katex-display .mfrac")).to_be_visible()
    expect(chat.answer.locator(".katex")).to_have_count(2)
    expect(chat.answer.get_by_text("加粗", exact=True)).to_have_css("font-weight", "600")


def test_markdown_is_drawn_while_it_streams_at_its_end_and_from_history(chat: ChatPage, upstream: Upstream) -> None:
    upstream.script = [*[Say(piece) for piece in ANSWER.splitlines(keepends=True)], Hold(), Say("Done."), End()]
    chat.ask("Draw.")
    expect_drawn(chat)
    upstream.release()
    chat.expect_idle()
    expect_drawn(chat)
    chat.reload()
    expect_drawn(chat)


def test_a_code_block_is_copied_as_it_was_written(chat: ChatPage, upstream: Upstream) -> None:
    chat.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    upstream.script = [Say(ANSWER), End()]
    chat.ask_and_wait("Draw.")
    chat.answer.get_by_role("button", name=EN.copy_code).click()
    assert clipboard(chat, "print")["text/plain"].strip() == 'print("drawn")'


@pytest.mark.parametrize("locale", ["en", "ar"])
def test_each_block_of_a_turn_stands_on_its_own_side(
    upstream: Upstream, parley: Server, visit: Visit, locale: str
) -> None:
    words = AR if locale == "ar" else EN
    chat = ChatPage(visit(parley, locale=locale).page, parley, words).open()
    upstream.script = [Say(MIXED), End()]
    chat.ask_and_wait("An English line.\nسطر بالعربية.")
    text = chat.answer.locator(".prose")
    expect(text.get_by_role("heading", name="عنوان")).to_have_css("direction", "rtl")
    column = text.bounding_box()
    assert column
    left, right = column["x"], column["x"] + column["width"]
    for block in text.locator("p, li").all():
        at = written(block)
        arabic = "ا" in block.inner_text()
        assert (right - at[1] if arabic else at[0] - left) < 40, block.inner_text()
        assert (at[0] - left if arabic else right - at[1]) > 40, block.inner_text()
        assert left <= at[0] and at[1] <= right
    for item in text.get_by_role("listitem").all():  # The mark before it has room, too.
        at = written(item)
        assert min(at[0] - left, right - at[1]) > 15
    # Figures stand as their table does.
    for name, direction in (("الاسم", "rtl"), ("Worth", "ltr"), ("12", "rtl")):
        expect(text.locator("th, td").filter(has_text=name)).to_have_css("direction", direction)
    for code in text.locator("pre, code, .katex").all():
        expect(code).to_have_css("direction", "ltr")
    expect(text.locator("table")).to_have_css("direction", "rtl")
    expect(text.locator("blockquote")).to_have_css("direction", "rtl")
    # The question's two lines begin at opposite sides.
    assert chat.questions.last.locator(".asked").evaluate(ENDS) == ["left", "right"]


def written(block: Locator) -> tuple[float, float]:
    """Where the letters of ``block`` begin and end, from the left."""
    left, right = block.evaluate(
        """it => {
          const all = document.createRange();
          all.selectNodeContents(it);
          const boxes = [...all.getClientRects()].filter(({width}) => width);
          return [Math.min(...boxes.map(({left}) => left)), Math.max(...boxes.map(({right}) => right))];
        }"""
    )
    return left, right


ENDS = """
it => {
  const box = it.getBoundingClientRect();
  const all = document.createRange();
  all.selectNodeContents(it);
  const lines = [...all.getClientRects()].filter(({width}) => width);
  const begins = ({left, right}) => (left - box.left < box.right - right + 0.5 ? "left" : "right");
  return [lines[0], lines.at(-1)].map(begins);
}
"""
BLOCKS = '.prose :is(p, li, blockquote, [data-streamdown="code-block"], table)'


def test_what_has_been_drawn_is_not_drawn_again_while_the_answer_grows(chat: ChatPage, upstream: Upstream) -> None:
    upstream.script = [Say(MIXED + "\n\nMore"), Hold(), Say(" and more.\n\nوالمزيد.\n\nThe end"), Hold(), End()]
    chat.ask("Both?")
    expect(chat.answer).to_contain_text("More")
    expect(chat.answer.locator("pre").get_by_text("1", exact=True)).to_be_visible()  # Code's colours come later.
    chat.page.evaluate(
        """blocks => {
          window.changes = [];
          const watch = new MutationObserver((found) => window.changes.push(...found.map((it) => it.target.outerHTML)));
          [...document.querySelectorAll(blocks)].slice(0, -1).forEach((it) =>
            watch.observe(it, {subtree: true, childList: true, characterData: true, attributes: true}));
        }""",
        BLOCKS,
    )
    upstream.release()
    expect(chat.answer).to_contain_text("The end")
    assert chat.page.evaluate("window.changes") == []
    upstream.release()
    chat.expect_idle()
