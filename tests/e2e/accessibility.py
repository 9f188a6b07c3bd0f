"""What axe-core finds on the page, told so that it can be mended."""

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

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


def nothing_outside(page: Page) -> None:
    """Nothing reaches beyond the window's sides, but what scrolls in a box of its own or waits there to be shown."""
    found = page.evaluate(_OUTSIDE)
    assert not found, "\n".join(found)
    assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth")


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
