"""Files: uploads, pictures of tools, icons; and their signed addresses, which live for five minutes."""

import base64
import hashlib
import hmac
import re
import secrets
import time
import uuid
from dataclasses import dataclass, field
from urllib.parse import urlencode

from starlette.responses import JSONResponse, Response

from ..script import Json, SendFile
from .talks import Talks
from .wire import Part, Seen, refusal

LIFETIME = 300  # seconds
_SIGNED = re.compile(r"/files/(?:tools/)?([0-9a-f-]{36})(?:\.\w+|/file-preview)\?")


@dataclass(frozen=True)
class Kept:
    """A file as it came; ``user`` is who uploaded it, empty for an assistant's."""

    part: Part
    user: str = ""
    id: str = field(default_factory=lambda: str(uuid.uuid4()))


class Files:
    """``largest`` (bytes) and ``refused`` (content types and extensions) say what may be uploaded."""

    def __init__(self, origin: str, talks: Talks) -> None:
        self.origin = origin
        self.kept: dict[str, Kept] = {}
        self._talks = talks
        self._icons: dict[str, Part] = {}
        self._secret = secrets.token_bytes(16)
        self._later = 0
        self.reset()

    def reset(self) -> None:
        self.largest = 15 * 1024 * 1024
        self.refused: set[str] = set()
        self._before = set(self.kept)

    @property
    def uploads(self) -> list[Kept]:
        """Of this test, oldest first."""
        return [kept for kept in self.kept.values() if kept.user and kept.id not in self._before]

    def expire(self) -> None:
        """Every address given out so far has been there for too long."""
        self._later += LIFETIME + 1

    def keep(self, part: Part, user: str = "", file_id: str = "") -> Kept:
        kept = Kept(part, user, file_id) if file_id else Kept(part, user)
        return self.kept.setdefault(kept.id, kept)

    def address(self, kept: Kept) -> str:
        """A fresh signed address."""
        place = f"{kept.id}/file-preview" if kept.user else f"tools/{kept.id}.{kept.part.extension}"
        query = {"timestamp": str(self._now()), "nonce": secrets.token_hex(16)}
        return f"{self.origin}/files/{place}?{urlencode({**query, 'sign': self._sign(kept.id, query)})}"

    def icon(self, name: str, data: bytes, media_type: str = "image/png") -> str:
        """The address of a tool's icon, for ``tool_icons``."""
        self._icons[name] = Part(name, media_type, data)
        return f"{self.origin}/console/api/workspaces/current/tool-provider/builtin/{name}/icon"

    def sent(self, step: SendFile) -> Json:
        """The ``message_file`` of an assistant's file."""
        kept = self.keep(Part(step.name, step.media_type, step.data))
        own = {"id": str(uuid.uuid4()), "type": step.type, "belongs_to": "assistant"}
        return {"event": "message_file", **own, "url": self.address(kept)}

    def asked(self, files: list[Json], user: str) -> list[Json] | None:
        """The ``message_files`` of a question's files; None where one was never uploaded by its user."""
        rows = []
        for file in files:
            kept = self.kept.get(file.get("upload_file_id") or "")
            if file["transfer_method"] == "local_file" and (kept is None or kept.user != user):
                return None
            row = {**file, "id": str(uuid.uuid4()), "belongs_to": "user"}
            rows.append({**row, "url": self.address(kept)} if kept else row)
        return rows

    def row(self, file: Json) -> Json:
        """A row of ``message_files`` as ``/messages`` shows it: with a fresh address, if it was ours."""
        known = _SIGNED.search(file.get("url") or "")
        kept = self.kept.get(known[1]) if known and file["url"].startswith(self.origin) else None
        row = {key: value for key, value in file.items() if key != "upload_file_id"}
        if kept is None:
            return row
        said = {"filename": kept.part.name, "mime_type": kept.part.media_type, "size": len(kept.part.data)}
        method = "local_file" if kept.user else "tool_file"
        return {**row, "url": self.address(kept), **said, "transfer_method": method}

    async def upload(self, seen: Seen) -> Response:
        part = seen.file
        if part is None:
            return refusal("no_file_uploaded", "Please upload your file.", 400)
        if {part.media_type, part.extension} & self.refused:
            return refusal("unsupported_file_type", "File type not allowed.", 415)
        if len(part.data) > self.largest:
            return refusal("file_too_large", f"File size exceeded. {len(part.data)} > {self.largest}", 413)
        kept = self.keep(part, seen.user)
        said = {"id": kept.id, "name": part.name, "size": len(part.data), "extension": part.extension}
        by = {"created_by": str(uuid.uuid5(uuid.NAMESPACE_URL, seen.user)), "created_at": int(time.time())}
        return JSONResponse({**said, "mime_type": part.media_type, **by}, 201)

    async def preview(self, seen: Seen) -> Response:
        """Shown to whoever has the app's key, once a message has it."""
        kept = self.kept.get(seen.params["id"])
        if kept is None or not self._talks.holds_file(kept.id):
            return refusal("file_not_found", "File not found in message context", 404)
        if seen.query.get("as_attachment", "").lower() in ("true", "1"):
            headers = {"content-disposition": "attachment", "content-type": "application/octet-stream"}
            return Response(kept.part.data, headers=headers)
        return _body(kept.part, {"cache-control": "public, max-age=3600"})

    async def signed(self, seen: Seen) -> Response:
        for name in ("timestamp", "nonce", "sign"):
            if name not in seen.query:
                said = "Missing required parameter in the query string"
                return JSONResponse({"code": "invalid_param", "message": said, "params": name}, 400)
        kept = self.kept.get(seen.params["id"].partition(".")[0])
        query = {key: seen.query[key] for key in ("timestamp", "nonce")}
        old = self._now() - int(query["timestamp"]) > LIFETIME
        if kept is None or old or seen.query["sign"] != self._sign(kept.id, query):
            return refusal("forbidden", "Invalid request.", 403)
        return _body(kept.part)

    async def shown_icon(self, seen: Seen) -> Response:
        icon = self._icons.get(seen.params["name"])
        return _body(icon) if icon else refusal("not_found", "Icon not found.", 404)

    def _now(self) -> int:
        return int(time.time()) + self._later

    def _sign(self, file_id: str, query: Json) -> str:
        said = f"{file_id}|{query['timestamp']}|{query['nonce']}".encode()
        return base64.urlsafe_b64encode(hmac.digest(self._secret, said, hashlib.sha256)).decode()


def _body(part: Part, headers: dict[str, str] | None = None) -> Response:
    return Response(part.data, headers={"content-type": part.media_type, **(headers or {})})
