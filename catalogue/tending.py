"""Keeps one worker alive as long as a server lives: `python -m catalogue.tending <number of its process>`.

Standard library only, so that it costs next to nothing. What the worker does is in exchange/incoming/working.py.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

from catalogue.environment import ROOT

BETWEEN_LOOKS = 0.2  # seconds
AFTER_A_FAILURE = 2.0
TO_END = 5.0
POLITE = 10  # of 19, by which the worker takes itself back: whoever answers a visitor comes first
COMMAND = [sys.executable, str(ROOT / "manage.py"), "work"]


def tend(server: int, command: list[str]) -> None:
    """Start the worker again whenever it ends, until the server is gone; then end it too."""
    while os.getppid() == server:
        # Ctrl-C reaches every process of a terminal; the worker is to end when the server has.
        worker = subprocess.Popen(command, stdin=subprocess.DEVNULL)
        while worker.poll() is None and os.getppid() == server:
            time.sleep(BETWEEN_LOOKS)
        if worker.poll() is None:
            end(worker)
        elif worker.returncode:
            time.sleep(AFTER_A_FAILURE)


def end(worker: subprocess.Popen) -> None:
    """Whatever it has not committed is rolled back."""
    worker.terminate()
    try:
        worker.wait(TO_END)
    except subprocess.TimeoutExpired:
        worker.kill()
        worker.wait()


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    tend(int(sys.argv[1]), COMMAND)
