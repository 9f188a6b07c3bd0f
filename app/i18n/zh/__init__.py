"""Chinese (simplified)."""

from app.i18n.words import together
from app.i18n.zh.alarm import ALARM
from app.i18n.zh.audit import AUDIT
from app.i18n.zh.beside import BESIDE
from app.i18n.zh.canned import CANNED
from app.i18n.zh.composer import COMPOSER
from app.i18n.zh.connection import CONNECTION
from app.i18n.zh.console import CONSOLE
from app.i18n.zh.conversations import CONVERSATIONS
from app.i18n.zh.correcting import CORRECTING
from app.i18n.zh.drafting import DRAFTING
from app.i18n.zh.errors import ERRORS
from app.i18n.zh.files import FILES
from app.i18n.zh.handover import HANDOVER
from app.i18n.zh.limits import LIMITS
from app.i18n.zh.numbers import NUMBERS
from app.i18n.zh.page import PAGE
from app.i18n.zh.portal import PORTAL
from app.i18n.zh.search import SEARCH
from app.i18n.zh.settings import SETTINGS
from app.i18n.zh.sign_in import SIGN_IN
from app.i18n.zh.speech import SPEECH
from app.i18n.zh.steps import STEPS
from app.i18n.zh.taking import TAKING
from app.i18n.zh.turns import TURNS
from app.i18n.zh.widget import WIDGET

ZH = together(
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
