"""Times the list page, first in quiet, then while many threads try wrong passwords, and prints both.

The flood is a process of its own, so that the clock does not wait for its threads.
"""

from __future__ import annotations

import argparse
import http.client
import re
import time
from collections import Counter
from multiprocessing import Event, Process, Queue
from statistics import quantiles
from threading import Thread
from typing import Any
from urllib.parse import urlencode, urlsplit

PAGE = "/microcredentials/"
LOGIN = "/admin/login/"


def open_site(origin: str) -> http.client.HTTPConnection:
    return http.client.HTTPConnection(urlsplit(origin).netloc, timeout=60)


def time_pages(origin: str, how_many: int) -> list[float]:
    """Milliseconds of each answer, one after the other, a connection each."""
    times = []
    for _ in range(how_many):
        start = time.perf_counter()
        site = open_site(origin)
        site.request("GET", PAGE)
        answer = site.getresponse()
        answer.read()
        times.append((time.perf_counter() - start) * 1000)
        site.close()
        if answer.status != 200:
            raise SystemExit(f"{PAGE} answered {answer.status}.")
        time.sleep(0.02)
    return times


def try_passwords(origin: str, name: str, stop: Any, statuses: Counter) -> None:
    """What a program does that guesses: the form once, for its cookie and its token, then one try after the other."""
    site = open_site(origin)
    site.request("GET", LOGIN)
    answer = site.getresponse()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', answer.read().decode())[1]
    headers = {
        "Cookie": answer.headers["Set-Cookie"].partition(";")[0],
        "Content-Type": "application/x-www-form-urlencoded",
    }
    body = urlencode({"username": name, "password": "wrong", "csrfmiddlewaretoken": token})
    while not stop.is_set():
        site.request("POST", LOGIN, body, headers)
        answer = site.getresponse()
        answer.read()
        statuses[answer.status] += 1
    site.close()


def flood(origin: str, threads: int, stop: Any, said: Queue) -> None:
    statuses: Counter = Counter()
    tried = [Thread(target=try_passwords, args=(origin, f"name{n}", stop, statuses)) for n in range(threads)]
    for thread in tried:
        thread.start()
    for thread in tried:
        thread.join()
    said.put(dict(statuses))


def in_words(times: list[float]) -> str:
    cuts = quantiles(times, n=100)
    return f"median {cuts[49]:.1f} ms, 95 of 100 within {cuts[94]:.1f} ms, longest {max(times):.1f} ms"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("origin", help="of a running site, as in http://127.0.0.1:8000")
    parser.add_argument("--threads", type=int, default=64)
    parser.add_argument("--pages", type=int, default=300)
    asked = parser.parse_args()
    print("quiet:", in_words(time_pages(asked.origin, asked.pages)))
    stop, said = Event(), Queue()
    trying = Process(target=flood, args=(asked.origin, asked.threads, stop, said))
    trying.start()
    start = time.perf_counter()
    time.sleep(0.5)
    print("flood:", in_words(time_pages(asked.origin, asked.pages)))
    stop.set()
    statuses = said.get()
    trying.join()
    rate = sum(statuses.values()) / (time.perf_counter() - start)
    print(f"tries: {rate:.0f} a second, by status {dict(sorted(statuses.items()))}")


if __name__ == "__main__":
    main()
