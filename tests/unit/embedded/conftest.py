"""A real server of the embedded API on the loopback, and a small hand to talk to it."""

import json
import uuid
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.embedded import embedded_keys, serve
from tests.unit.embedded.model_server import ModelServer, serving

QUESTION = "How do I install and start Parley?"


class Api:
    """One user's requests, as plain HTTP."""

    def __init__(self, apps: Mapping[str, httpx.Client], app: str = "guide", user: str = ""):
        self.apps = apps
        self.http = apps[app]
        self.user = user or f"user-{uuid.uuid4()}"

    def other(self, app: str = "guide") -> "Api":
        """Another user, of this app or of another one of the same server."""
        return Api(self.apps, app)

    def same(self, app: str) -> "Api":
        """The same user of another app."""
        return Api(self.apps, app, self.user)

    def get(self, path: str, **query: Any) -> httpx.Response:
        return self.http.get(path, params={"user": self.user, **query})

    def post(self, path: str, **body: Any) -> httpx.Response:
        return self.http.post(path, json={"user": self.user, **body})

    def delete(self, path: str) -> httpx.Response:
        return self.http.request("DELETE", path, json={"user": self.user})

    def ask(self, query: str = QUESTION, **body: Any) -> dict[str, Any]:
        response = self.post("/chat-messages", query=query, **body)
        assert response.status_code == 200, response.text
        return response.json()

    @contextmanager
    def streaming(self, query: str = QUESTION, **body: Any) -> Iterator[Iterator[dict[str, Any]]]:
        body = {"user": self.user, "query": query, "response_mode": "streaming", **body}
        with self.http.stream("POST", "/chat-messages", json=body) as response:
            assert response.status_code == 200
            yield events(response.iter_lines())

    def stream(self, query: str = QUESTION, **body: Any) -> list[dict[str, Any]]:
        with self.streaming(query, **body) as stream:
            return list(stream)

    @contextmanager
    def following(self, run_id: str, **query: Any) -> Iterator[Iterator[dict[str, Any]]]:
        """The events of a run, taken up again."""
        with self.http.stream("GET", f"/workflow/{run_id}/events", params={"user": self.user, **query}) as response:
            assert response.status_code == 200
            yield events(response.iter_lines())

    def follow(self, run_id: str, **query: Any) -> list[dict[str, Any]]:
        with self.following(run_id, **query) as stream:
            return list(stream)

    def messages(self, conversation_id: str, **query: Any) -> list[dict[str, Any]]:
        response = self.get("/messages", conversation_id=conversation_id, **query)
        assert response.status_code == 200, response.text
        return response.json()["data"]

    def stored(self, conversation_id: str) -> dict[str, Any]:
        """The conversation's last message, once its answer is there: asked for until it is."""
        for _ in range(2000):
            message = self.messages(conversation_id)[-1]
            if message["answer"]:
                return message
        raise AssertionError("the answer was never stored")


def events(lines: Iterator[str]) -> Iterator[dict[str, Any]]:
    for line in lines:
        if line == "event: ping":
            yield {"event": "ping"}
        elif line:
            assert line.startswith("data: "), line
            yield json.loads(line.removeprefix("data: "))


@contextmanager
def running(data_dir: Path, app: str = "guide", **settings: Any) -> Iterator[Api]:
    keys = embedded_keys(data_dir)
    settings = {"guide_dir": None, "pace": 0.0, **settings}
    with serve(data_dir=data_dir, keys=keys, **settings) as url, ExitStack() as stack:
        apps = {
            slug: stack.enter_context(
                httpx.Client(base_url=url, headers={"Authorization": f"Bearer {key.get_secret_value()}"}, timeout=30)
            )
            for slug, key in keys.items()
        }
        yield Api(apps, app)


@pytest.fixture(scope="session")
def _quick(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Api]:
    with running(tmp_path_factory.mktemp("quick")) as api:
        yield api


@pytest.fixture(scope="session")
def _slow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Api]:
    with running(tmp_path_factory.mktemp("slow"), pace=0.004, ping_interval=0.02) as api:
        yield api


@pytest.fixture(scope="session")
def _hesitant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Api]:
    with running(tmp_path_factory.mktemp("hesitant"), pace=30) as api:
        yield api


@pytest.fixture
def api(_quick: Api) -> Api:
    """A server that writes at once, and a user of this test alone."""
    return _quick.other()


@pytest.fixture
def toolbox(_quick: Api) -> Api:
    """The Toolbox, of the server that writes at once."""
    return _quick.other("toolbox")


@pytest.fixture
def desk(_quick: Api) -> Api:
    """The Desk, of the server that writes at once."""
    return _quick.other("desk")


@pytest.fixture
def slow(_slow: Api) -> Api:
    """A server that writes word by word and pings often."""
    return _slow.other()


@pytest.fixture
def hesitant(_hesitant: Api) -> Api:
    """A server that writes its second word half a minute after the first: until then an answer is not whole."""
    return _hesitant.other()


@pytest.fixture(scope="session")
def _run() -> Callable[..., Any]:
    return running


@pytest.fixture
def run(_run: Callable[..., Any]) -> Callable[..., Any]:
    """``with run(data_dir, **settings) as api``: a server of the test's own."""
    return _run


@pytest.fixture
def refused() -> Callable[..., None]:
    """Asserts the shape that every error of the API has."""

    def check(response: httpx.Response, status: int, code: str, params: str | None = None) -> None:
        body = response.json()
        assert (response.status_code, body["code"], body["status"]) == (status, code, status), response.text
        assert isinstance(body["message"], str) and body["message"]
        if params:
            assert body["params"] == params

    return check


@pytest.fixture
def model_server() -> Iterator[ModelServer]:
    with serving() as server:
        yield server


@pytest.fixture
def run_in_thread() -> Iterator[Callable[..., Future[Any]]]:
    """``run_in_thread(call)`` gives a future: for a request whose answer the test does not wait for yet."""
    with ThreadPoolExecutor(2) as threads:
        yield threads.submit
