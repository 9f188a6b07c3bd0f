"""An answer that grows: words go into the page as they come, and stand in the end as if they had come at once."""

from random import Random

from playwright.sync_api import Locator, expect

from app.i18n.en import EN

from .page import ChatPage
from .script import End, Hold, Rest, Say
from .thoughts import one_tool
from .upstream import Upstream

# What has come so far is read in another way when more of it comes: links, emphasis, lists, tables, code, mathematics.
TEXT = """Words that go on, and (www.example.com) a link that is one late. Then **bold words, which
end** and `code with words` and [a link of words](https://example.com/words) and words.

1. A list that begins with a number,
2. and goes on with *another item* of it.
   - Below it is one more, with words that end in spaces.

| Table with words | and more of them |
|---|---|
| in one of its cells | and in the last of them |

```python
words = "that are code and no words"
```

A heading that is known by its next line
----------------------------------------

The fraction $$\\frac{words}{more}$$ stands in a line, 汉字和更多的汉字。كلمات تأتي بعد ذلك. The last words go on
"""


# What is drawn: elements with their sides, and the text in them.
OUTLINE = """() => {
  const outline = (node) => node.nodeType === Node.TEXT_NODE ? node.data
    : [node.tagName, node.getAttribute("dir"), ...[...node.childNodes].map(outline)];
  return JSON.stringify(outline(document.querySelector(".answer .prose")));
}"""

# From now on, `put` are the words that were put into the text that stands.
LISTEN = """() => {
  window.put = [];
  const append = CharacterData.prototype.appendData;
  CharacterData.prototype.appendData = function (more) { window.put.push(more); append.call(this, more); };
}"""


def prose(chat: ChatPage) -> Locator:
    return chat.answer.locator(".prose").last


def test_a_text_that_comes_in_pieces_is_drawn_as_if_it_had_come_at_once(chat: ChatPage, upstream: Upstream) -> None:
    random, at = Random(4), 0
    steps = []
    while at < len(TEXT):
        size = random.randint(1, 9)
        steps += [Say(TEXT[at : at + size]), Rest(0.02)]
        at += size
    upstream.script = [*steps, Hold(), End()]
    chat.ask("Go on.")
    expect(chat.answer).to_contain_text("The last words go on")
    whole = ChatPage(chat.page.context.new_page(), chat.server)
    whole.page.goto(chat.page.url)
    expect(whole.answer).to_contain_text("The last words go on")
    expect(whole.answer.locator(".katex")).to_be_visible()
    expect(whole.answer.locator("pre span span")).to_have_count(4)  # Code's colours come later.
    expected = whole.page.evaluate(OUTLINE)
    chat.page.wait_for_function(f"expected => ({OUTLINE})() === expected", arg=expected)
    upstream.release()
    chat.expect_idle()


def test_plain_words_go_into_the_text_that_stands_and_what_is_drawn_anew_holds_them_once(
    chat: ChatPage, upstream: Upstream
) -> None:
    upstream.script = [
        Say("**Plain** words ("),
        Hold("words"),
        Say("www"),
        Hold("link"),
        Say(".example.com/x"),
        Hold(),
        End(),
    ]
    chat.ask("Go on.")
    expect(prose(chat)).to_have_text("Plain words (")
    chat.page.evaluate(LISTEN)
    upstream.release("words")
    expect(prose(chat)).to_have_text("Plain words (www")
    assert chat.page.evaluate("window.put") == ["www"]
    upstream.release("link")
    expect(prose(chat).get_by_role("link", name="www.example.com/x")).to_be_visible()
    expect(prose(chat)).to_have_text("Plain words (www.example.com/x")
    upstream.release()
    chat.expect_idle()
    expect(prose(chat)).to_have_text("Plain words (www.example.com/x")


def test_words_that_follow_a_paragraph_s_first_one_go_into_it(chat: ChatPage, upstream: Upstream) -> None:
    upstream.script = [Say("**One** paragraph.\n\nA"), Hold("words"), Say(" second"), Hold(), End()]
    chat.ask("Go on.")
    expect(prose(chat).locator("p")).to_have_text(["One paragraph.", "A"])
    chat.page.evaluate(LISTEN)
    upstream.release("words")
    expect(prose(chat).locator("p")).to_have_text(["One paragraph.", "A second"])
    assert chat.page.evaluate("window.put") == [" second"]
    upstream.release()
    chat.expect_idle()
    expect(prose(chat).locator("p")).to_have_text(["One paragraph.", "A second"])


def test_the_first_words_stand_as_they_stay(chat: ChatPage, upstream: Upstream) -> None:
    upstream.script = [Say(" كلمات تأتي"), Hold(), End()]
    chat.ask("Begin.")
    expect(prose(chat)).to_have_text("كلمات تأتي")
    drawn, height = chat.page.evaluate(OUTLINE), prose(chat).evaluate("text => text.clientHeight")
    upstream.release()
    chat.expect_idle()
    assert chat.page.evaluate(OUTLINE) == drawn
    assert prose(chat).evaluate("text => text.clientHeight") == height


def test_an_answer_that_has_not_begun_shows_nothing_of_the_one_before(chat: ChatPage, upstream: Upstream) -> None:
    upstream.script = one_tool()
    chat.ask_and_wait("One?")
    upstream.script = [Hold(), Say("The second answer."), End()]
    chat.ask("Two?")
    expect(chat.answer).to_have_attribute("aria-busy", "true")
    expect(chat.answer).to_have_text(f"AI{EN.thinking}")
    upstream.release()
    chat.expect_idle()
    expect(chat.answers.nth(-2)).to_contain_text("It gives light.")
    expect(prose(chat)).to_have_text("The second answer.")


def test_a_tab_that_nobody_sees_draws_nothing_and_is_whole_when_it_is_shown(chat: ChatPage, upstream: Upstream) -> None:
    unseen = Say(" unseen words **and**")
    upstream.script = [Say("Seen words,"), Hold("hidden"), unseen, Hold("shown"), Say(" the end"), Hold(), End()]
    chat.ask("Go on.")
    expect(prose(chat)).to_have_text("Seen words,")
    see(chat, False)
    with chat.hears(" unseen words"):
        upstream.release("hidden")
    frame = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
    chat.page.evaluate(frame)
    assert prose(chat).inner_text() == "Seen words,"
    see(chat, True)
    expect(prose(chat)).to_have_text("Seen words, unseen words and")
    upstream.release("shown")
    expect(prose(chat)).to_have_text("Seen words, unseen words and the end")
    upstream.release()
    chat.expect_idle()


def see(chat: ChatPage, seen: bool) -> None:
    """Show the page's tab, or another one in its place."""
    chat.page.evaluate(
        """(hidden) => {
          Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
          document.dispatchEvent(new Event("visibilitychange"));
        }""",
        not seen,
    )
