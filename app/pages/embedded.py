"""The chat page within another site's page."""

import reflex as rx

from app.components.frame import frame
from app.pages.chat import chat


def embedded() -> rx.Component:
    return frame(chat())
