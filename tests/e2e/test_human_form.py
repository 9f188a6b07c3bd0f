"""A form that a flow puts in mid-answer: it is filled in, and the same answer goes on."""

from collections.abc import Sequence
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from app.embedded.apps.desk import forms as desk
from app.i18n.en import EN

from .conftest import Serve, Visit
from .page import ChatPage
from .script import End, Hold, Say, SendFile, Step, flow_finished, flow_started, form, node, picture
from .server import Server
from .upstream import Upstream

CONTENT = "### A return\n\nWhat is the reason?\n\n{{#$output.reason#}}\n\nHow should it travel?\n\n{{#$output.way#}}"
REASON = {"type": "paragraph", "output_variable_name": "reason"}
WAY = {
    "type": "select",
    "output_variable_name": "way",
    "option_source": {"type": "constant", "value": ["By post", "To the shop"]},
}
SUBMIT = "/form/human_input/[^/]+"


def asking(**more: Any) -> list[Step]:
    """A flow that says something, and then waits for somebody."""
    asked = form(CONTENT, ("Send in", "Cancel"), (REASON, WAY), **more)
    return [flow_started(), *node("Look", "code"), Say("I can take it back. "), *asked]


def going_on(text: str, *before: Hold) -> Sequence[Step]:
    return [*before, *map(Say, text), End(), flow_finished()]


@pytest.fixture
def waiting(chat: ChatPage, upstream: Upstream) -> Locator:
    """The form, on a page whose answer waits for it."""
    upstream.script = asking()
    upstream.forms.resumed = going_on("Done: it is taken back.")
    chat.ask_and_wait("I want to return my lamp.")
    expect(chat.form()).to_be_visible()
    return chat.form()


def reason(asked: Locator) -> Locator:
    return asked.get_by_label("Reason")


def way(asked: Locator) -> Locator:
    return asked.get_by_label("Way")


def fill_in(asked: Locator) -> None:
    reason(asked).fill("It hums.")
    way(asked).select_option("By post")


def button(asked: Locator, name: str = "Send in") -> Locator:
    return asked.get_by_role("button", name=name, exact=True)


def submitted(upstream: Upstream) -> list[dict[str, Any]]:
    """What was said to forms."""
    return [seen.body for seen in upstream.seen(SUBMIT) if seen.method == "POST"]


def expect_gone_on(chat: ChatPage) -> None:
    chat.expect_idle()
    expect(chat.answers).to_have_count(1)
    expect(chat.answer).to_contain_text("I can take it back. Done: it is taken back.")
    expect(chat.answer.get_by_role("textbox")).to_have_count(0)


def test_a_form_is_filled_in_and_the_same_answer_goes_on(chat: ChatPage, upstream: Upstream, waiting: Locator) -> None:
    expect(waiting.get_by_role("heading", name="A return")).to_be_visible()
    expect(chat.answer).to_contain_text("I can take it back.")
    fill_in(waiting)
    upstream.forms.resumed = going_on("Done: it is taken back.", Hold("then"))
    button(waiting).click()
    expect(chat.stop).to_be_visible()
    upstream.release("then")
    expect_gone_on(chat)
    expect(chat.form()).to_contain_text(EN.form_answered.format(action="Send in"))
    [question] = upstream.seen("/chat-messages")
    [said] = submitted(upstream)
    assert said == {"inputs": {"reason": "It hums.", "way": "By post"}, "action": "send in", "user": question.user}
    chat.reload()
    expect_gone_on(chat)
    expect(chat.form()).to_contain_text(EN.form_answered.format(action="Send in"))
    assert len(upstream.seen("/chat-messages")) == 1


def test_a_text_that_nobody_wrote_is_sent_empty(chat: ChatPage, upstream: Upstream, waiting: Locator) -> None:
    way(waiting).select_option("By post")
    button(waiting).click()
    expect_gone_on(chat)
    assert submitted(upstream)[0]["inputs"] == {"reason": "", "way": "By post"}


def test_a_wrong_field_is_named_beside_it_and_has_the_focus(
    chat: ChatPage, upstream: Upstream, waiting: Locator
) -> None:
    reason(waiting).fill("It hums.")
    button(waiting).click()
    problem = EN.field_required.format(label="Way")
    expect(way(waiting)).to_have_accessible_description(problem)
    expect(way(waiting)).to_have_attribute("aria-invalid", "true")
    expect(way(waiting)).to_be_focused()
    expect(waiting.get_by_text(problem)).to_be_visible()
    expect(chat.page.get_by_text(EN.form_wrong)).to_be_visible()
    expect(reason(waiting)).to_have_value("It hums.")
    assert submitted(upstream) == []
    way(waiting).select_option("To the shop")
    button(waiting).click()
    expect_gone_on(chat)
    expect(chat.alert).to_have_count(0)


def test_a_choice_that_was_not_offered_is_refused(chat: ChatPage, upstream: Upstream, waiting: Locator) -> None:
    way(waiting).evaluate("it => it.add(new Option('By air', 'By air'))")
    way(waiting).select_option("By air")
    button(waiting).click()
    expect(way(waiting)).to_have_accessible_description(EN.field_not_offered)
    assert submitted(upstream) == []


def test_each_of_two_buttons_says_what_it_is(chat: ChatPage, upstream: Upstream, waiting: Locator) -> None:
    fill_in(waiting)
    button(waiting, "Cancel").click()
    expect_gone_on(chat)
    expect(chat.form()).to_contain_text(EN.form_answered.format(action="Cancel"))
    assert submitted(upstream)[0]["action"] == "cancel"


def test_a_form_whose_time_is_over_says_so_and_the_answer_goes_on(
    chat: ChatPage, upstream: Upstream, waiting: Locator
) -> None:
    upstream.forms.expire(upstream.forms.tokens()[-1])
    fill_in(waiting)
    button(waiting).click()
    expect_gone_on(chat)
    expect(chat.form()).to_contain_text(EN.form_expired)
    chat.reload()
    expect_gone_on(chat)
    expect(chat.form()).to_contain_text(EN.form_expired)


def test_a_form_that_somebody_else_answered_says_so_and_the_answer_goes_on(
    chat: ChatPage, upstream: Upstream, waiting: Locator
) -> None:
    upstream.forms.put(upstream.forms.tokens()[-1], {"action": "cancel", "inputs": {}})
    fill_in(waiting)
    button(waiting).click()
    expect_gone_on(chat)
    expect(chat.form()).to_contain_text(EN.form_closed)


def test_what_somebody_else_answered_is_there_after_a_reload(
    chat: ChatPage, upstream: Upstream, waiting: Locator
) -> None:
    upstream.forms.put(upstream.forms.tokens()[-1], {"action": "send in", "inputs": {}})
    chat.reload()
    expect_gone_on(chat)


def test_a_second_tab_answers_and_the_first_finds_it_so(
    chat: ChatPage, upstream: Upstream, waiting: Locator, parley: Server, visit: Visit
) -> None:
    other = visit(parley, chat.page.context).open(chat.expect_conversation_address())
    expect(button(other.form())).to_be_visible()
    fill_in(other.form())
    button(other.form()).click()
    expect_gone_on(other)
    fill_in(waiting)
    button(waiting, "Cancel").click()
    expect_gone_on(chat)
    expect(chat.form()).to_contain_text(EN.form_answered.format(action="Send in"))
    assert [said["action"] for said in submitted(upstream)] == ["send in"]


def test_a_form_that_was_delivered_elsewhere_is_waited_for(chat: ChatPage, upstream: Upstream) -> None:
    upstream.script = asking(form_token=None)
    upstream.forms.resumed = going_on("Done: it is taken back.")
    chat.ask_and_wait("I want to return my lamp.")
    expect(chat.form()).to_contain_text(EN.form_elsewhere)
    expect(chat.form().get_by_role("button")).to_have_count(0)
    chat.reload()
    expect(chat.form()).to_contain_text(EN.form_elsewhere)
    upstream.forms.put(upstream.forms.tokens()[-1], {"action": "send in", "inputs": {}})
    chat.reload()
    expect_gone_on(chat)


def test_what_was_typed_into_a_form_survives_a_reload(chat: ChatPage, upstream: Upstream, waiting: Locator) -> None:
    fill_in(waiting)
    chat.reload()
    expect(reason(chat.form())).to_have_value("It hums.")
    expect(way(chat.form())).to_have_value("By post")
    button(chat.form()).click()
    expect_gone_on(chat)
    assert submitted(upstream)[0]["inputs"] == {"reason": "It hums.", "way": "By post"}


def test_a_form_is_filled_in_by_keyboard_alone(chat: ChatPage, upstream: Upstream, waiting: Locator) -> None:
    keyboard = chat.page.keyboard
    for _ in range(40):
        keyboard.press("Shift+Tab")
        if chat.focused().startswith("Reason"):
            break
    expect(reason(waiting)).to_be_focused()
    keyboard.type("It hums.")
    keyboard.press("Tab")
    keyboard.type("By p")
    keyboard.press("Tab")
    expect(button(waiting)).to_be_focused()
    keyboard.press("Enter")
    expect_gone_on(chat)
    assert submitted(upstream)[0]["inputs"] == {"reason": "It hums.", "way": "By post"}
    expect(chat.message).to_be_focused()


def test_another_question_can_be_asked_while_a_form_waits(chat: ChatPage, upstream: Upstream, waiting: Locator) -> None:
    upstream.script = None
    chat.ask_and_wait("LEN=3 And the weather?")
    assert chat.words() == ["w0", "w1", "w2"]
    fill_in(waiting)
    button(waiting).click()
    expect(chat.answers.first).to_contain_text("I can take it back. Done: it is taken back.")
    chat.expect_idle()
    assert chat.words() == ["w0", "w1", "w2"]
    chat.reload()
    expect(chat.answers.first).to_contain_text("I can take it back. Done: it is taken back.")
    assert chat.words() == ["w0", "w1", "w2"]


def test_a_form_has_the_values_that_the_flow_knew(chat: ChatPage, upstream: Upstream) -> None:
    upstream.script = asking(defaults={"reason": "It flickers.", "way": "To the shop"})
    chat.ask_and_wait("I want to return my lamp.")
    expect(reason(chat.form())).to_have_value("It flickers.")
    expect(way(chat.form())).to_have_value("To the shop")


def test_files_of_the_question_and_of_the_answer_stay_when_it_goes_on(
    app: Upstream, full: Server, visit: Visit
) -> None:
    chat = visit(full).open()
    chat.choose(("lamp.png", picture(40, 30)))
    expect(chat.chips).to_have_attribute("data-state", "done")
    app.script = [flow_started(), SendFile(picture(100, 50)), *asking()]
    app.forms.resumed = [SendFile(picture(101, 50)), *going_on("Done: it is taken back.")]
    chat.ask_and_wait("I want to return this lamp.")
    expect(chat.answer_files()).to_have_count(1)
    fill_in(chat.form())
    button(chat.form()).click()
    for _ in chat.live_and_stored():
        expect_gone_on(chat)
        expect(chat.answer_files()).to_have_count(2)
        expect(chat.answer_files().get_by_role("img").last).to_have_js_property("naturalWidth", 101)
        expect(chat.sent_files().get_by_role("img")).to_have_js_property("naturalWidth", 40)


def test_another_visitor_cannot_answer_a_form(
    chat: ChatPage, upstream: Upstream, waiting: Locator, parley: Server, visit: Visit
) -> None:
    other = visit(parley).open(chat.expect_conversation_address())
    expect(other.alert).to_contain_text(EN.gone)
    expect(other.form()).to_have_count(0)
    token = upstream.forms.tokens()[-1]
    assert not any(token in frame for frame in (*chat.received, *other.received))


def test_the_desk_takes_a_lamp_back_with_its_form(serve: Serve, visit: Visit) -> None:
    chat = visit(serve(app="desk")).open()
    chat.ask_and_wait("I want to return the Aurora floor lamp and two Fjord desk lamps")
    asked = chat.form(desk.NODE_TITLE)
    expect(asked.get_by_role("heading", name="Return R-")).to_be_visible()
    steps = chat.open_steps()
    expect(steps.filter(has_text="Each thing")).to_be_visible()
    expect(steps.filter(has_text="Check the item")).not_to_have_count(0)
    asked.get_by_label("Reason").fill("They hum.")
    asked.get_by_role("combobox").select_option("Voucher")
    button(asked).click()
    for _ in chat.live_and_stored():
        expect(chat.answer).to_contain_text("is complete: Voucher")
        chat.expect_idle()
        expect(asked).to_contain_text(EN.form_answered.format(action="Send in"))
        expect(asked).to_contain_text("They hum.")


def test_files_that_a_flow_asks_for_go_with_its_form(chat: ChatPage, upstream: Upstream) -> None:
    names = {"file": "bill", "file-list": "pictures"}
    inputs = [{"type": kind, "output_variable_name": name} for kind, name in names.items()]
    upstream.script = [flow_started(), *form("{{#$output.bill#}} {{#$output.pictures#}}", ("Send in",), inputs)]
    upstream.forms.resumed = going_on("Thank you.")
    chat.ask_and_wait("I want to return my lamp.")
    bill = chat.form().get_by_role("group", name="Bill", exact=True)
    chat.choose(("bill.png", picture()), within=bill)
    expect(bill.locator('.chip[data-state="done"]')).to_be_visible()
    button(chat.form()).click()
    expect(chat.answer).to_contain_text("Thank you.")
    [kept] = upstream.files.uploads
    assert submitted(upstream)[0]["inputs"] == {
        "bill": {"type": "image", "transfer_method": "local_file", "upload_file_id": kept.id},
        "pictures": [],
    }
