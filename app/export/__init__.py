"""A conversation to take along: turns as Markdown, as a page of its own, as JSON; all of them as one ZIP.

Pure: what may be seen was decided before, by the policy; what comes out is text.
"""

from app.export.data import data
from app.export.document import SERVED, document, page
from app.export.kept import kept, restored
from app.export.markdown import markdown
from app.export.names import disposition, file_name
from app.export.thread import Thread
from app.export.zipped import Zip

__all__ = [
    "SERVED",
    "Thread",
    "Zip",
    "data",
    "disposition",
    "document",
    "file_name",
    "kept",
    "markdown",
    "page",
    "restored",
]
