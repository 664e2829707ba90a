"""The site as `make run` serves it, with the documents' entries in a database of its own, for the time of an audit."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.error import URLError
from urllib.request import urlopen

from catalogue.environment import ROOT

SECONDS_TO_START = 120


class Site(NamedTuple):
    origin: str
    pid: int


@contextmanager
def served(folder: Path, seconds_to_start: int = SECONDS_TO_START, **more: str) -> Iterator[Site]:
    """Where it is, and its process; the server is stopped at the end. `more` are variables of its environment."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    environment = {**os.environ, "ADDR": address, "DATABASE_URL": f"sqlite:///{folder}/catalogue.sqlite3", **more}
    with (folder / "server.log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "manage.py", "serve"], cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT
        )
        try:
            _wait(server, f"http://{address}", folder / "server.log", seconds_to_start)
            yield Site(f"http://{address}", server.pid)
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(30)


def _wait(server: subprocess.Popen, origin: str, log: Path, seconds: int) -> None:
    deadline = time.monotonic() + seconds
    while True:
        try:
            with urlopen(f"{origin}/readyz", timeout=5):
                return
        except (URLError, ConnectionError, TimeoutError):
            if server.poll() is not None or time.monotonic() > deadline:
                sys.exit(f"The site did not start: {log.read_text().strip()}")
            time.sleep(0.2)
