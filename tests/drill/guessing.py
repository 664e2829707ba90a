"""Sixty-four threads that try passwords until they are ended: `python -m tests.drill.guessing PORT`."""

from __future__ import annotations

import sys
from collections import Counter
from contextlib import suppress
from threading import Event, Thread

from tests.flood.__main__ import try_passwords

THREADS = 64


def guess(origin: str, name: str) -> None:
    while True:
        with suppress(Exception):
            try_passwords(origin, name, Event(), Counter())


if __name__ == "__main__":
    tries = [Thread(target=guess, args=(f"http://localhost:{sys.argv[1]}", f"name{n}")) for n in range(THREADS)]
    for each in tries:
        each.start()
