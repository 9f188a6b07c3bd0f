"""Files that people give and answers bring: their limits, their way to the upstream, and their way to a browser.

Bytes pass through; nothing is kept here but who owns what. The ledger's ids are the only ones a browser sees.
"""

from app.uploads.opening import Opened
from app.uploads.uploads import FileGone, Refused, Uploads, file_inputs

__all__ = ["FileGone", "Opened", "Refused", "Uploads", "file_inputs"]
