"""The embedded API as a Starlette application."""

import asyncio
import hashlib
import uuid
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from hmac import compare_digest
from pathlib import Path

from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from app.embedded.answers import Answers
from app.embedded.api import previews
from app.embedded.api.errors import Refused, answer_failure, answer_gone, answer_http, answer_refused
from app.embedded.api.operations import OPERATIONS
from app.embedded.apps.app import App
from app.embedded.apps.desk.desk import Desk
from app.embedded.apps.guide.guide import Guide
from app.embedded.apps.guide.written import WrittenGuide
from app.embedded.apps.toolbox.profile import CHART_ICON
from app.embedded.apps.toolbox.toolbox import Toolbox
from app.embedded.apps.toolbox.written import WrittenToolbox
from app.embedded.flows import Flows
from app.embedded.model import Model, ModelAccess
from app.embedded.retrieval import Index, check_folder
from app.embedded.services import Services, Shared
from app.embedded.signed import SignedFiles
from app.embedded.speech import Speech
from app.embedded.speech import installed as speech_installed
from app.embedded.storage import (
    Annotations,
    Contents,
    Conversations,
    Database,
    Feedbacks,
    Messages,
    Runs,
    Uploads,
    Variables,
)

GUIDE_DIR = Path(__file__).parent / "guide"
DATASETS = uuid.UUID("6f7a0a52-8f0c-4a55-bb7e-0f7b2a1c1e55")
DAY = 86400.0


def create_app(
    *,
    database: Path,
    guide_dir: Path | None,
    keys: Mapping[str, SecretStr],
    ping_interval: float = 10.0,
    pace: float = 0.02,
    form_lifetime: float = DAY,
    model: ModelAccess | None = None,
) -> Starlette:
    """The API under ``/v1``, over the SQLite file ``database``; its end closes the file.

    ``keys`` are by the slug of an app: a request's key decides which app it is for. ``guide_dir`` holds the Guide's
    documents (None: the guide to Parley); they are indexed here, so a large folder takes its time. ``ping_interval``,
    ``pace`` (between two words of a stream) and ``form_lifetime`` (how long a form can be answered) are in seconds.
    ``model`` writes the answers and hears speech, as far as it names models; without it nothing leaves the machine.
    Raises :class:`GuideError` for a folder that is missing or unreadable, :class:`sqlite3.Error` for a bad file.
    """
    check_folder(guide_dir or GUIDE_DIR)
    storage = Database(database)
    storage.close_interrupted()
    signed = SignedFiles(_secret(keys))
    asked = Model(model) if model else None
    desk = Desk(Runs(storage, "desk"), Variables(storage), form_lifetime)
    apps: list[App] = [_guide(storage, guide_dir, asked), _toolbox(storage, signed, asked), desk]
    services = {
        app.profile.slug: _services(app, storage, signed, ping_interval, pace)
        for app in apps
        if app.profile.slug in keys
    }

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        watchers = [asyncio.create_task(item.flows.watch()) for item in services.values() if item.flows]
        yield
        for watcher in watchers:
            watcher.cancel()
        await asyncio.gather(*watchers, return_exceptions=True)
        for item in services.values():
            await item.answers.close()
        if asked is not None:
            await asked.close()
        storage.close()

    by_key = {keys[slug].get_secret_value(): item for slug, item in services.items()}
    app = Starlette(
        routes=[
            Mount("/v1", routes=OPERATIONS, middleware=[Middleware(KeyRequired, apps=by_key)]),
            Route("/files/{file_id}/file-preview", previews.signed_upload),
            Route("/files/tools/{file_id}.png", previews.signed_tool_file),
            Route(CHART_ICON, previews.tool_icon),
        ],
        exception_handlers={
            Refused: answer_refused,
            HTTPException: answer_http,
            ClientDisconnect: answer_gone,
            500: answer_failure,
        },
        lifespan=lifespan,
    )
    app.state.shared = Shared(Contents(storage), signed, services, Speech() if speech_installed() else None, asked)
    return app


def _guide(storage: Database, guide_dir: Path | None, model: Model | None) -> App:
    folder = guide_dir or GUIDE_DIR
    dataset_id = str(uuid.uuid5(DATASETS, "guide" if guide_dir is None else str(folder.resolve())))
    guide = Guide(Index(storage, folder), dataset_id, "Parley guide" if guide_dir is None else folder.name)
    if model is None or not model.writes:
        return guide
    return WrittenGuide(guide, model, Messages(storage, guide.profile.slug))


def _toolbox(storage: Database, signed: SignedFiles, model: Model | None) -> App:
    toolbox = Toolbox(Uploads(storage, Toolbox.profile.slug), signed)
    if model is None or not model.writes:
        return toolbox
    return WrittenToolbox(toolbox, model, Messages(storage, toolbox.profile.slug))


def _services(app: App, storage: Database, signed: SignedFiles, ping_interval: float, pace: float) -> Services:
    slug = app.profile.slug
    messages, annotations = Messages(storage, slug), Annotations(storage, slug)
    answers = Answers(app, messages, annotations)
    return Services(
        app=app,
        conversations=Conversations(storage, slug),
        messages=messages,
        uploads=Uploads(storage, slug),
        variables=Variables(storage),
        annotations=annotations,
        feedbacks=Feedbacks(storage, slug),
        answers=answers,
        signed=signed,
        ping_interval=ping_interval,
        pace=pace,
        runs=app.runs if isinstance(app, Desk) else None,
        flows=Flows(app, answers, pace, ping_interval) if isinstance(app, Desk) else None,
    )


def _secret(keys: Mapping[str, SecretStr]) -> bytes:
    """What signs the addresses of files: the same after a restart, and known to nobody without the keys."""
    named = "\n".join(f"{slug} {key.get_secret_value()}" for slug, key in sorted(keys.items()))
    return hashlib.sha256(named.encode()).digest()


class KeyRequired:
    """Gives a request the services of the app whose key it bears as ``Authorization: Bearer``; 401 without one."""

    def __init__(self, app: ASGIApp, apps: Mapping[str, Services]):
        self._app = app
        self._apps = [(key.encode(), services) for key, services in apps.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scheme, _, key = Headers(scope=scope).get("authorization", "").partition(" ")
        found = [services for known, services in self._apps if compare_digest(key.strip().encode(), known)]
        if scheme.lower() != "bearer":
            message = "Authorization header must be provided and start with 'Bearer'"
        elif not found:
            message = "Access token is invalid"
        else:
            scope["state"] = {**scope.get("state", {}), "services": found[0]}
            await self._app(scope, receive, send)
            return
        await Refused(401, "unauthorized", message).response()(scope, receive, send)
