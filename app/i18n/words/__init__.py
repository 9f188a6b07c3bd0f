"""The names of all strings, a class a concern. A language that lacks a string of one cannot be made."""

from dataclasses import dataclass
from importlib import import_module

from app.i18n.words.alarm import AlarmWords
from app.i18n.words.audit import AuditWords
from app.i18n.words.beside import BesideWords
from app.i18n.words.canned import CannedWords
from app.i18n.words.composer import ComposerWords
from app.i18n.words.connection import ConnectionWords
from app.i18n.words.console import ConsoleWords
from app.i18n.words.conversations import ConversationWords
from app.i18n.words.correcting import CorrectingWords
from app.i18n.words.drafting import DraftingWords
from app.i18n.words.errors import ErrorWords
from app.i18n.words.files import FileWords
from app.i18n.words.handover import HandoverWords
from app.i18n.words.limits import LimitWords
from app.i18n.words.numbers import NumbersWords
from app.i18n.words.page import PageWords
from app.i18n.words.portal import PortalWords
from app.i18n.words.search import SearchWords
from app.i18n.words.settings import SettingsWords
from app.i18n.words.sign_in import SignInWords
from app.i18n.words.speech import SpeechWords
from app.i18n.words.steps import StepWords
from app.i18n.words.taking import TakingWords
from app.i18n.words.turns import TurnWords
from app.i18n.words.widget import WidgetWords


@dataclass(frozen=True, kw_only=True)
class Words(
    PageWords,
    StepWords,
    FileWords,
    TurnWords,
    SpeechWords,
    ErrorWords,
    LimitWords,
    HandoverWords,
    ConversationWords,
    SearchWords,
    ComposerWords,
    TakingWords,
    SettingsWords,
    ConnectionWords,
    PortalWords,
    WidgetWords,
    SignInWords,
    ConsoleWords,
    BesideWords,
    NumbersWords,
    CannedWords,
    CorrectingWords,
    DraftingWords,
    AuditWords,
    AlarmWords,
):
    """A catalogue. ``{name}`` in a string is filled in by the page from a notice's arguments.

    Assistive technology and tests rely on the names of regions and buttons.
    """


def catalogue(language: str) -> Words:
    """That of the package of a language, which has a module a concern as this one has."""
    concerns = [concern.__module__.rpartition(".")[2] for concern in Words.__bases__]
    said = [getattr(import_module(f"{language}.{name}"), name.upper()) for name in concerns]
    return Words(**{name: text for words in said for name, text in vars(words).items()})
