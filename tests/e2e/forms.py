"""An app that asks for a form, and the page of a new chat in it."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from .conftest import Visit
from .page import ChatPage
from .server import Server, started
from .upstream import KEY, Upstream


def control(kind: str, label: str, variable: str, **rest: Any) -> dict[str, Any]:
    return {kind: {"label": label, "variable": variable, "required": False, "default": "", **rest}}


FORM = [
    control("text-input", "Name", "name", required=True, max_length=12, description="As on your badge."),
    control("paragraph", "About", "about", default="Some words", max_length=40),
    control("select", "Region", "region", required=True, options=["EU", "US"]),
    control("select", "Tone", "tone", options=["calm", "loud"], default="calm"),
    control("number", "Count", "count", default=2),
    control("checkbox", "Urgent", "urgent", default=True),
    control("checkbox", "Public", "public"),
    control("json_object", "Options", "options"),
    control("colour-wheel", "Colour", "colour", default="red"),
    control("text-input", "Hidden", "hidden", hide=True, default="unseen"),
    control("file", "Paper", "paper", allowed_file_types=["document"], allowed_file_upload_methods=["local_file"]),
    control("file-list", "Pictures", "pictures", max_length=2, allowed_file_types=["image"]),
]


@pytest.fixture(scope="module")
def form_upstream() -> Iterator[Upstream]:
    with Upstream(
        user_input_form=FORM, opening_statement="Hello {{name}}, your tone is {{tone}}."
    ).serving() as upstream:
        yield upstream


@pytest.fixture(scope="module")
def form_server(
    guide: Server, form_upstream: Upstream, tmp_path_factory: pytest.TempPathFactory, servers: list[Server]
) -> Iterator[Server]:
    with started(tmp_path_factory.mktemp("form"), api_url=form_upstream.url, api_key=KEY) as server:
        servers.append(server)
        yield server


@pytest.fixture
def asked(form_upstream: Upstream) -> Upstream:
    """The app behind the form, for what reached it."""
    form_upstream.reset()
    return form_upstream


@pytest.fixture
def chat(form_server: Server, asked: Upstream, visit: Visit) -> ChatPage:
    return visit(form_server).open()


def field(chat: ChatPage, label: str) -> Locator:
    return chat.details.get_by_label(label)


def fill_in(chat: ChatPage) -> None:
    field(chat, "Name").fill("Ada")
    field(chat, "Region").select_option("EU")


def expect_problem(chat: ChatPage, label: str, sentence: str) -> None:
    """The sentence stands beside the field, which is marked and names it as its description."""
    expect(field(chat, label)).to_have_attribute("aria-invalid", "true")
    expect(field(chat, label)).to_have_accessible_description(sentence)
    expect(chat.details.get_by_text(sentence, exact=True)).to_be_visible()
