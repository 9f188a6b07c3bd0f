"""The main job, on the guide that comes with the page: ask, read the answer with its sources, come back to it."""

from playwright.sync_api import expect

from app.embedded.apps.guide.profile import OPENING_QUESTIONS, TITLE
from app.i18n.en import EN

from .conftest import Visit
from .server import Server

QUESTION = "What happens when I reload the page in the middle of an answer?"


def test_the_first_visit_shows_who_answers_and_what_can_be_asked(guide: Server, visit: Visit) -> None:
    chat = visit(guide).open()
    expect(chat.page.get_by_role("heading", name=TITLE, exact=True)).to_be_visible()
    expect(chat.page.get_by_role("main").get_by_text(EN.ai_label, exact=True).first).to_be_visible()
    expect(chat.log).to_contain_text("Ask me about Parley")
    expect(chat.details).to_be_visible()
    expect(chat.suggestions).to_have_text(list(OPENING_QUESTIONS))
    expect(chat.page.get_by_text("it is not a language model").last).to_be_visible()
    expect(chat.sidebar).to_contain_text(EN.no_conversations)
    expect(chat.message).to_be_focused()


def test_an_answer_streams_with_its_sources_and_the_next_questions(guide: Server, visit: Visit) -> None:
    chat = visit(guide).open()
    chat.start_chat.click()
    expect(chat.details).to_be_hidden()
    expect(chat.message).to_be_focused()
    with chat.growth() as lengths:
        chat.ask_and_wait(QUESTION)
        expect(chat.sources).to_be_visible()
    assert len(lengths) > 5, lengths
    expect(chat.questions).to_have_text([QUESTION])
    expect(chat.answer).to_contain_text(EN.ai_label)
    expect(chat.sources.get_by_role("listitem").first).to_be_visible()
    expect(chat.suggestions.first).to_be_visible()
    chat.expect_conversation_address()


def test_a_source_opens_to_its_passage(guide: Server, visit: Visit) -> None:
    chat = visit(guide).open()
    chat.ask_and_wait(QUESTION)
    expect(chat.passage).to_have_count(0)
    chat.sources.get_by_role("button").first.click()
    expect(chat.passage.locator(".passage")).not_to_be_empty()


def test_a_conversation_is_there_after_a_reload_and_in_the_sidebar(guide: Server, visit: Visit) -> None:
    chat = visit(guide).open()
    chat.ask_and_wait(QUESTION)
    place = chat.expect_conversation_address()
    answer = chat.answer.inner_text()
    chat.reload()
    expect(chat.questions).to_have_text([QUESTION])
    expect(chat.answer).to_have_text(answer, use_inner_text=True)
    assert chat.path == place
    expect(chat.conversations).to_have_count(1)
    expect(chat.conversations.first).to_have_attribute("aria-current", "page")


def test_a_new_chat_is_empty_and_the_old_one_can_be_opened_again(guide: Server, visit: Visit) -> None:
    chat = visit(guide).open()
    chat.ask_and_wait(QUESTION)
    place = chat.expect_conversation_address()
    chat.new_chat.click()
    expect(chat.questions).to_have_count(0)
    expect(chat.details).to_be_visible()
    expect(chat.message).to_be_focused()
    assert chat.path == "/"
    chat.conversations.first.click()
    expect(chat.questions).to_have_text([QUESTION])
    assert chat.path == place


def test_a_suggested_question_is_asked_by_its_button(guide: Server, visit: Visit) -> None:
    chat = visit(guide).open()
    chat.suggestions.first.click()
    expect(chat.questions).to_have_text([OPENING_QUESTIONS[0]])
    chat.expect_idle()
    following = chat.suggestions.first
    expect(following).to_be_visible()
    text = following.inner_text()
    following.click()
    expect(chat.questions).to_have_text([OPENING_QUESTIONS[0], text])
    chat.expect_idle()


def test_a_question_asked_straight_away_takes_the_form_along(guide: Server, visit: Visit) -> None:
    chat = visit(guide).open()
    chat.details.get_by_label("Your name").fill("Ada")
    chat.ask_and_wait("What is Parley?")
    expect(chat.details).to_be_hidden()
    expect(chat.answer).to_contain_text("Ada")


def test_a_second_question_stands_below_the_first(guide: Server, visit: Visit) -> None:
    chat = visit(guide).open()
    chat.ask_and_wait("What is Parley?")
    place = chat.expect_conversation_address()
    chat.ask_and_wait("Which keys can I use?")
    expect(chat.questions).to_have_text(["What is Parley?", "Which keys can I use?"])
    assert chat.path == place
    expect(chat.conversations).to_have_count(1)
