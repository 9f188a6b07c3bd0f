"""An answer's id is that of the log's lines of it, and of the app's trace."""

import json

from app.logs import configured, new_id
from tests.unit.runs.doubles import refused


async def test_the_log_s_lines_of_an_answer_bear_the_id_that_the_app_got_for_its_trace(chat, upstream, capsys):
    upstream.refusal = refused("unauthorized", "Access token is invalid", 401)
    with configured("json", []):
        event = new_id()
        run = await chat.ask("visitor-1", "", "What of my secret plan?", {})
        await run.closed.wait()
    [body] = upstream.asked("POST /v1/chat-messages")
    assert body["trace_id"] == run.row.id != event
    said = capsys.readouterr().err
    lines = [json.loads(line) for line in said.splitlines()]
    assert [(line["message"].split(":")[0], line["request"], line["run"]) for line in lines] == [
        ("question taken", event, run.row.id),
        (f"reference {lines[1]['reference']}", run.row.id, run.row.id),
        ("answer failed", run.row.id, run.row.id),
    ]
    assert "secret plan" not in said and "visitor-1" not in said
