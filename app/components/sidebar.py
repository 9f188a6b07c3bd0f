"""The sidebar: a new chat, and the conversations there are."""

import reflex as rx

from app.components.browser import Drawer, Sentinel, word
from app.components.icons import icon
from app.components.search import search_button
from app.components.settings import settings_button
from app.state.conversations import ConversationsState
from app.state.session import SessionState
from app.state.thread import ThreadState
from app.views import ConversationRow


def sidebar() -> rx.Component:
    return rx.fragment(
        rx.el.nav(
            rx.el.div(
                rx.el.button(
                    icon("plus"),
                    word("new_chat"),
                    type="button",
                    class_name="new-chat",
                    custom_attrs={"data-place": "/"},
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
            ),
            rx.cond(ConversationsState.stale, rx.el.p(word("list_stale"), class_name="note", role="status")),
            rx.cond(
                ConversationsState.rows.length() > 0,
                rx.el.ul(rx.foreach(ConversationsState.rows, _row)),
                rx.cond(SessionState.ready, rx.el.p(word("no_conversations"), class_name="note")),
            ),
            rx.cond(
                ConversationsState.has_more,
                rx.el.div(
                    Sentinel.create(on_reach=ConversationsState.older),
                    rx.el.button(
                        word("load_more"), type="button", class_name="quiet", on_click=ConversationsState.older
                    ),
                ),
            ),
            settings_button(),
            id="conversations",
            aria_label=word("conversations"),
            class_name="sidebar",
            custom_attrs={"data-shown": ConversationsState.shown},
        ),
        rx.el.div(class_name="shade", on_click=ConversationsState.hide, aria_hidden="true"),
        Drawer.create(
            shown=ConversationsState.shown, on_show=ConversationsState.toggle, on_hide=ConversationsState.hide
        ),
    )


def _row(row: ConversationRow) -> rx.Component:
    return rx.el.li(
        rx.el.a(
            rx.cond(row.name != "", row.name, word("new_chat")),
            dir="auto",
            href=f"/c/{row.id}",
            custom_attrs={"data-place": f"/c/{row.id}"},
            aria_current=rx.cond(ThreadState.conversation_id == row.id, "page", "false"),
        )
    )
