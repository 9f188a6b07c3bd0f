"""What a browser is told about a file: whether it shows it, its name, and that nothing of it runs."""

from urllib.parse import quote

from app.uploads.opening import Opened

# Shown where it stands; all else (pages, SVG, PDF, scripts, what nobody named) is handed over to be saved.
SHOWN = {
    *("image/png", "image/jpeg", "image/gif", "image/webp"),
    *("audio/mpeg", "audio/mp3", "audio/mp4", "audio/x-m4a", "audio/wav", "audio/x-wav", "audio/ogg", "audio/webm"),
    *("video/mp4", "video/webm", "video/mpeg", "video/quicktime", "video/ogg"),
}
SAFE = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
KEPT = "private, max-age=3600, immutable"  # The bytes of an id never change.


def headers_of(opened: Opened, *, saved: bool) -> dict[str, str]:
    """The headers of a file's answer; ``saved`` says that it was asked for to be saved. None is the upstream's own."""
    row, body = opened.row, opened.body
    media_type = row.mime_type if body.media_type in ("", "application/octet-stream") else body.media_type
    shown = media_type in SHOWN
    way = "inline" if shown and not saved else "attachment"
    headers = {
        "Content-Type": media_type if shown else "application/octet-stream",
        "Content-Disposition": f"{way}; filename*=UTF-8''{quote(row.name or 'file', safe='', errors='replace')}",
        "Cache-Control": KEPT,
        **SAFE,
    }
    if body.size >= 0:
        headers["Content-Length"] = str(body.size)
    if body.parts:
        headers["Accept-Ranges"] = "bytes"
    if body.status == 206 and body.part:
        headers["Content-Range"] = body.part
    return headers
