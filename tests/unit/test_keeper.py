"""Who waits beside a server of one process."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SERVER = """
import os, signal, sys, time
from app import keeper
keeper.AGAIN = 0.0

def serve(again):
    print("again" if again else "first", flush=True)
    if not again:
        os.kill(os.getpid(), signal.SIGKILL)
    {then}

keeper.keep(serve)
"""
WAITS = """signal.signal(signal.SIGTERM, lambda *_: (time.sleep(0.2), print("written", flush=True), sys.exit()))
    print("ready", flush=True)
    time.sleep(60)"""


def keeping(then: str) -> "subprocess.Popen[str]":
    """A keeper whose first server dies, and whose second one does ``then``."""
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen([sys.executable, "-c", SERVER.format(then=then)], cwd=ROOT, **pipes)


@pytest.mark.parametrize(("then", "code"), [("sys.exit(3)", 3), ("return", 0)])
def test_a_server_that_is_killed_is_started_anew_and_one_that_ends_by_itself_is_not(then: str, code: int) -> None:
    keeper = keeping(then)
    told, warned = keeper.communicate(timeout=30)
    assert (told.split(), keeper.returncode) == (["first", "again"], code)
    assert warned == "The server was ended by SIGKILL: it is started anew.\n"


@pytest.mark.parametrize("asked", [signal.SIGTERM, signal.SIGINT])
def test_a_keeper_that_is_asked_to_end_asks_the_server_and_waits_for_it(asked: signal.Signals) -> None:
    keeper = keeping(WAITS)
    assert keeper.stdout is not None
    while keeper.stdout.readline() != "ready\n":
        pass
    keeper.send_signal(asked)
    told, _ = keeper.communicate(timeout=30)
    assert (told, keeper.returncode) == ("written\n", 0)
