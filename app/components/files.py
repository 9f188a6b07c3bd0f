"""The files of a turn: pictures, sound and film to look at and to hear, everything else to download."""

from typing import Any

import reflex as rx

from app.components.browser import BASE, Files, Own, size_of, word
from app.components.icons import icon
from app.views import Attachment, Thought, Turn

OUTSIDE = {"reloadDocument": True}  # The page's router has no route of that name: the link is the browser's.
HERE = f"{BASE}/files"  # where the page's own files are, each below it by its id


def question_files(turn: Turn, place: str = HERE) -> rx.Component:
    """What was sent with the question; it is known from the start, so it stands in the turn. Its files are at
    ``place``."""
    return _list(turn.sent, False, word("attachments"), place)


def answer_files(turn: Turn, place: str = HERE) -> rx.Component:
    """What came with the answer, also while it is being written."""
    return _list(turn.files, turn.status == "running", word("files_of_answer"), place)


def step_files(step: Thought, place: str = HERE) -> rx.Component:
    """What arose in a step."""
    return _list(step.files, False, word("files_of_answer"), place)


def _list(files: Any, live: Any, label: Any, place: str) -> rx.Component:
    file: Any = rx.Var("file").to(Attachment)
    drawn: Any = rx.Var.create(_file(file, f"{place}/{file.id}"))
    row: rx.Var[Any] = rx.Var(f"((file) => ({drawn!s}))", _var_data=drawn._get_all_var_data())
    return Files.create(files=files, live=live, label=label, row=row)


def _file(file: Attachment, here: str) -> rx.Component:
    return rx.el.li(
        rx.cond(
            file.link,
            _chip(file),
            rx.match(
                file.kind,
                ("image", _picture(file, here)),
                ("audio", Own.create(kind="audio", src=here, controls=True, preload="none", aria_label=file.name)),
                ("video", Own.create(kind="video", src=here, controls=True, preload="metadata", aria_label=file.name)),
                rx.el.a(_chip(file), href=here, download=file.name, class_name="file-link", custom_attrs=OUTSIDE),
            ),
        ),
        key=file.id,
        custom_attrs={"data-kind": file.kind},
    )


def _picture(file: Attachment, here: str) -> rx.Component:
    name = rx.cond(file.name != "", file.name, word("picture"))
    return rx.el.a(
        Own.create(kind="img", src=here, alt=name, loading="lazy"),
        href=here,
        class_name="picture",
        custom_attrs={"data-preview": "image", "data-name": file.name, **OUTSIDE},
    )


def _chip(file: Attachment) -> rx.Component:
    return rx.el.span(
        icon("file"),
        rx.el.span(file.name, class_name="chip-name", dir="auto"),
        rx.el.span(size_of(file.size), class_name="note"),
        class_name="chip",
    )
