"""How a part of the benchmark runs in its process: figures as JSON on standard output, and no server left behind."""

from __future__ import annotations

import json
import signal
import sys
from collections.abc import Callable


def run(measure: Callable[..., dict]) -> None:
    """Print what `measure` finds; it is given what stands on the command line."""
    # As an exception, so that servers which were started are stopped on the way out.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    print(json.dumps(measure(*sys.argv[1:])))
