"""What visitors notice of a large file: `python -m tests.catalogue.exchange.beside_visitors ADDRESS ROWS`.

To be run with the DATABASE_URL of a running site, and on a copy: its drafts stay. The worker of the site does the work.
"""

from __future__ import annotations

import os
import sys
import time
from statistics import median
from urllib.error import HTTPError
from urllib.request import urlopen

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "catalogue.settings")
django.setup()

from catalogue.models import Import, ImportState  # noqa: E402 (models need the settings)
from tests.catalogue.exchange.test_large_file import lines  # noqa: E402

PAGES = (
    "/",
    "/microcredentials/",
    "/microcredentials/?q=agile",
    "/microcredentials/?delivery=online",
    "/institutions/",
)
QUIET_ROUNDS, SECONDS_BETWEEN = 20, 0.2
_IN_WORK = (ImportState.UPLOADED, ImportState.PLANNING, ImportState.ACCEPTED, ImportState.APPLYING)


def ask(site: str) -> list[tuple[float, int]]:
    """Seconds and status of each page, asked one after the other."""
    found = []
    for page in PAGES:
        begun = time.monotonic()
        try:
            with urlopen(f"http://{site}{page}") as answer:
                answer.read()
                status = answer.status
        except HTTPError as refused:
            status = refused.code
        found.append((time.monotonic() - begun, status))
        time.sleep(SECONDS_BETWEEN)
    return found


def tell(phase: str, seconds: float, asked: list[tuple[float, int]]) -> None:
    times = sorted(took for took, _ in asked)
    others = sum(status != 200 for _, status in asked)
    slow = times[int(len(times) * 0.95)]
    print(
        f"{phase}: {seconds:.0f} s; {len(times)} pages, median {median(times) * 1000:.0f} ms, 95 of 100 within"
        f" {slow * 1000:.0f} ms, slowest {times[-1] * 1000:.0f} ms, {others} other than 200"
    )


def until_done(site: str, job: Import, phase: str) -> None:
    begun, asked = time.monotonic(), []
    while not asked or job.state in _IN_WORK:
        asked += ask(site)
        job.refresh_from_db(fields=["state"])
    tell(phase, time.monotonic() - begun, asked)


def main(site: str, rows: int) -> None:
    tell("before", 0, [each for _ in range(QUIET_ROUNDS) for each in ask(site)])
    job = Import.objects.create(file_name="courses.csv", data=lines(rows).encode())
    until_done(site, job, "reading")
    job.rows.update(chosen=True)
    Import.objects.filter(pk=job.pk).update(state=ImportState.ACCEPTED)
    job.refresh_from_db(fields=["state"])
    until_done(site, job, "writing")
    tell("after", 0, [each for _ in range(QUIET_ROUNDS) for each in ask(site)])
    print(f"it is {job.state}")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
