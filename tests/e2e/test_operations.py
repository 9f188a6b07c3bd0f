"""What whoever runs the server does: looks at it, saves it while it answers, and goes on from what was saved."""

import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

from tests.load.client import Visitor

from .script import End, Hold, Rest, Say
from .server import ROOT, Server
from .test_alone import begun, found
from .test_load import apart
from .upstream import KEY, Upstream

TOKEN = "a-token-of-the-operator"


def parley(data_dir: Path, *command: str) -> str:
    settings = {"PARLEY_DATA_DIR": str(data_dir), "PATH": os.environ["PATH"]}
    done = subprocess.run(
        [sys.executable, "-m", "app.cli", *command], cwd=ROOT, env=settings, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def asked(server: Server, path: str, headers: dict[str, str]) -> str:
    with urllib.request.urlopen(urllib.request.Request(server.url + path, headers=headers), timeout=10) as answer:
        return str(answer.read().decode())


def settled(server: Server, headers: dict[str, str]) -> str:
    """The metrics once no answer is being made, or as they are after ten seconds.

    A page has an answer's end before that is recorded and the app's connection is left.
    """
    deadline = time.monotonic() + 10
    while "parley_runs_open 0.0" not in (metrics := asked(server, "/metrics", headers)):
        if time.monotonic() > deadline:
            break
        time.sleep(0.02)
    return metrics


async def ended(url: str, cookie: str, conversation: str) -> str:
    """How its answer ended, once it has."""
    tab = await Visitor(url, cookie).tab().open(conversation)
    await tab.until(lambda: tab.shown.last["status"] != "running")
    await tab.close()
    return str(tab.shown.last["status"])


def test_a_server_is_looked_at_and_saved_while_it_answers_and_goes_on_from_what_was_saved(
    upstream: Upstream, serve: Callable[..., Server], tmp_path: Path
) -> None:
    upstream.script = [Say("One"), Hold(), Say(" two"), End(), Rest(0.5)]
    settings = {"api_url": upstream.url, "api_key": KEY}
    server = serve(**settings, log="json", ops_token=TOKEN)
    cookie, conversation = apart(begun(server.url, "One"))
    saved = tmp_path / "backup"
    assert parley(server.data_dir, "backup", str(saved)).startswith(f"{saved} has it all.")
    upstream.release()
    assert apart(ended(server.url, cookie, conversation)) == "done"

    through = {"X-Forwarded-For": "192.0.2.7", "X-Forwarded-Host": "chat.example"}
    assert json.loads(asked(server, "/readyz", through)) == {"ready": True}
    metrics = settled(server, {**through, "Authorization": f"Bearer {TOKEN}"})
    assert 'status="done"} 1.0' in metrics and "parley_runs_open 0.0" in metrics

    [question] = upstream.seen("/chat-messages")
    lines = [json.loads(line) for line in server.said().splitlines() if line.startswith("{")]
    of_it = [(line["message"], line["request"]) for line in lines if line.get("run") == question.body["trace_id"]]
    assert [said for said, _ in of_it] == ["question taken", "answer done"]
    assert of_it[1][1] == question.body["trace_id"] != of_it[0][1]
    secrets = KEY, TOKEN, cookie.partition("=")[2], (server.data_dir / "secret_key").read_text()
    assert not [secret for secret in secrets if secret in server.said()]

    again = tmp_path / "again"
    parley(again, "restore", str(saved))
    assert apart(found(serve(**settings, data_dir=str(again)).url, cookie, conversation))[0] == "One two"
