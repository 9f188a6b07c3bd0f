"""What a visitor sees of the server's limits."""

import re
from collections.abc import Callable

from playwright.sync_api import expect

from app.i18n.en import EN

from .accessibility import no_serious_fault_in_both_schemes
from .conftest import Visit
from .page import ChatPage
from .script import End, Hold, Say
from .server import Server
from .upstream import KEY, Upstream


def test_a_question_too_many_stays_in_its_box_until_there_is_a_place(
    serve: Callable[..., Server], visit: Visit, upstream: Upstream
) -> None:
    chat: ChatPage = visit(serve(api_url=upstream.url, api_key=KEY, max_runs_per_user="1")).open()
    upstream.script = [Say("It began"), Hold(), End()]
    chat.ask("The first?")
    expect(chat.answer).to_contain_text("It began")
    chat.begin_anew()
    chat.message.fill("The second?")
    chat.message.press("Enter")
    expect(chat.alert).to_contain_text(EN.error_too_many_at_once)
    expect(chat.message).to_have_value("The second?")
    no_serious_fault_in_both_schemes(chat.page)
    assert len(upstream.seen("/chat-messages")) == 1


def test_a_question_beyond_a_limit_stays_in_its_box_and_is_told_when_it_can_go_out(
    serve: Callable[..., Server], visit: Visit, upstream: Upstream
) -> None:
    bounds = {"trusted_proxies": "127.0.0.1", "max_messages_a_minute_per_address": "2"}
    chat = visit(serve(api_url=upstream.url, api_key=KEY, **bounds)).open()
    upstream.script = [Say("It is so."), End()]
    chat.ask_and_wait("The first?")
    chat.ask_and_wait("The second?")
    chat.message.fill("The third?")
    chat.message.press("Enter")
    sentence = re.escape(EN.error_limit_address_minute.format(limit=2, when="…")).replace("…", r"\d+:\d\d:\d\d\s[AP]M")
    expect(chat.alert).to_have_text(re.compile(f"^{sentence}$"))
    expect(chat.message).to_have_value("The third?")
    no_serious_fault_in_both_schemes(chat.page)
    assert len(upstream.seen("/chat-messages")) == 2
    chat.reload()
    expect(chat.questions).to_have_count(2)
