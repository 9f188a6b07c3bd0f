"""What a flow keeps in a conversation, in a builder's hands."""

from playwright.sync_api import expect

from app.i18n.en import EN

from .conftest import Serve, Visit
from .page import ChatPage


def opened(chat: ChatPage) -> None:
    chat.page.get_by_role("button", name=EN.options_of_open, exact=True).click()
    chat.page.get_by_role("menuitem", name=EN.variables, exact=True).click()


def test_a_builder_sees_and_sets_the_variables_of_a_conversation(serve: Serve, visit: Visit) -> None:
    chat = visit(serve(app="desk", role="builder")).open()
    chat.ask_and_wait("How long does a repair take?")
    opened(chat)
    dialog = chat.page.get_by_role("dialog", name=EN.variables, exact=True)
    turns = dialog.get_by_role("textbox", name="turns")
    expect(turns).to_have_value("1")
    expect(dialog).to_contain_text("How many questions the desk has answered.")
    turns.fill("many")
    save = dialog.get_by_role("button", name=EN.save_variable.format(name="turns"), exact=True)
    save.click()
    expect(turns).to_have_accessible_description(EN.variable_wrong.format(name="turns", kind="number"))
    expect(turns).to_have_value("many")
    turns.fill("41")
    save.click()
    expect(dialog.get_by_text(EN.variable_saved, exact=True)).to_be_visible()
    expect(turns).not_to_have_attribute("aria-invalid", "true")
    chat.page.keyboard.press("Escape")
    chat.ask_and_wait("And where do I send it?")
    opened(chat)
    expect(turns).to_have_value("42")


def test_a_visitor_has_no_way_to_them(chat: ChatPage) -> None:
    chat.ask_and_wait("LEN=3 Hello.")
    chat.page.get_by_role("button", name=EN.options_of_open, exact=True).click()
    expect(chat.page.get_by_role("menuitem", name=EN.rename, exact=True)).to_be_visible()
    expect(chat.page.get_by_role("menuitem", name=EN.variables, exact=True)).to_have_count(0)
