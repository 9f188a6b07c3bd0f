"""What a hostile app says in its operations: another secret in each field, known and unknown."""

from typing import Any

from starlette.responses import JSONResponse, Response

from tests.planted import CITED, FILE, SENT, secret

PARAMETERS: dict[str, Any] = {
    "opening_statement": secret("opening"),
    "suggested_questions": [secret("suggestion")],
    "suggested_questions_after_answer": {"enabled": True, "model": secret("suggesting_model")},
    "user_input_form": [
        {
            "text-input": {
                "label": secret("field_label"),
                "variable": secret("field_variable"),
                "description": secret("field_description"),
                "default": secret("field_default"),
                "max_length": 200,
                "webhook": secret("field_unknown"),
            }
        },
        {
            "select": {
                "label": "Hidden",
                "variable": "hidden",
                "hide": True,
                "options": [secret("hidden_option")],
                "default": secret("hidden_option"),
            }
        },
    ],
    "speech_to_text": {"enabled": True, "provider": secret("stt_provider")},
    "text_to_speech": {"enabled": True, "voice": secret("voice"), "language": secret("voice_language")},
    "file_upload": {"enabled": True, "fileUploadConfig": secret("upload_config"), "number_limits": 3},
    "system_parameters": {"image_file_size_limit": 10, "bucket": secret("system")},
    "sensitive_word_avoidance": {"enabled": True, "config": {"keywords": secret("moderation")}},
    "pre_prompt": secret("pre_prompt"),
}
INFO = {
    "name": secret("app_name"),
    "description": secret("app_description"),
    "tags": [secret("app_tag")],
    "mode": "advanced-chat",
    "author_name": secret("app_author"),
    "tenant": secret("app_unknown"),
}
SITE = {
    "title": secret("site_title"),
    "icon_type": "emoji",
    "icon": "🎬",
    "icon_background": "#EEEEEE",
    "description": secret("site_description"),
    "copyright": secret("copyright"),
    "custom_disclaimer": secret("disclaimer"),
    "input_placeholder": secret("placeholder"),
    "default_language": secret("site_language"),
    "show_workflow_steps": True,
    "access_token": secret("site_unknown"),
    "app_base_url": secret("site_base"),
}
META = {
    "tool_icons": {
        secret("tool"): {"background": "#252525", "content": "🔧", "provider": secret("icon_provider")},
        secret("other_tool"): f"http://127.0.0.1:9/{secret('icon_url')}",
    },
    "unknown": secret("meta_unknown"),
}
CONVERSATIONS = {
    "data": [
        {
            "id": "stored",
            "name": secret("conversation_name"),
            "inputs": {secret("input_name"): secret("input_value")},
            "introduction": secret("introduction"),
            "status": secret("conversation_status"),
            "created_at": 1_700_000_000,
            "model_config": {"key": secret("conversation_unknown")},
        }
    ],
    "has_more": False,
    "limit": 20,
}
MESSAGES = {
    "data": [
        {
            "id": "stored-turn",
            "conversation_id": "stored",
            "inputs": {secret("input_name"): secret("input_value")},
            "query": secret("query"),
            "answer": secret("answer"),
            "message_files": [FILE],
            "feedback": {"rating": "dislike", "content": secret("feedback"), "from_account": secret("feedback_from")},
            "retriever_resources": [CITED],
            "agent_thoughts": [SENT["agent_thought"]],
            "status": "error",
            "error": secret("stored_error"),
            "metadata": {"usage": {"total_price": secret("stored_price")}},
            "message_metadata": secret("message_unknown"),
            "created_at": 1_700_000_001,
        }
    ],
    "has_more": False,
    "limit": 20,
    "sql": secret("page_unknown"),
}
VARIABLES = {
    "data": [
        {
            "id": "v-1",
            "name": secret("variable_name"),
            "value_type": "string",
            "value": secret("variable_value"),
            "description": secret("variable_description"),
            "created_at": 1,
            "updated_at": 1,
            "owner": secret("variable_unknown"),
        }
    ],
    "has_more": False,
    "limit": 20,
}
SUGGESTED = {"result": "success", "data": [secret("next_question")], "model": secret("suggesting_model")}


def hostile() -> dict[str, Response]:
    """The answers of all operations that the page reads, by their paths."""
    return {
        "parameters": JSONResponse(PARAMETERS),
        "info": JSONResponse(INFO),
        "site": JSONResponse(SITE),
        "meta": JSONResponse(META),
        "conversations": JSONResponse(CONVERSATIONS),
        "conversations/{id}/variables": JSONResponse(VARIABLES),
        "messages": JSONResponse(MESSAGES),
        "messages/{id}/suggested": JSONResponse(SUGGESTED),
    }
