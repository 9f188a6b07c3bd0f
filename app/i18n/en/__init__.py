"""English."""

from app.i18n.en.alarm import ALARM
from app.i18n.en.audit import AUDIT
from app.i18n.en.beside import BESIDE
from app.i18n.en.canned import CANNED
from app.i18n.en.composer import COMPOSER
from app.i18n.en.connection import CONNECTION
from app.i18n.en.console import CONSOLE
from app.i18n.en.conversations import CONVERSATIONS
from app.i18n.en.correcting import CORRECTING
from app.i18n.en.drafting import DRAFTING
from app.i18n.en.errors import ERRORS
from app.i18n.en.files import FILES
from app.i18n.en.handover import HANDOVER
from app.i18n.en.limits import LIMITS
from app.i18n.en.numbers import NUMBERS
from app.i18n.en.page import PAGE
from app.i18n.en.portal import PORTAL
from app.i18n.en.search import SEARCH
from app.i18n.en.settings import SETTINGS
from app.i18n.en.sign_in import SIGN_IN
from app.i18n.en.speech import SPEECH
from app.i18n.en.steps import STEPS
from app.i18n.en.taking import TAKING
from app.i18n.en.turns import TURNS
from app.i18n.en.widget import WIDGET
from app.i18n.words import together

EN = together(
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
