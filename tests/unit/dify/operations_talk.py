"""Operations on questions, messages and conversations: what each sends, and what its answer becomes."""

from typing import Any

from app.dify.models import FileInput

DONE = {"result": "success"}
CONVERSATION = {"id": "c/1", "name": "Chat vs AI", "inputs": {}, "introduction": "", "created_at": 1705569238}
VARIABLE = {"id": "v", "name": "lang", "value_type": "string", "value": "en", "created_at": 1}

# name; call; method, path and query; body; status and answer; what the result holds
TALK: list[tuple[Any, ...]] = [
    (
        "send",
        lambda c: c.chat.send(query="Hi 你好", user="u"),
        ("POST", "/chat-messages", {}),
        {
            "query": "Hi 你好",
            "inputs": {},
            "response_mode": "blocking",
            "user": "u",
            "conversation_id": "",
            "files": [],
            "auto_generate_name": True,
        },
        (200, {"message_id": "m", "conversation_id": "c", "answer": "Hello", "metadata": {"usage": {"latency": 0.7}}}),
        lambda r: (r.message_id, r.answer, r.metadata.usage.latency) == ("m", "Hello", 0.7),
    ),
    (
        "send with everything",
        lambda c: c.chat.send(
            query="Look",
            user="u",
            inputs={"tone": "formal"},
            conversation_id="c",
            files=[
                FileInput(transfer_method="remote_url", url="https://h/i.png"),
                FileInput(transfer_method="local_file", upload_file_id="f", type="document"),
            ],
            auto_generate_name=False,
        ),
        ("POST", "/chat-messages", {}),
        {
            "query": "Look",
            "inputs": {"tone": "formal"},
            "response_mode": "blocking",
            "user": "u",
            "conversation_id": "c",
            "files": [
                {"type": "image", "transfer_method": "remote_url", "url": "https://h/i.png"},
                {"type": "document", "transfer_method": "local_file", "upload_file_id": "f"},
            ],
            "auto_generate_name": False,
        },
        (200, {"answer": ""}),
        lambda r: r.answer == "",
    ),
    (
        "stop",
        lambda c: c.chat.stop("t/1", user="u"),
        ("POST", "/chat-messages/t%2F1/stop", {}),
        {"user": "u"},
        (200, DONE),
        lambda r: r is None,
    ),
    (
        "messages",
        lambda c: c.messages.list("c", user="u", first_id="m0", limit=5),
        ("GET", "/messages", {"conversation_id": "c", "user": "u", "first_id": "m0", "limit": "5"}),
        None,
        (200, {"limit": 5, "has_more": True, "data": [{"id": "m", "message_files": None, "feedback": None}]}),
        lambda r: (r.has_more, r.limit, r.data[0].id, r.data[0].message_files) == (True, 5, "m", []),
    ),
    (
        "messages from the newest",
        lambda c: c.messages.list("c", user="u"),
        ("GET", "/messages", {"conversation_id": "c", "user": "u", "limit": "20"}),
        None,
        (200, {"limit": 20, "has_more": False, "data": []}),
        lambda r: r.data == [],
    ),
    (
        "suggested",
        lambda c: c.messages.suggested("m", user="u"),
        ("GET", "/messages/m/suggested", {"user": "u"}),
        None,
        (200, {"result": "success", "data": ["a", "b", "c"]}),
        lambda r: r == ["a", "b", "c"],
    ),
    (
        "rate",
        lambda c: c.messages.rate("m", "dislike", user="u", content="too long"),
        ("POST", "/messages/m/feedbacks", {}),
        {"rating": "dislike", "user": "u", "content": "too long"},
        (200, DONE),
        lambda r: r is None,
    ),
    (
        "take a rating back",
        lambda c: c.messages.rate("m", None, user="u"),
        ("POST", "/messages/m/feedbacks", {}),
        {"rating": None, "user": "u"},
        (200, DONE),
        lambda r: r is None,
    ),
    (
        "conversations",
        lambda c: c.conversations.list(user="u", last_id="c0", limit=3, pinned=False, sort_by="-updated_at"),
        (
            "GET",
            "/conversations",
            {"user": "u", "last_id": "c0", "limit": "3", "pinned": "false", "sort_by": "-updated_at"},
        ),
        None,
        (200, {"limit": 3, "has_more": False, "data": [CONVERSATION]}),
        lambda r: (r.data[0].id, r.data[0].created_at) == ("c/1", 1705569238),
    ),
    (
        "conversations from the newest",
        lambda c: c.conversations.list(user="u"),
        ("GET", "/conversations", {"user": "u", "limit": "20"}),
        None,
        (200, {"limit": 20, "has_more": False, "data": []}),
        lambda r: not r.has_more,
    ),
    (
        "delete with 200",
        lambda c: c.conversations.delete("c/1", user="u"),
        ("DELETE", "/conversations/c%2F1", {}),
        {"user": "u"},
        (200, DONE),
        lambda r: r is None,
    ),
    (
        "delete with 204",
        lambda c: c.conversations.delete("c", user="u"),
        ("DELETE", "/conversations/c", {}),
        {"user": "u"},
        (204, None),
        lambda r: r is None,
    ),
    (
        "rename",
        lambda c: c.conversations.rename("c/1", user="u", name="Chat vs AI"),
        ("POST", "/conversations/c%2F1/name", {}),
        {"name": "Chat vs AI", "auto_generate": False, "user": "u"},
        (200, CONVERSATION),
        lambda r: (r.id, r.name, r.created_at) == ("c/1", "Chat vs AI", 1705569238),
    ),
    (
        "rename by a model",
        lambda c: c.conversations.rename("c", user="u", auto_generate=True),
        ("POST", "/conversations/c/name", {}),
        {"name": "", "auto_generate": True, "user": "u"},
        (200, CONVERSATION | {"id": "c"}),
        lambda r: (r.id, r.name) == ("c", "Chat vs AI"),
    ),
    (
        "rename that answers success alone",
        lambda c: c.conversations.rename("c", user="u", name="Mine"),
        ("POST", "/conversations/c/name", {}),
        {"name": "Mine", "auto_generate": False, "user": "u"},
        (200, DONE),
        lambda r: (r.id, r.name) == ("c", "Mine"),
    ),
    (
        "variables",
        lambda c: c.conversations.variables("c", user="u", last_id="v0", variable_name="lang"),
        (
            "GET",
            "/conversations/c/variables",
            {"user": "u", "last_id": "v0", "limit": "20", "variable_name": "lang"},
        ),
        None,
        (200, {"limit": 20, "has_more": False, "data": [VARIABLE]}),
        lambda r: (r.data[0].name, r.data[0].value) == ("lang", "en"),
    ),
    (
        "set a variable",
        lambda c: c.conversations.set_variable("c", "v", {"a": [1]}, user="u"),
        ("PUT", "/conversations/c/variables/v", {}),
        {"value": {"a": [1]}, "user": "u"},
        (200, VARIABLE),
        lambda r: r.id == "v",
    ),
]
