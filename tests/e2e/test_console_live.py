"""The conversation that an agent has open is the customer's, as it is written; the address leads to it."""

from playwright.sync_api import Page, expect

from app.i18n.en import EN

from .conftest import Serve, Visit
from .script import End, Hold, Say, error
from .test_console import lines, reading
from .upstream import KEY, Upstream, refusal

LONG = "\n\n".join(f"Paragraph {number} of a long answer." for number in range(60))
TOP = "document.getElementById('inbox-thread').scrollTop"


def articles(page: Page):  # type: ignore[no-untyped-def]
    return reading(page).get_by_role("article")


def test_an_agent_reads_along_while_an_answer_is_written(upstream: Upstream, serve: Serve, visit: Visit) -> None:
    server = serve(api_url=upstream.url, api_key=KEY, role="agent")
    upstream.seed("An old one", turns=1)
    customer, agent = visit(server).open(), visit(server)
    upstream.script = [Say("So far."), Hold(), Say(f"\n\n{LONG}"), Hold("end"), Say("\n\nThe end."), End()]
    customer.ask("Where are the lamps?")
    page = agent.page
    page.goto(f"{server.url}/console")
    lines(page).first.click()
    expect(articles(page)).to_have_count(2)
    expect(articles(page).first).to_contain_text("Where are the lamps?")
    expect(articles(page).last).to_contain_text("So far.")
    # A reload leads to the same, and the answer goes on.
    page.reload()
    expect(articles(page).last).to_contain_text("So far.")
    upstream.release()
    expect(articles(page).last).to_contain_text("Paragraph 59")
    expect(articles(page).last.get_by_text("Paragraph 59")).to_be_in_viewport()
    # Who has scrolled up is not moved by what comes.
    page.get_by_role("log").hover()
    page.mouse.wheel(0, -1500)
    expect(articles(page).last.get_by_text("Paragraph 59")).not_to_be_in_viewport()
    expect(reading(page).get_by_role("button", name=EN.jump_to_latest)).to_be_visible()
    stood = page.evaluate(TOP)
    upstream.release("end")
    customer.expect_idle()
    expect(articles(page).last).to_have_attribute("aria-busy", "false")
    upstream.script = [Say("w0 w1 w2"), End()]
    customer.ask_and_wait("And the ships?")
    expect(articles(page)).to_have_count(4)
    assert page.evaluate(TOP) == stood
    reading(page).get_by_role("button", name=EN.jump_to_latest).click()
    expect(articles(page).last.get_by_text("w2")).to_be_in_viewport()
    # What the customer thinks of it comes by itself.
    customer.answer.get_by_role("button", name=EN.good_answer).click()
    expect(articles(page).last).to_contain_text(EN.inbox_good)
    expect(lines(page).first).not_to_contain_text(EN.inbox_unread)
    # By these whoever runs the app finds it.
    reading(page).get_by_role("button", name=EN.inbox_references).last.click()
    references = reading(page).get_by_role("region", name=EN.inbox_references)
    expect(references).to_contain_text("upstream.message_id")
    expect(references.get_by_role("button", name=EN.copy_reference)).to_be_in_viewport()
    # Another agent comes to it, writes something, and leaves.
    other = visit(server).page
    other.goto(page.url)
    looks, writes = (words.format(name=EN.inbox_another) for words in (EN.inbox_looks, EN.inbox_writes))
    for either in (page, other):
        expect(reading(either).get_by_text(looks)).to_be_visible()
    other.get_by_label(EN.inbox_note_write).press_sequentially("Hello")
    expect(reading(page).get_by_text(writes)).to_be_visible()
    other.close()
    expect(reading(page).get_by_text(EN.inbox_another)).to_have_count(0)
    # The browser's way back leads to the list, and forward to the conversation.
    page.go_back()
    expect(reading(page)).to_contain_text(EN.inbox_choose)
    expect(page).to_have_url(f"{server.url}/console")
    page.go_forward()
    expect(articles(page)).to_have_count(4)
    page.keyboard.press("Escape")
    expect(page).to_have_url(f"{server.url}/console")
    expect(reading(page)).to_contain_text(EN.inbox_choose)
    lines(page).first.click()
    reading(page).get_by_role("button", name=EN.inbox_mark_unread).click()
    expect(page).to_have_url(f"{server.url}/console")
    expect(lines(page).first).to_contain_text(EN.inbox_unread)
    # By what an answer failed is the agent's to know.
    upstream.script = [error("provider_quota_exceeded", "No more.", 400)]
    customer.ask("And the sails?")
    expect(customer.answer.locator(".notice")).to_be_visible()
    lines(page).first.click()
    expect(articles(page).last).to_contain_text("provider_quota_exceeded")
    expect(customer.log).not_to_contain_text("provider_quota_exceeded")
    page.keyboard.press("Escape")
    expect(reading(page)).to_contain_text(EN.inbox_choose)
    # Where none of the turns can be read there are the notes.
    upstream.refusals["messages"] = refusal("internal_server_error", "", 500)
    lines(page).filter(has_text="An old one").click()
    expect(reading(page).locator(".problem").first).to_be_visible()
    page.get_by_label(EN.inbox_note_write).fill("Call back")
    page.keyboard.press("Enter")
    expect(page.locator(".team-note")).to_contain_text("Call back")
