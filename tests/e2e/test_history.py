"""Long histories: older turns and older conversations come as one scrolls to them, and nothing jumps."""

from playwright.sync_api import Locator, expect

from app.i18n.en import EN

from .page import ChatPage
from .upstream import Upstream

LONG = "Answer {number}. " + "It goes on for a while. " * 12


def number_of(question: Locator) -> int:
    return int(question.inner_text().strip("Question ?"))


def question(chat: ChatPage, number: int) -> Locator:
    return chat.questions.filter(has_text=f"Question {number}?")


def test_a_conversation_opens_at_its_latest_turn(chat: ChatPage, upstream: Upstream) -> None:
    upstream.seed("The long one", turns=60, answer=LONG)
    chat.reload()
    chat.conversations.first.click()
    expect(question(chat, 59)).to_be_in_viewport()
    expect(question(chat, 0)).to_have_count(0)
    chat.reload()
    expect(question(chat, 59)).to_be_in_viewport()


def test_older_turns_come_on_scrolling_up_each_once_and_in_order(chat: ChatPage, upstream: Upstream) -> None:
    upstream.seed("The long one", turns=60, answer=LONG)
    chat.reload()
    chat.conversations.first.click()
    expect(question(chat, 59)).to_be_in_viewport()
    oldest = number_of(chat.questions.first)
    assert oldest > 20
    chat.log.hover()
    while oldest > 0:
        chat.page.mouse.wheel(0, -20_000)
        expect(question(chat, oldest - 1)).to_have_count(1)
        oldest = number_of(chat.questions.first)
    assert [number_of(one) for one in chat.questions.all()] == list(range(60))
    expect(chat.page.get_by_role("button", name=EN.load_older)).to_have_count(0)


def test_the_turn_in_view_does_not_move_when_older_ones_arrive(chat: ChatPage, upstream: Upstream) -> None:
    upstream.seed("The long one", turns=60, answer=LONG)
    chat.reload()
    chat.conversations.first.click()
    expect(question(chat, 59)).to_be_in_viewport()
    places = chat.page.evaluate(_PLACES_WHILE_OLDER_COME)
    expect(question(chat, 30)).to_have_count(1)
    moved = [place for place in places if abs(place - places[0]) > 2]
    assert moved == [], places


# Scrolls to the top, remembers the first turn there, and notes where it is painted until older ones stand above it.
_PLACES_WHILE_OLDER_COME = """
async () => {
  const questions = () => [...document.querySelectorAll('article[aria-label="Question"]')];
  const scroller = document.getElementById('thread');
  const frame = () => new Promise(requestAnimationFrame);
  const many = questions().length, first = questions()[0];
  scroller.scrollTop = 0;
  const places = [];
  for (let frames = 0, after = 0; frames < 600 && after < 30; frames++) {
    await frame();
    places.push(first.getBoundingClientRect().top);
    if (questions().length > many) after++;
  }
  return places;
}
"""


def test_the_thread_follows_the_text_until_its_reader_scrolls_up(chat: ChatPage, upstream: Upstream) -> None:
    latest = chat.page.get_by_role("button", name=EN.jump_to_latest)
    chat.ask("LEN=1500 DELAY=2")
    expect(chat.answer).to_contain_text("w400", timeout=20_000)
    expect(latest).to_be_hidden()
    scrolled = "by => { const it = document.getElementById('thread'); it.scrollTop -= by; return it.scrollTop; }"
    place = chat.page.evaluate(scrolled, 200)
    expect(latest).to_be_visible()
    expect(chat.answer).to_contain_text("w900", timeout=20_000)
    assert abs(chat.page.evaluate(scrolled, 0) - place) < 2
    latest.click()
    expect(latest).to_be_hidden()
    chat.expect_idle()
    expect(chat.answer).to_contain_text("w1499")
    expect(chat.answer.get_by_role("paragraph").last).to_be_in_viewport()


def test_older_conversations_come_on_scrolling_the_list(chat: ChatPage, upstream: Upstream) -> None:
    for number in range(45):
        upstream.seed(f"Talk {number}", turns=1).created_at += number
    chat.reload()
    expect(chat.conversations).not_to_have_count(0)
    chat.sidebar.hover()
    for _ in range(3):
        chat.conversations.last.scroll_into_view_if_needed()
        chat.page.mouse.wheel(0, 4000)
    expect(chat.conversations).to_have_count(45)
    assert sorted(chat.conversations.all_inner_texts()) == sorted(f"Talk {number}" for number in range(45))
    expect(chat.sidebar.get_by_role("button", name=EN.load_more)).to_have_count(0)


def test_a_conversation_gets_the_title_that_the_app_made(chat: ChatPage) -> None:
    question = "LEN=3 A question that is longer than its title may ever become"
    chat.ask_and_wait(question)
    expect(chat.conversations).to_have_text([question[:40]])
