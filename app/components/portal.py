"""The apps as cards, and one's conversations across them."""

import reflex as rx

from app.components.browser import Moment, say, word
from app.components.files import OUTSIDE
from app.state.portal import PortalState
from app.views import AppCard, RecentRow


def cards() -> rx.Component:
    return rx.el.ul(rx.foreach(PortalState.cards, _card), class_name="cards", aria_labelledby="apps")


def recent() -> rx.Component:
    return rx.el.section(
        rx.el.h2(word("recent"), id="recent"),
        rx.cond(
            PortalState.notice.key != "",
            rx.el.p(say(PortalState.notice), class_name="problem", role="alert"),
            rx.cond(
                PortalState.recent.length() > 0,
                rx.el.ul(rx.foreach(PortalState.recent, _row), class_name="recent"),
                rx.cond(PortalState.known, rx.el.p(word("no_recent"), class_name="note")),
            ),
        ),
        aria_labelledby="recent",
    )


def _card(card: AppCard) -> rx.Component:
    place = f"/apps/{card.slug}"
    return rx.el.li(
        rx.el.span(
            rx.cond(card.icon_picture != "", rx.el.img(src=f"{place}{card.icon_picture}", alt=""), card.icon),
            class_name="app-icon",
            style={"background": card.icon_background},
            aria_hidden="true",
        ),
        rx.el.h2(rx.el.a(card.name, href=place, dir="auto", custom_attrs=OUTSIDE)),
        rx.cond(card.description != "", rx.el.p(card.description, dir="auto", class_name="card-text")),
        rx.cond(card.away, rx.el.p(word("app_away"), class_name="card-away")),
        key=card.slug,
        class_name="card",
        custom_attrs={"data-app": card.slug, "data-away": card.away},
    )


def _row(row: RecentRow) -> rx.Component:
    name = rx.cond(row.name != "", row.name, word("new_chat"))
    return rx.el.li(
        rx.el.a(
            rx.el.span(name, dir="auto", class_name="recent-name"),
            rx.cond(row.running, rx.el.span(word("being_written"), class_name="found-part")),
            rx.cond(row.unread, rx.el.span(word("new_answer"), class_name="found-part")),
            rx.el.span(row.app_name, dir="auto", class_name="recent-app"),
            Moment.create(at=row.at),
            href=f"/apps/{row.app}/c/{row.id}",
            custom_attrs=OUTSIDE,
        ),
        key=f"{row.app} {row.id}",
    )
