"""Stored turns and what is said of them."""

# ruff: noqa: RUF012 - pydantic gives every instance its own copy of a default.

from typing import Any, Literal

from app.dify.models.answers import RetrieverResource
from app.dify.models.files import MessageFile
from app.dify.thoughts import AgentThought
from app.dify.wire import Wire

Rating = Literal["like", "dislike"]


class Feedback(Wire):
    rating: str = ""
    content: str = ""


class Message(Wire):
    """One stored turn: question and answer. ``created_at`` is in whole seconds of the Unix epoch."""

    id: str
    conversation_id: str = ""
    inputs: dict[str, Any] = {}
    query: str = ""
    answer: str = ""
    message_files: list[MessageFile] = []
    feedback: Feedback | None = None
    retriever_resources: list[RetrieverResource] = []
    agent_thoughts: list[AgentThought] = []
    created_at: int = 0
    status: str = "normal"
    error: str = ""


class MessagePage(Wire):
    """A page of ``GET /messages``: the newest page first, rows in any order within it."""

    data: list[Message] = []
    has_more: bool = False
    limit: int = 0


class Suggestions(Wire):
    result: str = ""
    data: list[str] = []
