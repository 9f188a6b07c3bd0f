"""Arabic."""

from app.i18n.ar.alarm import ALARM
from app.i18n.ar.audit import AUDIT
from app.i18n.ar.beside import BESIDE
from app.i18n.ar.canned import CANNED
from app.i18n.ar.composer import COMPOSER
from app.i18n.ar.connection import CONNECTION
from app.i18n.ar.console import CONSOLE
from app.i18n.ar.conversations import CONVERSATIONS
from app.i18n.ar.correcting import CORRECTING
from app.i18n.ar.drafting import DRAFTING
from app.i18n.ar.errors import ERRORS
from app.i18n.ar.files import FILES
from app.i18n.ar.handover import HANDOVER
from app.i18n.ar.limits import LIMITS
from app.i18n.ar.numbers import NUMBERS
from app.i18n.ar.page import PAGE
from app.i18n.ar.portal import PORTAL
from app.i18n.ar.search import SEARCH
from app.i18n.ar.settings import SETTINGS
from app.i18n.ar.sign_in import SIGN_IN
from app.i18n.ar.speech import SPEECH
from app.i18n.ar.steps import STEPS
from app.i18n.ar.taking import TAKING
from app.i18n.ar.turns import TURNS
from app.i18n.ar.widget import WIDGET
from app.i18n.words import together

AR = together(
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
