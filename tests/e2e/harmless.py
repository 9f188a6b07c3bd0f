"""What an answer by a stranger must never do to the page."""

from .page import ChatPage


def expect_harmless(chat: ChatPage, fetched: list[str]) -> None:
    """No element that acts, no link but to where a person may go, no handler, no code that ran, no request."""
    acting = "script, iframe, object, embed, form, video, audio, style, link, base, meta, img, image, svg script"
    assert chat.answer.locator(acting).count() == 0
    links = chat.answer.locator("a[href]").evaluate_all("all => all.map(link => link.protocol)")
    assert set(links) <= {"http:", "https:", "mailto:", "tel:"}, links
    handlers = "all => all.flatMap(it => it.getAttributeNames()).filter(name => name.startsWith('on'))"
    assert chat.answer.locator("*").evaluate_all(handlers) == []
    for link in chat.answer.get_by_text("click", exact=True).all():
        link.click()
    assert chat.page.evaluate("window.ran") is None
    assert fetched == []
    assert chat.path.startswith("/c/")
