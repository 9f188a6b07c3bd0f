"""Sources that can be checked: marks in the text, the list by document, and the passage beside the answer."""

from playwright.sync_api import Locator, expect

from app.i18n.en import EN

from .conftest import Visit
from .harmless import expect_harmless
from .page import ChatPage
from .script import End, Say
from .server import Server
from .upstream import Upstream

FIRST = {"position": 1, "document_name": "Manual", "content": "It holds 12 litres.", "score": 0.91, "page": 7,
         "doc_metadata": {"url": "https://example.org/manual"}}  # fmt: skip
SECOND = {"position": 2, "document_name": "Letters", "content": "Somebody asked.", "score": None}
THIRD = {"position": 3, "document_name": "Manual", "content": "It weighs 4 kg.", "score": 0.4}
SOURCES = [FIRST, SECOND, THIRD]


def answered(chat: ChatPage, upstream: Upstream, text: str, sources: list[dict[str, object]] | None = None) -> None:
    upstream.script = [Say(text), End({"retriever_resources": SOURCES if sources is None else sources})]
    chat.ask_and_wait("How much?")


def mark(chat: ChatPage, number: int) -> Locator:
    return chat.answer.locator(".prose").get_by_role("button", name=str(number), exact=True)


def test_a_mark_in_the_text_opens_its_passage_and_the_focus_comes_back(chat: ChatPage, upstream: Upstream) -> None:
    answered(chat, upstream, "It holds 12 litres [1], and **weighs 4 kg [3]**.")
    for number, passage in ((1, "It holds 12 litres."), (3, "It weighs 4 kg.")):
        mark(chat, number).press("Enter")
        expect(chat.passage.get_by_text(passage)).to_be_visible()
        expect(chat.passage.get_by_role("heading")).to_be_focused()
        chat.page.keyboard.press("Escape")
        expect(chat.passage).to_have_count(0)
        expect(mark(chat, number)).to_be_focused()


def test_marks_that_name_no_passage_and_those_in_code_stay_text(chat: ChatPage, upstream: Upstream) -> None:
    answered(chat, upstream, "A list[1] `x[1]` [9] 【2】\n\n```\ny[1]\n```\n\n[a link [1]](https://example.org)")
    expect(chat.answer.locator("code").first).to_have_text("x[1]")
    expect(chat.answer.locator(".prose")).to_contain_text("[9]")
    expect(chat.answer.locator(".prose .cite")).to_have_text(["1", "2"])


def test_each_answer_s_marks_name_its_own_passages(chat: ChatPage, upstream: Upstream) -> None:
    answered(chat, upstream, "One [1].", [FIRST])
    answered(chat, upstream, "Two [2].", [SECOND])
    expect(mark(chat, 2)).to_be_visible()


def test_marks_are_there_again_after_a_reload(chat: ChatPage, upstream: Upstream) -> None:
    answered(chat, upstream, "It holds 12 litres [1].")
    chat.reload()
    mark(chat, 1).click()
    expect(chat.passage.get_by_text("It holds 12 litres.")).to_be_visible()


def test_the_list_is_by_document_and_its_panel_goes_through_the_passages(chat: ChatPage, upstream: Upstream) -> None:
    answered(chat, upstream, "Cited.")
    expect(chat.sources.get_by_role("listitem")).to_have_count(2)
    expect(chat.sources.get_by_role("listitem").first.get_by_role("button")).to_have_count(2)
    chat.sources.get_by_role("button").first.click()
    expect(chat.passage).to_contain_text(EN.page_of_source.format(page=7))
    expect(chat.passage).to_contain_text(EN.score_of_source.format(score="91%"))
    link = chat.passage.get_by_role("link", name=EN.open_document)
    expect(link).to_have_attribute("href", "https://example.org/manual")
    expect(link).to_have_attribute("rel", "noopener noreferrer nofollow")
    chat.passage.get_by_role("button", name=EN.next).click()
    expect(chat.passage).to_contain_text("Somebody asked.")
    expect(chat.passage.get_by_role("link")).to_have_count(0)
    chat.passage.get_by_role("button", name=EN.previous).click()
    expect(chat.passage).to_contain_text("It holds 12 litres.")
    chat.passage.get_by_role("button", name=EN.close).click()
    expect(chat.sources.get_by_role("button").first).to_be_focused()


def test_another_answer_s_panel_gives_way(chat: ChatPage, upstream: Upstream) -> None:
    answered(chat, upstream, "First.", [FIRST])
    answered(chat, upstream, "Second.", [SECOND])
    chat.sources.first.get_by_role("button").click()
    expect(chat.passage).to_contain_text("It holds 12 litres.")
    chat.sources.last.get_by_role("button").click()
    expect(chat.passage).to_have_count(1)
    expect(chat.passage).to_contain_text("Somebody asked.")


def test_a_panel_goes_with_its_conversation(chat: ChatPage, upstream: Upstream) -> None:
    answered(chat, upstream, "Cited.")
    chat.sources.get_by_role("button").first.click()
    expect(chat.passage).to_be_visible()
    chat.new_chat.click()
    expect(chat.passage).to_have_count(0)


def test_a_link_that_is_no_address_of_the_web_is_none(chat: ChatPage, upstream: Upstream, harm: list[str]) -> None:
    bad = {**FIRST, "doc_metadata": {"url": "javascript:window.ran=1"}, "link": "javascript:window.ran=1"}
    answered(chat, upstream, "Cited [1].", [bad])
    mark(chat, 1).click()
    expect(chat.passage).to_contain_text("It holds 12 litres.")
    expect(chat.passage.get_by_role("link")).to_have_count(0)
    expect_harmless(chat, harm)


def test_the_guide_s_answer_has_marks(guide: Server, visit: Visit) -> None:
    chat = visit(guide).open()
    chat.ask_and_wait("What is Parley?")
    chat.answer.locator(".cite").first.click()
    expect(chat.passage.get_by_role("heading", name="What Parley is")).to_be_visible()
    assert not chat.scrolls_sideways()
