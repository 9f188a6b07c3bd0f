"""The few things that must happen in the browser, as components: each wraps a module of ``assets/js``."""

from typing import Any

import reflex as rx
from reflex.vars import FunctionVar, VarData
from reflex.vars.function import FunctionStringVar

from app.i18n import Words
from app.state.session import SessionState


def module(name: str) -> str:
    return f"$/public/js/{name}"


_SAY: FunctionVar = FunctionStringVar.create(
    "say", _var_data=VarData(imports={module("say.js"): [rx.ImportVar(tag="say")]})
)
_LABEL: FunctionVar = FunctionStringVar.create(
    "labelOf", _var_data=VarData(imports={module("thoughts.jsx"): [rx.ImportVar(tag="labelOf")]})
)
_SIZE: FunctionVar = FunctionStringVar.create(
    "sizeOf", _var_data=VarData(imports={module("files.jsx"): [rx.ImportVar(tag="sizeOf")]})
)
_FILL: FunctionVar = FunctionStringVar.create(
    "fill", _var_data=VarData(imports={module("say.js"): [rx.ImportVar(tag="fill")]})
)

_OWN = VarData(imports={module("address.js"): [rx.ImportVar(tag="VISIT")]})
VISIT: rx.Var[str] = rx.Var("VISIT", _var_data=_OWN).to(str)
"""The name of the browser's document; the state's ``visit`` is the same once the server knows of it."""
_PLACE = VarData(imports={module("place.js"): [rx.ImportVar(tag="FRAMED")]})
FRAMED: rx.Var[bool] = rx.Var("FRAMED", _var_data=_PLACE).to(bool)  # whether it stands in another site's page


def _of_place(name: str) -> rx.Var:
    return rx.Var(name, _var_data=VarData(imports={module("place.js"): [rx.ImportVar(tag=name)]}))


BASE: rx.Var[str] = _of_place("BASE").to(str)
"""Below what all addresses of the page's app stand: nothing for the only one, ``/apps/<slug>`` for one of several, and
``/embed/<slug>`` within another site's page."""

AMONG: rx.Var[bool] = _of_place("AMONG").to(bool)
"""Whether the app is one of several, at its own address."""

WIDGET: rx.Var[bool] = _of_place("WIDGET").to(bool)
"""Whether the page stands in the widget of another site's page, which can be closed."""


def word(name: str) -> rx.Var[str]:
    """The string of that name in the visitor's language."""
    if name not in Words.__dataclass_fields__:
        raise KeyError(f"no string is named {name!r} in app.i18n.words")
    return SessionState.words[name].to(str)


def sentence(name: str, /, **args: Any) -> rx.Var[str]:
    """The string of that name with its ``{arguments}`` filled in."""
    return _FILL.call(word(name), rx.Var.create(args)).to(str)


def say(notice: Any) -> rx.Var[str]:
    """A notice as a sentence in the visitor's language."""
    return _SAY.call(SessionState.words, notice).to(str)


def label_of(step: Any) -> rx.Var[str]:
    """The name of an answer's step in the visitor's language."""
    return _LABEL.call(step, SessionState.words).to(str)


def size_of(count: Any) -> rx.Var[str]:
    """A size in bytes as a person reads it."""
    return _SIZE.call(count).to(str)


class Answer(rx.Component):
    """An answer's Markdown. While ``live`` is on its text is the one that is being written.

    A mark like [1] whose position is among those ``cited`` opens its passage.
    """

    library = module("answer.jsx")
    tag = "Answer"
    lib_dependencies: list[str] = [
        "streamdown@2.7.1",
        "rehype-harden@1.1.8",
        "@streamdown/code@2.0.0",
        "@streamdown/math@1.0.3",
        "@streamdown/cjk@1.0.2",
        "katex@0.16.22",
    ]

    text: rx.Var[str]
    live: rx.Var[bool]
    words: rx.Var[dict]
    cited: rx.Var[list]


class Sources(rx.Component):
    """The cited passages by document, and the panel that shows one beside the answer."""

    library = module("sources.jsx")
    tag = "Sources"

    citations: rx.Var[list]
    words: rx.Var[dict]


class LiveText(rx.Component):
    """Puts the batches of the ``state`` of that name together; ``on_gap`` when one never reached the page."""

    library = module("live.js")
    tag = "LiveText"

    state: rx.Var[str]
    on_gap: rx.EventHandler[rx.event.no_args_event_spec]


class Thoughts(rx.Component):
    """The steps of an answer; ``row`` draws one. While ``live`` is on they are those that are being made."""

    library = module("thoughts.jsx")
    tag = "Thoughts"

    steps: rx.Var[list]
    live: rx.Var[bool]
    words: rx.Var[dict]
    row: rx.Var[Any]


class Files(rx.Component):
    """The files of an answer; ``row`` draws one. While ``live`` is on they are those that have come so far."""

    library = module("files.jsx")
    tag = "Files"

    files: rx.Var[list]
    live: rx.Var[bool]
    label: rx.Var[str]
    row: rx.Var[Any]


class Notes(rx.Component):
    """What there is to say about an answer; ``row`` draws one. While ``live`` is on, about what has come so far."""

    library = module("files.jsx")
    tag = "Notes"

    notes: rx.Var[list]
    live: rx.Var[bool]
    row: rx.Var[Any]


class Own(rx.Component):
    """A picture, a sound or a film of ours, of the ``kind`` ``img``, ``audio`` or ``video``."""

    library = module("own.jsx")
    tag = "Own"

    kind: rx.Var[str]
    src: rx.Var[str]
    alt: rx.Var[str]
    loading: rx.Var[str]
    controls: rx.Var[bool]
    preload: rx.Var[str]


class Preview(rx.Component):
    """Shows what a link with ``data-preview`` leads to, in a dialog."""

    library = module("preview.jsx")
    tag = "Preview"

    words: rx.Var[dict]


class Attachments(rx.Component):
    """The files of the composer, and the ways to give some: picker, drop, paste and address. No ``limits``: what may
    be given is not known yet."""

    library = module("attachments.jsx")
    tag = "Attachments"

    place: rx.Var[str]
    limits: rx.Var[Any]
    words: rx.Var[dict]


class Copy(rx.Component):
    """Copies ``text``, and what is drawn of it, to the clipboard; ``name`` is the button's."""

    library = module("actions.jsx")
    tag = "Copy"

    text: rx.Var[str]
    name: rx.Var[str]
    words: rx.Var[dict]


class Rate(rx.Component):
    """Good or bad, with a reason for bad, and taken back by pressing again. ``refused``: the last one was not taken."""

    library = module("actions.jsx")
    tag = "Rate"

    turn: rx.Var[str]
    rating: rx.Var[str]
    refused: rx.Var[bool]
    words: rx.Var[dict]
    on_rate: rx.EventHandler[rx.event.passthrough_event_spec(str, str, str)]


class Edit(rx.Component):
    """A question in a box of its own, to be asked in other words."""

    library = module("actions.jsx")
    tag = "Edit"

    turn: rx.Var[str]
    text: rx.Var[str]
    words: rx.Var[dict]
    disabled: rx.Var[bool]
    on_edit: rx.EventHandler[rx.event.passthrough_event_spec(str, str)]


class Forms(rx.Component):
    """Keeps what stands in forms with ``data-keep``; ``on_answer`` gets one that a flow waits for."""

    library = module("forms.js")
    tag = "Forms"

    problems: rx.Var[list]
    on_answer: rx.EventHandler[rx.event.passthrough_event_spec(str, str, str, dict)]


class Moment(rx.Component):
    """A time in the visitor's zone and language; ``at`` is in seconds of the Unix epoch."""

    library = module("moment.jsx")
    tag = "Moment"

    at: rx.Var[int | float]


class Drawer(rx.Component):
    """The list of conversations on a narrow screen: how it is closed, and where the focus goes."""

    library = module("drawer.js")
    tag = "Drawer"

    shown: rx.Var[bool]
    on_hide: rx.EventHandler[rx.event.no_args_event_spec]


class Sentinel(rx.Component):
    """Calls ``on_reach`` when it scrolls into view."""

    library = module("scroll.jsx")
    tag = "Sentinel"

    on_reach: rx.EventHandler[rx.event.no_args_event_spec]


class Address(rx.Component):
    """Tells the state which conversation the page's address names, and keeps address and title in step."""

    library = module("address.js")
    tag = "Address"

    place: rx.Var[str]
    visit: rx.Var[str]
    moves: rx.Var[int]
    title: rx.Var[str]
    on_move: rx.EventHandler[rx.event.passthrough_event_spec(str, str, str, int)]
