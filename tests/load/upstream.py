"""A paced stand-in for the Chat App API, for measuring front ends against each other.

POST /v1/chat-messages answers with SSE `message` events. The query text steers it:
LEN=<tokens> DELAY=<ms between tokens> (defaults 200 and 20), THINK=<ms before the first>
(default 0), and RICH for an agent's answer with steps and sources. Every token carries its
number and its send time is kept (wall clock, ns), so that a page can be asked when it showed
token N: the text of token N is " w<N>" (WORD=<letter> changes the w, so that older turns on
the page are not taken for the measured one).
POST /v1/chat/completions answers the same as an OpenAI-compatible stream.
GET /sent/<run> returns the send times in ns by token number, and how often that run was asked for.
A stop ends an answer with its message_end, as real servers do; what was sent of it is what is stored.
Run: uvicorn upstream:app --port 8900
"""

import asyncio
import json
import re
import time
import uuid

import rich
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, StreamingResponse
from starlette.routing import Route

SENT: dict[str, list[int]] = {}
BYTES: dict[str, int] = {}
ASKED: dict[str, int] = {}
STOPPED: set[str] = set()  # tasks
PARAMETERS = {
    "opening_statement": "Hello!",
    "suggested_questions": [],
    "suggested_questions_after_answer": {"enabled": False},
    "speech_to_text": {"enabled": False},
    "text_to_speech": {"enabled": False},
    "retriever_resource": {"enabled": True},
    "annotation_reply": {"enabled": False},
    "user_input_form": [],
    "file_upload": {"image": {"enabled": False, "number_limits": 3, "transfer_methods": ["remote_url", "local_file"]}},
    "system_parameters": {"image_file_size_limit": "10"},
}
CONV: dict[str, dict[str, list[dict]]] = {}  # messages by user and conversation


def knobs(text: str) -> tuple[int, float, str, str]:
    n = int((re.search(r"LEN=(\d+)", text) or [0, 200])[1])
    d = float((re.search(r"DELAY=(\d+)", text) or [0, 20])[1]) / 1000
    run = (re.search(r"RUN=(\S+)", text) or [0, "last"])[1]
    word = (re.search(r"WORD=([a-z])", text) or [0, "w"])[1]
    return n, d, run, word


def token(i: int, word: str = "w") -> str:
    return ("\n\n" if i and i % 60 == 0 else "") + f" {word}{i}"


async def think(text: str) -> None:
    await asyncio.sleep(int((re.search(r"THINK=(\d+)", text) or [0, 0])[1]) / 1000)


async def paced(n: int, d: float, run: str):
    """Yield token numbers on an absolute schedule, so that a slow reader does not shift it."""
    SENT[run] = []
    start = time.monotonic()
    for i in range(n):
        wait = start + i * d - time.monotonic()
        if wait > 0:
            await asyncio.sleep(wait)
        SENT[run].append(time.time_ns())
        yield i


async def chat(request: Request):
    body = await request.json()
    query = body["query"]
    n, d, run, word = knobs(query)
    ASKED[run] = ASKED.get(run, 0) + 1
    conv = body.get("conversation_id") or str(uuid.uuid4())
    mid, task = str(uuid.uuid4()), str(uuid.uuid4())
    full: list[str] = []

    def done():
        STOPPED.discard(task)
        CONV.setdefault(body["user"], {}).setdefault(conv, []).append(
            {
                "id": mid,
                "conversation_id": conv,
                "inputs": {},
                "query": query,
                "answer": "".join(full),
                "message_files": [],
                "feedback": None,
                "retriever_resources": [],
                "agent_thoughts": [],
                "created_at": int(time.time()),
            }
        )

    usage = {
        "prompt_tokens": 10,
        "prompt_unit_price": "0.001",
        "prompt_price_unit": "0.001",
        "prompt_price": "0.0000100",
        "completion_tokens": n,
        "completion_unit_price": "0.002",
        "completion_price_unit": "0.001",
        "completion_price": "0.0004",
        "total_tokens": n + 10,
        "total_price": "0.00041",
        "currency": "USD",
        "latency": 1.0,
    }
    if body.get("response_mode") == "blocking":
        await think(query)
        async for i in paced(n, d, run):
            full.append(token(i, word))
        done()
        return JSONResponse(
            {
                "event": "message",
                "message_id": mid,
                "conversation_id": conv,
                "mode": "chat",
                "answer": "".join(full),
                "metadata": {"usage": usage, "retriever_resources": []},
                "created_at": int(time.time()),
            }
        )

    async def events():
        base = {"task_id": task, "id": mid, "message_id": mid, "conversation_id": conv, "created_at": int(time.time())}
        BYTES[run] = 0
        with_steps = "RICH" in query

        def event(name: str, **fields) -> str:
            chunk = "data: " + json.dumps({"event": name, **base, **fields}) + "\n\n"
            BYTES[run] += len(chunk)
            return chunk

        await think(query)
        async for i in paced(n, d, run):
            if task in STOPPED:
                break
            if with_steps and i % rich.EVERY == 0:
                yield event("agent_thought", **rich.step(i // rich.EVERY + 1))
            full.append(token(i, word))
            yield event("agent_message" if with_steps else "message", answer=token(i, word))
        done()
        sources = {"retriever_resources": rich.SOURCES} if with_steps else {}
        yield event("message_end", metadata={"usage": usage, **sources})

    return StreamingResponse(events(), media_type="text/event-stream")


async def openai(request: Request):
    body = await request.json()
    text = body["messages"][-1]["content"]
    text = text if isinstance(text, str) else json.dumps(text)
    n, d, run, word = knobs(text)
    cid = "chatcmpl-" + uuid.uuid4().hex
    if not body.get("stream"):
        return JSONResponse(
            {
                "id": cid,
                "object": "chat.completion",
                "created": int(time.time()),
                "model": "stub",
                "choices": [
                    {
                        "index": 0,
                        "finish_reason": "stop",
                        "message": {"role": "assistant", "content": "".join(token(i, word) for i in range(n))},
                    }
                ],
                "usage": {"prompt_tokens": 1, "completion_tokens": n, "total_tokens": n + 1},
            }
        )

    async def events():
        BYTES[run] = 0
        async for i in paced(n, d, run):
            c = (
                "data: "
                + json.dumps(
                    {
                        "id": cid,
                        "object": "chat.completion.chunk",
                        "created": 0,
                        "model": "stub",
                        "choices": [{"index": 0, "delta": {"content": token(i, word)}, "finish_reason": None}],
                    }
                )
                + "\n\n"
            )
            BYTES[run] += len(c)
            yield c
        yield (
            "data: "
            + json.dumps(
                {
                    "id": cid,
                    "object": "chat.completion.chunk",
                    "created": 0,
                    "model": "stub",
                    "choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}],
                }
            )
            + "\n\ndata: [DONE]\n\n"
        )

    return StreamingResponse(events(), media_type="text/event-stream")


async def sent(request: Request):
    run = request.path_params["run"]
    return JSONResponse({"sent": SENT.get(run, []), "bytes": BYTES.get(run, 0), "asked": ASKED.get(run, 0)})


async def stop(request: Request):
    STOPPED.add(request.path_params["id"])
    return JSONResponse({"result": "success"})


async def conversations(request: Request):
    return JSONResponse(
        {
            "limit": 20,
            "has_more": False,
            "data": [
                {
                    "id": c,
                    "name": m[0]["query"][:20],
                    "inputs": {},
                    "status": "normal",
                    "introduction": "",
                    "created_at": m[0]["created_at"],
                    "updated_at": m[-1]["created_at"],
                }
                for c, m in reversed(CONV.get(request.query_params["user"], {}).items())
                if m
            ],
        }
    )


async def messages(request: Request):
    rows = CONV.get(request.query_params["user"], {}).get(request.query_params.get("conversation_id", ""), [])
    return JSONResponse({"limit": 20, "has_more": False, "data": rows[-20:]})


def const(value):
    async def handler(request):
        return JSONResponse(value)

    return handler


app = Starlette(
    routes=[
        Route("/v1/chat-messages", chat, methods=["POST"]),
        Route("/v1/chat/completions", openai, methods=["POST"]),
        Route("/v1/models", const({"object": "list", "data": [{"id": "stub", "object": "model", "owned_by": "x"}]})),
        Route("/v1/parameters", const(PARAMETERS)),
        Route("/v1/meta", const({"tool_icons": {}})),
        Route("/v1/info", const({"name": "Bench", "description": "", "tags": [], "mode": "chat", "author_name": ""})),
        Route("/v1/site", const({"title": "Bench", "icon_type": "emoji", "icon": "🤖"})),
        Route("/v1/conversations", conversations),
        Route(
            "/v1/conversations/{id}/name",
            const({"id": "x", "name": "x", "inputs": {}, "introduction": "", "created_at": 1}),
            methods=["POST"],
        ),
        Route("/v1/messages", messages),
        Route("/v1/messages/{id}/suggested", const({"result": "success", "data": []})),
        Route("/v1/chat-messages/{id}/stop", stop, methods=["POST"]),
        Route("/sent/{run}", sent),
    ]
)
