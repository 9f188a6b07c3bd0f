"""Who waits beside a server of one process, and starts another one when a signal that nobody sent here has ended it."""

import os
import signal
import sys
import time
from collections.abc import Callable

AGAIN = 1.0  # seconds until a process that died is replaced
_ENDING = {signal.SIGTERM, signal.SIGINT}
_HEARD = _ENDING | {signal.SIGCHLD}


def keep(serve: Callable[[bool], None]) -> None:
    """Run ``serve`` in a process of its own until that is asked to end, or ends by itself; exits as it did.

    It is told whether it comes after one that died. This process has imported next to nothing, so that it weighs
    little beside the other.
    """
    signal.signal(signal.SIGCHLD, lambda *_: None)  # Elsewhere than on Linux what is ignored is not waited for either.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _HEARD)
    asked = False
    child = _started(serve, before, again=False)
    while True:
        if signal.sigwait(_HEARD) in _ENDING:
            asked = True
            os.kill(child, signal.SIGTERM)
            continue
        ended, status = os.waitpid(child, os.WNOHANG)
        if not ended:
            continue
        code = os.waitstatus_to_exitcode(status)
        if asked or code >= 0:
            sys.exit(code if code >= 0 else 128 - code)
        print(f"The server was ended by {signal.Signals(-code).name}: it is started anew.", file=sys.stderr, flush=True)
        time.sleep(AGAIN)
        child = _started(serve, before, again=True)


def _started(serve: Callable[[bool], None], mask: set[int | signal.Signals], again: bool) -> int:
    """The id of the process that runs ``serve``, whose signals are as they were before ``mask`` was changed."""
    if child := os.fork():
        return child
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, mask)
    serve(again)
    sys.exit()
