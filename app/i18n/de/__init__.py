"""German."""

from app.i18n.de.alarm import ALARM
from app.i18n.de.audit import AUDIT
from app.i18n.de.beside import BESIDE
from app.i18n.de.canned import CANNED
from app.i18n.de.composer import COMPOSER
from app.i18n.de.connection import CONNECTION
from app.i18n.de.console import CONSOLE
from app.i18n.de.conversations import CONVERSATIONS
from app.i18n.de.correcting import CORRECTING
from app.i18n.de.drafting import DRAFTING
from app.i18n.de.errors import ERRORS
from app.i18n.de.files import FILES
from app.i18n.de.handover import HANDOVER
from app.i18n.de.limits import LIMITS
from app.i18n.de.numbers import NUMBERS
from app.i18n.de.page import PAGE
from app.i18n.de.portal import PORTAL
from app.i18n.de.search import SEARCH
from app.i18n.de.settings import SETTINGS
from app.i18n.de.sign_in import SIGN_IN
from app.i18n.de.speech import SPEECH
from app.i18n.de.steps import STEPS
from app.i18n.de.taking import TAKING
from app.i18n.de.turns import TURNS
from app.i18n.de.widget import WIDGET
from app.i18n.words import together

DE = together(
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
