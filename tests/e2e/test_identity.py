"""Who is there is decided by a signed cookie alone: neither an address, nor a token, nor a word makes one somebody."""

import re
from typing import Any

from playwright.sync_api import BrowserContext, expect

from app.i18n.en import EN
from app.identity import COOKIE

from .conftest import Serve, Visit
from .page import ChatPage
from .server import Server
from .upstream import KEY, Upstream

SECRET = "LEN=3 Where is the treasure?"


def cookie(context: BrowserContext) -> dict[str, Any]:
    [found] = [item for item in context.cookies() if item["name"] == COOKIE]
    return dict(found)


def user(context: BrowserContext) -> str:
    return str(cookie(context)["value"]).rpartition(".")[0]


def test_the_cookie_is_signed_and_no_script_can_read_it(chat: ChatPage) -> None:
    found = cookie(chat.page.context)
    assert (found["httpOnly"], found["sameSite"], found["path"]) == (True, "Lax", "/")
    assert re.fullmatch(r"visitor-[0-9a-f-]{36}\.[\w-]{20,}", found["value"])
    assert COOKIE not in chat.page.evaluate("document.cookie")


def test_the_app_is_asked_as_the_user_of_the_cookie_and_no_other(serve: Serve, visit: Visit) -> None:
    with Upstream().serving() as upstream:  # one that is asked for nobody who was here before
        chat = visit(serve(api_url=upstream.url, api_key=KEY)).open("/?user=admin&user_id=admin")
        chat.ask_and_wait("LEN=3 I am user admin.")
        chat.reload()
        expect(chat.questions).to_have_count(1)
        assert {seen.user for seen in upstream.requests} == {user(chat.page.context)}


def test_a_returning_visitor_is_the_same_user(chat: ChatPage, parley: Server, visit: Visit) -> None:
    before = user(chat.page.context)
    chat.ask_and_wait(SECRET)
    chat.page.close()
    again = visit(parley, chat.page.context).open()
    expect(again.conversations).to_have_count(1)
    assert user(again.page.context) == before


def test_a_forged_cookie_makes_one_somebody_new(chat: ChatPage, parley: Server, visit: Visit) -> None:
    chat.ask_and_wait(SECRET)
    place = chat.expect_conversation_address()
    own = cookie(chat.page.context)
    for forged in (f"{user(chat.page.context)}.forged", user(chat.page.context), f"{own['value']}x"):
        other = visit(parley)
        other.page.context.add_cookies([{"name": COOKIE, "value": forged, "url": parley.url}])
        other.open(place)
        expect(other.alert).to_contain_text(EN.gone)
        assert user(other.page.context) != user(chat.page.context)
        assert not any("treasure" in frame for frame in other.received)


def test_another_visitor_cannot_open_my_conversation(chat: ChatPage, parley: Server, visit: Visit) -> None:
    chat.ask_and_wait(SECRET)
    other = visit(parley).open(chat.expect_conversation_address())
    expect(other.alert).to_contain_text(EN.gone)
    expect(other.questions).to_have_count(0)
    assert not any("treasure" in frame for frame in other.received)


def test_another_visitor_cannot_go_on_with_my_conversation(
    chat: ChatPage, upstream: Upstream, parley: Server, visit: Visit
) -> None:
    chat.ask_and_wait(SECRET)
    other = visit(parley).open(chat.expect_conversation_address())
    expect(other.alert).to_contain_text(EN.gone)
    other.message.fill("Tell me more.")
    other.message.press("Enter")
    expect(other.alert).to_contain_text(EN.gone)
    expect(other.message).to_have_value("Tell me more.")
    other.begin_anew().ask_and_wait("LEN=3 Anew.")  # so that what was sent before it has been heard
    assert [seen.body["query"] for seen in upstream.seen("/chat-messages")] == [SECRET, "LEN=3 Anew."]


def test_a_conversation_that_never_was_looks_like_somebody_else_s(
    parley: Server, upstream: Upstream, visit: Visit
) -> None:
    for path in ("/c/00000000-0000-4000-8000-000000000000", "/c/nonsense"):
        chat = visit(parley).open(path)
        expect(chat.alert).to_contain_text(EN.gone)
        chat.new_chat.click()
        expect(chat.suggestions.first).to_be_visible()
        chat.ask_and_wait("LEN=3 Anew.")
        expect(chat.alert).to_have_count(0)


def test_another_s_token_with_one_s_own_cookie_opens_an_empty_page(
    chat: ChatPage, parley: Server, visit: Visit
) -> None:
    chat.ask_and_wait(SECRET)
    token = chat.page.evaluate("sessionStorage.getItem('token')")
    assert token
    chat.page.close()
    thief = visit(parley)
    thief.page.add_init_script(f"sessionStorage.setItem('token', {token!r})")
    thief.open()
    expect(thief.questions).to_have_count(0)
    expect(thief.sidebar).to_contain_text(EN.no_conversations)
    thief.ask_and_wait("LEN=3 Mine.")
    expect(thief.conversations).to_have_count(1)
    assert not any("treasure" in frame for frame in thief.received)


def test_another_s_token_shows_nothing_while_its_owner_is_there(chat: ChatPage, parley: Server, visit: Visit) -> None:
    chat.ask_and_wait(SECRET)
    token = chat.page.evaluate("sessionStorage.getItem('token')")
    thief = visit(parley)
    thief.page.add_init_script(f"sessionStorage.setItem('token', {token!r})")
    thief.open()
    expect(thief.questions).to_have_count(0)
    assert not any("treasure" in frame for frame in thief.received)
    chat.ask_and_wait("LEN=4 Am I still here?")
    expect(chat.questions).to_have_count(2)
    assert not any("Am I still here" in frame for frame in thief.received)


def test_a_stop_is_sent_for_one_s_own_answer_alone(
    chat: ChatPage, upstream: Upstream, parley: Server, visit: Visit
) -> None:
    chat.ask("LEN=100 DELAY=20")
    expect(chat.answer).to_contain_text("w5")
    other = visit(parley).open(chat.expect_conversation_address())
    expect(other.alert).to_contain_text(EN.gone)
    expect(other.stop).to_have_count(0)
    chat.expect_idle()
    expect(chat.answer).to_contain_text("w99")
    assert not upstream.seen("/chat-messages/[^/]+/stop")
