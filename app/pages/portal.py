"""The portal: all apps, and one's conversations across them."""

import reflex as rx

from app.components.account import account_button, sign_in, to_inbox
from app.components.browser import word
from app.components.connection import Heal, bare_connection
from app.components.languages import language, language_menu
from app.components.portal import cards, recent
from app.components.search import search_button, search_dialog
from app.components.settings import Looks
from app.state.portal import PortalSearchState, PortalState
from app.state.session import SessionState

ON_LOAD = [PortalState.follow]


def portal() -> rx.Component:
    return rx.el.div(
        bare_connection(),
        Heal.create(ails=PortalState.away, on_try=PortalState.look),
        rx.el.header(
            rx.el.h1(word("apps"), id="apps"),
            rx.el.div(sign_in(), to_inbox(), search_button(), language_menu(), account_button(), class_name="top-end"),
            class_name="top",
        ),
        rx.el.main(
            rx.cond(
                PortalState.ready,
                rx.cond(
                    PortalState.cards.length() > 0,
                    rx.fragment(cards(), recent()),
                    rx.el.p(word("no_apps"), class_name="note"),
                ),
                rx.el.p(word("loading"), class_name="waiting centre", role="status"),
            ),
            class_name="portal-main",
        ),
        search_dialog(PortalSearchState),
        Looks.create(),
        language(),
        class_name="portal",
        lang=SessionState.words["code"],
        dir=SessionState.words["direction"],
    )
