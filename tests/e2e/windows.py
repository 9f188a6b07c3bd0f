"""Browser windows that outlast a test: a page opens in them in half the time of a new browser context's.

A new context has no cache and starts a process that knows none of the page's code. So on a server that outlives the
test, a visitor gets the window of the one before, from whom nothing is left but that: no cookie, no storage, no page.
"""

from typing import Any

from playwright.sync_api import Browser, Page
from playwright.sync_api import Error as BrowserError

from .server import Server

DESK: dict[str, Any] = {"locale": "en-US", "viewport": {"width": 1280, "height": 800}}
OWN: dict[str, Any] = {"locale": "en-US"}
"""The options of a visitor with a window of their own: what a test does to it for good goes with it.

Whoever loses the network has one too: in a window that was kept, a socket came through in spite of that, now and then.
"""
OF_A_TAB = {"viewport", "color_scheme", "reduced_motion", "forced_colors"}
"""The options that a tab may have as well as a whole window."""
KEPT = 3  # windows that stay open; each holds a process
QUIET_PLACE = "/favicon.ico"  # of the server's own origin, and without a script

_FORGET = """
() => {
  localStorage.clear();
  sessionStorage.clear();
  return globalThis.__pwClock === undefined;
}
"""


class Window:
    """A context with one page at rest, which holds the process that the visitors' pages share."""

    def __init__(self, browser: Browser, server: Server) -> None:
        self.context = browser.new_context(**DESK)
        self._rest = self.context.new_page()
        self._rest.goto(server.url + QUIET_PLACE)
        self.options: dict[str, Any] = {}

    def tab(self) -> Page:
        """With this visitor's ``options``, which are :data:`OF_A_TAB`."""
        with self._rest.expect_popup() as opened:
            self._rest.evaluate("() => { window.open('about:blank').opener = null; }")
        media = {name: value for name, value in self.options.items() if name != "viewport"}
        if media:
            opened.value.emulate_media(**media)
        if media != self.options:
            opened.value.set_viewport_size(self.options["viewport"])
        return opened.value

    def forget(self) -> bool:
        """Leave nothing of a visitor. False where that cannot be: then nobody else may have the window."""
        try:
            for page in self.context.pages:
                if page != self._rest:
                    page.close()
            self.context.unroute_all()
            self.context.set_offline(False)
            self.context.clear_permissions()
            self.context.clear_cookies()
            return bool(self._rest.evaluate(_FORGET))
        except BrowserError:
            return False


class Windows:
    """The windows that were given back last, each for visitors of its server."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._free: list[tuple[Server, Window]] = []

    def take(self, server: Server, options: dict[str, Any]) -> Window:
        place = next((place for place in self._free if place[0] == server), None)
        if place:
            self._free.remove(place)
        window = place[1] if place else Window(self._browser, server)
        window.options = options
        return window

    def give_back(self, server: Server, window: Window) -> None:
        if not window.forget():
            window.context.close()
            return
        self._free.append((server, window))
        if len(self._free) > KEPT:
            _, oldest = self._free.pop(0)
            oldest.context.close()
