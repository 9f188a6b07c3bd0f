"""What axe-core finds on the page, told so that it can be mended."""

from typing import Any, Literal

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, expect

GRAVE = ("serious", "critical")
OF_COLOURS = ("color-contrast", "link-in-text-block")
"""The rules that look at colours: all that can turn out otherwise where nothing but the scheme has changed."""


def no_serious_fault(page: Page, *rules: str) -> None:
    """Nothing on the page as it stands keeps somebody from using it, as far as a machine can tell.

    Without ``rules``, all are tried.
    """
    if not page.evaluate("'axe' in window"):
        # The page's policy lets no script tag in, but what the debugger evaluates.
        page.evaluate(AXE_SCRIPT)
    options = {"resultTypes": ["violations"], **({"runOnly": list(rules)} if rules else {})}
    found = page.evaluate("options => axe.run(document, options)", options)
    grave = [fault for fault in found["violations"] if fault["impact"] in GRAVE]
    assert not grave, "\n\n".join(map(_told, grave))


def no_serious_fault_in_both_schemes(page: Page) -> None:
    put_on(page, "light")
    no_serious_fault(page)
    put_on(page, "dark")
    no_serious_fault(page, *OF_COLOURS)


def put_on(page: Page, scheme: Literal["light", "dark"]) -> None:
    """The system's scheme is another one, and the page has taken it on."""
    page.emulate_media(color_scheme=scheme)
    expect(page.locator("html")).to_contain_class(scheme)


def nothing_outside(page: Page) -> None:
    """Nothing reaches beyond the window's sides, but what scrolls in a box of its own or waits there to be shown."""
    found = page.evaluate(_OUTSIDE)
    assert not found, "\n".join(found)
    assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth")


def room_for_a_finger(page: Page) -> None:
    """Whatever can be pressed is at least 44 px wide and high on a touch screen, but a link or mark in running text."""
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
    found = page.evaluate(_SMALL)
    session.send("Emulation.setTouchEmulationEnabled", {"enabled": False})
    session.detach()
    assert not found, "\n".join(found)


def room_for_wide_text(page: Page) -> None:
    """With the text spacing of WCAG 1.4.12 nothing is cut off, leaves its button or reaches beyond the window."""
    page.evaluate(_ADOPT, _SPACING)  # The page's policy takes no element of another's style.
    found = page.evaluate(_CLIPPED)
    assert not found, "\n".join(found)
    nothing_outside(page)
    page.evaluate("() => { document.adoptedStyleSheets = [] }")


_SMALL = """
() => [...document.querySelectorAll('a[href], button, summary, select, textarea, input, [role^="menuitem"]')]
  .filter((it) => it.checkVisibility({ visibilityProperty: true }))
  .filter((it) => !it.closest("[inert], .skip, .sr-only, .cite, .prose a, p a"))
  .map((it) => [it, (it.closest("label") ?? it).getBoundingClientRect()])
  .filter(([, { width, height }]) => width && (width < 43.9 || height < 43.9))
  .map(([it, { width, height }]) => `${width} x ${height}: ${it.outerHTML.slice(0, 160)}`)
"""
_ADOPT = """
(text) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  document.adoptedStyleSheets = [sheet];
}
"""
_SPACING = """
* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
p { margin-bottom: 2em !important; }
"""
# What is shortened by an ellipsis is whole elsewhere: it may be cut at its end, not at its height.
_CLIPPED = """
() => {
  const found = new Set();
  const hidden = ".sr-only, .skip, .katex-mathml, script, style";
  const shows = (it) => it.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !it.closest(hidden);
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  while (walk.nextNode()) {
    const parent = walk.currentNode.parentElement;
    if (!walk.currentNode.data.trim() || !shows(parent)) continue;
    range.selectNodeContents(walk.currentNode);
    const rows = [...range.getClientRects()].filter(({ width }) => width);
    for (let it = parent; it && it !== document.body; it = it.parentElement) {
      const { overflowX, overflowY, textOverflow, webkitLineClamp } = getComputedStyle(it);
      if (["auto", "scroll"].includes(overflowY) || webkitLineClamp !== "none") break;
      const cuts = overflowY === "hidden" || overflowY === "clip";
      if (!cuts && !it.matches("button, summary, a.menu-item, .quiet, .top, .dialog-top")) continue;
      const box = it.getBoundingClientRect();
      const middles = rows.map(({ top, bottom }) => (top + bottom) / 2);
      const high = middles.some((middle) => middle - 8 < box.top || middle + 8 > box.bottom);
      const wide = rows.some(({ left, right }) => left < box.left - 1 || right > box.right + 1);
      if (high || (wide && textOverflow !== "ellipsis"))
        found.add(`${walk.currentNode.data.slice(0, 60)} in ${it.outerHTML.slice(0, 160)}`);
      if (textOverflow === "ellipsis") break;
    }
  }
  return [...found];
}
"""
_OUTSIDE = """
() => {
  const scrolls = (it) => !it.matches(".thread, .main, body, html") && getComputedStyle(it).overflowX !== "visible";
  const inside = (it) => it && (scrolls(it) || inside(it.parentElement));
  const reaches = ({ left, right, width }) => width && (left < -1 || right > window.innerWidth + 1);
  return [...document.querySelectorAll("body *")]
    .filter((it) => reaches(it.getBoundingClientRect()) && getComputedStyle(it).visibility === "visible" && !inside(it))
    .map((it) => it.outerHTML.slice(0, 160));
}
"""


def _told(fault: dict[str, Any]) -> str:
    """What is wrong, and each place where it is: its selector, its HTML, and what axe says of it."""
    places = [
        f"  {' '.join(map(str, node['target']))}\n    {node['html'][:200]}\n    {node['failureSummary']}"
        for node in fault["nodes"]
    ]
    return "\n".join([f"{fault['id']} ({fault['impact']}): {fault['help']}", *places])
