"""What the page renders: frozen dataclasses, already cut to what this person may see."""

from app.views.account import SessionRow
from app.views.answering import CannedReply, Corrected, Correction, PrivateAnswer
from app.views.console import (
    InboxAgent,
    InboxChoice,
    InboxCustomer,
    InboxLine,
    InboxNote,
    InboxReference,
    InboxView,
    InboxWaiting,
)
from app.views.conversations import ConversationRow, Found, Piece, SharedLink
from app.views.face import AppFace, Branding, Support, ToolIcon
from app.views.files import Attachment, Kind, Limits
from app.views.forms import Detail, Field, FormAction, FormPart, HumanForm, Variable
from app.views.notices import Notice, Remedy
from app.views.numbers import NumbersBoard, NumbersRow
from app.views.portal import AppCard, FoundIn, RecentRow
from app.views.quality import QualityBoard, QualityCount, QualityPage, QualityTurn
from app.views.turns import Citation, Status, Thought, Turn, Usage

__all__ = [
    "AppCard",
    "AppFace",
    "Attachment",
    "Branding",
    "CannedReply",
    "Citation",
    "ConversationRow",
    "Corrected",
    "Correction",
    "Detail",
    "Field",
    "FormAction",
    "FormPart",
    "Found",
    "FoundIn",
    "HumanForm",
    "InboxAgent",
    "InboxChoice",
    "InboxCustomer",
    "InboxLine",
    "InboxNote",
    "InboxReference",
    "InboxView",
    "InboxWaiting",
    "Kind",
    "Limits",
    "Notice",
    "NumbersBoard",
    "NumbersRow",
    "Piece",
    "PrivateAnswer",
    "QualityBoard",
    "QualityCount",
    "QualityPage",
    "QualityTurn",
    "RecentRow",
    "Remedy",
    "SessionRow",
    "SharedLink",
    "Status",
    "Support",
    "Thought",
    "ToolIcon",
    "Turn",
    "Usage",
    "Variable",
]
