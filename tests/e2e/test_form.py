"""The form that an app asks for: every control, its limits and defaults, and what is said beside a wrong field."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from app.i18n.en import EN

from .conftest import Visit
from .page import ChatPage
from .script import Hold, picture
from .server import Server, started
from .upstream import KEY, Upstream


def control(kind: str, label: str, variable: str, **rest: Any) -> dict[str, Any]:
    return {kind: {"label": label, "variable": variable, "required": False, "default": "", **rest}}


FORM = [
    control("text-input", "Name", "name", required=True, max_length=12, description="As on your badge."),
    control("paragraph", "About", "about", default="Some words", max_length=40),
    control("select", "Region", "region", required=True, options=["EU", "US"]),
    control("select", "Tone", "tone", options=["calm", "loud"], default="calm"),
    control("number", "Count", "count", default=2),
    control("checkbox", "Urgent", "urgent", default=True),
    control("checkbox", "Public", "public"),
    control("json_object", "Options", "options"),
    control("colour-wheel", "Colour", "colour", default="red"),
    control("text-input", "Hidden", "hidden", hide=True, default="unseen"),
    control("file", "Paper", "paper", allowed_file_types=["document"], allowed_file_upload_methods=["local_file"]),
    control("file-list", "Pictures", "pictures", max_length=2, allowed_file_types=["image"]),
]


@pytest.fixture(scope="package")
def _form_upstream() -> Iterator[Upstream]:
    with Upstream(
        user_input_form=FORM, opening_statement="Hello {{name}}, your tone is {{tone}}."
    ).serving() as upstream:
        yield upstream


@pytest.fixture(scope="package")
def form_server(
    guide: Server, _form_upstream: Upstream, tmp_path_factory: pytest.TempPathFactory, servers: list[Server]
) -> Iterator[Server]:
    with started(tmp_path_factory.mktemp("form"), api_url=_form_upstream.url, api_key=KEY) as server:
        servers.append(server)
        yield server


@pytest.fixture
def asked(_form_upstream: Upstream) -> Upstream:
    """The app behind the form, for what reached it."""
    _form_upstream.reset()
    return _form_upstream


@pytest.fixture
def chat(form_server: Server, asked: Upstream, visit: Visit) -> ChatPage:
    return visit(form_server).open()


def field(chat: ChatPage, label: str) -> Locator:
    return chat.details.get_by_label(label)


def fill_in(chat: ChatPage) -> None:
    field(chat, "Name").fill("Ada")
    field(chat, "Region").select_option("EU")


def expect_problem(chat: ChatPage, label: str, sentence: str) -> None:
    """The sentence stands beside the field, which is marked and names it as its description."""
    expect(field(chat, label)).to_have_attribute("aria-invalid", "true")
    expect(field(chat, label)).to_have_accessible_description(sentence)
    expect(chat.details.get_by_text(sentence, exact=True)).to_be_visible()


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


def test_a_suggested_question_waits_for_the_form_too(chat: ChatPage, asked: Upstream) -> None:
    chat.suggestions.first.click()
    expect_problem(chat, "Name", EN.field_required.format(label="Name"))
    assert not asked.seen("/chat-messages")
    fill_in(chat)
    chat.suggestions.first.click()
    expect(chat.questions).to_have_count(1)
    chat.expect_idle()


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
