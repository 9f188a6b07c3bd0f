"""What an agent changes in a form of the console stays over a reload."""

import reflex as rx

from app.components.browser import module

FORGETS = {"data-forgets": True}  # of a button after which what was changed is no more


class Kept(rx.Component):
    """Within the ``form`` of that id, which begins with ``of``; each ``place`` has its own."""

    library = module("kept.js")
    tag = "Kept"

    form: rx.Var[str]
    place: rx.Var[str]
    of: rx.Var[str]


class Forget(rx.Component):
    """What was changed in that form for that ``place`` is over."""

    library = module("kept.js")
    tag = "Forget"

    form: rx.Var[str]
    place: rx.Var[str]
