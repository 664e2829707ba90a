"""What stands for many machines of others: processes of their own, behind the site where it wants a processor.

So our clock does not wait for their threads, and what they ask for counts, not what it costs to ask.
"""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from catalogue.environment import ROOT
from catalogue.tending import POLITE

from .site import Site

BEGINNING = 60  # seconds


@contextmanager
def crowd(module: str, site: Site) -> Iterator[Counter]:
    """Which statuses they got is in what is given, once they have ended. It begins when they have the first answer."""
    running = behind(sys.executable, "-m", f"tests.drill.{module}", str(site.front), stdout=subprocess.PIPE)
    answers: Counter = Counter()
    try:
        if not select.select([running.stdout], [], [], BEGINNING)[0]:
            raise TimeoutError(f"Nobody was answered in {module} within {BEGINNING} s")
        yield answers
    finally:
        running.terminate()
        answers.update(json.loads(running.communicate()[0].splitlines()[-1]))


def behind(*command: str, **options: Any) -> subprocess.Popen:
    """A process that gets a tenth of a processor that others want, as a unit of systemd with a CPUWeight of 10."""
    running = subprocess.Popen(
        ["nice", "-n", str(POLITE), *command], cwd=ROOT, text=True, start_new_session=True, **options
    )
    # Where the kernel shares the processors out among sessions first, `nice` counts inside of a session alone.
    group = Path(f"/proc/{running.pid}/autogroup")
    if group.exists():
        group.write_text(str(POLITE))
    return running


class Tally:
    """For such a process: what answers it got, told when the first has come and when it is ended."""

    def __init__(self) -> None:
        self._answers: Counter = Counter()
        signal.signal(signal.SIGTERM, self._end)

    def add(self, status: int) -> None:
        if not self._answers:
            print("begun", flush=True)
        self._answers[status] += 1

    def _end(self, *_: object) -> None:
        print(json.dumps(self._answers), flush=True)
        os._exit(0)
