"""An agent steps in at the console, and the customer sees it on the chat page: both write, and the app goes on."""

from pathlib import Path

from playwright.sync_api import WebSocketRoute, expect

from app.i18n.en import EN

from .accessibility import no_serious_fault_in_both_schemes, nothing_outside, room_for_a_finger
from .conftest import Serve, Visit
from .ledger import expect_noted
from .script import End, Hold, Say
from .sending_files import PNG
from .test_console import NARROW, lines, reading
from .test_queue import ONE_BEHIND_THE_OTHER, queue
from .upstream import KEY, Upstream

APPS = """
[[app]]
slug = "desk"
url = "{url}"
key = "{key}"

[app.support]
button = true
alarm = 0.001
variable = "case"
"""
LONG = f"{'me' * 30}@{'example' * 9}.com"
# A browser that asks its person nothing, and a window that has the focus until a test takes it.
RECORDED = """
window.asked = 0;
window.shown = [];
window.Notification = class {
  static permission = "default";
  static async requestPermission() {
    window.asked += 1;
    return (this.permission = "granted");
  }
  constructor(title, options) {
    window.shown.push(`${title} ${options.body}`);
    window.last = this;
  }
};
let here = true;
document.hasFocus = () => here;
window.turn = (to) => {
  here = to;
  window.dispatchEvent(new Event(to ? "focus" : "blur"));
};
"""

# In one moment: a key in the box, then something is pressed, and typed.
AT_ONCE = """([key, pressed, typed]) => {
  const box = document.getElementById("reply");
  box.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  document.querySelector(pressed || "body").click();
  box.value += typed;
  box.dispatchEvent(new Event("input", { bubbles: true }));
}"""

ELSEWHERE = '[data-line]:not([aria-current="true"])'


def test_an_agent_is_told_of_who_waits_takes_their_conversation_writes_and_hands_it_back(
    upstream: Upstream, serve: Serve, visit: Visit, tmp_path: Path
) -> None:
    apps = tmp_path / "apps.toml"
    apps.write_text(APPS.format(url=upstream.url, key=KEY))
    server = serve(config=str(apps), role="agent")
    customer = visit(server).open()
    customer.ask_and_wait("LEN=3 Where are the lamps?")
    customer.page.get_by_role("button", name=EN.call_person, exact=True).click()
    expect(customer.page.get_by_text(EN.person_away)).to_be_visible()
    contact = customer.page.get_by_role("textbox", name=EN.contact, exact=True)
    contact.fill("me")
    contact.press("Enter")
    expect(customer.page.get_by_text(EN.contact_wrong)).to_be_visible()
    no_serious_fault_in_both_schemes(customer.page)
    contact.fill("me@example.com")
    contact.press("Enter")
    expect(customer.page.get_by_text(EN.contact_left.format(contact="me@example.com"))).to_be_visible()
    expect(contact).to_have_count(0)
    no_serious_fault_in_both_schemes(customer.page)
    change, withdraw, cancel = (
        customer.page.get_by_role("button", name=name, exact=True)
        for name in (EN.contact_change, EN.contact_withdraw, EN.cancel)
    )
    withdraw.click()
    expect(customer.page.get_by_text(EN.contact_wanted)).to_be_visible()
    contact.fill("you@example.com")
    contact.press("Enter")
    change.press("Enter")
    expect(contact).to_be_focused()
    expect(contact).to_have_value("you@example.com")
    cancel.press("Enter")
    expect(customer.message).to_be_focused()
    change.click()
    customer.page.set_viewport_size(NARROW)
    nothing_outside(customer.page)
    contact.fill(LONG)
    contact.press("Enter")
    expect(left := customer.page.get_by_text(EN.contact_left.format(contact=LONG))).to_be_visible()
    expect(contact).to_have_count(0)
    nothing_outside(customer.page)
    room_for_a_finger(customer.page)

    page = visit(server).page
    page.add_init_script(RECORDED)
    page.goto(f"{server.url}/console")
    expect(lines(page).locator(".late")).to_have_text(EN.alarm_waits.format(time="1 min"))
    expect(page).to_have_title(f"(1) {EN.inbox}")
    no_serious_fault_in_both_schemes(page)
    page.evaluate("turn(false)")
    assert page.evaluate("asked") == 0
    page.get_by_role("button", name=EN.alarm).click()
    expect(page.get_by_role("button", name=EN.alarm, pressed=True)).to_be_focused()
    expect(page.get_by_text(EN.alarm_on)).to_be_visible()
    page.set_viewport_size(NARROW)
    page.get_by_text(EN.inbox_filters, exact=True).click(trial=True)  # beneath what the bell says
    expect(page.get_by_text(EN.alarm_on)).to_be_visible()
    page.set_viewport_size({"width": 1280, "height": 800})
    page.wait_for_function("() => window.shown.length")
    rung = EN.alarm_rings.format(count=1)
    assert page.evaluate("[asked, shown]") == [1, [f"{rung} LEN=3 Where are the lamps?"]]
    page.evaluate("turn(true)")
    page.evaluate("last.onclick()")
    page.set_viewport_size(NARROW)
    expect(reading(page).get_by_role("link", name=LONG)).to_be_visible()
    nothing_outside(page)
    page.set_viewport_size({"width": 1280, "height": 800})
    reading(page).get_by_role("button", name=EN.inbox_take, exact=True).click()
    expect(customer.page.get_by_text(EN.with_a_person)).to_be_visible()
    expect(customer.message).to_have_attribute("placeholder", EN.write_to_person)
    expect(left).to_be_visible()
    withdraw.press("Enter")
    expect(left).to_have_count(0)
    expect(customer.message).to_be_focused()
    expect(reading(page).get_by_role("link", name=LONG)).to_have_count(0)

    box = reading(page).get_by_role("textbox", name=EN.inbox_reply)
    box.fill("Hello.")
    box.press("Shift+Enter")
    box.press_sequentially("Which lamps?")
    box.press("Enter")
    persons = customer.log.get_by_role("article", name=EN.a_person, exact=True)
    expect(persons).to_contain_text("Which lamps?")
    expect(box).to_have_value("")
    expect(page).to_have_title(EN.inbox)
    with page.expect_file_chooser() as chooser:
        reading(page).get_by_role("button", name=EN.attach_files).click()
    chooser.value.set_files([{"name": name, "mimeType": "image/png", "buffer": PNG} for name in ("red.png", "red.exe")])
    expect(reading(page).get_by_role("alert")).to_contain_text("red.exe")
    reading(page).get_by_role("button", name=EN.remove_file.format(name="red.exe")).click()
    expect(reading(page).locator(".chip").filter(has_text="red.png")).to_have_attribute("data-state", "done")
    box.press("Enter")
    for where in (persons, reading(page)):
        expect(where.get_by_role("img", name="red.png")).to_have_js_property("naturalWidth", 40)
    page.set_viewport_size({"width": 1280, "height": 500})
    customer.message.fill("The red ones.")
    customer.message.press("Enter")
    expect(reading(page).get_by_text("The red ones.")).to_be_in_viewport()
    page.set_viewport_size({"width": 1280, "height": 900})
    expect(reading(page).get_by_role("article")).to_have_count(5)
    no_serious_fault_in_both_schemes(page)

    page.set_viewport_size(NARROW)
    nothing_outside(page)
    room_for_a_finger(page)
    reading(page).get_by_role("button", name=EN.inbox_hand_back, exact=True).click()
    context = reading(page).get_by_role("textbox", name=EN.inbox_told)
    expect(context).to_have_value("Agent: Hello.\nWhich lamps?\nAgent: (red.png)\nCustomer: The red ones.")
    context.fill("They want the red lamps.")
    page.reload()
    expect(context).to_have_value("They want the red lamps.")
    # The app takes its time, and has no such variable after all.
    upstream.before["conversations/{id}/variables"] = [Hold("variables")]
    reading(page).get_by_role("button", name=EN.inbox_hand_back, exact=True).click()
    upstream.wait_for("/conversations/[^/]+/variables")
    page.reload()
    expect(context).to_have_value("They want the red lamps.")
    upstream.release("variables")
    expect(customer.log.get_by_text(EN.person_left.format(name=EN.a_person))).to_be_visible()
    expect(customer.message).to_have_attribute("placeholder", EN.placeholder)
    customer.ask_and_wait("LEN=3 And now?")
    [_, told] = [str(question.body["query"]) for question in upstream.seen("/chat-messages")]
    assert "They want the red lamps." in told and told.endswith("LEN=3 And now?")
    expect(customer.questions.last).to_have_text("LEN=3 And now?")


def test_what_an_agent_has_typed_outlives_a_reload_and_another_agent(
    upstream: Upstream, serve: Serve, visit: Visit
) -> None:
    server = serve(api_url=upstream.url, api_key=KEY, role="agent")
    customer = visit(server).open()
    customer.ask_and_wait("LEN=3 Where are the lamps?")
    page, other = visit(server).page, visit(server).page
    for at in (page, other):
        at.goto(f"{server.url}/console")
        lines(at).first.get_by_role("link").click()
    take, over = (reading(page).get_by_role("button", name=name) for name in (EN.inbox_take, EN.inbox_take_over))
    # What the customer has waiting goes to who takes the conversation, one message right after the other.
    waiting = "Red?", "Blue?", "Green?", "Two of them?", "By when?"
    upstream.script = [Say("w0"), Hold(), End()]
    customer.ask("Which?")
    expect(customer.answer).to_contain_text("w0")
    queue(customer, *waiting)
    expect(take).to_be_visible()
    lines(page).first.get_by_role("link").focus()
    page.keyboard.press("r")
    expect(take).to_be_focused()
    page.keyboard.press("Enter")
    expect(customer.page.get_by_text(EN.with_a_person)).to_be_visible()
    upstream.release()
    expect(customer.log.get_by_role("article", name=EN.message, exact=True)).to_have_text([*waiting])
    box = reading(page).get_by_role("textbox", name=EN.inbox_reply)
    expect(box).to_be_focused()
    page.keyboard.type("Which ones")
    page.reload()
    expect(box).to_have_value("Which ones")

    reading(other).get_by_role("button", name=EN.inbox_take_over).click()
    expect(over).to_be_visible()
    expect(box).to_have_count(0)
    over.click()
    expect(box).to_have_value("Which ones")
    box.press("End")
    page.keyboard.type("?")
    page.keyboard.press("ControlOrMeta+Enter")
    expect(reading(other).get_by_text("Which ones?")).to_be_visible()
    expect(box).to_have_value("")
    page.reload()
    expect(box).to_have_value("")
    # Written, and left before the server has said so; and what was typed on after it.
    box.fill("Both.")
    page.evaluate(AT_ONCE, ["Enter", "[data-closes-thread]", ""])
    expect(box).to_have_count(0)
    lines(page).first.get_by_role("link").click()
    expect(reading(page).get_by_text("Both.")).to_be_visible()
    expect(box).to_have_value("")
    box.fill("All.")
    page.evaluate(AT_ONCE, ["Enter", "", " Sent."])
    expect(reading(page).get_by_text("All.", exact=True)).to_be_visible()
    expect(box).to_have_value(" Sent.")


def test_what_was_sent_has_left_the_box_wherever_its_agent_has_gone_meanwhile(
    upstream: Upstream, serve: Serve, visit: Visit
) -> None:
    server = serve(api_url=upstream.url, api_key=KEY, role="agent")
    customer, page = visit(server).open(), visit(server).page
    customer.ask_and_wait("LEN=3 Where are the lamps?")
    customer.begin_anew()
    customer.ask_and_wait("LEN=3 And the ships?")
    deaf: list[bool] = []

    def between(socket: WebSocketRoute) -> None:
        socket.connect_to_server().on_message(lambda frame: None if deaf else socket.send(frame))

    page.route_web_socket("**/_event/**", between)
    page.goto(f"{server.url}/console")
    box = reading(page).get_by_role("textbox", name=EN.inbox_reply)
    note = page.get_by_label(EN.inbox_note_write)
    said = customer.log.get_by_role("article", name=EN.a_person, exact=True)
    for words in ("lamps?", "ships?"):
        lines(page).filter(has_text=words).get_by_role("link").click()
        expect(reading(page).get_by_role("heading", name=words)).to_be_visible()
        reading(page).get_by_role("button", name=EN.inbox_take, exact=True).click()
        expect(box).to_be_focused()
    # One right behind the other, before the server has said anything: each is a message of its own.
    page.evaluate(ONE_BEHIND_THE_OTHER, ["reply", ["One.", "Two.", "Three."], ""])
    for text in ("One.", "Two.", "Three."):
        expect(said.get_by_text(text, exact=True)).to_be_visible()
    expect(box).to_have_value("")
    customer.page.evaluate(ONE_BEHIND_THE_OTHER, ["message", ["Red?", "Blue?", "Green?"], ""])
    expect(customer.log.get_by_role("article", name=EN.message, exact=True)).to_have_text(["Red?", "Blue?", "Green?"])
    # In the other conversation something is written as well before one comes back.
    box.fill("Soon.")
    page.evaluate(AT_ONCE, ["Enter", ELSEWHERE, ""])
    expect(reading(page).get_by_role("heading", name="lamps?")).to_be_visible()
    expect(box).to_have_value("")
    box.press_sequentially("Here.")
    box.press("Enter")
    expect(reading(page).get_by_text("Here.", exact=True)).to_be_visible()
    expect(box).to_have_value("")
    page.locator(ELSEWHERE).click()
    expect(reading(page).get_by_text("Soon.", exact=True)).to_be_visible()
    expect(box).to_have_value("")
    # The page is gone before it has heard that they were written.
    box.fill("At last.")
    note.fill("They were told.")
    deaf.append(True)
    box.press("Enter")
    note.press("Enter")
    expect(said).to_contain_text(["One.", "Two.", "Three.", "Soon.", "At last."])
    expect_noted(server, "They were told.")
    deaf.clear()
    page.reload()
    expect(page.locator(".team-note")).to_contain_text("They were told.")
    expect(reading(page).get_by_text("At last.", exact=True)).to_be_visible()
    for written in (box, note):
        expect(written).to_have_value("")
