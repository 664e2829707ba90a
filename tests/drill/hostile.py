"""Bar 1: fifty thousand hostile requests, past nginx, straight at the site: no server error, none takes a second."""

from __future__ import annotations

import random
import socket
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from catalogue.environment import VAR

from .requests import hostile
from .result import Result
from .site import KEY, Site
from .staff import sign_in

SEEDS = (20261123, 20261124, 20261125, 20261126, 20261127)
AT_ONCE = 4
LONGEST = 1.0
LOG = VAR / "drill" / "hostile.txt"  # what failed and what took long, the worst first


def run(site: Site, number: int = 50_000) -> Iterator[Result]:
    cookies = sign_in(site, "hostile").cookies
    tally: Counter = Counter()
    errors, slow = [], []
    each = number // len(SEEDS)
    for seed in SEEDS:
        rng = random.Random(seed)
        asked = [hostile(rng, cookies) for _ in range(each)]
        with ThreadPoolExecutor(AT_ONCE) as pool:
            for (_, name), (status, seconds) in zip(
                asked, pool.map(lambda one: send(site.port, one[0]), asked), strict=True
            ):
                tally[status] += 1
                if status >= 500:
                    errors.append(f"{status} {name}")
                if seconds > LONGEST:
                    slow.append((seconds, name))
    lines = [*errors, *(f"{seconds:.2f} s {name}" for seconds, name in sorted(slow, reverse=True))]
    LOG.parent.mkdir(parents=True, exist_ok=True)
    LOG.write_text("".join(f"{line}\n" for line in lines))
    kinds = ", ".join(f"{tally[status]} × {status or 'closed'}" for status in sorted(tally))
    yield Result(
        1, f"{each * len(SEEDS):,} hostile requests: server errors", "0", f"{len(errors)} ({kinds})", not errors
    )
    slowest = max((seconds for seconds, _ in slow), default=0)
    words = f"{len(slow)}" + (f", the slowest {slowest:.1f} s" if slow else "")
    what = f"{each * len(SEEDS):,} hostile requests: no answer after a second, or, of a file, no beginning"
    yield Result(1, what, "0", words, not slow)
    said = (site.folder / "site.log").read_text()
    yield Result(1, "secret key or password in the log", "0", str(said.count(KEY)), KEY not in said)


def send(port: int, request: bytes) -> tuple[int, float]:
    """Status, 0 where the connection was closed without one, and how long it took.

    An answer in pieces counts until it begins: files of whole lists are made slowly, so that others do not wait.
    """
    start = time.monotonic()
    with socket.create_connection(("127.0.0.1", port), timeout=60) as site:
        try:
            site.sendall(request)
            site.shutdown(socket.SHUT_WR)
            head = site.recv(4096)
            began = time.monotonic()
            while head and site.recv(65536):
                pass
        except OSError:
            head = b""
    took = (began if b"\r\ntransfer-encoding: chunked\r\n" in head.lower() else time.monotonic()) - start
    words = head.split(b" ", 2)
    status = int(words[1]) if head.startswith(b"HTTP/") and len(words) > 1 and words[1].isdigit() else 0
    return status, took
