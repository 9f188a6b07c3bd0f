"""An agent to whom an app is there no more reads nothing of it any longer, and keeps what they were writing."""

from pathlib import Path

from playwright.sync_api import expect

from app.i18n.en import EN

from .conftest import Serve, Visit
from .portals import table
from .test_console import lines, reading
from .test_console_beside import beside, note_of
from .test_sign_in import add_account, sign_in
from .upstream import Upstream


def test_what_an_agent_has_open_goes_with_the_app_and_what_they_write_stays(
    upstream: Upstream, serve: Serve, visit: Visit, tmp_path: Path
) -> None:
    file, desk = tmp_path / "apps.toml", table("desk", upstream.url, "Desk")
    lab = '[[app]]\nslug = "lab"\nembedded = "guide"\ntitle = "Lab"\n'
    file.write_text(desk + lab)
    server = serve(config=str(file), sign_in="local", roles="desk=agent")
    for name in ("anna", "bea"):
        add_account(server, name, "desk")
    customer, page = visit(server), visit(server).page
    customer.page.goto(f"{server.url}/sign-in?to=/apps/desk")
    sign_in(customer.page, name="bea")
    customer.expect_ready().ask_and_wait("LEN=3 Where are the lamps?")
    page.goto(f"{server.url}/sign-in?to=/console")
    sign_in(page, name="anna")
    lines(page).first.get_by_role("link").click()
    reading(page).get_by_role("button", name=EN.inbox_take, exact=True).click()
    box = reading(page).get_by_role("textbox", name=EN.inbox_reply)
    expect(box).to_be_focused()
    box.fill("In the shed.")
    note = page.get_by_label(EN.inbox_note_write)
    note.fill("They have a boat.")
    note.press("Enter")
    expect(note_of(page)).to_contain_text("They have a boat.")
    expect(beside(page)).to_contain_text("bea")

    file.write_text(f'{desk}groups = ["staff"]\n{lab}')
    expect(reading(page).get_by_text(EN.inbox_gone)).to_be_visible()
    expect(lines(page)).to_have_count(0)
    expect(beside(page)).to_have_count(0)
    for gone in ("lamps", "They have a boat."):
        expect(page.get_by_text(gone)).to_have_count(0)
    expect(box).to_have_value("In the shed.")
    box.press("Enter")
    expect(reading(page).get_by_role("alert")).to_be_visible()
    expect(box).to_have_value("In the shed.")
