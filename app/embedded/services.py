"""What the operations work with, held by the application and reached through the request."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from starlette.requests import Request

from app.embedded.answers import Answers
from app.embedded.api.errors import Refused, not_found
from app.embedded.apps.app import App
from app.embedded.flows import Flows
from app.embedded.model import Model
from app.embedded.signed import SignedFiles
from app.embedded.speech import Speech
from app.embedded.storage import (
    Annotations,
    Contents,
    Conversation,
    Conversations,
    Feedbacks,
    Message,
    Messages,
    Runs,
    Uploads,
    Variables,
)


@dataclass(frozen=True)
class Services:
    """One app's: its storage sees the rows of this app alone. ``ping_interval`` and ``pace`` in seconds.

    ``runs`` and ``flows`` are those of an app that is a flow.
    """

    app: App
    conversations: Conversations
    messages: Messages
    uploads: Uploads
    variables: Variables
    annotations: Annotations
    feedbacks: Feedbacks
    answers: Answers
    signed: SignedFiles
    ping_interval: float
    pace: float
    runs: Runs | None = None
    flows: Flows | None = None

    def flow(self) -> Flows:
        """404 where the app is no flow."""
        if self.flows is None:
            raise Refused(404, "not_found", "This app has no workflow.")
        return self.flows

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


@dataclass(frozen=True)
class Shared:
    """The server's, whichever the app: what a signed address opens, each app's services by its slug, and what speaks
    and hears (None where it is not installed, or no model is named)."""

    contents: Contents
    signed: SignedFiles
    apps: Mapping[str, Services]
    speech: Speech | None
    model: Model | None

    def stop_all(self) -> None:
        """Stops every answer that is being written, and lets go of whoever waits for one."""
        for services in self.apps.values():
            services.answers.stop_all()
            if services.flows is not None:
                services.flows.close()


def services_of(request: Request) -> Services:
    """Those of the app whose key the request bears."""
    return cast(Services, request.state.services)


def shared_of(request: Request) -> Shared:
    return cast(Shared, request.app.state.shared)
