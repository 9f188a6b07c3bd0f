"""What is filled into an app's form reaches the app, is there to be changed, and begins another chat later."""

from playwright.sync_api import expect

from app.i18n.en import EN

from .forms import asked, chat, field, fill_in, form_server, form_upstream
from .page import ChatPage
from .script import picture
from .upstream import Upstream

__all__ = ["asked", "chat", "form_server", "form_upstream"]


def test_values_reach_the_app_with_their_types(chat: ChatPage, asked: Upstream) -> None:
    fill_in(chat)
    field(chat, "About").fill("Two\nlines")
    field(chat, "Tone").select_option("loud")
    field(chat, "Count").fill("2.5")
    field(chat, "Urgent").uncheck()
    field(chat, "Public").check()
    field(chat, "Options").fill('{"a": 1}')
    field(chat, "Colour").fill("blue")
    chat.start_chat.click()
    expect(chat.details).to_be_hidden()
    chat.ask_and_wait("Go?")
    [question] = asked.seen("/chat-messages")
    assert question.body["inputs"] == {
        "name": "Ada",
        "about": "Two\nlines",
        "region": "EU",
        "tone": "loud",
        "count": 2.5,
        "urgent": False,
        "public": True,
        "options": '{"a": 1}',
        "colour": "blue",
    }


def test_defaults_reach_the_app_and_what_is_empty_does_not(chat: ChatPage, asked: Upstream) -> None:
    fill_in(chat)
    field(chat, "Colour").fill("")
    chat.ask_and_wait("Go?")
    [question] = asked.seen("/chat-messages")
    assert question.body["inputs"] == {
        "name": "Ada",
        "about": "Some words",
        "region": "EU",
        "tone": "calm",
        "count": 2,
        "urgent": True,
        "public": False,
    }


def test_the_opening_speaks_with_the_values_of_the_form(chat: ChatPage) -> None:
    fill_in(chat)
    chat.start_chat.click()
    expect(chat.log).to_contain_text("Hello Ada, your tone is calm.")


def test_details_can_be_changed_before_the_first_question_and_are_as_they_were_left(
    chat: ChatPage, asked: Upstream
) -> None:
    fill_in(chat)
    chat.start_chat.click()
    expect(chat.details).to_be_hidden()
    chat.change_details.click()
    expect(field(chat, "Name")).to_have_value("Ada")
    expect(field(chat, "Region")).to_have_value("EU")
    field(chat, "Name").fill("Grace")
    chat.ask_and_wait("Go?")
    [question] = asked.seen("/chat-messages")
    assert question.body["inputs"]["name"] == "Grace"
    expect(chat.change_details).to_have_count(0)


def test_each_new_chat_has_a_form_of_its_own(chat: ChatPage, asked: Upstream) -> None:
    fill_in(chat)
    chat.ask_and_wait("Go?")
    expect(chat.details).to_be_hidden()
    chat.new_chat.click()
    expect(chat.details).to_be_visible()
    field(chat, "Name").fill("Grace")
    field(chat, "Region").select_option("US")
    chat.ask_and_wait("And?")
    first, second = asked.seen("/chat-messages")
    assert (first.body["inputs"]["name"], second.body["inputs"]["name"]) == ("Ada", "Grace")
    assert second.body["conversation_id"] == ""


def test_files_of_a_form_go_with_it(chat: ChatPage, asked: Upstream) -> None:
    fill_in(chat)
    paper, pictures = (chat.details.get_by_role("group", name=name, exact=True) for name in ("Paper", "Pictures"))
    chat.choose(("lamp.png", picture()), within=paper)
    expect(paper.get_by_role("alert")).to_contain_text("is of a type that the app does not take")
    paper.get_by_role("button", name=EN.remove_file.format(name="lamp.png")).click()
    expect(paper.get_by_role("button", name=EN.attach_files)).to_be_focused()
    chat.choose(("plan.pdf", b"%PDF-1.4"), within=paper)
    chat.choose(("one.png", picture()), ("two.png", picture()), ("three.png", picture()), within=pictures)
    expect(pictures.get_by_role("alert")).to_contain_text(EN.files_too_many.format(limit=2))
    pictures.get_by_role("button", name=EN.remove_file.format(name="three.png")).click()
    expect(chat.details.locator('.chip[data-state="done"]')).to_have_count(3)
    chat.reload()
    expect(chat.details.locator('.chip[data-state="done"]')).to_have_count(3)
    chat.ask_and_wait("What is on these?")
    [question] = asked.wait_for("/chat-messages")
    ids = {kept.part.name: kept.id for kept in asked.files.uploads}
    sent = {"transfer_method": "local_file"}
    assert question.body["inputs"]["paper"] == {**sent, "type": "document", "upload_file_id": ids["plan.pdf"]}
    assert question.body["inputs"]["pictures"] == [
        {**sent, "type": "image", "upload_file_id": ids[name]} for name in ("one.png", "two.png")
    ]
    chat.new_chat.click()
    expect(chat.details.locator(".chip")).to_have_count(0)


def test_details_are_seen_later_and_begin_another_chat_with_changed_ones(chat: ChatPage, asked: Upstream) -> None:
    fill_in(chat)
    field(chat, "About").fill("Two\nlines")
    chat.choose(("plan.pdf", b"%PDF-1.4"), within=chat.details.get_by_role("group", name="Paper", exact=True))
    expect(chat.details.locator('.chip[data-state="done"]')).to_have_count(1)
    chat.ask_and_wait("Go?")
    chat.new_chat.click()
    field(chat, "Name").fill("Half a na")
    chat.conversations.first.click()
    chat.reload()
    expect(chat.questions).to_have_text(["Go?"])
    chat.page.get_by_role("button", name=EN.options_of_open, exact=True).click()
    chat.page.get_by_role("menuitem", name=EN.given, exact=True).click()
    dialog = chat.page.get_by_role("dialog", name=EN.given, exact=True)
    expect(dialog.get_by_role("link", name=EN.given_again, exact=True)).to_be_visible()
    labels, values = (dialog.get_by_role(role).all_inner_texts() for role in ("term", "definition"))
    given = dict(zip(labels, values, strict=True))
    assert (given["Name"], given["About"], given["Urgent"], given["Public"]) == ("Ada", "Two\nlines", EN.yes, EN.no)
    assert (given["Paper"], given["Pictures"]) == ("plan.pdf", EN.not_given)
    dialog.get_by_role("link", name=EN.given_again, exact=True).click()
    expect(dialog).to_be_hidden()
    expect(field(chat, "Name")).to_have_value("Ada")
    expect(field(chat, "About")).to_have_value("Two\nlines")
    field(chat, "Region").select_option("US")
    chat.ask_and_wait("And?")
    first, second = (seen.body for seen in asked.seen("/chat-messages"))
    assert (second["conversation_id"], second["inputs"]) == ("", {**first["inputs"], "region": "US"})
    chat.new_chat.click()
    chat.details.get_by_role("button", name=EN.details_aside, exact=True).click()
    expect(field(chat, "Name")).to_have_value("Half a na")
    expect(field(chat, "Name")).to_be_focused()
    expect(chat.details.get_by_role("button", name=EN.details_aside, exact=True)).to_have_count(0)
