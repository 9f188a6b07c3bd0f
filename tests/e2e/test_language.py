"""The page speaks the language that the browser asks for."""

from playwright.sync_api import expect

from app.i18n.en import EN
from app.i18n.zh import ZH

from .conftest import Visit
from .page import ChatPage
from .script import Say
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
