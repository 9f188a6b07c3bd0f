"""What the app says of itself."""

from ..script import Json

CANARY = "canary7f3a"  # begins every secret that must stay on the server
PARAMETERS: Json = {
    "opening_statement": "Hello! Ask me **anything**.",
    "suggested_questions": ["What comes first?", "What comes last?"],
    "suggested_questions_after_answer": {"enabled": True},
    "speech_to_text": {"enabled": False},
    "text_to_speech": {"enabled": False},
    "retriever_resource": {"enabled": True},
    "annotation_reply": {"enabled": False},
    "user_input_form": [],
    "file_upload": {"image": {"enabled": False, "number_limits": 3, "transfer_methods": ["remote_url"]}},
    "system_parameters": {"image_file_size_limit": "10"},
    "sensitive_word_avoidance": {"enabled": True, "type": "keywords", "config": {"keywords": f"{CANARY}-moderation"}},
}
SPEECH: Json = {
    "speech_to_text": {"enabled": True},
    "text_to_speech": {"enabled": True, "voice": "alloy", "language": "en-US", "autoPlay": "disabled"},
}
SITE: Json = {
    "title": "Scripted",
    "icon_type": "emoji",
    "icon": "🎬",
    "icon_background": "#EEEEEE",
    "show_workflow_steps": False,
}
INFO: Json = {"name": "Scripted", "description": "", "mode": "chat"}
