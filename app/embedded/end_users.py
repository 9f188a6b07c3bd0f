"""The ids of end users: made of the app and of the ``user`` that was sent, so that the two are always the same one."""

import uuid

_NAMESPACE = uuid.UUID("0a5b1b1e-9c0e-4f43-8d0e-2f1f0c9a7d11")


def end_user_id(app: str, user: str) -> str:
    return str(uuid.uuid5(_NAMESPACE, f"{app}\n{user}"))


def app_id(app: str) -> str:
    return str(uuid.uuid5(_NAMESPACE, app))
