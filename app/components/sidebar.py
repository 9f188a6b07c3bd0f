"""The sidebar: a new chat, and the conversations there are."""

import reflex as rx

from app.components.browser import AMONG, BASE, Drawer, Sentinel, word
from app.components.files import OUTSIDE
from app.components.icons import icon
from app.components.keeping import listed, menu_of
from app.components.search import search_button
from app.components.settings import settings_button
from app.state.conversations import ConversationsState
from app.state.thread import ThreadState
from app.views import ConversationRow


def sidebar() -> rx.Component:
    return rx.fragment(
        rx.el.nav(
            _all_apps(),
            _top(),
            listed(_row),
            rx.cond(ConversationsState.stale, _stale()),
            rx.cond(ConversationsState.has_more, _more()),
            settings_button(),
            id="conversations",
            aria_label=word("conversations"),
            class_name="sidebar",
            custom_attrs={"data-shown": ConversationsState.shown},
        ),
        rx.el.div(class_name="shade", on_click=ConversationsState.hide, aria_hidden="true"),
        Drawer.create(shown=ConversationsState.shown, on_hide=ConversationsState.hide),
    )


def _top() -> rx.Component:
    return rx.el.div(
        rx.el.button(
            icon("plus"), word("new_chat"), type="button", class_name="new-chat", custom_attrs={"data-place": "/"}
        ),
        search_button(),
        rx.el.button(
            icon("close"),
            type="button",
            on_click=ConversationsState.hide,
            class_name="icon-button only-narrow",
            aria_label=word("hide_conversations"),
        ),
        class_name="sidebar-top",
    )


def _stale() -> rx.Component:
    return rx.el.div(
        icon("warn"),
        rx.el.p(word("list_stale")),
        rx.el.button(
            icon("retry"),
            word("try_again"),
            type="button",
            class_name="quiet",
            on_click=ConversationsState.refresh,
        ),
        class_name="notice",
        role="status",
    )


def _more() -> rx.Component:
    return rx.el.div(
        Sentinel.create(on_reach=ConversationsState.older),
        rx.el.button(word("load_more"), type="button", class_name="quiet", on_click=ConversationsState.older),
    )


def _all_apps() -> rx.Component:
    """The way back to the others, where there are some."""
    return rx.cond(
        AMONG,
        rx.el.a(icon("back"), word("all_apps"), href="/apps", class_name="all-apps", custom_attrs=OUTSIDE),
    )


def _row(row: ConversationRow) -> rx.Component:
    name = rx.cond(row.name != "", row.name, word("new_chat"))
    return rx.el.li(
        rx.el.a(
            name,
            href=f"{BASE}/c/{row.id}",
            dir="auto",
            custom_attrs={"data-place": f"/c/{row.id}"},
            aria_current=rx.cond(ThreadState.conversation_id == row.id, "page", "false"),
            aria_describedby=f"mark-{row.id}",
        ),
        rx.cond(row.running, _mark(row, "running", word("being_written"))),
        rx.cond(row.unread, _mark(row, "unread", word("new_answer"))),
        menu_of(row),
        key=row.id,
    )


def _mark(row: ConversationRow, kind: str, text: rx.Var[str]) -> rx.Component:
    return rx.el.span(
        rx.el.span(text, class_name="sr-only"),
        id=f"mark-{row.id}",
        title=text,
        class_name="line-mark",
        custom_attrs={"data-mark": kind},
    )
