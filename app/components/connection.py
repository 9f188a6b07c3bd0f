"""What the page says while its server cannot be reached; the socket tries again by itself."""

import reflex as rx
from reflex_components_core.core.banner import has_connection_errors

from app.components.browser import word


def connection() -> rx.Component:
    return rx.cond(has_connection_errors, rx.el.p(word("disconnected"), class_name="offline", role="status"))
