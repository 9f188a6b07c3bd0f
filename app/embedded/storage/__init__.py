"""What the embedded API keeps, in one SQLite file: conversations, messages and uploaded images."""

from app.embedded.storage.conversations import Conversation, Conversations
from app.embedded.storage.database import Database
from app.embedded.storage.messages import Message, Messages
from app.embedded.storage.uploads import Contents, Upload, Uploads

__all__ = ["Contents", "Conversation", "Conversations", "Database", "Message", "Messages", "Upload", "Uploads"]
