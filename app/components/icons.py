"""The few icons, drawn as lines in the colour of their text. Each is decoration: the button bears the name."""

import reflex as rx

_PATHS = {
    "menu": ["M4 7h16", "M4 12h16", "M4 17h16"],
    "close": ["M6 6l12 12", "M18 6L6 18"],
    "plus": ["M12 5v14", "M5 12h14"],
    "send": ["M12 19V5", "M6 11l6-6 6 6"],
    "stop": ["M7 7h10v10H7z"],
    "retry": ["M20 11a8 8 0 1 0-2.3 6.3", "M20 5v6h-6"],
    "down": ["M12 5v14", "M6 13l6 6 6-6"],
    "warn": ["M12 8v5", "M12 16.5v.5", "M12 3l9.5 17h-19z"],
}


def icon(name: str) -> rx.Component:
    return rx.el.svg(
        *[rx.el.path(d=path) for path in _PATHS[name]],
        view_box="0 0 24 24",
        class_name="icon",
        custom_attrs={"aria-hidden": "true", "focusable": "false"},
    )
