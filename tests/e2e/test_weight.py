"""What a page weighs before it can be used; what few answers need comes with the first that needs it."""

from playwright.sync_api import expect

from app.i18n.en import EN

from .conftest import Visit
from .script import End, Say
from .server import Server
from .upstream import Upstream
from .windows import OWN

MOST = 395 * 1024  # bytes over the wire
LOADED = """
() => [performance.getEntriesByType('navigation')[0], ...performance.getEntriesByType('resource')]
  .map((it) => [it.name, it.transferSize])
"""
MARKDOWN = "() => performance.getEntriesByType('resource').some((it) => it.name.includes('/assets/markdown-'))"


def test_a_page_can_be_used_after_395_kb_and_has_mathematics_when_an_answer_does(
    upstream: Upstream, parley: Server, visit: Visit
) -> None:
    chat = visit(parley, **OWN).open()  # in a window of its own, which has kept nothing of an earlier visitor's page
    chat.page.wait_for_function(MARKDOWN)  # The page may rest before it asks for that.
    chat.page.wait_for_load_state("networkidle")
    first = dict(chat.page.evaluate(LOADED))
    assert sum(first.values()) <= MOST, first
    upstream.script = [Say("Look: $$x^2$$\n\n```python\nprint(1)\n```\n"), End()]
    chat.ask_and_wait(EN.ask_anything)
    expect(chat.answer.locator(".katex")).to_be_visible()
    expect(chat.answer.locator("pre [style*='--sdm-c']").first).to_be_visible()
    late = dict(chat.page.evaluate(LOADED)).keys() - first.keys()
    assert [address for address in late if "/assets/mathematics-" in address and address.endswith(".js")]
