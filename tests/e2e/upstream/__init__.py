"""A stand-in for a server of the Chat App API, whose every answer a test can script.

An answer is a list of steps. Without a script a question is answered with numbered words, steered by its own text:
``LEN=<words> DELAY=<milliseconds between two>``. What the server stores follows what real ones do: a whole answer
at its end, a stopped one as far as it came, nothing of one that failed.
"""

from .files import Kept
from .profile import CANARY, SPEECH
from .routes import KEY
from .server import Upstream
from .talks import Talk
from .task import Task
from .wire import Part, Seen, page_of_html, refusal

__all__ = ["CANARY", "KEY", "SPEECH", "Kept", "Part", "Seen", "Talk", "Task", "Upstream", "page_of_html", "refusal"]
