"""The README's table of operations and its settings, held against the code."""

import inspect
import re
from contextlib import AbstractAsyncContextManager, suppress
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from app.dify import Client
from app.dify.errors import DifyError
from app.settings import PREFIX, Settings

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()
FOLDERS = ("dify", "chat", "runs", "uploads")  # Only these call the upstream.
ROWS = re.findall(r"^\| `(\w+) (/\S+)`(?: \(blocking\))? \| `(\w+)\.(\w+)` \| (.+) \|$", README, re.M)


@pytest.mark.parametrize(("verb", "path", "resource", "method", "_page"), ROWS)
async def test_the_named_method_makes_the_named_request(
    verb: str, path: str, resource: str, method: str, _page: str
) -> None:
    requests: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        return httpx.Response(500, json={"code": "internal_server_error", "message": "", "status": 500})

    transport = httpx.MockTransport(answer)
    async with Client("http://api.test/v1", SecretStr("app-test"), transport=transport) as client:
        call = getattr(getattr(client, resource), method)
        with suppress(DifyError):
            made = call(**_arguments(call))
            if isinstance(made, AbstractAsyncContextManager):
                async with made:
                    pass
            else:
                await made
    assert (requests[0].method, requests[0].url.path) == (verb, "/v1" + path.replace("{", "").replace("}", ""))


def test_every_public_method_of_the_client_stands_in_the_table() -> None:
    named = {(resource, method) for _, _, resource, method, _ in ROWS}
    client = Client("http://api.test/v1", SecretStr("app-test"))
    methods = {
        (resource, method)
        for resource, value in vars(client).items()
        if not resource.startswith("_")
        for method, _ in inspect.getmembers(value, callable)
        if not method.startswith("_")
    }
    assert named == methods


def test_what_the_page_uses_is_called_by_the_app_and_the_rest_is_not() -> None:
    code = "\n".join(file.read_text() for folder in FOLDERS for file in (ROOT / "app" / folder).glob("*.py"))
    for _, _, resource, method, page in ROWS:
        assert (f"client.{resource}.{method}(" in code) == (page != "–"), f"{resource}.{method}: {page}"


def test_every_setting_stands_in_the_readme() -> None:
    named = {str(field.validation_alias or f"{PREFIX}{name.upper()}") for name, field in Settings.model_fields.items()}
    assert set(re.findall(r"^\| `([A-Z_]+)` \|", README, re.M)) == named


@pytest.mark.parametrize("file", ["Dockerfile", "compose.yaml"])
def test_every_setting_that_a_container_gets_is_one(file: str) -> None:
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    assert set(re.findall(r"\bPARLEY_[A-Z_]+\b", (ROOT / file).read_text())) <= known


def _arguments(call: Any) -> dict[str, Any]:
    """A value for each parameter without a default; an id is its own name, as it stands in the table's path."""
    given: dict[str, Any] = {}
    for name, parameter in inspect.signature(call).parameters.items():
        if parameter.default is not inspect.Parameter.empty:
            continue
        given[name] = _value(name, str(parameter.annotation))
    return given


def _value(name: str, annotation: str) -> Any:
    if "bool" in annotation:
        return True
    if "float" in annotation:
        return 0.5
    if "bytes" in annotation:
        return b"x"
    if "Mapping" in annotation or "dict" in annotation:
        return {}
    if "Rating" in annotation or "like" in annotation:
        return "like"
    return name
