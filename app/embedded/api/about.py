"""What the app is and can do: parameters, tools, looks."""

from dataclasses import asdict

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app.embedded.api.audio import abilities
from app.embedded.api.requests import origin_of
from app.embedded.services import services_of, shared_of


async def parameters(request: Request) -> Response:
    services = services_of(request)
    annotation_reply = asdict(await run_in_threadpool(services.annotations.reply))
    return JSONResponse(services.app.profile.parameters(annotation_reply) | abilities(shared_of(request)))


async def meta(request: Request) -> Response:
    return JSONResponse(services_of(request).app.profile.meta(origin_of(request)))


async def info(request: Request) -> Response:
    return JSONResponse(services_of(request).app.profile.information())


async def site(request: Request) -> Response:
    return JSONResponse(services_of(request).app.profile.site())
