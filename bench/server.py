"""gunicorn as the site runs it, with the pages of bench/pages.py, and a visitor's connection to it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection

from catalogue.environment import VAR
from catalogue.serving import collect_style_sheets

_SECONDS_TO_START = 900  # until the snapshot of all entries is made
LIST = "/microcredentials/"


class Client:
    """One visitor's connection."""

    def __init__(self, port: int) -> None:
        self.connection = HTTPConnection("127.0.0.1", port)

    def get(self, address: str, **headers: str) -> tuple[int, dict, bytes]:
        try:
            return self._get(address, headers)
        except (ConnectionError, OSError):
            self.connection.close()  # the server closes what lies idle
            return self._get(address, headers)

    def _get(self, address: str, headers: dict) -> tuple[int, dict, bytes]:
        self.connection.request("GET", address, headers=headers)
        response = self.connection.getresponse()
        body = response.read()
        return response.status, dict(response.getheaders()), body

    def processor_seconds(self) -> float:
        """Of the worker that answers."""
        return float(self.get("/bench/meter")[2])


def style_sheets() -> None:
    """No page can be made before they are collected. Django must be set up."""
    collect_style_sheets(lambda line: None, record=VAR / "style-sheets-collected")


@contextmanager
def workers(count: int) -> Iterator[int]:
    """The port of a server with so many worker processes."""
    style_sheets()
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    environment = {**os.environ, "WEB_WORKERS": str(count), "ADDR": f"127.0.0.1:{port}"}
    command = [sys.executable, "-m", "gunicorn", "--config=python:catalogue.gunicorn"]
    # What the server says must not end up among the figures.
    server = subprocess.Popen(command, env=environment, stdout=sys.stderr)
    try:
        _wait(port)
        yield port
    finally:
        server.terminate()
        server.wait()


def _wait(port: int) -> None:
    deadline = time.monotonic() + _SECONDS_TO_START
    while time.monotonic() < deadline:
        with suppress(OSError):
            if Client(port).get(LIST)[0] == 200:
                return
        time.sleep(0.2)
    raise TimeoutError("The worker did not start.")
