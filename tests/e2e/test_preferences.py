"""The page as its reader's system asks for it: in colours of their own, and without movement."""

import io

from PIL import Image, ImageChops
from playwright.sync_api import Locator, expect

from app.i18n.en import EN

from .conftest import Visit
from .page import ChatPage
from .script import End, Hold, Say, thought
from .server import Server
from .upstream import Upstream

AROUND = 6  # px around a thing, where its focus is drawn


def picture(it: Locator) -> Image.Image:
    """A thing and what is around it, as they are drawn."""
    box = it.bounding_box()
    assert box
    clip = {"x": max(0, box["x"] - AROUND), "y": max(0, box["y"] - AROUND),
            "width": box["width"] + 2 * AROUND, "height": box["height"] + 2 * AROUND}  # fmt: skip
    return Image.open(io.BytesIO(it.page.screenshot(clip=clip, animations="disabled", caret="hide"))).convert("L")


def differ(one: Image.Image, other: Image.Image) -> int:
    """How many points are plainly lighter or darker."""
    return sum(ImageChops.difference(one, other).point(lambda step: 255 * (step > 80)).histogram()[255:])


def expect_focus_drawn(chat: ChatPage, it: Locator) -> None:
    """Around ``it``; the message box's around its composer."""
    at_rest, around = (chat.send, chat.composer) if it is chat.message else (chat.message, it)
    at_rest.focus()
    chat.page.keyboard.press("Shift")  # The keyboard is in use.
    before = picture(around)
    it.focus()
    expect(it).to_be_focused()
    assert differ(before, picture(around)) > 60, it


def test_focus_choice_and_buttons_are_seen_in_forced_colours(upstream: Upstream, parley: Server, visit: Visit) -> None:
    chat = visit(parley, forced_colors="active").open()
    upstream.suggested = ["And then?"]
    chat.ask_and_wait("LEN=3 The first one.")
    chat.new_chat.click()
    expect(chat.questions).to_have_count(0)
    chat.ask_and_wait("LEN=3 The other one.")
    expect(chat.conversations).to_have_count(2)
    expect(chat.suggestions).to_have_count(1)
    options = chat.page.get_by_role("button", name=EN.options_of_open, exact=True)
    good = chat.answer.get_by_role("button", name=EN.good_answer)
    for it in (chat.new_chat, chat.conversations.last, options, good, chat.suggestions.first, chat.message):
        expect_focus_drawn(chat, it)
    # The open conversation's line is framed, the other is not; so is a rating that was given.
    chat.page.mouse.move(0, 0)
    for chosen, other in (
        (chat.conversations.first, chat.conversations.last),
        (good, chat.answer.get_by_role("button", name=EN.bad_answer)),
    ):
        if chosen is good:
            good.click()
            expect(good).to_have_attribute("aria-pressed", "true")
            chat.message.focus()
            chat.page.mouse.move(0, 0)
        assert chosen.evaluate(FRAMED) and not other.evaluate(FRAMED)
    for button in chat.page.get_by_role("button").all():
        if button.is_visible():
            assert button.evaluate(SEEN), button
    options.press("Enter")
    items = chat.page.get_by_role("menuitem")
    expect(items.first).to_be_focused()
    assert items.first.evaluate(FRAMED) and not items.last.evaluate(FRAMED)


FRAMED = "it => getComputedStyle(it).outlineStyle !== 'none' && parseFloat(getComputedStyle(it).outlineWidth) >= 2"
# A button's words or drawing stand out from what is behind them.
SEEN = """
it => {
  const paper = (at) => getComputedStyle(at).backgroundColor;
  const behind = (at) => (at.parentElement && / 0\\)/.test(paper(at)) ? behind(at.parentElement) : paper(at));
  return getComputedStyle(it).color !== behind(it);
}
"""
# A scroll in the very frame in which the text is drawn anew is taken for the browser's own.
DRAWN = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
MOVING = """
() => [...document.querySelectorAll("*")].flatMap((it) => ["", "::before", "::after"].map((part) => {
  const style = getComputedStyle(it, part || undefined);
  const times = [style.animationName === "none" ? "0s" : style.animationDuration, style.transitionDuration];
  const longest = Math.max(...times.join().split(",").map((time) => parseFloat(time) * (/ms/.test(time) ? 0.001 : 1)));
  return longest > 0.01 || style.scrollBehavior === "smooth" ? `${it.outerHTML.slice(0, 80)} ${part} ${longest}` : "";
})).filter(Boolean)
"""
# One that is over at once may stand here until the next frame.
LASTING = """
() => document.getAnimations().map(({effect}) => effect.getComputedTiming().endTime).filter((time) => time > 10)
"""
SMOOTH = """
for (const name of ["scrollTo", "scrollBy", "scroll", "scrollIntoView"]) {
  const own = Element.prototype[name];
  Element.prototype[name] = function (...args) {
    if (args.at(-1)?.behavior === "smooth") console.error("a smooth scroll");
    return own.apply(this, args);
  };
}
"""


def test_nothing_moves_for_whoever_wants_no_movement(upstream: Upstream, parley: Server, visit: Visit) -> None:
    chat = visit(parley, reduced_motion="reduce", viewport={"width": 390, "height": 844})
    chat.page.add_init_script(SMOOTH)
    chat.open()
    upstream.script = [*thought("Let me see. ", tool="look_up", before=[Hold()]), Say("w " * 3000), Hold(), End()]
    chat.ask("Tell me.")
    expect(chat.log.get_by_text(EN.thinking).or_(chat.thoughts()).first).to_be_visible()
    assert chat.page.evaluate(MOVING) == []
    upstream.release()
    expect(chat.answer.get_by_role("paragraph").filter(has_text="w w")).to_be_visible()
    chat.page.evaluate(DRAWN)
    chat.page.locator("#thread").evaluate("it => it.scrollTo(0, 0)")
    chat.page.get_by_role("button", name=EN.jump_to_latest).click()
    chat.show_conversations.click()
    expect(chat.new_chat).to_be_focused()
    assert chat.page.evaluate(MOVING) == []
    assert chat.page.evaluate(LASTING) == []
    chat.page.keyboard.press("Escape")
    expect(chat.sidebar).to_be_hidden()
    upstream.release()
    chat.expect_idle()
