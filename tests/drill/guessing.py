"""Sixty-four threads that try passwords until they are ended, each from an address of its own, through nginx.

They do no more than it takes to send and to read, so that few processors make many tries. At the end they say which
answers they got. `python -m tests.drill.guessing PORT`
"""

from __future__ import annotations

import re
import signal
import socket
import ssl
import sys
import time
from contextlib import suppress
from threading import Thread
from urllib.parse import urlencode

from .elsewhere import Tally
from .site import HOST

THREADS = 64
LOGIN = "/admin/login/"
JOURNEY = 0.02  # seconds that a try and its answer travel; without them this would tell how fast nginx refuses


def guess(port: int, number: int, tally: Tally) -> None:
    context = ssl._create_unverified_context()
    while True:
        with suppress(OSError, TypeError):
            plain = socket.create_connection(("127.0.0.1", port), 30, source_address=(f"127.0.2.{number + 1}", 0))
            with context.wrap_socket(plain, server_hostname=HOST) as site:
                site.sendall(f"GET {LOGIN} HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode())
                attempt = attempt_with(read(site), number)
                while True:
                    site.sendall(attempt)
                    tally.add(int(read(site)[9:12]))
                    time.sleep(JOURNEY)


def read(site: ssl.SSLSocket) -> bytes:
    """One answer, whose length is told; OSError where it ends before, or tells none."""
    got, end = b"", sys.maxsize
    while len(got) < end:
        if not (piece := site.recv(65536)):
            raise ConnectionError
        got += piece
        if end == sys.maxsize and (head := got.find(b"\r\n\r\n") + 4) > 3:
            told = re.search(rb"(?i)\r\ncontent-length: (\d+)", got[:head])
            if not told:
                raise ConnectionError
            end = head + int(told[1])
    return got


def attempt_with(form: bytes, number: int) -> bytes:
    """The bytes of one try; TypeError where the form was refused."""
    cookie = re.search(rb"(?i)\r\nset-cookie: ([^;]+)", form)[1].decode()
    token = re.search(rb'name="csrfmiddlewaretoken" value="(\w+)"', form)[1].decode()
    body = urlencode({"username": f"name{number}", "password": "wrong", "csrfmiddlewaretoken": token})
    lines = [f"POST {LOGIN} HTTP/1.1", f"Host: {HOST}", f"Origin: https://{HOST}", f"Cookie: {cookie}"]
    lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}", "", body]
    return "\r\n".join(lines).encode()


if __name__ == "__main__":
    tally = Tally()
    for each in range(THREADS):
        Thread(target=guess, args=(int(sys.argv[1]), each, tally), daemon=True).start()
    signal.pause()
