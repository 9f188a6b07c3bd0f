"""What the app is and can do: parameters, tools, looks; and the speech that it does not have."""

from dataclasses import asdict

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app.embedded.api.errors import Refused
from app.embedded.api.requests import form_body, json_body, origin_of, user_of
from app.embedded.services import services_of

MAX_AUDIO_BYTES = 16 * 1024 * 1024


async def parameters(request: Request) -> Response:
    services = services_of(request)
    annotation_reply = await run_in_threadpool(services.annotations.reply)
    return JSONResponse(services.app.profile.parameters(asdict(annotation_reply)))


async def meta(request: Request) -> Response:
    return JSONResponse(services_of(request).app.profile.meta(origin_of(request)))


async def info(request: Request) -> Response:
    return JSONResponse(services_of(request).app.profile.information())


async def site(request: Request) -> Response:
    return JSONResponse(services_of(request).app.profile.site())


async def audio_to_text(request: Request) -> Response:
    """Always a 400: the Guide hears nothing, as ``/parameters`` says."""
    async with form_body(request, MAX_AUDIO_BYTES) as form:
        if not isinstance(form.get("file"), UploadFile):
            raise Refused(400, "no_audio_uploaded", "Please upload your audio.")
    raise Refused(400, "speech_to_text_disabled", "Speech to text is not enabled.")


async def text_to_audio(request: Request) -> Response:
    """Always a 400: the Guide does not speak, as ``/parameters`` says."""
    user_of(await json_body(request))
    raise Refused(400, "app_unavailable", "Text to speech is not enabled.")
