"""Taking conversations along: what of the menu saves, prints and shares, and the dialog of shared links."""

import reflex as rx

from app.components.browser import BASE, Moment, module, say, sentence, word
from app.components.dialog import dialog
from app.components.files import OUTSIDE
from app.components.menu import menu_item
from app.state.session import SessionState
from app.state.taking import TakingState
from app.state.thread import ThreadState
from app.views import SharedLink


class Link(rx.Component):
    """The address of a shared conversation by its ``token``, to be copied."""

    library = module("share.jsx")
    tag = "Link"

    token: rx.Var[str]
    words: rx.Var[dict]


class Print(rx.Component):
    """Prints the page by every button with ``data-print``; once on a page."""

    library = module("share.jsx")
    tag = "Print"


def take_along() -> rx.Component:
    """The menu's items that share, save and print the conversation that is open."""
    place = f"{BASE}/export/{ThreadState.conversation_id}"
    return rx.fragment(
        menu_item("link", word("share_link"), on_click=TakingState.look, custom_attrs={"data-opens": "share"}),
        menu_item("down", word("save_markdown"), href=f"{place}/md", custom_attrs=OUTSIDE),
        menu_item("down", word("save_page"), href=f"{place}/html", custom_attrs=OUTSIDE),
        menu_item("down", word("save_data"), href=f"{place}/json", custom_attrs=OUTSIDE),
        menu_item("file", word("print_page"), custom_attrs={"data-print": True}),
    )


def share_dialog() -> rx.Component:
    return rx.fragment(
        Print.create(),
        dialog(
            "share",
            word("share_link"),
            rx.el.p(word("share_what"), class_name="note"),
            rx.el.form(
                rx.el.label(
                    word("share_until"),
                    rx.el.select(
                        rx.el.option(word("share_day"), value="1"),
                        rx.el.option(word("share_week"), value="7"),
                        rx.el.option(word("share_month"), value="30"),
                        rx.el.option(word("share_always"), value="never"),
                        name="days",
                        default_value="30",
                    ),
                ),
                rx.el.button(word("make_link"), type="submit", class_name="primary", disabled=TakingState.making),
                on_submit=TakingState.share,
                class_name="share-form",
            ),
            rx.el.div(
                rx.cond(TakingState.making, rx.el.p(word("making_link"), class_name="note")),
                rx.cond(TakingState.notice.key != "", rx.el.p(say(TakingState.notice), class_name="problem")),
                rx.cond(TakingState.token != "", rx.el.p(word("link_made"))),
                role="status",
            ),
            rx.cond(TakingState.token != "", Link.create(token=TakingState.token, words=SessionState.words)),
            rx.el.h3(word("shared_links")),
            rx.cond(
                TakingState.links.length() > 0,
                rx.el.ul(rx.foreach(TakingState.links, _link), class_name="shared-links"),
                rx.el.p(word("no_shared_links"), class_name="note"),
            ),
        ),
    )


def _link(link: SharedLink) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.span(link.title, dir="auto", class_name="shared-title"),
            rx.el.span(
                word("link_from"),
                " ",
                Moment.create(at=link.made_at),
                " · ",
                rx.cond(
                    link.expires_at > 0,
                    rx.fragment(word("link_until"), " ", Moment.create(at=link.expires_at)),
                    word("share_always"),
                ),
                " · ",
                sentence("link_opened", count=link.opened),
                class_name="note",
            ),
        ),
        rx.el.button(
            word("revoke"),
            type="button",
            class_name="quiet",
            aria_label=sentence("revoke_of", title=link.title),
            on_click=TakingState.revoke(link.id),
        ),
        key=link.id,
    )
