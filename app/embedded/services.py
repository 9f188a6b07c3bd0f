"""What the operations work with, held by the application and reached through the request."""

from dataclasses import dataclass
from typing import cast

from pydantic import SecretStr
from starlette.requests import Request

from app.embedded.answers import Answers
from app.embedded.api.errors import not_found
from app.embedded.storage import Conversation, Conversations, Message, Messages, Uploads


@dataclass(frozen=True)
class Services:
    """``ping_interval`` in seconds; ``api_key`` also signs the addresses of images."""

    conversations: Conversations
    messages: Messages
    uploads: Uploads
    answers: Answers
    api_key: SecretStr
    ping_interval: float

    def conversation(self, conversation_id: str, user: str) -> Conversation:
        """404 where it does not exist or is another user's: the two look the same from outside."""
        conversation = self.conversations.get(conversation_id, user)
        if conversation is None:
            raise not_found("Conversation")
        return conversation

    def message(self, message_id: str, user: str) -> Message:
        message = self.messages.get(message_id, user)
        if message is None:
            raise not_found("Message")
        return message


def services_of(request: Request) -> Services:
    return cast(Services, request.app.state.services)
