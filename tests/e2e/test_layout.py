"""Whatever an answer holds, the page is as wide as its window; on a phone the list is a drawer."""

import pytest
from playwright.sync_api import ViewportSize, expect

from app.i18n.en import EN

from .conftest import Serve, Visit
from .page import ChatPage
from .script import End, Say
from .server import Server
from .upstream import KEY, Upstream

DESK: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 390, "height": 844}
SWIPE = """
(it, [from, to]) => {
  const touch = (x) => new Touch({identifier: 1, target: it, clientX: x, clientY: 300});
  const send = (kind, touches, changedTouches) =>
    it.dispatchEvent(new TouchEvent(kind, {bubbles: true, touches, changedTouches}));
  send("touchstart", [touch(from)], [touch(from)]);
  send("touchend", [], [touch(to)]);
}
"""
CELLS = [f"column-{number}-with-a-name" for number in range(14)]
TABLE = f"| {' | '.join(CELLS)} |\n|{'---|' * len(CELLS)}\n| {' | '.join(CELLS)} |\n"
WIDE = {
    "a table": TABLE,
    "code": f"```python\n{'long_name = ' * 60}1\n```\n",
    "a link": f"https://example.org/{'path/' * 80}\n",
    "a word": "w" * 600,
    "mathematics": f"$$\n{' + '.join(f'x_{{{number}}}' for number in range(80))}\n$$\n",
    "Chinese": "这是一个没有空格的很长的句子" * 40,
}


@pytest.fixture(params=[DESK, PHONE], ids=["desk", "phone"])
def sized(request: pytest.FixtureRequest, upstream: Upstream, parley: Server, visit: Visit) -> ChatPage:
    return visit(parley, viewport=request.param).open()


def test_nothing_in_an_answer_widens_the_page(sized: ChatPage, upstream: Upstream) -> None:
    for name, text in WIDE.items():
        upstream.script = [Say(text), End()]
        sized.ask_and_wait(f"{name} {'q' * 300}")
        assert not sized.scrolls_sideways(), name
        box = sized.answer.bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= sized.page.viewport_size["width"], name


def test_a_wide_table_scrolls_by_itself(sized: ChatPage, upstream: Upstream) -> None:
    upstream.script = [Say(TABLE), End()]
    sized.ask_and_wait("A table?")
    cell = sized.answer.get_by_role("columnheader", name=CELLS[-1])
    expect(cell).not_to_be_in_viewport()
    cell.scroll_into_view_if_needed()
    expect(cell).to_be_in_viewport()
    assert not sized.scrolls_sideways()


def test_nothing_widens_the_page_before_or_after_an_answer(sized: ChatPage, upstream: Upstream) -> None:
    assert not sized.scrolls_sideways()
    upstream.suggested = ["s" * 300, "A question " * 30]
    upstream.script = [
        Say("Cited."),
        End({"retriever_resources": [{"position": 1, "document_name": "d" * 200, "content": "c" * 900, "score": 0.5}]}),
    ]
    sized.ask_and_wait("q" * 500)
    expect(sized.suggestions).to_have_count(2)
    sized.sources.get_by_role("button").click()
    expect(sized.passage).to_be_visible()
    assert not sized.scrolls_sideways()


def test_on_a_phone_the_list_opens_and_closes_again(upstream: Upstream, parley: Server, visit: Visit) -> None:
    chat = visit(parley, viewport=PHONE).open()
    chat.ask_and_wait("LEN=3 The first one.")
    expect(chat.sidebar).to_be_hidden()
    chat.show_conversations.click()
    expect(chat.sidebar).to_be_visible()
    chat.new_chat.click()
    expect(chat.sidebar).to_be_hidden()
    expect(chat.questions).to_have_count(0)
    chat.show_conversations.click()
    chat.conversations.first.click()
    expect(chat.sidebar).to_be_hidden()
    expect(chat.questions).to_have_text(["LEN=3 The first one."])


def test_the_drawer_gives_the_focus_back_to_its_button_however_it_is_closed(
    upstream: Upstream, parley: Server, visit: Visit
) -> None:
    chat = visit(parley, viewport=PHONE).open()
    chat.ask_and_wait("LEN=3 The first one.")
    path = chat.expect_conversation_address()
    page = chat.page.locator(".page").element_handle()
    for close in (
        lambda: chat.page.keyboard.press("Escape"),
        lambda: chat.sidebar.get_by_role("button", name=EN.hide_conversations).press("Enter"),
        lambda: chat.page.go_back(),
        lambda: chat.page.mouse.click(380, 400),
    ):
        # A finger's press gives a button no focus in every browser: the message box has it still.
        chat.message.focus()
        chat.show_conversations.dispatch_event("click")
        expect(chat.new_chat).to_be_focused()
        close()
        expect(chat.sidebar).to_be_hidden()
        expect(chat.show_conversations).to_be_focused()
        assert chat.path == path
    chat.show_conversations.press("Enter")
    expect(chat.new_chat).to_be_focused()
    chat.new_chat.press("Enter")
    expect(chat.message).to_be_focused()
    chat.page.go_back()
    expect(chat.questions).to_have_count(1)
    assert page.evaluate("it => it.isConnected")  # It was never built anew.


def test_what_an_app_says_of_itself_at_length_leaves_room_and_can_be_read(serve: Serve, visit: Visit) -> None:
    said = {
        "title": "Name " * 400,
        "custom_disclaimer": "Mind. " * 900 + "The gap.",
        "copyright": "© A shop " * 300,
        "input_placeholder": "Ask " * 900,
    }
    with Upstream(site={**said, "privacy_policy": "We keep nothing. " * 300}).serving() as upstream:
        chat = visit(serve(api_url=upstream.url, api_key=KEY), viewport=PHONE).open()
        chat.ask_and_wait("LEN=40 Tell me.")
        room = chat.page.locator("#thread").evaluate("it => it.clientHeight")
        assert room > PHONE["height"] / 2
        assert not chat.scrolls_sideways()
        expect(chat.send).to_be_in_viewport(ratio=1)
        for name in (EN.read_in_full, EN.privacy_policy):
            button = chat.page.get_by_role("button", name=name)
            button.click()
            about = chat.page.get_by_role("dialog", name=EN.about_page)
            about.get_by_text("The gap.").scroll_into_view_if_needed()
            expect(about.get_by_role("heading", name="Name Name")).to_be_attached()
            expect(about).to_contain_text("We keep nothing.")
            chat.page.keyboard.press("Escape")
            expect(button).to_be_focused()


@pytest.mark.parametrize(
    "size",
    [{"width": 640, "height": 400}, {"width": 844, "height": 390}, {"width": 320, "height": 256}],
    ids=["a page at 200 %", "a phone on its side", "a page at 400 %"],
)
def test_a_low_window_leaves_room_for_the_text(
    upstream: Upstream, parley: Server, visit: Visit, size: ViewportSize
) -> None:
    chat = visit(parley, viewport=size).open()
    chat.ask_and_wait("LEN=40 Tell me.")
    assert not chat.scrolls_sideways()
    room = chat.page.locator("#thread").evaluate("it => it.clientHeight")
    assert room >= size["height"] * 0.35
    expect(chat.message).to_be_in_viewport(ratio=1)
    expect(chat.send).to_be_in_viewport(ratio=1)


def test_a_finger_pushes_the_drawer_back(upstream: Upstream, parley: Server, visit: Visit) -> None:
    chat = visit(parley, viewport=PHONE, has_touch=True).open()

    def swipe(*way: int) -> None:
        chat.sidebar.evaluate(SWIPE, way)

    chat.show_conversations.click()
    expect(chat.new_chat).to_be_focused()
    swipe(90, 250)
    expect(chat.sidebar).to_be_visible()
    swipe(250, 90)
    expect(chat.sidebar).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_is_drawn_in_the_scheme_that_its_reader_prefers(
    upstream: Upstream, parley: Server, visit: Visit, scheme: str
) -> None:
    chat = visit(parley, color_scheme=scheme).open()
    paint = "getComputedStyle(document.body).backgroundColor.match(/\\d+/g).slice(0, 3).map(Number)"
    light = sum(chat.page.evaluate(paint)) > 3 * 128
    assert light == (scheme == "light")
