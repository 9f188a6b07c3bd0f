"""One's own data: all of it to be saved, and all of it to be erased."""

import reflex as rx

from app.components.browser import BASE, module, sentence, word
from app.components.files import OUTSIDE
from app.state.taking import TakingState


class Afresh(rx.Component):
    """Once all is ``gone``, what this browser kept goes too, and the page is as on a first visit."""

    library = module("share.jsx")
    tag = "Afresh"

    gone: rx.Var[bool]


def your_data() -> rx.Component:
    """What can be done with all of it, for the settings."""
    return rx.el.div(
        Afresh.create(gone=TakingState.all_gone),
        rx.el.p(word("export_all_what"), class_name="note"),
        rx.el.a(word("export_all"), href=f"{BASE}/export", class_name="quiet", custom_attrs=OUTSIDE),
        rx.el.p(word("erase_all_what"), class_name="note"),
        rx.cond(
            TakingState.sure,
            rx.el.div(
                rx.el.p(word("erase_sure"), role="alert"),
                rx.el.button(
                    word("cancel"), type="button", class_name="quiet", auto_focus=True, on_click=TakingState.rather_not
                ),
                rx.el.button(word("erase_yes"), type="button", class_name="grave", on_click=TakingState.erase_all),
                class_name="erase-sure",
            ),
            rx.el.button(
                word("erase_all"),
                type="button",
                class_name="grave",
                disabled=TakingState.erasing | TakingState.all_gone,
                on_click=TakingState.ask_whether_sure,
            ),
        ),
        rx.el.div(
            rx.cond(
                TakingState.erasing,
                rx.el.p(sentence("erasing", done=TakingState.erased, count=TakingState.to_erase)),
            ),
            rx.cond(
                TakingState.left != "", rx.el.p(sentence("erase_left", left=TakingState.left), class_name="problem")
            ),
            rx.cond(TakingState.all_gone, rx.el.p(word("erase_done"))),
            role="status",
        ),
        class_name="your-data",
    )
