"""How a running site sends what is large: `python -m tests.exports ADDRESS PID` asks for each export and tells.

PID is the process of the server. For each address: seconds to the first byte and to the last, the size, and by how much
the memory of the server and its workers has grown meanwhile. Bars: 300 ms, 60 MB; the list as JSON within 5 ms.
"""

from __future__ import annotations

import argparse
import time
from http.client import HTTPConnection
from pathlib import Path
from statistics import median

_FILES = ("catalogue.zip", "catalogue.sqlite", "catalogue.json", "microcredentials.csv")
EXPORTS = ("/microcredentials.csv", *(f"/data/{name}" for name in _FILES))
PAGE = "/microcredentials.json"
_TIMES = 50


def memory_of(server: int) -> int:
    """Bytes that the server and its workers hold."""
    family = [server, *map(int, Path(f"/proc/{server}/task/{server}/children").read_text().split())]
    lines = (line for pid in family for line in Path(f"/proc/{pid}/status").read_text().splitlines())
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS"))


def ask(host: str, address: str, server: int) -> tuple[float, float, int, int]:
    """Seconds to the first and to the last byte, bytes, and the most memory beyond what there was before."""
    before, start = memory_of(server), time.perf_counter()
    connection = HTTPConnection(host, timeout=120)
    connection.request("GET", address)
    response = connection.getresponse()
    size, most = len(response.read(1)), before
    first = time.perf_counter() - start
    while piece := response.read(2**20):
        size += len(piece)
        most = max(most, memory_of(server))
    connection.close()
    if response.status != 200:
        raise SystemExit(f"{address} answered {response.status}.")
    return first, time.perf_counter() - start, size, most - before


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("host", metavar="ADDRESS", help="127.0.0.1:8000")
    parser.add_argument("server", metavar="PID", type=int)
    asked = parser.parse_args()
    ask(asked.host, PAGE, asked.server)
    for address in EXPORTS:
        first, last, size, grown = ask(asked.host, address, asked.server)
        print(f"{address}: first byte {first * 1000:.0f} ms, all {size:,} bytes {last:.1f} s, +{grown / 2**20:.0f} MB")
    page = median(ask(asked.host, f"{PAGE}?page={number + 2}", asked.server)[1] for number in range(_TIMES))
    print(f"{PAGE}: {page * 1000:.1f} ms (median of {_TIMES} pages, none asked for before)")


if __name__ == "__main__":
    main()
