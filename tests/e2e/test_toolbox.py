"""The embedded Toolbox for members: several tools at once, each with what went in and came out, and the chart."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from app.embedded.apps.toolbox.phrases import ENGLISH
from app.i18n.en import EN

from .conftest import Visit
from .page import ChatPage
from .server import Server, started

QUESTION = ENGLISH.questions[0]


@pytest.fixture(scope="module")
def toolbox(guide: Server, tmp_path_factory: pytest.TempPathFactory, servers: list[Server]) -> Iterator[Server]:
    with started(tmp_path_factory.mktemp("toolbox"), app="toolbox", role="member") as server:
        servers.append(server)
        yield server
        servers.remove(server)


@pytest.fixture
def chat(toolbox: Server, visit: Visit) -> ChatPage:
    return visit(toolbox).open()


def test_several_tools_answer_one_question_and_each_shows_its_step(chat: ChatPage) -> None:
    chat.suggestions.filter(has_text=QUESTION).click()
    chat.expect_idle()
    expect(chat.answer).to_contain_text("84")
    for _ in chat.live_and_stored():
        steps = chat.open_steps()
        expect(steps).to_have_count(3)
        for step in steps.all():
            expect(step).to_contain_text(EN.state_done)
        reckoned = steps.filter(has_text="Calculat")
        reckoned.locator("summary").click()
        expect(reckoned.get_by_role("heading")).to_have_text([EN.step_input, EN.step_result])
        expect(reckoned).to_contain_text("12*(3+4)")
        expect(reckoned).to_contain_text("84")
        expect(reckoned.locator(".tool-icon")).to_have_text("🧮")
        expect(steps.nth(2).locator(".tool-icon img")).to_have_js_property("naturalWidth", 64)
        expect(chat.answer_files()).to_have_count(1)


def test_the_chart_is_looked_at_and_saved(chat: ChatPage) -> None:
    chat.ask_and_wait("Draw a bar chart of apples: 3, pears: 5")
    picture = chat.answer_files().get_by_role("link")
    expect(picture.get_by_role("img")).to_have_js_property("naturalWidth", 800)
    picture.click()
    expect(chat.preview.get_by_role("img")).to_have_js_property("naturalWidth", 800)
    with chat.page.expect_download() as download:
        chat.preview.get_by_role("link", name=EN.download).click()
    assert download.value.path().read_bytes().startswith(b"\x89PNG")
    assert download.value.suggested_filename.endswith(".png")
    chat.page.keyboard.press("Escape")
    expect(chat.preview).to_have_count(0)
    expect(picture).to_be_focused()
