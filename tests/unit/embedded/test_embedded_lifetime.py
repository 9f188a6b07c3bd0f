import asyncio
import json
import os
import sqlite3
import stat
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr

from app.embedded import GuideError, create_app, embedded_keys, serve

ELSEWHERE = """
import sys
from pathlib import Path
from app.embedded import embedded_keys, serve
with serve(data_dir=Path(sys.argv[1]), guide_dir=None, keys=embedded_keys(Path(sys.argv[1]))) as url:
    print(url, flush=True)
    sys.stdin.read()
"""


def other_process(data_dir: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", ELSEWHERE, str(data_dir)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def test_everything_outlives_a_restart(tmp_path, run):
    with run(tmp_path) as api:
        answer = api.ask(inputs={"name": "Ann"})
        api.post(f"/messages/{answer['message_id']}/feedbacks", rating="like")
        before = api.messages(answer["conversation_id"]), api.get("/conversations").json()
        user = api.user
    with run(tmp_path) as api:
        api.user = user
        assert (api.messages(answer["conversation_id"]), api.get("/conversations").json()) == before
        again = api.ask("What is Parley?", conversation_id=answer["conversation_id"])
        assert [item["id"] for item in api.messages(answer["conversation_id"])][-1] == again["message_id"]


def test_an_answer_running_at_the_end_is_stored_with_what_it_had(tmp_path, run):
    with ExitStack() as stack, run(tmp_path, pace=0.05) as api:
        events = stack.enter_context(api.streaming())
        first = next(events)
        text = first["answer"] + "".join(next(events)["answer"] for _ in range(3))
        user = api.user
    with run(tmp_path) as api:
        api.user = user
        [message] = api.messages(first["conversation_id"])
        assert message["answer"].startswith(text) and message["status"] == "normal"
        assert api.ask()["answer"].startswith(message["answer"])
        assert len(message["answer"]) < len(api.ask()["answer"])


def test_an_answer_whose_reader_left_is_stored_at_the_end_as_well(tmp_path, run):
    with run(tmp_path, pace=30) as api:
        with api.streaming() as events:
            first = next(events)
        user = api.user
    with run(tmp_path) as api:
        api.user = user
        [message] = api.messages(first["conversation_id"])
        assert message["answer"] == first["answer"] and message["status"] == "normal"


def test_a_stream_ends_in_order_when_the_server_does(tmp_path):
    keys = embedded_keys(tmp_path)
    headers = {"Authorization": f"Bearer {keys['guide'].get_secret_value()}"}
    question = {"query": "What is Parley?", "user": "a", "response_mode": "streaming"}
    with ExitStack() as stack:
        with serve(data_dir=tmp_path, guide_dir=None, keys=keys, pace=30) as url:
            stream = httpx.stream("POST", f"{url}/chat-messages", headers=headers, json=question)
            lines = stack.enter_context(stream).iter_lines()
            assert '"event": "message"' in next(lines)
        assert '"event": "message_end"' in [line for line in lines if line][-1]


async def test_the_end_of_the_application_waits_until_its_answers_are_stored(tmp_path):
    app = create_app(database=tmp_path / "a.sqlite3", guide_dir=None, keys={"guide": SecretStr("k")}, pace=30)
    body = json.dumps({"query": "What is Parley?", "user": "a", "response_mode": "streaming"}).encode()
    requests = [{"type": "http.request", "body": body}]
    first_word, nothing, answered = asyncio.Event(), asyncio.Event(), b""

    async def receive():
        if not requests:
            await nothing.wait()
        return requests.pop()

    async def send(message):
        nonlocal answered
        answered += message.get("body", b"")
        if answered:
            first_word.set()

    headers = [(b"authorization", b"Bearer k"), (b"content-type", b"application/json")]
    scope = {"type": "http", "method": "POST", "path": "/v1/chat-messages", "query_string": b"", "headers": headers}
    async with asyncio.timeout(10):
        async with app.router.lifespan_context(app):
            asking = asyncio.create_task(app(scope, receive, send))
            await first_word.wait()
        await asking
    assert b'"event": "message_end"' in answered
    with sqlite3.connect(tmp_path / "a.sqlite3") as database:
        assert database.execute("SELECT count(*) FROM messages WHERE finished").fetchone() == (1,)
    database.close()


def test_an_answer_that_a_crash_cut_is_marked_at_the_next_start(tmp_path, run):
    with run(tmp_path) as api:
        answer, user = api.ask(), api.user
    with sqlite3.connect(tmp_path / "embedded.sqlite3") as database:
        database.execute("UPDATE messages SET answer = '', finished = 0")
    database.close()
    with run(tmp_path) as api:
        api.user = user
        [message] = api.messages(answer["conversation_id"])
        assert message["status"] == "error" and "stopped before" in message["error"]


def test_a_second_server_of_a_folder_is_the_first_one(tmp_path):
    keys = embedded_keys(tmp_path)
    with (
        serve(data_dir=tmp_path, guide_dir=None, keys=keys) as first,
        serve(data_dir=tmp_path, guide_dir=None, keys=keys) as second,
    ):
        assert first == second


def test_another_process_gets_the_url_of_the_one_that_serves(tmp_path, run):
    with run(tmp_path) as api:
        process = other_process(tmp_path)
        assert process.stdout is not None and process.stdout.readline().strip() == str(api.http.base_url).rstrip("/")
        process.communicate()
        assert process.returncode == 0
        assert api.get("/info").status_code == 200


def test_the_next_server_takes_over_the_port_of_one_that_was_killed(tmp_path, run):
    process = other_process(tmp_path)
    assert process.stdout is not None
    url = process.stdout.readline().strip()
    process.kill()
    process.communicate()
    with run(tmp_path) as api:
        assert str(api.http.base_url).rstrip("/") == url and api.get("/info").status_code == 200


def test_the_server_listens_on_the_loopback_and_is_gone_after_its_end(tmp_path):
    keys = embedded_keys(tmp_path)
    with serve(data_dir=tmp_path, guide_dir=None, keys=keys) as url:
        assert url.startswith("http://127.0.0.1:") and url.endswith("/v1")
    with pytest.raises(httpx.ConnectError):
        httpx.get(url)


def test_the_keys_are_made_once_one_an_app_and_are_their_owners_alone(tmp_path):
    keys = embedded_keys(tmp_path / "data")
    assert list(keys) == ["guide", "toolbox", "desk"] and len({key.get_secret_value() for key in keys.values()}) == 3
    for key in keys.values():
        assert key.get_secret_value().startswith("app-") and len(key.get_secret_value()) > 30
        assert key.get_secret_value() not in repr(keys)
    assert embedded_keys(tmp_path / "data") == keys
    files = sorted((tmp_path / "data").iterdir())
    assert [file.name for file in files] == ["embedded-desk.key", "embedded-toolbox.key", "embedded.key"]
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


def test_a_missing_folder_of_documents_stops_the_start_with_a_sentence(tmp_path):
    missing = tmp_path / "nowhere"
    with pytest.raises(GuideError, match=r"The folder of guide documents does not exist: .*nowhere"):
        create_app(database=tmp_path / "a.sqlite3", guide_dir=missing, keys={"guide": SecretStr("k")})
    file = tmp_path / "a.md"
    file.write_text("# A")
    with pytest.raises(GuideError):
        create_app(database=tmp_path / "a.sqlite3", guide_dir=file, keys={"guide": SecretStr("k")})


def test_an_empty_folder_of_documents_is_answered_honestly(tmp_path, run):
    (tmp_path / "documents").mkdir()
    with run(tmp_path, guide_dir=tmp_path / "documents") as api:
        answer = api.ask("What is Parley?")
        assert "no documents" in answer["answer"] and answer["metadata"]["retriever_resources"] == []
        assert "没有可供回答的文档" in api.ask("这是什么产品？")["answer"]
        assert api.get(f"/messages/{answer['message_id']}/suggested").json()["data"] == []


def test_documents_of_a_folder_are_read_anew_when_they_change(tmp_path, run):
    documents = tmp_path / "documents"
    (documents / "deep").mkdir(parents=True)
    (documents / "deep" / "coffee.markdown").write_text("# Coffee\n\n## How long does it brew?\n\nFour minutes.\n")
    (documents / "bytes.txt").write_bytes(b"Tea \xff is served at five o'clock.\n")
    (documents / ".hidden.md").write_text("# Secret\n\nCocoa.\n")
    (documents / "page.html").write_text("Cocoa.")
    (documents / os.fsdecode(b"odd\xff.md")).write_text("Milk.")
    with run(tmp_path, guide_dir=documents) as api:
        assert "Four minutes." in api.ask("How long must coffee brew?")["answer"]
        assert "five o'clock" in api.ask("When is tea served?")["answer"]
        assert "found nothing" in api.ask("cocoa")["answer"]
        (documents / "cocoa.md").write_text("# Cocoa\n\nIt is served hot.\n")
        assert "It is served hot." in api.ask("cocoa")["answer"]
        (documents / "cocoa.md").unlink()
        assert "found nothing" in api.ask("cocoa")["answer"]
