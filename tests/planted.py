"""Every event of an answer's stream with another secret in each of its fields, known and unknown."""

import json
import re
from typing import Any

NODE = ["node_started", "node_finished", "node_retry", "iteration_started", "iteration_next", "iteration_completed"]
NODE += ["loop_started", "loop_next", "loop_completed"]


def secret(name: str) -> str:
    return f"sk-{name}-0451"


def by_tool(name: str) -> str:
    return json.dumps({secret("tool"): secret(name)})


IDS = {name: secret(name) for name in ("task_id", "message_id", "conversation_id")}
FILE = {name: secret(name) for name in ("id", "type", "url", "belongs_to", "filename", "mime_type", "upload_id")}
CITED: dict[str, Any] = {
    name: secret(name) for name in ("document_name", "content", "dataset_id", "dataset_name", "document_id",
                                    "segment_id", "summary", "segment_text")
}  # fmt: skip
CITED["doc_metadata"] = {"url": f"https://example.org/{secret('link')}", "path": secret("path")}
STEP = {
    "id": "step-1", "node_id": "node-1", "node_type": secret("node_type"), "title": secret("node_title"),
    "inputs": {"q": secret("node_inputs")}, "process_data": {"prompts": secret("node_process_data")},
    "outputs": {"text": secret("node_outputs")}, "error": secret("node_error"), "status": "failed",
    "execution_metadata": {"total_price": secret("price")}, "predecessor_node_id": secret("predecessor"),
    "files": [secret("node_files")], "extras": {"icon": secret("extras")},
}  # fmt: skip
FORM = {
    "form_id": "form-1", "node_id": "node-1", "node_title": secret("form_title"), "form_token": secret("form_token"),
    "form_content": f"{secret('form_content')} {{{{#$output.name#}}}}", "display_in_ui": True,
    "inputs": [
        {"type": "paragraph", "output_variable_name": "name",
         "default": {"type": "variable", "selector": [secret("selector")], "value": secret("variable_default")}},
        {"type": "select", "output_variable_name": "kind", "allowed_file_types": [secret("allowed")],
         "option_source": {"type": "constant", "value": [secret("option")]}},
    ],
    "actions": [{"id": "ok", "title": secret("action"), "button_style": "primary", "webhook": secret("webhook")}],
    "resolved_default_values": {"name": secret("resolved"), "other": secret("other_default")},
    "recipients": [secret("recipients")],
}  # fmt: skip

# Each event with another secret in each field, known and unknown.
SENT = {
    "message": {"answer": secret("answer"), "from_variable_selector": [secret("selector")]},
    "agent_message": {"answer": secret("answer")},
    "message_replace": {"answer": secret("answer"), "reason": secret("reason")},
    "agent_thought": {
        "id": "t-1", "chain_id": secret("chain"), "thought": secret("thought"), "tool": secret("tool"),
        "tool_labels": {secret("tool"): {"en_US": secret("label"), "novel": {"a": secret("novel_label")}}},
        "tool_input": by_tool("tool_input"), "observation": by_tool("observation"),
        "message_files": [secret("file_id")], "tool_meta": {"error": secret("tool_meta")},
    },
    "message_file": FILE,
    "message_end": {
        "id": secret("message_id"),
        "metadata": {"usage": {"total_price": secret("price"), "currency": secret("currency")},
                     "retriever_resources": [CITED],
                     "annotation_reply": {"id": "a", "account": {"name": secret("account")}}},
        "files": [FILE],
    },
    "error": {"code": "completion_request_error", "message": secret("model_failure"), "status": 400},
    "ping": {},
    "tts_message": {"audio": secret("audio")},
    "tts_message_end": {"audio": secret("audio")},
    "reasoning_chunk": {"data": {"reasoning": secret("reasoning"), "node_id": "llm", "message_id": secret("inner"),
                                 "prompt": secret("prompt")}},
    **{name: {"workflow_run_id": secret("run"), "data": {"id": secret("run"), "workflow_id": secret("workflow"),
                                                         "inputs": secret("inputs"), "outputs": secret("outputs"),
                                                         "error": secret("flow_error"), "reasons": [secret("reasons")]}}
       for name in ("workflow_started", "workflow_finished", "workflow_paused")},
    **{name: {"workflow_run_id": secret("run"), "data": STEP} for name in NODE},
    "agent_log": {"data": {
        "id": "log-1", "label": secret("log_label"), "status": "success", "error": secret("log_error"),
        "data": {"a": secret("log_data")}, "metadata": {"provider": secret("log_metadata")},
    }},
    "human_input_required": {"workflow_run_id": secret("run"), "data": FORM},
    "human_input_form_filled": {"data": {
        "node_id": "node-1", "rendered_content": secret("rendered"), "action_id": "ok", "action_text": secret("action"),
        "submitted_by": secret("submitted_by"),
    }},
    "human_input_form_timeout": {
        "data": {"node_id": "node-1", "expiration_time": 1, "node_title": secret("form_title")},
    },
    "text_chunk": {"data": {"text": secret("text_chunk")}},
    "text_replace": {"data": {"text": secret("text_chunk")}},
}  # fmt: skip


def seen(value: object) -> set[str]:
    return set(re.findall(r"sk-(\w+)-0451", str(value)))
