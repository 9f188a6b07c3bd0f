"""What the API knows besides: end users, annotations, runs of a workflow, and the answers of small calls."""

# ruff: noqa: RUF012 - pydantic gives every instance its own copy of a default.

from typing import Any

from app.dify.wire import Wire


class Result(Wire):
    result: str = ""


class Transcript(Wire):
    text: str = ""


class EndUser(Wire):
    """Maps an end user's id back to the ``user`` we sent (``session_id`` or ``external_user_id``)."""

    id: str
    tenant_id: str = ""
    app_id: str = ""
    type: str = ""
    external_user_id: str = ""
    name: str = ""
    is_anonymous: bool = False
    session_id: str = ""
    created_at: str = ""
    updated_at: str = ""


class Annotation(Wire):
    id: str
    question: str = ""
    answer: str = ""
    hit_count: int = 0
    created_at: int = 0


class AnnotationPage(Wire):
    data: list[Annotation] = []
    has_more: bool = False
    limit: int = 0
    total: int = 0
    page: int = 0


class Job(Wire):
    job_id: str = ""
    job_status: str = ""
    error_msg: str = ""


class WorkflowRun(Wire):
    """``inputs`` is JSON as text; ``elapsed_time`` is in seconds."""

    id: str = ""
    workflow_id: str = ""
    status: str = ""
    inputs: Any = None
    outputs: Any = None
    error: str = ""
    total_steps: int = 0
    total_tokens: int = 0
    created_at: int = 0
    finished_at: int = 0
    elapsed_time: float = 0.0
