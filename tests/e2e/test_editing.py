"""A question asked anew in other words; what followed the first ones stays behind them."""

from playwright.sync_api import expect

from app.i18n.en import EN

from .conftest import Visit
from .page import ChatPage
from .script import picture
from .server import Server
from .turn_actions import answer_bar, answered, asked_anew, button, edit_box, question_bar, says
from .upstream import Upstream


def test_an_edited_question_keeps_the_first_one_and_what_followed_behind_it(chat: ChatPage, upstream: Upstream) -> None:
    answered(chat, upstream, "What?", "This.")
    answered(chat, upstream, "And then?", "That.")
    button(question_bar(chat, nth=0), EN.edit_question).click()
    expect(edit_box(chat)).to_have_value("What?")
    expect(chat.log).to_contain_text(EN.memory_of_edits)
    edit_box(chat).fill("How?")
    upstream.script = says("So.")
    asks = chat.log.get_by_role("button", name=EN.ask_anew, exact=True)
    asks.evaluate("(asks, elsewhere) => { asks.click(); elsewhere.focus(); }", chat.new_chat.element_handle())
    expect(chat.answer).to_contain_text("So.")
    chat.expect_idle()
    expect(chat.questions).to_have_text(["How?"])
    expect(chat.new_chat).to_be_focused()
    assert [seen.body["query"] for seen in upstream.seen("/chat-messages")] == ["What?", "And then?", "How?"]
    button(answer_bar(chat), EN.version_before).click()
    expect(chat.questions).to_have_text(["What?", "And then?"])
    chat.reload()
    expect(chat.questions).to_have_text(["What?", "And then?"])


def test_a_question_is_edited_by_keyboard_alone(chat: ChatPage, upstream: Upstream) -> None:
    answered(chat, upstream, "What?", "This.")
    pencil = button(question_bar(chat), EN.edit_question)
    pencil.focus()
    keys = chat.page.keyboard
    keys.press("Enter")
    expect(edit_box(chat)).to_be_focused()
    keys.type(" Nonsense")
    keys.press("Escape")
    expect(edit_box(chat)).to_have_count(0)
    expect(pencil).to_be_focused()
    keys.press("Enter")
    expect(edit_box(chat)).to_have_value("What?")
    keys.press("Shift+Enter")
    keys.type("And how?")
    expect(edit_box(chat)).to_have_value("What?\nAnd how?")
    upstream.script = says("So.")
    keys.press("Enter")
    expect(chat.answer).to_contain_text("So.")
    expect(chat.questions).to_have_text(["What?\nAnd how?"])
    expect(chat.message).to_be_focused()
    assert upstream.seen("/chat-messages")[-1].body["query"] == "What?\nAnd how?"


def test_the_keys_of_an_input_method_neither_send_nor_cancel_an_edit(chat: ChatPage, upstream: Upstream) -> None:
    answered(chat, upstream, "What?", "This.")
    button(question_bar(chat), EN.edit_question).click()
    edit_box(chat).fill("ni hao")
    for key in ("Enter", "Escape"):
        edit_box(chat).evaluate(
            "(box, key) => box.dispatchEvent(new KeyboardEvent('keydown',"
            " {key, bubbles: true, cancelable: true, isComposing: true, keyCode: 229}))",
            key,
        )
    expect(edit_box(chat)).to_have_value("ni hao")
    assert len(upstream.seen("/chat-messages")) == 1


def test_what_was_typed_in_an_edit_survives_a_reload(chat: ChatPage, upstream: Upstream) -> None:
    answered(chat, upstream, "What?", "This.")
    button(question_bar(chat), EN.edit_question).click()
    edit_box(chat).fill("How on earth?")
    chat.reload()
    button(question_bar(chat), EN.edit_question).click()
    expect(edit_box(chat)).to_have_value("How on earth?")


def test_an_edit_that_is_much_too_long_is_said_and_not_lost(chat: ChatPage, upstream: Upstream) -> None:
    answered(chat, upstream, "What?", "This.")
    button(question_bar(chat), EN.edit_question).click()
    edit_box(chat).fill("x" * 100_001)
    edit_box(chat).press("Enter")
    expect(chat.alert).to_contain_text("100,001")
    assert edit_box(chat).input_value() == "x" * 100_001
    edit_box(chat).fill("How?")
    edit_box(chat).press("Enter")
    expect(chat.questions).to_have_text(["How?"])
    chat.expect_idle()
    expect(chat.alert).to_have_count(0)


def test_pictures_stay_with_a_question_that_is_asked_anew_in_other_words_and_again(
    app: Upstream, full: Server, visit: Visit
) -> None:
    chat, upstream = visit(full).open(), app
    with chat.page.expect_file_chooser() as chooser:
        chat.page.get_by_role("button", name=EN.attach_files).click()
    chooser.value.set_files([{"name": "a.png", "mimeType": "image/png", "buffer": picture()}])
    expect(chat.page.get_by_role("button", name=EN.remove_file.format(name="a.png"))).to_be_visible()
    answered(chat, upstream, "What is this?", "A picture.")
    asked_anew(chat, upstream, "Still a picture.")
    button(question_bar(chat), EN.edit_question).click()
    edit_box(chat).fill("And this?")
    upstream.script = says("The same picture.")
    edit_box(chat).press("Enter")
    expect(chat.answer).to_contain_text("The same picture.")
    chat.expect_idle()
    sent = [seen.body["files"] for seen in upstream.seen("/chat-messages")]
    assert len(sent) == 3 and sent[0] == sent[1] == sent[2] != []
    expect(chat.questions.get_by_role("img")).to_have_count(1)
    chat.reload()
    expect(chat.questions.get_by_role("img")).to_have_count(1)
    button(answer_bar(chat), EN.version_before).click()
    expect(chat.answer).to_contain_text("Still a picture.")
    expect(chat.questions.get_by_role("img")).to_have_count(1)
