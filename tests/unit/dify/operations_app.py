"""Operations on the app, its annotations, flows, forms and end users: what each sends, and what its answer becomes."""

from typing import Any

ANNOTATION = {"id": "a", "question": "q?", "answer": "a.", "hit_count": 3, "created_at": 1735625869}
PARAMETERS = {
    "opening_statement": None,
    "suggested_questions_after_answer": {"enabled": True},
    "user_input_form": [{"select": {"label": "Tone", "variable": "tone", "required": True, "options": ["a", 2]}}],
    "file_upload": {"image": {"enabled": True, "number_limits": 3, "transfer_methods": ["remote_url", "local_file"]}},
    "system_parameters": {"image_file_size_limit": "10"},
}
EMBEDDING = {"score_threshold": 0.9, "embedding_provider_name": "zhipu", "embedding_model_name": "embedding_3"}

# name; call; method, path and query; body; status and answer; what the result holds
APP: list[tuple[Any, ...]] = [
    (
        "parameters",
        lambda c: c.app.parameters(user="u"),
        ("GET", "/parameters", {"user": "u"}),
        None,
        (200, PARAMETERS),
        lambda r: (
            (r.opening_statement, r.user_input_form[0].type, r.user_input_form[0].options) == ("", "select", ["a", "2"])
            and r.file_upload.image.enabled
            and r.system_parameters.image_file_size_limit == 10
        ),
    ),
    (
        "meta",
        lambda c: c.app.meta(user="u"),
        ("GET", "/meta", {"user": "u"}),
        None,
        (200, {"tool_icons": {"dalle2": "https://h/icon", "api_tool": {"background": "#252525", "content": "😁"}}}),
        lambda r: (r.tool_icons["dalle2"], r.tool_icons["api_tool"].content) == ("https://h/icon", "😁"),
    ),
    (
        "info",
        lambda c: c.app.info(user="u"),
        ("GET", "/info", {"user": "u"}),
        None,
        (200, {"name": "Guide", "description": "d", "tags": ["x"], "mode": "chat", "author_name": "n"}),
        lambda r: (r.name, r.mode, r.tags) == ("Guide", "chat", ["x"]),
    ),
    (
        "site",
        lambda c: c.app.site(user="u"),
        ("GET", "/site", {"user": "u"}),
        None,
        (200, {"title": "Guide", "icon_type": "emoji", "icon": "🤖", "icon_url": None, "show_workflow_steps": False}),
        lambda r: (r.title, r.icon, r.icon_url, r.show_workflow_steps) == ("Guide", "🤖", "", False),
    ),
    (
        "feedbacks",
        lambda c: c.app.feedbacks(page=2, limit=5),
        ("GET", "/app/feedbacks", {"page": "2", "limit": "5"}),
        None,
        (200, {"data": [{"id": "f", "rating": "like", "content": None, "created_at": "2025-04-24T09:24:38"}]}),
        lambda r: (r.data[0].rating, r.data[0].created_at) == ("like", "2025-04-24T09:24:38"),
    ),
    (
        "annotations",
        lambda c: c.annotations.list(page=2, limit=5, keyword="q"),
        ("GET", "/apps/annotations", {"page": "2", "limit": "5", "keyword": "q"}),
        None,
        (200, {"data": [ANNOTATION], "has_more": False, "limit": 5, "total": 1, "page": 2}),
        lambda r: (r.total, r.data[0].hit_count) == (1, 3),
    ),
    (
        "create an annotation",
        lambda c: c.annotations.create("q?", "a."),
        ("POST", "/apps/annotations", {}),
        {"question": "q?", "answer": "a."},
        (201, ANNOTATION),
        lambda r: r.id == "a",
    ),
    (
        "update an annotation",
        lambda c: c.annotations.update("a", "q?", "a."),
        ("PUT", "/apps/annotations/a", {}),
        {"question": "q?", "answer": "a."},
        (200, ANNOTATION),
        lambda r: r.question == "q?",
    ),
    (
        "delete an annotation",
        lambda c: c.annotations.delete("a"),
        ("DELETE", "/apps/annotations/a", {}),
        None,
        (204, None),
        lambda r: r is None,
    ),
    (
        "turn annotation replies on",
        lambda c: c.annotations.set_reply(True, **EMBEDDING),
        ("POST", "/apps/annotation-reply/enable", {}),
        EMBEDDING,
        (200, {"job_id": "j", "job_status": "waiting"}),
        lambda r: (r.job_id, r.job_status) == ("j", "waiting"),
    ),
    (
        "turn annotation replies off",
        lambda c: c.annotations.set_reply(False, **EMBEDDING),
        ("POST", "/apps/annotation-reply/disable", {}),
        EMBEDDING,
        (200, {"job_id": "j", "job_status": "waiting"}),
        lambda r: r.job_id == "j",
    ),
    (
        "status of annotation replies",
        lambda c: c.annotations.reply_status(True, "j"),
        ("GET", "/apps/annotation-reply/enable/status/j", {}),
        None,
        (200, {"job_id": "j", "job_status": "completed", "error_msg": ""}),
        lambda r: r.job_status == "completed",
    ),
    (
        "workflow run",
        lambda c: c.workflows.run("w"),
        ("GET", "/workflows/run/w", {}),
        None,
        (200, {"id": "w", "status": "succeeded", "inputs": '{"a": 1}', "outputs": None, "elapsed_time": 1.5}),
        lambda r: (r.status, r.inputs, r.elapsed_time) == ("succeeded", '{"a": 1}', 1.5),
    ),
    (
        "form",
        lambda c: c.forms.get("t"),
        ("GET", "/form/human_input/t", {}),
        None,
        (200, {"form_content": "**Send?**", "user_actions": [{"id": "ok", "title": "OK"}], "expiration_time": 9}),
        lambda r: (r.form_content, r.user_actions[0].id, r.expiration_time) == ("**Send?**", "ok", 9),
    ),
    (
        "answer a form",
        lambda c: c.forms.submit("t", {"note": "x"}, "ok", user="u"),
        ("POST", "/form/human_input/t", {}),
        {"inputs": {"note": "x"}, "action": "ok", "user": "u"},
        (200, {}),
        lambda r: r is None,
    ),
    (
        "end user",
        lambda c: c.end_users.get("e"),
        ("GET", "/end-users/e", {}),
        None,
        (200, {"id": "e", "session_id": "u", "name": None, "is_anonymous": False, "created_at": "2024-01-15"}),
        lambda r: (r.session_id, r.name) == ("u", ""),
    ),
]
