"""What the document's head says of the page: its language, how it fits a screen, and how it is installed."""

import json

import reflex as rx

from app.components.languages import first_language

# The page's paper, `--paper` of base.css; the settings' own choice of looks changes both.
_PAPER = {"light": "#ffffff", "dark": "#17181a"}


def head() -> list[rx.Component]:
    return [
        _storage(),
        _mail(),
        first_language(),
        _own_moves(),
        _sent_early(),
        # A keyboard on the screen takes its room from the page, and the composer stands above it.
        rx.el.meta(
            name="viewport",
            content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content",
        ),
        *(
            rx.el.meta(name="theme-color", content=paper, custom_attrs={"media": f"(prefers-color-scheme: {scheme})"})
            for scheme, paper in _PAPER.items()
        ),
        _first_looks(),
        # With the visitor's cookie: the name in it is that of the app, which only a visitor is told.
        rx.el.link(rel="manifest", href="/manifest.webmanifest", cross_origin="use-credentials"),
        _own_app(),
        rx.el.link(rel="apple-touch-icon", href="/images/apple-touch-icon.png"),
    ]


def _storage() -> rx.Component:
    """Where a browser forbids a page its storage, what is kept lives as long as the document."""
    return rx.el.script(
        """(() => {
  for (const name of ["localStorage", "sessionStorage"]) {
    try { window[name]; continue; } catch { /* forbidden */ }
    window.parleyForgets = true;
    const kept = new Map();
    const value = {
      getItem: (key) => kept.get(String(key)) ?? null,
      setItem: (key, text) => void kept.set(String(key), String(text)),
      removeItem: (key) => void kept.delete(String(key)),
      clear: () => kept.clear(),
      key: (at) => [...kept.keys()][at] ?? null,
      get length() { return kept.size; },
    };
    Object.defineProperty(window, name, { value, configurable: true });
  }
})();"""
    )


def _mail() -> rx.Component:
    """What the page around says before this one has come alive is kept; who says it is looked at then."""
    return rx.el.script(
        """if (location.pathname.startsWith("/embed/")) {
  window.parleyMail = [];
  addEventListener("message", ({ source, origin, data }) => {
    if (source !== parent || source === window || parleyMail.length > 100) return;
    parleyMail.push({ origin, data });
    dispatchEvent(new Event("parley:mail"));
  });
}"""
    )


def _own_moves() -> rx.Component:
    """The browser's way back moves within the page: the router, which would build the page anew, hears nothing of it.

    A window calls its listeners in the order in which they came, so this one comes before all others.
    """
    return rx.el.script(
        """addEventListener("popstate", (event) => {
  event.stopImmediatePropagation();
  dispatchEvent(new Event("parley:back"));
});"""
    )


def _sent_early() -> rx.Component:
    """What is sent before the page has come alive is kept until it has; the composer then sends it.

    The browser alone would leave the page with the form's text, or put a line's end into it.
    """
    return rx.el.script(
        """(() => {
  let sent = false;
  const early = (event) => {
    const composing = event.isComposing || event.keyCode === 229;
    const enter = event.key === "Enter" && !event.shiftKey && !composing && event.target.id === "message";
    if (!enter && event.type !== "submit") return;
    event.preventDefault();
    sent ||= enter || event.target.matches(".composer");
  };
  addEventListener("keydown", early);
  addEventListener("submit", early);
  window.parleySentEarly = () => {
    removeEventListener("keydown", early);
    removeEventListener("submit", early);
    const was = sent;
    sent = false;
    return was;
  };
})();"""
    )


def _first_looks() -> rx.Component:
    """The browser's own bars as light or dark as was chosen, before the first paint; Reflex keeps the choice."""
    return rx.el.script(
        f"""(() => {{
  let chosen;
  try {{ chosen = localStorage.getItem("theme"); }} catch {{ return; }}
  const paper = {json.dumps(_PAPER)}[chosen];
  if (paper) document.querySelectorAll('meta[name="theme-color"]').forEach((meta) => {{ meta.content = paper; }});
}})();"""
    )


def _own_app() -> rx.Component:
    """One of several apps is installed by itself, and has a state of its own in each tab that visits it, as has each
    person who signs in there.

    Reflex names a tab's state by a token of the tab's session; that of the app that was left is kept for the way back.
    """
    return rx.el.script(
        """(() => {
  const base = /^\\/(?:apps|embed)\\/[^/]+/.exec(location.pathname)?.[0] ?? "";
  const manifest = document.querySelector('link[rel="manifest"]');
  if (base.startsWith("/apps/")) manifest.setAttribute("href", `${base}/manifest.webmanifest`);
  try {
    const whose = /(?:^|; )parley_drafts=([0-9a-f]+)/.exec(document.cookie)?.[1] ?? "";
    const was = sessionStorage.getItem("parley:base") ?? "";
    const now = base.startsWith("/embed/") ? base : base + whose;
    if (was === now) return;
    for (const [from, to] of [["token", `token:${was}`], [`token:${now}`, "token"]]) {
      const token = sessionStorage.getItem(from);
      if (token) sessionStorage.setItem(to, token);
      else sessionStorage.removeItem(to);
    }
    sessionStorage.setItem("parley:base", now);
  } catch { return; }
})();"""
    )
