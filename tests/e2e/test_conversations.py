"""The list of conversations: what can be done with one, and that all tabs of a person agree on it."""

from playwright.sync_api import Locator, expect

from app.i18n.en import EN

from .page import ChatPage
from .script import End, Hold, Say
from .upstream import Upstream, refusal


def line(chat: ChatPage, name: str) -> Locator:
    return chat.sidebar.get_by_role("listitem").filter(has_text=name)


def choose(chat: ChatPage, name: str, wanted: str) -> None:
    """Choose in the menu of a conversation's line."""
    line(chat, name).get_by_role("button", name=EN.options_of.format(name=name)).click()
    chat.page.get_by_role("menuitem", name=wanted, exact=True).click()


def two_tabs(chat: ChatPage) -> ChatPage:
    other = ChatPage(chat.page.context.new_page(), chat.server)
    return other.open()


def test_a_conversation_is_renamed_with_the_keyboard_and_another_tab_agrees(chat: ChatPage, upstream: Upstream) -> None:
    upstream.seed("The old name", turns=1)
    chat.reload()
    other = two_tabs(chat)
    expect(other.conversations).to_have_text(["The old name"])
    button = line(chat, "The old name").get_by_role("button")
    button.focus()
    for key in ("Enter", "Enter"):
        chat.page.keyboard.press(key)
    box = chat.page.get_by_role("textbox", name=EN.name_of_conversation)
    expect(box).to_be_focused()
    chat.page.keyboard.press("Escape")
    expect(box).to_be_hidden()
    expect(button).to_be_focused()
    for key in ("Enter", "Enter"):
        chat.page.keyboard.press(key)
    box.fill("The new name")
    box.press("Enter")
    expect(chat.conversations).to_have_text(["The new name"])
    expect(other.conversations).to_have_text(["The new name"])
    expect(line(chat, "The new name").get_by_role("button")).to_be_focused()
    assert upstream.wait_for("/conversations/[^/]+/name")[-1].body["name"] == "The new name"


def test_one_menu_has_all_that_can_be_done_with_the_open_conversation(chat: ChatPage, upstream: Upstream) -> None:
    options = chat.page.get_by_role("button", name=EN.options_of_open, exact=True)
    upstream.seed("Open", turns=1)
    chat.reload()
    expect(options).to_have_count(0)
    chat.conversations.first.click()
    options.press("Enter")
    items = chat.page.get_by_role("menu", name=EN.options_of_open).locator("[role=menuitem], [role=separator]")
    expect(items).to_have_text(
        [
            *(EN.rename, EN.make_title, EN.pin, EN.archive, ""),
            *(EN.share_link, EN.save_markdown, EN.save_page, EN.save_data, EN.print_page, ""),
            EN.delete,
        ]
    )
    expect(items.first).to_be_focused()
    chat.page.keyboard.press("End")
    chat.page.keyboard.press("Enter")
    expect(options).to_have_count(0)
    undo = chat.page.get_by_role("button", name=EN.undo, exact=True)
    expect(undo).to_be_focused()
    undo.press("Enter")
    expect(chat.conversations).to_have_text(["Open"])


def test_a_deletion_is_taken_back_where_it_stood_and_in_every_tab(chat: ChatPage, upstream: Upstream) -> None:
    for number in range(3):
        upstream.seed(f"Talk {number}", turns=1).messages[-1]["created_at"] -= 86_400 * (2 - number)
    chat.reload()
    other = two_tabs(chat)
    other.conversations.nth(1).click()
    other.message.fill("A draft")
    choose(chat, "Talk 1", EN.delete)
    for tab in (chat, other):
        expect(tab.conversations).to_have_text(["Talk 2", "Talk 0"])
    expect(other.questions).to_have_count(0)
    expect(other.page.get_by_text(EN.gone)).to_be_visible()
    chat.page.get_by_role("button", name=EN.undo, exact=True).click()
    for tab in (chat, other):
        expect(tab.conversations).to_have_text(["Talk 2", "Talk 1", "Talk 0"])
        expect(tab.page.get_by_role("button", name=EN.undo, exact=True)).to_have_count(0)
    expect(chat.message).to_be_focused()
    expect(other.questions).to_have_count(1)
    expect(other.page.get_by_text(EN.gone)).to_have_count(0)
    expect(other.message).to_have_value("A draft")
    assert [seen.method for seen in upstream.seen("/conversations/[^/]+")] == []


def test_in_the_place_of_an_open_conversation_that_was_deleted_is_a_new_chat_and_it_is_gone_for_good_after_a_while(
    chat: ChatPage, upstream: Upstream
) -> None:
    upstream.seed("Stays", turns=1)
    upstream.seed("Goes", turns=1)
    chat.reload()
    line(chat, "Goes").get_by_role("link").click()
    expect(chat.questions).to_have_count(1)
    line(chat, "Goes").get_by_role("button").press("Enter")
    chat.page.keyboard.press("End")
    chat.page.keyboard.press("Enter")
    expect(chat.conversations).to_have_text(["Stays"])
    expect(chat.page).to_have_url(f"{chat.server.url}/")
    expect(chat.questions).to_have_count(0)
    undo = chat.page.get_by_role("button", name=EN.undo, exact=True)
    expect(undo).to_be_focused()
    chat.page.keyboard.press("Control+k")
    chat.page.get_by_role("combobox", name=EN.search_conversations, exact=True).fill("goes")
    expect(chat.page.get_by_text(EN.nothing_found)).to_be_visible()
    chat.page.keyboard.press("Escape")
    expect(undo).to_be_focused()
    assert upstream.wait_for("/conversations/[^/]+", seconds=15)[-1].method == "DELETE"
    expect(undo).to_have_count(0)
    expect(chat.message).to_be_focused()
    chat.reload()
    expect(chat.conversations).to_have_text(["Stays"])


def test_who_leaves_a_conversation_and_is_back_before_the_server_knows_stays_in_it(chat: ChatPage) -> None:
    chat.ask_and_wait("LEN=2 One?")
    place = chat.expect_conversation_address()
    chat.page.evaluate(
        "place => ['/', place].forEach((path) => document.querySelector(`[data-place='${path}']`).click())", place
    )
    chat.ask_and_wait("LEN=3 Two?")
    expect(chat.questions).to_have_text(["LEN=2 One?", "LEN=3 Two?"])
    assert chat.path == place


def test_what_the_upstream_does_not_delete_comes_back_with_a_sentence(chat: ChatPage, upstream: Upstream) -> None:
    upstream.seed("Stays", turns=1)
    upstream.refusals["conversations/{id}"] = refusal("internal_server_error", "", 500)
    chat.reload()
    choose(chat, "Stays", EN.delete)
    expect(chat.conversations).to_have_count(0)
    expect(chat.alert).to_contain_text(EN.delete_refused.format(name="Stays"))
    expect(chat.conversations).to_have_text(["Stays"])


def test_what_is_pinned_stands_first_and_what_is_archived_is_put_away_in_every_tab(
    chat: ChatPage, upstream: Upstream
) -> None:
    for number in range(3):
        upstream.seed(f"Talk {number}", turns=1).messages[-1]["created_at"] -= 86_400 * 400 * (2 - number)
    chat.reload()
    other = two_tabs(chat)
    expect(other.conversations).to_have_text(["Talk 2", "Talk 1", "Talk 0"])
    choose(chat, "Talk 0", EN.pin)
    expect(chat.sidebar.get_by_role("region", name=EN.pinned)).to_contain_text("Talk 0")
    choose(chat, "Talk 1", EN.archive)
    for tab in (chat, other):
        expect(tab.conversations).to_have_text(["Talk 0", "Talk 2"])
        expect(tab.sidebar.get_by_role("region", name=EN.pinned)).to_contain_text("Talk 0")
    other.sidebar.get_by_text(EN.archived).click()
    choose(other, "Talk 1", EN.unarchive)
    expect(chat.conversations).to_have_text(["Talk 0", "Talk 2", "Talk 1"])


def test_a_second_tab_has_the_question_of_the_first_its_answer_and_its_rating(
    chat: ChatPage, upstream: Upstream
) -> None:
    chat.ask_and_wait("LEN=3 First")
    other = ChatPage(chat.page.context.new_page(), chat.server).open(chat.expect_conversation_address())
    expect(other.questions).to_have_count(1)
    upstream.script = [Say("Both see"), Hold(), Say(" this."), End()]
    chat.ask("Second")
    expect(other.answer).to_contain_text("Both see")
    upstream.release()
    other.expect_idle()
    expect(other.answer).to_contain_text("Both see this.")
    chat.answer.get_by_role("button", name=EN.good_answer).click()
    expect(other.answer.get_by_role("button", name=EN.good_answer)).to_have_attribute("aria-pressed", "true")


def test_250_conversations_are_all_there(chat: ChatPage, upstream: Upstream) -> None:
    for number in range(250):
        upstream.seed(f"Talk {number}", turns=1).messages[-1]["created_at"] -= number // 7
    chat.reload()
    expect(chat.conversations.first).to_be_visible()
    more = chat.sidebar.get_by_role("button", name=EN.load_more)
    chat.sidebar.hover()
    for count in (120, 220, 250):
        chat.conversations.last.scroll_into_view_if_needed()
        chat.page.mouse.wheel(0, 40_000)
        expect(chat.conversations.nth(count - 21)).to_be_attached()
    expect(more).to_have_count(0)
    assert sorted(chat.conversations.all_inner_texts()) == sorted(f"Talk {number}" for number in range(250))


def test_a_list_that_could_not_be_read_says_so_and_is_read_on_request(chat: ChatPage, upstream: Upstream) -> None:
    upstream.seed("There all the time", turns=1)
    upstream.refusals["conversations"] = refusal("internal_server_error", "", 500)
    chat.reload()
    expect(chat.sidebar).to_contain_text(EN.list_stale)
    upstream.refusals.clear()
    chat.sidebar.get_by_role("button", name=EN.try_again).click()
    expect(chat.conversations).to_have_text(["There all the time"])
    expect(chat.sidebar).not_to_contain_text(EN.list_stale)
