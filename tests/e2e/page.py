"""The chat page as a person finds it: every selector of the suite, by role and name."""

import re
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from mimetypes import guess_type
from typing import Any

from playwright.sync_api import Locator, Page, WebSocket, expect

from app.i18n.en import EN
from app.i18n.words import Words

from .server import Server


class ChatPage:
    """One tab. ``received`` and ``sent`` are the frames of its sockets, ``bodies`` the answers to its requests."""

    def __init__(self, page: Page, server: Server, words: Words = EN) -> None:
        self.page = page
        self.server = server
        self.catalogue = words
        self.received: list[str] = []
        self.sent: list[str] = []
        self._sockets: list[WebSocket] = []
        page.on("websocket", self._listen)
        self.message = page.get_by_role("textbox", name=words.message, exact=True)
        self.send = page.get_by_role("button", name=words.send, exact=True)
        self.stop = page.get_by_role("button", name=words.stop, exact=True)
        self.new_chat = page.get_by_role("button", name=words.new_chat, exact=True)
        self.log = page.get_by_role("log", name=words.conversation, exact=True)
        self.questions = self.log.get_by_role("article", name=words.question, exact=True)
        self.answers = self.log.get_by_role("article", name=words.answer, exact=True)
        self.retry = self.log.get_by_role("button", name=words.retry, exact=True)
        self.sources = self.log.get_by_role("group", name=words.sources, exact=True)
        self.passage = page.get_by_role("complementary")
        self.sidebar = page.get_by_role("navigation", name=words.conversations, exact=True)
        self.conversations = self.sidebar.get_by_role("link")
        self.suggestions = page.get_by_role("group", name=words.suggested_questions, exact=True).get_by_role("button")
        self.details = page.get_by_role("form", name=words.details, exact=True)
        self.start_chat = self.details.get_by_role("button", name=words.start_chat, exact=True)
        self.change_details = page.get_by_role("button", name=words.change_details, exact=True)
        self.alert = page.get_by_role("alert")
        self.composer = page.locator("form").filter(has=self.message)
        self.attach = self.composer.get_by_role("button", name=words.attach_files, exact=True)
        self.attach_link = self.composer.get_by_role("button", name=words.attach_link, exact=True)
        self.file_address = self.composer.get_by_role("textbox", name=words.file_address, exact=True)
        self.add_link = self.composer.get_by_role("button", name=words.add_link, exact=True)
        self.chips = self.composer.get_by_role("list", name=words.attachments, exact=True).get_by_role("listitem")
        self.preview = page.get_by_role("dialog")
        self.dictate = page.get_by_role("button", name=words.dictate, exact=True)
        self.dictation = page.get_by_role("group", name=words.dictate, exact=True)
        self.finish_dictation = self.dictation.get_by_role("button", name=words.finish_dictation, exact=True)
        self.read_aloud = self.log.get_by_role("button", name=words.read_aloud, exact=True)
        self.stop_reading = self.log.get_by_role("button", name=words.stop_reading, exact=True)
        self.show_conversations = page.get_by_role("button", name=words.show_conversations, exact=True)

    @property
    def answer(self) -> Locator:
        return self.answers.last

    @property
    def path(self) -> str:
        return self.page.url.removeprefix(self.server.url)

    def open(self, path: str = "/") -> "ChatPage":
        """Go there, and wait until a message can be written and the thread is that of the address."""
        self.page.goto(self.server.url + path)
        return self.expect_ready()

    def reload(self) -> "ChatPage":
        self.page.reload()
        return self.expect_ready()

    def reload_high(self, turns: int) -> list[Locator]:
        """The answers of a short thread, all of them drawn, since the window is high enough for that."""
        self.page.set_viewport_size({"width": 1280, "height": 6000})
        self.reload()
        expect(self.questions).to_have_count(turns)
        expect(self.answers).to_have_count(turns)
        return self.answers.all()

    def live_and_stored(self) -> Iterator[str]:
        """For what must be so when an answer ends, and again after a reload."""
        yield "live"
        self.reload()
        yield "stored"

    def begin_anew(self) -> "ChatPage":
        """A new chat, by its button."""
        self.new_chat.click()
        expect(self.questions).to_have_count(0)
        return self.expect_ready()

    def expect_ready(self) -> "ChatPage":
        expect(self.message).to_be_visible()
        expect(self.log).to_have_attribute("aria-busy", "false")
        return self

    def ask(self, text: str) -> None:
        """Write and send; returns once the question stands in the thread."""
        last = self.questions.last
        before = last.get_attribute("data-turn") if last.count() else ""
        self.message.fill(text)
        self.message.press("Enter")
        expect(last).not_to_have_attribute("data-turn", before or "none")

    def ask_and_wait(self, text: str) -> None:
        self.ask(text)
        self.expect_idle()

    def expect_idle(self) -> None:
        """The last answer has ended, and the next question can be sent."""
        expect(self.answer).to_have_attribute("aria-busy", "false")
        expect(self.send).to_be_visible()

    def expect_conversation_address(self) -> str:
        """The path of a conversation that has begun."""
        expect(self.page).to_have_url(re.compile(r"/c/[\w-]+$"))
        return self.path

    def words(self, answer: Locator | None = None) -> list[str]:
        """The numbered words of an answer, as they stand."""
        return re.findall(r"\bw\d+\b", (answer or self.answer).inner_text())

    def thoughts(self, answer: Locator | None = None) -> Locator:
        """How an answer came about: the line that opens into its steps."""
        return (answer or self.answer).locator("details").filter(has_text=self.catalogue.steps)

    def steps(self, answer: Locator | None = None) -> Locator:
        """The steps of an answer, once their list is open."""
        return self.thoughts(answer).locator("> ol > li")

    def open_steps(self, answer: Locator | None = None) -> Locator:
        """Open the list of an answer's steps, and return them."""
        self.thoughts(answer).locator("> summary").click()
        expect(self.steps(answer).first).to_be_visible()
        return self.steps(answer)

    def choose(self, *files: tuple[str, bytes], within: Locator | None = None) -> None:
        """Choose files, by name and content, with the button for it: the composer's, or that of a form's control."""
        kinds = [guess_type(name)[0] or "application/octet-stream" for name, _ in files]
        with self.page.expect_file_chooser() as chooser:
            (within or self.composer).get_by_role("button", name=self.catalogue.attach_files, exact=True).click()
        chooser.value.set_files(
            [{"name": name, "mimeType": kind, "buffer": data} for (name, data), kind in zip(files, kinds, strict=True)]
        )

    def form(self, name: str = "Ask a person") -> Locator:
        """A form in mid-answer, by the title of its node."""
        return self.log.get_by_role("group", name=name, exact=True)

    def sent_files(self, question: Locator | None = None) -> Locator:
        """The files that went with a question."""
        files = (question or self.questions.last).get_by_role("list", name=self.catalogue.attachments, exact=True)
        return files.get_by_role("listitem")

    def answer_files(self, answer: Locator | None = None) -> Locator:
        """The files below an answer, without those in its steps."""
        return (answer or self.answer).locator("> ul > li")

    def open_settings(self) -> Locator:
        """The settings, once they are open."""
        if self.show_conversations.is_visible():
            self.show_conversations.click()
        self.sidebar.get_by_role("button", name=self.catalogue.settings, exact=True).click()
        dialog = self.page.get_by_role("dialog", name=self.catalogue.settings, exact=True)
        expect(dialog).to_be_visible()
        return dialog

    @contextmanager
    def growth(self) -> Iterator[list[int]]:
        """The lengths that the last answer's text took on, filled in when the block ends."""
        self.page.evaluate(_WATCH)
        lengths: list[int] = []
        yield lengths
        lengths += self.page.evaluate("() => window.grown")

    def focused(self) -> str:
        """The accessible name of what has the focus, or its tag."""
        return str(self.page.evaluate(_FOCUSED))

    def speak(self, words: Words) -> "ChatPage":
        """Choose a language in the header's list; the same tab in that language."""
        self.page.locator("header").get_by_role("button", name=self.catalogue.language, exact=True).click()
        self.page.get_by_role("menuitemradio", name=words.own_name, exact=True).click()
        return self.expect_language(words)

    def hear_choice(self, words: Words) -> "ChatPage":
        """The same tab after another one chose a language."""
        self.page.evaluate("code => new BroadcastChannel('parley:language').postMessage(code)", words.code)
        return self.expect_language(words)

    def expect_language(self, words: Words) -> "ChatPage":
        """The same tab, once all of it speaks that language."""
        expect(self.page.locator("html")).to_have_attribute("lang", words.code)
        expect(self.page.locator(".page")).to_have_attribute("dir", words.direction)
        return ChatPage(self.page, self.server, words)

    def scrolls_sideways(self) -> bool:
        return bool(self.page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))

    def hears(self, words: str) -> AbstractContextManager[Any]:
        """Until those words have come over the page's socket, as a batch of an answer has them."""
        return self._sockets[-1].expect_event("framereceived", lambda frame: words in _text(frame))

    def _listen(self, socket: WebSocket) -> None:
        self._sockets.append(socket)
        socket.on("framereceived", lambda frame: self.received.append(_text(frame)))
        socket.on("framesent", lambda frame: self.sent.append(_text(frame)))


def _text(frame: Any) -> str:
    return frame if isinstance(frame, str) else bytes(frame).decode("utf-8", "replace")


_WATCH = """
() => {
  window.grown = [];
  new MutationObserver(() => {
    const answer = [...document.querySelectorAll('article[aria-label="Answer"]')].at(-1);
    const length = answer?.innerText.length ?? 0;
    if (length !== window.grown.at(-1)) window.grown.push(length);
  }).observe(document.body, {subtree: true, childList: true, characterData: true});
}
"""
_FOCUSED = """
() => {
  const it = document.activeElement;
  const named = it.matches('a, button, summary') && it.innerText;
  return it.getAttribute('aria-label') || it.labels?.[0]?.innerText || named || it.tagName.toLowerCase();
}
"""
