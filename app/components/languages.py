"""The page's language: who chooses it where, and the document before its first words are there."""

import json
from typing import Any

import reflex as rx

from app.components.browser import module, word
from app.components.icons import icon
from app.components.menu import Menu
from app.i18n import CATALOGUES, COOKIE, Words
from app.state.session import SessionState

_LANGUAGES = sorted(CATALOGUES.values(), key=lambda words: words.own_name)


class Language(rx.Component):
    """Keeps the document's `lang` and `dir`, the cookie named ``cookie`` and this person's other tabs in step with the
    words of the ``state`` of that name."""

    library = module("language.js")
    tag = "Language"

    state: rx.Var[str]
    code: rx.Var[str]
    cookie: rx.Var[str]
    on_choose: rx.EventHandler[rx.event.passthrough_event_spec(str)]


def language() -> rx.Component:
    """What makes the switches work; once on a page."""
    return Language.create(
        state=SessionState.get_full_name(),
        code=SessionState.words["code"],
        cookie=COOKIE,
        on_choose=SessionState.speak_language,
    )


def language_switch() -> rx.Component:
    """A list to choose from; each language by its own name."""
    options = [rx.el.option(words.own_name, value=words.code, lang=words.code) for words in _LANGUAGES]
    return rx.el.select(
        *options,
        value=SessionState.words["code"],
        on_change=SessionState.speak_language,
        aria_label=word("language"),
        custom_attrs={"data-languages": True},
    )


def language_menu() -> rx.Component:
    """A globe, for somebody who cannot read the page: the drawing says what the button is for."""
    return Menu.create(icon("globe"), *map(_item, _LANGUAGES), label=word("language"))


def _item(words: Words) -> rx.Component:
    return rx.el.button(
        icon("check"),
        rx.el.span(words.own_name, lang=words.code, dir=words.direction),
        type="button",
        role="menuitemradio",
        aria_checked=SessionState.words["code"] == words.code,
        tab_index=-1,
        on_click=SessionState.speak_language(words.code),
        class_name="menu-item",
        custom_attrs={"data-language": words.code},
    )


def first_language() -> rx.Component:
    """For the document's head: its language and direction before the server has said any word, so that nothing jumps.

    The choice is that of :func:`app.i18n.choose`, made from what a script can see.
    """
    directions: dict[str, Any] = {words.code: words.direction for words in CATALOGUES.values()}
    return rx.el.script(
        f"""(() => {{
  const directions = {json.dumps(directions)};
  const chosen = document.cookie.match(/(?:^|; ){COOKIE}=(\\w+)/)?.[1];
  const wanted = [chosen, ...navigator.languages.map((tag) => tag.toLowerCase().split("-")[0])];
  const lang = wanted.find((code) => Object.hasOwn(directions, code)) ?? "en";
  Object.assign(document.documentElement, {{ lang, dir: directions[lang] }});
}})();"""
    )
