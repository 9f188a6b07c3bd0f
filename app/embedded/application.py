"""The embedded API as a Starlette application."""

import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from hmac import compare_digest
from pathlib import Path

from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from app.embedded.answers import Answers
from app.embedded.api import about, chat, files, history, previews
from app.embedded.api.errors import Refused, answer_failure, answer_http, answer_refused
from app.embedded.guide import Guide
from app.embedded.retrieval import Index, check_folder
from app.embedded.services import Services
from app.embedded.storage import Conversations, Database, Messages, Uploads

GUIDE_DIR = Path(__file__).parent / "guide"
DATASETS = uuid.UUID("6f7a0a52-8f0c-4a55-bb7e-0f7b2a1c1e55")

OPERATIONS = [
    Route("/chat-messages", chat.send, methods=["POST"]),
    Route("/chat-messages/{task_id}/stop", chat.stop, methods=["POST"]),
    Route("/files/upload", files.upload, methods=["POST"]),
    Route("/messages", history.messages),
    Route("/messages/{message_id}/feedbacks", history.rate, methods=["POST"]),
    Route("/messages/{message_id}/suggested", history.suggested),
    Route("/conversations", history.conversations),
    Route("/conversations/{conversation_id}", history.delete, methods=["DELETE"]),
    Route("/conversations/{conversation_id}/name", history.rename, methods=["POST"]),
    Route("/audio-to-text", about.audio_to_text, methods=["POST"]),
    Route("/text-to-audio", about.text_to_audio, methods=["POST"]),
    Route("/parameters", about.parameters),
    Route("/meta", about.meta),
    Route("/info", about.info),
    Route("/site", about.site),
]


def create_app(
    *, database: Path, guide_dir: Path | None, api_key: SecretStr, ping_interval: float = 10.0, pace: float = 0.02
) -> Starlette:
    """The API under ``/v1``, over the SQLite file ``database``; its end closes the file.

    ``guide_dir`` holds the Guide's documents (None: the guide to Parley); they are indexed here, so a large folder
    takes its time. ``ping_interval`` and ``pace`` (between two words of a stream) are in seconds.
    Raises :class:`GuideError` for a folder that is missing or unreadable, :class:`sqlite3.Error` for a bad file.
    """
    folder = guide_dir or GUIDE_DIR
    check_folder(folder)
    storage = Database(database)
    storage.close_interrupted()
    dataset_id = str(uuid.uuid5(DATASETS, "guide" if guide_dir is None else str(folder.resolve())))
    guide = Guide(Index(storage, folder), dataset_id, "Parley guide" if guide_dir is None else folder.name)
    messages = Messages(storage)
    answers = Answers(guide, messages, pace)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        yield
        await answers.close()
        storage.close()

    app = Starlette(
        routes=[
            Mount("/v1", routes=OPERATIONS, middleware=[Middleware(KeyRequired, api_key=api_key)]),
            Route("/files/{file_id}/file-preview", previews.preview),
        ],
        exception_handlers={Refused: answer_refused, HTTPException: answer_http, 500: answer_failure},
        lifespan=lifespan,
    )
    app.state.services = Services(Conversations(storage), messages, Uploads(storage), answers, api_key, ping_interval)
    return app


class KeyRequired:
    """Answers 401 to a request without ``Authorization: Bearer`` and the right key."""

    def __init__(self, app: ASGIApp, api_key: SecretStr):
        self._app = app
        self._key = api_key.get_secret_value().encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scheme, _, key = Headers(scope=scope).get("authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            message = "Authorization header must be provided and start with 'Bearer'"
        elif not compare_digest(key.strip().encode(), self._key):
            message = "Access token is invalid"
        else:
            await self._app(scope, receive, send)
            return
        await Refused(401, "unauthorized", message).response()(scope, receive, send)
