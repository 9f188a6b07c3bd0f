"""What the embedded API keeps, in one SQLite file: conversations, messages, files, runs of flows."""

from app.embedded.storage.annotations import Annotation, Annotations
from app.embedded.storage.conversations import Conversation, Conversations
from app.embedded.storage.database import Database
from app.embedded.storage.feedbacks import Feedbacks
from app.embedded.storage.messages import Message, Messages
from app.embedded.storage.runs import Form, Run, Runs
from app.embedded.storage.uploads import Contents, Upload, Uploads
from app.embedded.storage.variables import Kind, Variable, Variables

__all__ = [
    "Annotation",
    "Annotations",
    "Contents",
    "Conversation",
    "Conversations",
    "Database",
    "Feedbacks",
    "Form",
    "Kind",
    "Message",
    "Messages",
    "Run",
    "Runs",
    "Upload",
    "Uploads",
    "Variable",
    "Variables",
]
