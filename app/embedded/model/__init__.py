"""A language model behind an OpenAI-compatible server; nothing of it is imported before it is asked something."""

from app.embedded.model.access import ModelAccess
from app.embedded.model.client import Model
from app.embedded.model.errors import ModelError, NoAnswer
from app.embedded.model.pieces import Piece, Text, ToolCall, Usage

__all__ = ["Model", "ModelAccess", "ModelError", "NoAnswer", "Piece", "Text", "ToolCall", "Usage"]
