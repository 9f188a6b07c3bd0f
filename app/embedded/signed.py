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
        timestamp = str(int(time.time()))
        sign = self._sign(upload_id, timestamp)
        return f"{origin}/files/{upload_id}/file-preview?timestamp={timestamp}&sign={sign}"

    def opens(self, file_id: str, timestamp: str, sign: str) -> bool:
        """Whether the signature is right and fresh. ``timestamp`` consists of digits."""
        fresh = 0 <= time.time() - int(timestamp[:12]) <= LIFETIME
        return fresh and hmac.compare_digest(sign.encode(), self._sign(file_id, timestamp).encode())

    def _sign(self, file_id: str, timestamp: str) -> str:
        return hmac.new(self._secret, f"file-preview|{file_id}|{timestamp}".encode(), hashlib.sha256).hexdigest()
