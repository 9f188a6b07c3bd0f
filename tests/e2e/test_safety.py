"""An answer is text by a stranger: nothing of it runs, and nothing is fetched on its behalf."""

import json

import pytest
from playwright.sync_api import expect

from app.i18n.en import EN

from .alarms import Alarms
from .harmless import AFAR, ATTACKS, expect_harmless, expect_no_harm
from .page import ChatPage
from .script import End, Say
from .several import several
from .upstream import Upstream

# Asks for an address, and waits until the page was told that its policy has stopped that.
STOPPED = """
(address) => new Promise((told) => {
  addEventListener('securitypolicyviolation', told, {once: true});
  fetch(address).catch(() => {});
}).then(() => {})
"""


@several(ATTACKS)
def test_nothing_in_an_answer_runs_or_is_fetched(
    chat: ChatPage, upstream: Upstream, harm: list[str], names: list[str]
) -> None:
    for name in names:
        # One character at a time, so that it is rendered while it is incomplete; and once more in one piece.
        attack = ATTACKS[name]
        upstream.script = [*map(Say, attack), Say(f"\n\nend\n\n{attack}"), End()]
        chat.ask_and_wait(f"Attack: {name}.")
        expect(chat.answer).to_contain_text("end")
        expect_harmless(chat, harm)
    for answer in chat.reload_high(len(names)):
        expect(answer).to_contain_text("end")
        expect_harmless(chat, harm, answer)


def test_a_remote_image_is_a_link_that_names_its_host(chat: ChatPage, upstream: Upstream, harm: list[str]) -> None:
    upstream.script = [Say(f"Look: ![A chart]({AFAR}/chart.png?secret=said) and ![]({AFAR}/b.png)"), End()]
    chat.ask_and_wait("Show me.")
    chart = chat.answer.get_by_role("link", name="A chart")
    expect(chart).to_have_attribute("href", f"{AFAR}/chart.png?secret=said")
    expect(chart).to_have_attribute("rel", "noopener noreferrer nofollow")
    expect(chat.answer.get_by_role("link", name=EN.image_blocked.format(host="198.51.100.7"))).to_be_visible()
    assert chat.answer.locator("img").count() == 0
    assert harm == []


def test_links_open_elsewhere_and_tell_nothing(chat: ChatPage, upstream: Upstream) -> None:
    upstream.script = [
        Say("[A page](https://example.org/a), [mail](mailto:a@example.org), https://example.org/b"),
        End(),
    ]
    chat.ask_and_wait("Links?")
    for name, address in (("A page", "https://example.org/a"), ("https://example.org/b", "https://example.org/b")):
        link = chat.answer.get_by_role("link", name=name)
        expect(link).to_have_attribute("href", address)
        expect(link).to_have_attribute("target", "_blank")
        expect(link).to_have_attribute("rel", "noopener noreferrer nofollow")
    expect(chat.answer.get_by_role("link", name="mail", exact=True)).to_have_attribute("href", "mailto:a@example.org")


def test_nothing_is_fetched_from_elsewhere_in_a_whole_visit(
    chat: ChatPage, upstream: Upstream, harm: list[str]
) -> None:
    rich = "# Title\n\n**bold** `code`\n\n```python\nprint(1)\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n$$x^2$$\n"
    upstream.script = [Say(rich), End()]
    chat.reload()
    chat.ask_and_wait("Everything.")
    expect(chat.answer.get_by_role("heading", name="Title")).to_be_visible()
    expect(chat.answer.get_by_role("table")).to_be_visible()
    chat.reload()
    expect(chat.answer.get_by_role("table")).to_be_visible()
    assert harm == []


def test_an_answer_is_shown_as_markdown(chat: ChatPage, upstream: Upstream) -> None:
    text = "## Two things\n\n1. **bold**\n2. *slanted*\n\n> quoted\n\n```python\nprint('<b>')\n```\n\n~~gone~~\n"
    upstream.script = [*map(Say, text), End()]
    chat.ask_and_wait("Markdown?")
    expect(chat.answer.get_by_role("heading", name="Two things")).to_be_visible()
    expect(chat.answer.get_by_role("listitem")).to_have_text(["bold", "slanted"])
    expect(chat.answer.get_by_role("blockquote")).to_have_text("quoted")
    expect(chat.answer.get_by_role("code")).to_contain_text("print('<b>')")
    assert json.dumps(text)[1:-1].encode() not in chat.answer.inner_html().encode()


def test_what_is_harm_is_seen(chat: ChatPage, harm: list[str], alarms: Alarms) -> None:
    """The watch itself sees each thing that it is there for, before a reload and after it."""
    alarms.expect("Content Security Policy")
    for _ in ("opened", "loaded again"):
        harm.clear()
        chat.page.evaluate("window.ran = 1")
        chat.page.evaluate("alert('hello')")
        chat.page.evaluate(STOPPED, f"{AFAR}/away")
        with chat.page.context.expect_page():
            chat.page.evaluate("window.open('about:blank')")
        chat.page.evaluate("document.body.setAttribute('onfocus', '1')")
        with pytest.raises(AssertionError):
            expect_no_harm(chat, harm)
        chat.page.evaluate("document.body.removeAttribute('onfocus')")
        with pytest.raises(AssertionError):
            expect_no_harm(chat, harm)
        assert {"ran", "dialog: hello", "tab: about:blank"} < set(harm), harm
        assert any(line.startswith("policy: connect-src") for line in harm), harm
        chat.reload()
