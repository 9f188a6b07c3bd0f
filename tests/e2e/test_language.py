"""The page speaks the language that the browser asks for, or that a person chose."""

import re
from dataclasses import asdict

import pytest
from playwright.sync_api import Locator, expect

from app.i18n import CATALOGUES, Words
from app.i18n.ar import AR
from app.i18n.de import DE
from app.i18n.en import EN
from app.i18n.ja import JA
from app.i18n.zh import ZH

from .conftest import Visit
from .page import ChatPage
from .script import End, Hold, Say
from .server import Server
from .upstream import Upstream


def test_a_chinese_browser_gets_a_chinese_page(upstream: Upstream, parley: Server, visit: Visit) -> None:
    tab = visit(parley, locale="zh-CN")
    chat = ChatPage(tab.page, parley, ZH).open()
    expect(chat.new_chat).to_be_visible()
    expect(chat.log.locator("xpath=ancestor-or-self::*[@lang][1]")).to_have_attribute("lang", "zh")
    upstream.script = [Say("一半")]
    chat.ask("你好？")
    expect(chat.answer).to_contain_text(ZH.error_cut)
    upstream.script = None
    chat.retry.click()
    expect(chat.answer).to_contain_text("w11")
    chat.expect_idle()


def test_any_other_browser_gets_an_english_page(upstream: Upstream, parley: Server, visit: Visit) -> None:
    chat = visit(parley, locale="fr-FR").open()
    expect(chat.page.get_by_text(EN.ai_disclaimer).last).to_be_visible()
    expect(chat.log.locator("xpath=ancestor-or-self::*[@lang][1]")).to_have_attribute("lang", "en")


def test_a_choice_keeps_what_is_there_and_reaches_every_tab(upstream: Upstream, chat: ChatPage, visit: Visit) -> None:
    other = visit(chat.server, chat.page.context).open()
    upstream.script = [Say("w1 w2"), Hold(), Say(" w3"), End()]
    chat.ask("How does it go on?")
    expect(chat.answer).to_contain_text("w2")
    chat.message.fill("A draft")
    chat = chat.speak(AR)
    assert chat.focused() == AR.language
    expect(chat.message).to_have_value("A draft")
    expect(chat.answer).to_contain_text("w1 w2")
    other.expect_language(AR)
    upstream.release()
    expect(chat.answer).to_contain_text("w1 w2 w3")
    chat.expect_idle()
    chat.reload().expect_language(AR)
    expect(chat.message).to_have_value("A draft")
    expect(chat.answer).to_contain_text("w1 w2 w3")


def test_what_the_server_itself_says_is_in_the_language_that_was_chosen(chat: ChatPage) -> None:
    chat.speak(JA)
    told = chat.page.request.get(f"{chat.server.url}/speech/none?conversation=none")
    assert told.text() == JA.answer_gone


def test_an_arabic_page_is_mirrored_before_its_first_word(upstream: Upstream, parley: Server, visit: Visit) -> None:
    tab = visit(parley, locale="ar-EG")
    tab.page.add_init_script(
        "addEventListener('DOMContentLoaded', () =>"
        "  window.first = [document.documentElement.dir, document.body.innerText])"
    )
    chat = ChatPage(tab.page, parley, AR).open()
    first, said = chat.page.evaluate("window.first")
    assert first == "rtl" and chat.catalogue.new_chat not in said
    chat.ask_and_wait("سؤال")
    assert left_of(chat.log) < left_of(chat.sidebar)
    assert left_of(chat.send) < left_of(chat.message)
    assert left_of(chat.questions.last) == left_of(chat.answer)  # A question stands at the end of its line.
    chat.page.set_viewport_size({"width": 390, "height": 844})
    expect(chat.sidebar).to_be_hidden()
    assert not chat.scrolls_sideways()
    chat.show_conversations.click()
    expect(chat.sidebar).to_be_visible()
    expect(chat.sidebar).to_have_css("translate", "0px")
    box = chat.sidebar.bounding_box()
    assert box and box["x"] + box["width"] == 390


def left_of(it: Locator) -> float:
    box = it.bounding_box()
    assert box
    return box["x"]


# What a page shows that is in no catalogue: the app's own words and this visit's.
OPENING = {"Hello! Ask me **anything**.", "Hello! Ask me anything.", "Hello! Ask me", "anything"}
OF_THE_APP = {*OPENING, "Scripted", "What comes first?", "What comes last?", "And then?"}


@pytest.mark.parametrize("words", [DE, JA], ids=lambda words: words.code)
def test_no_word_of_a_page_is_in_another_language(
    upstream: Upstream, parley: Server, visit: Visit, words: Words
) -> None:
    chat = ChatPage(visit(parley, locale=words.code).page, parley, words).open()
    expect(chat.suggestions.first).to_be_visible()
    assert foreign(chat) == set()
    upstream.suggested = ["And then?"]
    upstream.script = [Say("…"), End({"retriever_resources": [{"position": 1, "document_name": "…", "content": "…"}]})]
    chat.ask_and_wait("…")
    expect(chat.suggestions).to_have_count(1)
    chat.sources.get_by_role("button").first.click()
    expect(chat.passage).to_be_visible()
    chat.log.get_by_role("button", name=words.bad_answer, exact=True).click()
    expect(chat.log.get_by_label(words.what_was_wrong)).to_be_visible()
    assert foreign(chat) == set()


def foreign(chat: ChatPage) -> set[str]:
    """What stands on the page, or is told of it, that is neither of its catalogue nor the app's nor a figure."""
    own = {words.own_name for words in CATALOGUES.values()} | OF_THE_APP
    texts = sorted(asdict(chat.catalogue).values(), key=len, reverse=True)
    known = [re.compile(re.sub(r"\\{\w+\\}", ".*", re.escape(text))) for text in texts]
    said = {text.strip() for text in chat.page.evaluate(_SAID)}
    return {
        text
        for text in said - own
        if re.search(r"[^\W\d_]", text) and not any(pattern.fullmatch(text) for pattern in known)
    }


_SAID = """
() => {
  const said = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode())
    if (!walk.currentNode.parentElement.closest("script, style, kbd")) said.push(walk.currentNode.data);
  for (const name of ["aria-label", "title", "placeholder", "alt", "aria-description", "aria-roledescription"])
    for (const it of document.querySelectorAll(`[${name}]`)) said.push(it.getAttribute(name));
  return said;
}
"""
