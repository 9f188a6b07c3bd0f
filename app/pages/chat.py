"""The chat page: the list of conversations, the thread and the composer."""

import reflex as rx

from app.components.announcer import announcer
from app.components.browser import Address, Forms, Preview, word
from app.components.composer import composer
from app.components.connection import Heal, bare_connection, connection
from app.components.given import given_dialog
from app.components.header import header
from app.components.keeping import notes, renaming
from app.components.languages import language
from app.components.missing import missing
from app.components.notify import notify
from app.components.search import search
from app.components.settings import settings
from app.components.sidebar import sidebar
from app.components.taking import share_dialog
from app.components.thread import thread
from app.components.variables import variables_dialog
from app.components.voice import AutoSpeak
from app.state.news import NewsState
from app.state.session import SessionState
from app.state.thread import ThreadState

ON_LOAD = [SessionState.enter, ThreadState.rejoin, NewsState.follow]


def chat() -> rx.Component:
    return rx.cond(SessionState.missing, _missing(), _chat())


def _missing() -> rx.Component:
    return rx.el.div(
        bare_connection(),
        Heal.create(ails=SessionState.missing, on_try=ON_LOAD),
        missing(),
        language(),
        lang=SessionState.words["code"],
        dir=SessionState.words["direction"],
    )


def _chat() -> rx.Component:
    return rx.el.div(
        rx.el.button(word("skip_to_message"), type="button", class_name="skip", on_click=rx.set_focus("message")),
        connection(),
        sidebar(),
        rx.el.main(header(), thread(), composer(), class_name="main"),
        notes(),
        renaming(),
        Forms.create(problems=[ThreadState.problems, ThreadState.form_problems], on_answer=ThreadState.answer_form),
        Preview.create(words=SessionState.words),
        search(),
        settings(),
        announcer(),
        notify(),
        language(),
        share_dialog(),
        given_dialog(),
        variables_dialog(),
        AutoSpeak.create(aloud=ThreadState.aloud),
        Address.create(
            place=ThreadState.conversation_id,
            visit=ThreadState.visit,
            moves=ThreadState.moves,
            title=SessionState.face.name,
            on_move=ThreadState.move,
        ),
        class_name="page",
        lang=SessionState.words["code"],
        dir=SessionState.words["direction"],
        style={"--accent-of-app": SessionState.face.accent},
        custom_attrs={"data-accent": SessionState.face.accent != ""},
    )
