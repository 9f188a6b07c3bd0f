"""The chat within another site's page, and the bubble that opens it there."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class WidgetWords:
    widget_title: str
    widget_open: str
    widget_close: str
    widget_unread: str
    frame_refused: str
