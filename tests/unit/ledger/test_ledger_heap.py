"""One heap for the threads of SQLite's connections."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
HEAPS = """
import ctypes, sys, threading
from app.ledger import heap
if sys.argv[1] == "shared":
    heap.share()
together = threading.Barrier(8)
def take():
    together.wait()
    kept = [bytes(100_000) for _ in range(20)]
    together.wait()
threads = [threading.Thread(target=take) for _ in range(8)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
c = ctypes.CDLL(None)
c.fopen.restype = ctypes.c_void_p
file = c.fopen(sys.argv[2].encode(), b"w")
c.malloc_info(0, ctypes.c_void_p(file))
c.fclose(ctypes.c_void_p(file))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only glibc has a heap for each thread")
def test_threads_share_a_heap_which_each_would_have_of_its_own(tmp_path):
    counts = {}
    for how in ("shared", "each"):
        told = tmp_path / how
        subprocess.run([sys.executable, "-c", HEAPS, how, told], cwd=ROOT, check=True, timeout=60)
        counts[how] = told.read_text().count("<heap nr=")
    assert counts["shared"] == 1 < counts["each"]


KEPT = """
import ctypes, sys
from app.ledger import heap
if sys.argv[1] == "shared":
    heap.share()
c = ctypes.CDLL(None)
c.malloc.restype = ctypes.c_void_p
class Told(ctypes.Structure):
    names = "arena ordblks smblks hblks hblkhd usmblks fsmblks uordblks fordblks keepcost"
    _fields_ = [(name, ctypes.c_size_t) for name in names.split()]
c.mallinfo2.restype = Told
for _ in range(2):
    c.free(ctypes.c_void_p(c.malloc(8 << 20)))
print(c.mallinfo2().keepcost)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only glibc keeps what is free")
def test_a_large_block_is_given_back_each_time():
    kept = {}
    for how in ("shared", "as it was"):
        command = [sys.executable, "-c", KEPT, how]
        told = subprocess.run(command, cwd=ROOT, check=True, timeout=60, capture_output=True, text=True)
        kept[how] = int(told.stdout)
    assert kept["shared"] < 1 << 20 < 8 << 20 <= kept["as it was"]
