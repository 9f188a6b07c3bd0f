"""The few icons, drawn as lines in the colour of their text. Each is decoration: the button bears the name."""

import reflex as rx

_PATHS = {
    "attach": ["M20 11.5l-8.2 8.2a5 5 0 0 1-7-7l8.5-8.5a3.3 3.3 0 0 1 4.7 4.7l-8.4 8.4a1.7 1.7 0 0 1-2.4-2.4l7.7-7.7"],
    "file": ["M6 3h8l5 5v13H6z", "M14 3v5h5"],
    "link": ["M10 14a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-5.7-5.7L12 7", "M14 10a4 4 0 0 0-6-.4l-3 3a4 4 0 0 0 5.7 5.7L12 17"],
    "more": ["M5 12h.01", "M12 12h.01", "M19 12h.01"],
    "menu": ["M4 7h16", "M4 12h16", "M4 17h16"],
    "close": ["M6 6l12 12", "M18 6L6 18"],
    "plus": ["M12 5v14", "M5 12h14"],
    "search": ["M11 4.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13z", "M16 16l4.5 4.5"],
    "send": ["M12 19V5", "M6 11l6-6 6 6"],
    "stop": ["M7 7h10v10H7z"],
    "retry": ["M20 11a8 8 0 1 0-2.3 6.3", "M20 5v6h-6"],
    "up": ["M12 19V5", "M6 11l6-6 6 6"],
    "down": ["M12 5v14", "M6 13l6 6 6-6"],
    "back": ["M15 5l-7 7 7 7"],
    "forward": ["M9 5l7 7-7 7"],
    "microphone": ["M12 3a3 3 0 0 0-3 3v5a3 3 0 0 0 6 0V6a3 3 0 0 0-3-3z", "M6 11a6 6 0 0 0 12 0", "M12 17v4"],
    "globe": [
        "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z",
        "M3 12h18",
        "M12 3c2.6 2.6 3.8 5.6 3.8 9s-1.2 6.4-3.8 9c-2.6-2.6-3.8-5.6-3.8-9s1.2-6.4 3.8-9z",
    ],
    "speaker": ["M4 10v4h3l5 4V6l-5 4z", "M15.5 9a4 4 0 0 1 0 6", "M18 6.5a8 8 0 0 1 0 11"],
    "edit": ["M4 20l1-4L16.5 4.5a2 2 0 0 1 3 3L8 19l-4 1z"],
    "spark": ["M12 4l1.8 5.2L19 11l-5.2 1.8L12 18l-1.8-5.2L5 11l5.2-1.8z", "M19 17v4", "M17 19h4"],
    "pin": ["M9 3h6l-1 6 4 4H6l4-4z", "M12 13v8"],
    "archive": ["M4 4h16v5H4z", "M5.5 9v11h13V9", "M10 13h4"],
    "delete": ["M4 7h16", "M9 7V4h6v3", "M6 7l1 13h10l1-13", "M10 11v5", "M14 11v5"],
    "person": ["M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8z", "M4.5 20.5a7.5 7.5 0 0 1 15 0"],
    "number": ["M9 4L7 20", "M17 4l-2 16", "M4.5 9h16", "M3.5 15h16"],
    "bell": ["M6 10a6 6 0 0 1 12 0c0 5 2 6 2 7H4c0-1 2-2 2-7z", "M10 20.5a2.2 2.2 0 0 0 4 0"],
    "check": ["M5 13l5 5 9-11"],
    "clock": ["M12 7v5l3 2", "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z"],
    "settings": [
        *("M4 7h9", "M18 7h2", "M15.5 4.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z"),
        *("M4 17h2", "M11 17h9", "M8.5 14.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z"),
    ],
    "keyboard": ["M3 6h18v12H3z", "M7 10h.01", "M11 10h.01", "M15 10h.01", "M8 14h8"],
    "step": ["M6 6h5v5H6z", "M13 13h5v5h-5z", "M8.5 11v4.5H13"],
    "thought": ["M9 18h6", "M10 21h4", "M12 3a6 6 0 0 0-3.5 10.9V16h7v-2.1A6 6 0 0 0 12 3z"],
    "tool": ["M14.5 6.5a4 4 0 0 0-5.3 5.3L4 17l3 3 5.2-5.2a4 4 0 0 0 5.3-5.3L15 12l-3-3z"],
    "unread": ["M13 6H3.5v13h17v-8", "M3.5 7.5l8.5 6 4-2.8", "M19 3a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z"],
    "inbox": ["M4 13l3-8h10l3 8v6H4z", "M4 13h5a3 3 0 0 0 6 0h5"],
    "chart": ["M4 20h16", "M7 16v-4", "M12 16V5", "M17 16V9"],
    "grid": ["M4 4h6v6H4z", "M14 4h6v6h-6z", "M4 14h6v6H4z", "M14 14h6v6h-6z"],
    "warn": ["M12 8v5", "M12 16.5v.5", "M12 3l9.5 17h-19z"],
}


def icon(name: str) -> rx.Component:
    return rx.el.svg(
        *[rx.el.path(d=path) for path in _PATHS[name]],
        view_box="0 0 24 24",
        class_name="icon",
        custom_attrs={"aria-hidden": "true", "focusable": "false", "data-icon": name},
    )
