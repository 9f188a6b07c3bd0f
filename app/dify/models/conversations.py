"""Conversations and their variables."""

# ruff: noqa: RUF012 - pydantic gives every instance its own copy of a default.

from typing import Any

from pydantic import Field

from app.dify.wire import Wire

UNNAMED = "New conversation"  # what a conversation is called until it has a title


class Conversation(Wire):
    id: str
    name: str = ""
    inputs: dict[str, Any] = {}
    status: str = "normal"
    introduction: str = ""
    created_at: int = 0
    updated_at: int = 0


class Renamed(Wire):
    """What a rename answers: the conversation, or (in the contract's Chinese sample) ``result`` alone."""

    result: str = Field(default="", exclude=True)


class ConversationPage(Wire):
    data: list[Conversation] = []
    has_more: bool = False
    limit: int = 0


class Variable(Wire):
    id: str
    name: str = ""
    value_type: str = ""
    value: str = ""
    description: str = ""
    created_at: int = 0
    updated_at: int = 0


class VariablePage(Wire):
    data: list[Variable] = []
    has_more: bool = False
    limit: int = 0
