"""What stands at an address of an app that is not there."""

import reflex as rx

from app.components.browser import word
from app.components.files import OUTSIDE
from app.components.languages import language_menu


def missing() -> rx.Component:
    return rx.el.main(
        rx.el.div(language_menu(), class_name="top-end"),
        rx.el.h1(word("app_missing"), class_name="welcome"),
        rx.el.p(word("app_missing_why"), class_name="note centre"),
        rx.el.p(rx.el.a(word("all_apps"), href="/", class_name="quiet", custom_attrs=OUTSIDE), class_name="centre"),
        class_name="missing",
    )
