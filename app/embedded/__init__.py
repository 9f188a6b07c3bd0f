"""The Chat App API itself, embedded: a Starlette app with SQLite behind it, reached over HTTP only."""

from app.embedded.application import create_app
from app.embedded.key import embedded_keys
from app.embedded.model import ModelAccess
from app.embedded.retrieval import GuideError
from app.embedded.server import StartError, serve

__all__ = ["GuideError", "ModelAccess", "StartError", "create_app", "embedded_keys", "serve"]
