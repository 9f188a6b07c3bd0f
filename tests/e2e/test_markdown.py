"""An answer's Markdown is drawn: headings, lists, tables, code and mathematics, while it streams and from history."""

from playwright.sync_api import expect

from app.i18n.en import EN

from .page import ChatPage
from .script import End, Hold, Say
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
    assert chat.page.evaluate("navigator.clipboard.readText()").strip() == 'print("drawn")'
