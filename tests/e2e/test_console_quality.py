"""The console's quality: a bad rating comes with its reason, leads to its conversation, and is dealt with."""

from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Page, expect

from app.i18n.en import EN

from .accessibility import no_serious_fault_in_both_schemes, nothing_outside, room_for_a_finger
from .conftest import Serve, Visit
from .ledger import expect_ended
from .portals import file, other
from .script import End, Say, error
from .turn_actions import answer_bar, button
from .upstream import KEY, Upstream

__all__ = ["file", "other"]

NARROW = {"width": 390, "height": 844}
SOURCE = {"position": 1, "document_name": "Lamps.md", "content": "They are here."}


def part(page: Page, name: str):  # type: ignore[no-untyped-def]
    return page.get_by_role("region", name=name, exact=True)


def test_an_agent_deals_with_a_bad_rating(upstream: Upstream, serve: Serve, visit: Visit) -> None:
    server = serve(api_url=upstream.url, api_key=KEY, role="agent")
    chat = visit(server).open()
    upstream.script = [Say("Here [1]."), End(metadata={"retriever_resources": [SOURCE]})]
    chat.ask_and_wait("Where are the lamps?")
    bar = answer_bar(chat)
    button(bar, EN.bad_answer).click()
    bar.get_by_label(EN.what_was_wrong).fill("That is an old address.")
    button(bar, EN.send_reason).click()
    expect(bar.get_by_label(EN.what_was_wrong)).to_have_count(0)
    upstream.script = [Say("Perhaps"), error("provider_quota_exceeded", "No more.", 400)]
    chat.ask("And the boats?")
    expect(chat.page.get_by_text(EN.error_quota)).to_be_visible()
    expect_ended(server, 2)
    page = chat.page
    elsewhere = upstream.seed("Rafts", 1, user="somebody-else")
    elsewhere.messages[0]["feedback"] = {"rating": "dislike"}
    rated = {"conversation_id": elsewhere.id, "message_id": elsewhere.messages[0]["id"], "from_end_user_id": "u-1"}
    when = datetime.now(UTC).isoformat()
    upstream.feedbacks = [{"id": "f-1", **rated, "rating": "dislike", "content": "No raft.", "created_at": when}]
    upstream.end_user = {"id": "u-1", "session_id": "somebody-else"}
    page.goto(f"{server.url}/console/quality")
    bad = part(page, EN.quality_bad)
    expect(bad.get_by_role("listitem")).to_have_count(2)
    expect(bad).to_contain_text("That is an old address.")
    expect(bad.get_by_role("heading", name=EN.quality_elsewhere)).to_be_visible()
    expect(bad.get_by_role("listitem").last).to_contain_text("No raft.")
    expect(part(page, EN.quality_documents).get_by_role("row", name="Lamps.md")).to_contain_text("1")
    expect(part(page, EN.quality_errors).get_by_role("button", name="provider_quota_exceeded 1")).to_be_visible()
    expect(part(page, EN.quality_errors)).to_contain_text("And the boats?")
    expect(part(page, EN.quality_uncited)).to_contain_text(EN.quality_no_uncited)
    no_serious_fault_in_both_schemes(page)
    bad.get_by_role("button", name=EN.quality_bring).click()
    expect(bad.get_by_role("heading", name=EN.quality_elsewhere)).to_have_count(0)
    expect(bad.get_by_role("listitem").filter(has_text="No raft.").get_by_role("link")).to_have_text("Rafts")
    bad.get_by_role("listitem").filter(has_text="No raft.").get_by_role("button", name=EN.quality_mark_done).click()
    expect(bad.get_by_role("listitem")).to_have_count(1)
    bad.get_by_role("link", name="Where are the lamps?").click()
    expect(page.get_by_role("region", name=EN.conversation, exact=True)).to_contain_text("Where are the lamps?")
    page.get_by_role("link", name=EN.quality).click()
    bad.get_by_role("button", name=EN.quality_mark_done).click()
    expect(bad).to_contain_text(EN.quality_none_bad)
    page.get_by_role("combobox", name=EN.quality_bad).select_option(EN.quality_done)
    expect(bad.get_by_role("button", name=EN.quality_mark_undone)).to_have_count(2)
    page.set_viewport_size(NARROW)
    nothing_outside(page)
    room_for_a_finger(page)


def test_an_app_that_cannot_be_asked_for_its_ratings_is_named(file: Path, serve: Serve, visit: Visit) -> None:
    server = serve(config=str(file), role="agent")
    page = visit(server).page
    page.goto(f"{server.url}/console/quality")
    told = page.get_by_role("main").get_by_role("status").first
    expect(told).to_have_text(f"Far away · {EN.error_unreachable}")
    no_serious_fault_in_both_schemes(page)
