"""What stands for many machines of others: processes of their own, which come last where the site wants a processor.

So our clock does not wait for their threads, and what they ask for counts, not what it costs to ask.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from catalogue.environment import ROOT

from .site import Site

LAST = "19"


@contextmanager
def crowd(module: str, site: Site) -> Iterator[Counter]:
    """Which statuses they got is in what is given, once they have ended."""
    command = ["nice", "-n", LAST, sys.executable, "-m", f"tests.drill.{module}", str(site.front)]
    running = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, start_new_session=True)
    # Where the kernel shares the processors out among sessions first, `nice` counts inside of a session alone.
    group = Path(f"/proc/{running.pid}/autogroup")
    if group.exists():
        group.write_text(LAST)
    answers: Counter = Counter()
    try:
        yield answers
    finally:
        running.terminate()
        answers.update(json.loads(running.communicate()[0] or "{}"))


def tell_at_the_end() -> Counter:
    """For such a process: what it counts in this is said when it is ended."""
    answers: Counter = Counter()

    def end(*_: object) -> None:
        print(json.dumps(answers), flush=True)
        os._exit(0)

    signal.signal(signal.SIGTERM, end)
    return answers
