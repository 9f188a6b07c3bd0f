"""Long histories: older turns and older conversations come as one scrolls to them, and nothing jumps."""

import re

from playwright.sync_api import Locator, expect

from app.i18n.en import EN

from .conftest import Visit
from .page import ChatPage
from .script import End, Hold, numbered
from .server import Server
from .upstream import Upstream

LONG = "Answer {number}. " + "It goes on for a while. " * 12
CODE = "```python\nfor lamp in hall:\n    print(lamp)\n```\n"
# Resolves once all that the page draws by itself was drawn: for a while nothing in the thread was taken out or put in.
STILL = """() => new Promise((still) => {
  let due = setTimeout(still, 1500);
  const again = () => (clearTimeout(due), (due = setTimeout(still, 1500)));
  new MutationObserver(again).observe(document.getElementById("thread"), { childList: true, subtree: true });
})"""


def numbers(chat: ChatPage) -> list[int]:
    """Of the questions that are on the page."""
    return [int(text.strip("Question ?")) for text in chat.questions.all_inner_texts()]


def question(chat: ChatPage, number: int) -> Locator:
    return chat.questions.filter(has_text=f"Question {number}?")


def read_the_end(chat: ChatPage, upstream: Upstream, turns: int) -> None:
    """Open a long conversation, which is read at its latest turn."""
    upstream.seed("The long one", turns=turns, answer=LONG)
    chat.reload()
    chat.conversations.first.click()
    expect(question(chat, turns - 1)).to_be_in_viewport()


def below_after(chat: ChatPage, doing: str) -> float:
    """How far the thread's end is below the view, two frames after what is done to its ``box`` has called ``drawn``."""
    return float(
        chat.page.evaluate(f"""() => new Promise((told) => {{
      const box = document.getElementById("thread");
      const below = () => box.scrollHeight - box.clientHeight - box.scrollTop;
      const drawn = () => requestAnimationFrame(() => requestAnimationFrame(() => told(below())));
      {doing}
    }})""")
    )


def test_a_conversation_opens_at_its_latest_turn(chat: ChatPage, upstream: Upstream) -> None:
    read_the_end(chat, upstream, turns=60)
    expect(question(chat, 0)).to_have_count(0)
    chat.reload()
    expect(question(chat, 59)).to_be_in_viewport()


def test_who_reads_the_end_stays_there_when_something_above_grows_as_the_page_scrolls(
    chat: ChatPage, upstream: Upstream
) -> None:
    read_the_end(chat, upstream, turns=60)
    below = below_after(
        chat,
        """
      box.querySelector(".turn").style.paddingTop = "900px";
      box.dispatchEvent(new Event("scroll"));
      drawn();
    """,
    )
    assert below < 1


def test_who_reads_the_end_stays_there_when_all_turns_go_and_come_back_at_once(
    chat: ChatPage, upstream: Upstream
) -> None:
    """As on a reload, whose page shows first what the state still had, and in the same moment what was read anew."""
    read_the_end(chat, upstream, turns=20)
    below = below_after(
        chat,
        """
      const list = box.querySelector(".turns");
      const turns = [...list.children];
      list.replaceChildren();
      box.scrollTop; // The browser lays it out, and there is nothing to scroll.
      list.append(...turns);
      box.dispatchEvent(new Event("scroll"));
      drawn();
    """,
    )
    assert below < 1


def test_who_reads_the_end_stays_there_when_all_turns_go_and_come_back_in_a_frame_that_takes_out_more(
    chat: ChatPage, upstream: Upstream
) -> None:
    read_the_end(chat, upstream, turns=20)
    below = below_after(
        chat,
        """
      const list = box.querySelector(".turns");
      requestAnimationFrame(() => {
        const turns = [...list.children];
        list.replaceChildren();
        box.scrollTop; // The browser lays it out, and tells of the scroll in the frame after this one.
        list.append(...turns);
        drawn();
      });
      list.append(list.lastElementChild); // It is taken out and put in again, just before that frame.
    """,
    )
    assert below < 1


def test_who_reads_the_end_stays_there_when_the_view_grows_in_the_moment_in_which_something_comes(
    chat: ChatPage, upstream: Upstream
) -> None:
    """As when a file was sent: it goes from the message box, and stands in the thread."""
    read_the_end(chat, upstream, turns=20)
    below = below_after(
        chat,
        """
      box.style.maxHeight = box.clientHeight - 200 + "px";
      requestAnimationFrame(() => requestAnimationFrame(() => {
        box.style.maxHeight = "";
        box.scrollTop; // The browser lays it out, and moves up what is in view.
        box.querySelector(".turn:last-child").style.paddingBottom = "500px";
        drawn();
      }));
    """,
    )
    assert below < 1


def test_who_scrolls_up_while_the_text_is_drawn_anew_is_not_taken_back_to_its_end(
    chat: ChatPage, upstream: Upstream
) -> None:
    read_the_end(chat, upstream, turns=20)
    below = below_after(
        chat,
        """
      const block = box.querySelector(".turns").appendChild(document.createElement("p"));
      requestAnimationFrame(() => setTimeout(async () => {
        block.remove();
        await null;
        box.dispatchEvent(new WheelEvent("wheel", { deltaY: -300 }));
        box.scrollTop -= 300;
        drawn();
      }));
    """,
    )
    assert below > 290


def test_the_end_key_leads_to_the_end_though_that_moves_on_meanwhile(chat: ChatPage, upstream: Upstream) -> None:
    read_the_end(chat, upstream, turns=60)
    chat.page.evaluate(STILL)
    chat.log.hover()
    chat.page.mouse.wheel(0, -3_000)
    expect(question(chat, 59)).not_to_be_in_viewport()
    chat.page.focus("#thread")
    chat.page.keyboard.press("End")
    below = below_after(
        chat,
        """
      const last = box.querySelector(".turn:last-child");
      const grow = (frames) => {
        last.style.paddingBottom = 40 * frames + "px";
        requestAnimationFrame(() => (frames < 60 ? grow(frames + 1) : drawn()));
      };
      grow(1);
    """,
    )
    assert below < 1


def test_older_turns_come_on_scrolling_up_each_once_and_in_order(chat: ChatPage, upstream: Upstream) -> None:
    read_the_end(chat, upstream, turns=60)
    oldest = numbers(chat)[0]
    assert oldest > 20
    seen = set(numbers(chat))
    chat.log.hover()
    while oldest > 0:
        chat.page.mouse.wheel(0, -1_500)
        expect(question(chat, oldest - 1)).to_have_count(1)
        now = numbers(chat)
        assert now == sorted(set(now))
        oldest = now[0]
        seen.update(now)
    assert seen == set(range(60))
    expect(chat.page.get_by_role("button", name=EN.load_older)).to_have_count(0)


def test_what_is_read_after_a_jump_stays_where_a_frame_takes_longer_than_older_turns(
    chat: ChatPage, upstream: Upstream
) -> None:
    """The page hears of its frames late: of a scroll, and after that what it does in the next one."""
    chat.page.add_init_script("""
      const { requestAnimationFrame } = window;
      const told = new WeakSet();
      window.requestAnimationFrame = (next) => requestAnimationFrame(window.slow ? () => setTimeout(next, 1000) : next);
      window.addEventListener("scroll", (event) => {
        if (!window.slow || told.has(event)) return;
        event.stopImmediatePropagation();
        const again = new Event("scroll");
        told.add(again);
        setTimeout(() => event.target.dispatchEvent(again), 500);
      }, true);
    """)
    read_the_end(chat, upstream, turns=60)
    chat.page.evaluate(STILL)
    chat.page.evaluate("window.slow = true; document.getElementById('thread').scrollTop = 0")
    expect(question(chat, 39)).to_have_count(1)
    expect(question(chat, 40)).to_be_in_viewport()


def test_what_is_read_moves_by_scrolling_alone_while_older_turns_come_and_an_answer_is_written(
    chat: ChatPage, upstream: Upstream
) -> None:
    talk = upstream.seed("The long one", turns=120)
    for number, message in enumerate(talk.messages):
        message["answer"] = LONG.format(number=number) + "And on. " * (number * 37 % 190) + f"\n\n{CODE}" * (number % 3)
    chat.open(f"/c/{talk.id}")
    expect(question(chat, 119)).to_be_in_viewport()
    upstream.script = [*numbered("LEN=4000 DELAY=5")[:-1], Hold(), End()]
    chat.message.fill("Go on.")
    chat.message.press("Enter")
    expect(chat.answer).to_contain_text("w20")
    for path in chat.page.evaluate(_READ_UP):
        moved = [step for step in path if abs(step) > 2]
        assert moved == []
    expect(question(chat, 0)).to_be_in_viewport()
    assert chat.log.locator(".turn").count() < 30
    expect(chat.stop).to_be_visible()


# Reads up to the beginning, 300 px a frame, as a wheel does; notes by how many px what stands at the top of the view
# moves beside that.
_READ_UP = """
async () => {
  const box = document.getElementById('thread');
  const frame = () => new Promise(requestAnimationFrame);
  const top = box.getBoundingClientRect().top;
  const moves = [];
  for (let rest = 0; rest < 60; ) {
    const drawn = [...box.querySelectorAll('.turn > article, .turn .prose > *, .turn .prose > * > *')];
    const read = drawn.find((it) => it.getBoundingClientRect().top >= top + 310);
    const [before, was] = [box.scrollTop, read?.getBoundingClientRect().top];
    const by = Math.min(300, before);
    box.dispatchEvent(new WheelEvent('wheel', { deltaY: -by }));
    box.scrollTop = before - by;
    await frame();
    await frame();
    if (read?.isConnected) moves.push(read.getBoundingClientRect().top - was - by);
    rest = box.scrollTop === 0 && !box.querySelector('.sentinel') ? rest + 1 : 0;
  }
  return [moves];
}
"""


def test_a_message_far_back_is_landed_on_by_its_address_and_stays(
    upstream: Upstream, parley: Server, visit: Visit
) -> None:
    talk = upstream.seed("The long one", turns=300)
    for number, message in enumerate(talk.messages):
        message["answer"] = LONG.format(number=number) * (1 + number % 4)
    chat = visit(parley, viewport={"width": 390, "height": 844}, has_touch=True)
    chat.open(f"/c/{talk.id}#{talk.messages[4]['id']}")
    landed = question(chat, 4)
    expect(landed).to_be_focused()
    expect(landed).to_be_in_viewport()
    expect(landed).to_have_attribute("aria-setsize", re.compile(r"-1|600"))
    place = landed.bounding_box()
    assert place and chat.log.locator(".turn").count() < 30
    # What has the focus, or is selected from, stays when its reader goes far away, and Tab goes on from there.
    answer = chat.answers.filter(has_text="Answer 4.")
    answer.evaluate("it => getSelection().selectAllChildren(it.querySelector('p'))")
    assert landed.bounding_box() == place
    chat.page.keyboard.press("End")
    expect(chat.answer.get_by_role("paragraph")).to_be_in_viewport()
    expect(landed).to_be_focused()
    assert "Answer 4." in chat.page.evaluate("getSelection().toString()")
    assert chat.log.locator(".turn").count() < 30
    chat.page.keyboard.press("Tab")
    expect(landed).to_be_in_viewport()
    assert chat.focused() == EN.copy_question
    # Nor is what gets the focus left out of view where something is drawn anew in that very moment.
    chat.page.keyboard.press("End")
    expect(chat.answer.get_by_role("paragraph")).to_be_in_viewport()
    below_after(
        chat,
        """
      const block = box.querySelector(".turns").appendChild(document.createElement("p"));
      requestAnimationFrame(() => setTimeout(async () => {
        block.remove();
        await null;
        document.activeElement.closest(".turn").querySelector("article").focus();
        drawn();
      }));
    """,
    )
    expect(landed).to_be_in_viewport()
    chat.page.keyboard.press("Alt+ArrowDown")
    expect(answer).to_be_focused()


def test_the_thread_follows_the_text_until_its_reader_scrolls_up(chat: ChatPage, upstream: Upstream) -> None:
    latest = chat.page.get_by_role("button", name=EN.jump_to_latest)
    chat.ask("LEN=1500 DELAY=2")
    expect(chat.answer).to_contain_text("w400", timeout=20_000)
    expect(latest).to_be_hidden()
    scrolled = """by => {
      const it = document.getElementById('thread');
      it.dispatchEvent(new WheelEvent('wheel', { deltaY: -by }));
      it.scrollTop -= by;
      return it.scrollTop;
    }"""
    place = chat.page.evaluate(scrolled, 200)
    expect(latest).to_be_visible()
    expect(chat.answer).to_contain_text("w900", timeout=20_000)
    assert abs(chat.page.evaluate(scrolled, 0) - place) < 2
    latest.click()
    expect(latest).to_be_hidden()
    chat.expect_idle()
    expect(chat.answer).to_contain_text("w1499")
    expect(chat.answer.get_by_role("paragraph").last).to_be_in_viewport()


def test_older_conversations_come_on_scrolling_the_list(chat: ChatPage, upstream: Upstream) -> None:
    for number in range(45):
        upstream.seed(f"Talk {number}", turns=1).created_at += number
    chat.reload()
    expect(chat.conversations).not_to_have_count(0)
    chat.sidebar.hover()
    for _ in range(3):
        chat.conversations.last.scroll_into_view_if_needed()
        chat.page.mouse.wheel(0, 4000)
    expect(chat.conversations).to_have_count(45)
    assert sorted(chat.conversations.all_inner_texts()) == sorted(f"Talk {number}" for number in range(45))
    expect(chat.sidebar.get_by_role("button", name=EN.load_more)).to_have_count(0)


def test_a_conversation_gets_the_title_that_the_app_made(chat: ChatPage) -> None:
    question = "LEN=3 A question that is longer than its title may ever become"
    chat.ask_and_wait(question)
    expect(chat.conversations).to_have_text([question[:40]])
