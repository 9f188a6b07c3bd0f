"""The operations of the API, by path."""

from starlette.routing import Route

from app.embedded.api import about, annotations, chat, feedbacks, files, forms, history, previews, variables, workflows

OPERATIONS = [
    Route("/chat-messages", chat.send, methods=["POST"]),
    Route("/chat-messages/{task_id}/stop", chat.stop, methods=["POST"]),
    Route("/files/upload", files.upload, methods=["POST"]),
    Route("/files/{file_id}/preview", previews.by_key),
    Route("/messages", history.messages),
    Route("/messages/{message_id}/feedbacks", history.rate, methods=["POST"]),
    Route("/messages/{message_id}/suggested", history.suggested),
    Route("/conversations", history.conversations),
    Route("/conversations/{conversation_id}", history.delete, methods=["DELETE"]),
    Route("/conversations/{conversation_id}/name", history.rename, methods=["POST"]),
    Route("/conversations/{conversation_id}/variables", variables.variables),
    Route("/conversations/{conversation_id}/variables/{variable_id}", variables.set_variable, methods=["PUT"]),
    Route("/workflows/run/{run_id}", workflows.run),
    Route("/workflow/{run_id}/events", workflows.events),
    Route("/form/human_input/{token}", forms.show),
    Route("/form/human_input/{token}", forms.submit, methods=["POST"]),
    Route("/audio-to-text", about.audio_to_text, methods=["POST"]),
    Route("/text-to-audio", about.text_to_audio, methods=["POST"]),
    Route("/parameters", about.parameters),
    Route("/meta", about.meta),
    Route("/info", about.info),
    Route("/site", about.site),
    Route("/app/feedbacks", feedbacks.feedbacks),
    Route("/end-users/{end_user_id}", feedbacks.end_user),
    Route("/apps/annotations", annotations.listed),
    Route("/apps/annotations", annotations.create, methods=["POST"]),
    Route("/apps/annotations/{annotation_id}", annotations.update, methods=["PUT"]),
    Route("/apps/annotations/{annotation_id}", annotations.delete, methods=["DELETE"]),
    Route("/apps/annotation-reply/{action}", annotations.set_reply, methods=["POST"]),
    Route("/apps/annotation-reply/{action}/status/{job_id}", annotations.status),
]
