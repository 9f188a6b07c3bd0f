"""``/form/human_input/{token}``: a form that a run waits for. Whoever has its token may read and answer it, once."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app.embedded.api.requests import json_body, user_of
from app.embedded.services import services_of


async def show(request: Request) -> Response:
    form = await services_of(request).flow().open_form(request.path_params["token"])
    shown = {name: form.definition[name] for name in ("form_content", "inputs", "resolved_default_values")}
    end = {"user_actions": form.definition["actions"], "expiration_time": form.definition["expiration_time"]}
    return JSONResponse({**shown, **end})


async def submit(request: Request) -> Response:
    flow, body = services_of(request).flow(), await json_body(request)
    user_of(body)
    await flow.submit(request.path_params["token"], body.get("inputs"), body.get("action"))
    return JSONResponse({})
