"""Spanish."""

from app.i18n.es.alarm import ALARM
from app.i18n.es.audit import AUDIT
from app.i18n.es.beside import BESIDE
from app.i18n.es.canned import CANNED
from app.i18n.es.composer import COMPOSER
from app.i18n.es.connection import CONNECTION
from app.i18n.es.console import CONSOLE
from app.i18n.es.conversations import CONVERSATIONS
from app.i18n.es.correcting import CORRECTING
from app.i18n.es.drafting import DRAFTING
from app.i18n.es.errors import ERRORS
from app.i18n.es.files import FILES
from app.i18n.es.handover import HANDOVER
from app.i18n.es.limits import LIMITS
from app.i18n.es.numbers import NUMBERS
from app.i18n.es.page import PAGE
from app.i18n.es.portal import PORTAL
from app.i18n.es.search import SEARCH
from app.i18n.es.settings import SETTINGS
from app.i18n.es.sign_in import SIGN_IN
from app.i18n.es.speech import SPEECH
from app.i18n.es.steps import STEPS
from app.i18n.es.taking import TAKING
from app.i18n.es.turns import TURNS
from app.i18n.es.widget import WIDGET
from app.i18n.words import together

ES = together(
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
