"""The addresses of files: signed, absolute, and good for 300 s, as on other servers of this API."""

import hashlib
import hmac
import time

LIFETIME = 300


class SignedFiles:
    """``secret`` signs; whoever has a fresh address may read the file, without a key."""

    def __init__(self, secret: bytes):
        self._secret = secret

    def upload_url(self, origin: str, upload_id: str) -> str:
        """The address of what a person uploaded."""
        return f"{origin}/files/{upload_id}/file-preview?{self._query('upload', upload_id)}"

    def tool_url(self, origin: str, upload_id: str) -> str:
        """The address of a PNG that a tool made."""
        return f"{origin}/files/tools/{upload_id}.png?{self._query('tool', upload_id)}"

    def opens(self, kind: str, file_id: str, timestamp: str, sign: str) -> bool:
        """Whether the signature is right and fresh. ``kind`` is ``upload`` or ``tool``."""
        if not timestamp.isdigit() or not timestamp.isascii():
            return False
        fresh = 0 <= time.time() - int(timestamp[:12]) <= LIFETIME
        return fresh and hmac.compare_digest(sign.encode(), self._sign(kind, file_id, timestamp).encode())

    def _query(self, kind: str, file_id: str) -> str:
        timestamp = str(int(time.time()))
        return f"timestamp={timestamp}&sign={self._sign(kind, file_id, timestamp)}"

    def _sign(self, kind: str, file_id: str, timestamp: str) -> str:
        return hmac.new(self._secret, f"{kind}|{file_id}|{timestamp}".encode(), hashlib.sha256).hexdigest()
