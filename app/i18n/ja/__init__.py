"""Japanese."""

from app.i18n.ja.alarm import ALARM
from app.i18n.ja.audit import AUDIT
from app.i18n.ja.beside import BESIDE
from app.i18n.ja.canned import CANNED
from app.i18n.ja.composer import COMPOSER
from app.i18n.ja.connection import CONNECTION
from app.i18n.ja.console import CONSOLE
from app.i18n.ja.conversations import CONVERSATIONS
from app.i18n.ja.correcting import CORRECTING
from app.i18n.ja.drafting import DRAFTING
from app.i18n.ja.errors import ERRORS
from app.i18n.ja.files import FILES
from app.i18n.ja.handover import HANDOVER
from app.i18n.ja.limits import LIMITS
from app.i18n.ja.numbers import NUMBERS
from app.i18n.ja.page import PAGE
from app.i18n.ja.portal import PORTAL
from app.i18n.ja.search import SEARCH
from app.i18n.ja.settings import SETTINGS
from app.i18n.ja.sign_in import SIGN_IN
from app.i18n.ja.speech import SPEECH
from app.i18n.ja.steps import STEPS
from app.i18n.ja.taking import TAKING
from app.i18n.ja.turns import TURNS
from app.i18n.ja.widget import WIDGET
from app.i18n.words import together

JA = together(
    PAGE,
    STEPS,
    FILES,
    TURNS,
    SPEECH,
    ERRORS,
    LIMITS,
    HANDOVER,
    CONVERSATIONS,
    SEARCH,
    COMPOSER,
    TAKING,
    SETTINGS,
    CONNECTION,
    PORTAL,
    WIDGET,
    SIGN_IN,
    CONSOLE,
    BESIDE,
    NUMBERS,
    CANNED,
    CORRECTING,
    DRAFTING,
    AUDIT,
    ALARM,
)
