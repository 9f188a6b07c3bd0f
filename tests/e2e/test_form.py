"""The form that an app asks for: every control, its limits and defaults, and what is said beside a wrong field."""

from playwright.sync_api import expect

from app.i18n.en import EN

from .forms import asked, chat, expect_problem, field, fill_in, form_server, form_upstream
from .page import ChatPage
from .script import Hold
from .upstream import Upstream

__all__ = ["asked", "chat", "form_server", "form_upstream"]


def test_every_control_is_drawn_with_its_limit_and_default(chat: ChatPage) -> None:
    expect(field(chat, "Name")).to_have_attribute("maxlength", "12")
    expect(field(chat, "Name")).to_have_value("")
    expect(chat.details).to_contain_text("As on your badge.")
    expect(field(chat, "About")).to_have_value("Some words")
    expect(field(chat, "About")).to_have_attribute("maxlength", "40")
    assert field(chat, "Region").get_by_role("option").all_inner_texts() == [EN.choose, "EU", "US"]
    expect(field(chat, "Region")).to_have_value("")
    expect(field(chat, "Tone")).to_have_value("calm")
    expect(field(chat, "Count")).to_have_value("2")
    expect(field(chat, "Count")).to_have_role("spinbutton")
    expect(field(chat, "Urgent")).to_be_checked()
    expect(field(chat, "Public")).not_to_be_checked()
    expect(field(chat, "Colour")).to_have_value("red")
    expect(chat.details).not_to_contain_text("Hidden")


def test_a_required_field_left_out_is_named_beside_it(chat: ChatPage) -> None:
    chat.start_chat.click()
    expect_problem(chat, "Name", EN.field_required.format(label="Name"))
    expect_problem(chat, "Region", EN.field_required.format(label="Region"))
    expect(field(chat, "About")).not_to_have_attribute("aria-invalid", "true")
    expect(chat.details).to_be_visible()


def test_a_question_before_the_form_is_right_is_kept_and_not_sent(chat: ChatPage, asked: Upstream) -> None:
    field(chat, "About").fill("I typed this")
    chat.message.fill("My question?")
    chat.message.press("Enter")
    expect_problem(chat, "Name", EN.field_required.format(label="Name"))
    expect(chat.page.get_by_text(EN.fields_wrong)).to_be_visible()
    expect(chat.message).to_have_value("My question?")
    expect(field(chat, "About")).to_have_value("I typed this")
    assert not asked.seen("/chat-messages")
    fill_in(chat)
    chat.message.press("Enter")
    expect(chat.questions).to_have_text(["My question?"])
    expect(chat.message).to_have_value("")
    chat.expect_idle()
    [question] = asked.seen("/chat-messages")
    assert question.body["inputs"]["about"] == "I typed this"


def test_a_text_over_its_limit_is_refused_with_both_numbers(chat: ChatPage) -> None:
    fill_in(chat)
    field(chat, "Name").evaluate("it => it.removeAttribute('maxlength')")
    field(chat, "Name").fill("Ada Lovelace the First")
    chat.start_chat.click()
    expect_problem(chat, "Name", EN.field_too_long.format(length=22, limit=12))
    expect(field(chat, "Name")).to_have_value("Ada Lovelace the First")


def test_a_choice_that_was_not_offered_is_refused(chat: ChatPage) -> None:
    fill_in(chat)
    field(chat, "Tone").evaluate("it => it.add(new Option('shrill', 'shrill'))")
    field(chat, "Tone").select_option("shrill")
    chat.start_chat.click()
    expect_problem(chat, "Tone", EN.field_not_offered)


def test_what_is_not_a_number_is_refused(chat: ChatPage) -> None:
    fill_in(chat)
    # A browser hands over nothing at all for a number that it cannot read.
    field(chat, "Count").press_sequentially("e-")
    chat.start_chat.click()
    expect_problem(chat, "Count", EN.field_not_a_number)


def test_a_problem_goes_away_once_it_is_mended(chat: ChatPage) -> None:
    field(chat, "Name").fill("Ada")
    chat.start_chat.click()
    expect_problem(chat, "Region", EN.field_required.format(label="Region"))
    expect(field(chat, "Name")).to_have_value("Ada")
    field(chat, "Region").select_option("US")
    chat.start_chat.click()
    expect(chat.details).to_be_hidden()
    expect(chat.alert).to_have_count(0)


def test_a_suggested_question_waits_for_the_form_too(chat: ChatPage, asked: Upstream) -> None:
    chat.suggestions.first.click()
    expect_problem(chat, "Name", EN.field_required.format(label="Name"))
    assert not asked.seen("/chat-messages")
    fill_in(chat)
    chat.suggestions.first.click()
    expect(chat.questions).to_have_count(1)
    chat.expect_idle()


def test_a_form_waits_for_a_file_that_is_on_its_way(chat: ChatPage, asked: Upstream) -> None:
    fill_in(chat)
    asked.before["files/upload"] = [Hold("upload")]
    paper = chat.details.get_by_role("group", name="Paper", exact=True)
    chat.choose(("plan.pdf", b"%PDF-1.4"), within=paper)
    expect(paper.get_by_role("progressbar")).to_be_visible()
    chat.start_chat.click()
    expect(chat.details.get_by_text(EN.wait_for_upload)).to_be_visible()
    asked.release("upload")
    expect(paper.locator('.chip[data-state="done"]')).to_be_visible()
    chat.start_chat.click()
    expect(chat.details).to_be_hidden()
