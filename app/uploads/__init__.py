"""Files that people give and answers bring: their limits, their way to the upstream, and their way to a browser.

Bytes pass through; nothing is kept here but who owns what, and what people give to each other. The ledger's ids are the
only ones a browser sees.
"""

from app.uploads.checked import Refused
from app.uploads.opening import FileGone, Opened
from app.uploads.uploads import OF_AGENTS, Uploads, file_inputs

__all__ = ["OF_AGENTS", "FileGone", "Opened", "Refused", "Uploads", "file_inputs"]
