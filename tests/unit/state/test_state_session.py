"""The language of a visit, on a state of its own, without a socket."""

from dataclasses import asdict, fields, replace

import pytest
import reflex as rx
from reflex.istate.data import HeaderData, ReflexURL, RouterData, SessionData

from app.dify.errors import DifyError, Unreachable
from app.i18n import CATALOGUES, COOKIE
from app.i18n.words.alarm import AlarmWords
from app.i18n.words.audit import AuditWords
from app.i18n.words.beside import BesideWords
from app.i18n.words.canned import CannedWords
from app.i18n.words.console import ConsoleWords
from app.i18n.words.correcting import CorrectingWords
from app.i18n.words.drafting import DraftingWords
from app.i18n.words.numbers import NumbersWords
from app.identity import Person
from app.policy import Role
from app.state.session import SessionState
from app.views import AppFace, Limits
from tests.unit.served import serve
from tests.unit.state.threads import ME, Task


@pytest.fixture
def session() -> SessionState:
    root = rx.State(_reflex_internal_init=True)
    state = root.get_substate(SessionState.get_full_name().split("."))
    assert isinstance(state, SessionState)
    return state


def connect(session: SessionState, socket: str, accept_language: str = "", cookie: str = "") -> None:
    headers = HeaderData(accept_language=accept_language, cookie=cookie)
    session.router = replace(session.router or RouterData(), session=SessionData(session_id=socket), headers=headers)
    session._listen()


def spoken(session: SessionState) -> str:
    (code,) = [
        code for code, words in CATALOGUES.items() if session.words and session.words.items() <= asdict(words).items()
    ]
    return code


def test_a_new_socket_is_spoken_to_as_its_browser_asks(session):
    connect(session, "1", "ja,en;q=0.5")
    assert spoken(session) == "ja"


def test_a_choice_stands_above_what_the_browser_asks(session):
    connect(session, "1", "ja,en;q=0.5", f"{COOKIE}=ar")
    assert spoken(session) == "ar"


def test_a_choice_is_spoken_at_once_and_outlives_what_its_socket_said(session):
    connect(session, "1", "en", f"{COOKIE}=es")
    session.speak_language("de")
    assert spoken(session) == "de"
    session._listen()
    assert spoken(session) == "de"


def test_a_later_socket_knows_the_latest_choice(session):
    connect(session, "1", "en")
    session.speak_language("de")
    connect(session, "2", "en", f"{COOKIE}=zh")
    assert spoken(session) == "zh"


def test_a_state_that_was_emptied_speaks_again(session):
    connect(session, "1", "de")
    session.words = {}
    session._listen()
    assert spoken(session) == "de"


@pytest.mark.parametrize("code", ["", "fr", "DE", "__class__", "de; DROP"])
def test_an_unknown_language_is_not_heard(session, code):
    connect(session, "1", "en")
    session.speak_language(code)
    assert spoken(session) == "en"


def test_the_catalogue_travels_only_when_it_is_another_one(session):
    connect(session, "1", "de")
    session._clean()
    session.speak_language("de")
    connect(session, "2", "en", f"{COOKIE}=de")
    assert "words" not in session.dirty_vars


@pytest.mark.parametrize("path", ["console", "console/numbers"])
def test_what_the_console_says_travels_to_the_console_alone(session, path):
    connect(session, "1", "de")
    before = set(session.words)
    session.router = replace(session.router, url=ReflexURL(f"http://localhost/{path}"))
    connect(session, "2", "de")
    kinds = (
        AlarmWords, AuditWords, BesideWords, CannedWords, ConsoleWords, CorrectingWords, DraftingWords, NumbersWords,
    )  # fmt: skip
    of_it = {field.name for words in kinds for field in fields(words)}
    assert set(session.words) - before == of_it


@pytest.mark.parametrize("role", Role)
def test_who_serves_others_is_led_to_the_console(session, role):
    connect(session, "1", "en")
    session._meet(Person("anna", role))
    assert session.serves is (role in (Role.AGENT, Role.ADMIN))


class Told:
    """An app as it says it is, or why it does not."""

    slug = ""

    def __init__(self) -> None:
        self.limits_of: Limits | DifyError = Limits(kinds=["image"], methods=["local_file"], max_count=3)

    async def face(self, _user: str, _known: object) -> AppFace:
        return AppFace(name="Lamps")

    async def limits(self, _user: str) -> Limits:
        if isinstance(self.limits_of, DifyError):
            raise self.limits_of
        return self.limits_of


async def test_an_app_that_takes_files_no_more_is_shown_so_and_one_that_cannot_say_as_it_was(session, monkeypatch):
    app = Told()
    serve(monkeypatch, app, user=ME)
    await SessionState.enter.fn(Task(session))
    assert session.limits.kinds == ["image"]
    app.limits_of = Unreachable("away")
    await SessionState.enter.fn(Task(session))
    assert (session.limits.kinds, session.face.name, session.notice.key != "") == (["image"], "Lamps", True)
    app.limits_of = Limits()
    await SessionState.enter.fn(Task(session))
    assert (session.limits.kinds, session.notice.key) == ([], "")
