"""A real replica that follows by the log: pages are read there, an edit is seen at once, and losing it harms nobody."""

from __future__ import annotations

import time
from collections.abc import Iterator

from .cluster import Cluster
from .result import Result
from .site import Site, ask, until
from .staff import sign_in


def run(primary: Site) -> Iterator[Result]:
    replica = Cluster(primary.cluster.folder.parent / "replica")
    replica.follow(primary.cluster)
    replica.start()
    site = Site(primary.cluster, primary.folder, {"DATABASE_REPLICA_URLS": replica.url("catalogue_web")})
    site.start()
    try:
        time.sleep(3)
        read = _rows_read(replica)
        for number in range(40):
            ask(site.port, f"/institutions/?x={number}", Host="localhost")
            ask(site.port, f"/microcredentials/?q=data+{number}", Host="localhost")
        time.sleep(1.5)
        yield Result(
            0,
            "a streaming replica: rows read there by pages for visitors",
            "more than 0",
            f"{_rows_read(replica) - read:,}",
            _rows_read(replica) > read,
        )
        yield _edits(site)
        yield _seen_by_visitors(site, replica)
        replica.stop()
        statuses = [ask(site.port, f"/microcredentials/?q=gone+{n}", Host="localhost").status for n in range(60)]
        yield Result(
            0,
            "the replica is lost: pages answered",
            "all",
            f"{statuses.count(200)} of {len(statuses)}",
            statuses.count(200) == len(statuses),
        )
    finally:
        site.stop()
        replica.stop()


def _rows_read(replica: Cluster) -> int:
    query = "SELECT tup_fetched + tup_returned FROM pg_stat_database WHERE datname = 'catalogue'"
    return replica.ask(query)[0]


def _edits(site: Site) -> Result:
    """Staff read what they wrote, at once."""
    staff, seen = sign_in(site, "reader"), 0
    key = site.cluster.ask("SELECT id FROM catalogue_audience ORDER BY id LIMIT 1")[0]
    path = f"/admin/catalogue/audience/{key}/change/"
    for number in range(20):
        words = f"seen at once {number} {time.monotonic_ns()}"
        staff.edit(path, summary=words)
        seen += words in staff.send(path)[1]
    return Result(
        0, "a writer's own edits, read at once with a replica that follows", "20 of 20", f"{seen} of 20", seen == 20
    )


def _seen_by_visitors(site: Site, replica: Cluster) -> Result:
    """How long after the replica has an edit every worker shows it: six answers in a row, which two workers share."""
    staff, longest = sign_in(site, "reader"), 0.0
    key = site.cluster.ask("SELECT min(id) FROM catalogue_microcredential WHERE state = 'published'")[0]
    title = "SELECT title LIKE %s FROM catalogue_microcredential WHERE id = %s"
    for _ in range(10):
        word = f"replayed{time.monotonic_ns()}"
        staff.edit(f"/admin/catalogue/microcredential/{key}/change/", title=f"A program {word}")
        until(lambda word=word: replica.ask(title, [f"%{word}", key])[0], 10, "The replay of an edit")
        longest = max(longest, until(lambda word=word: _is_seen(site, word), 10, "A page with the edit"))
    what = "an edit is on pages for visitors after the replica has it"
    return Result(0, what, "within 1 s", f"10 edits, the slowest after {longest:.2f} s", longest <= 1)


def _is_seen(site: Site, word: str) -> bool:
    answers = [ask(site.port, f"/microcredentials.json?q={word}", Host="localhost").body for _ in range(6)]
    return all(b'"total":1,' in answer.replace(b" ", b"") for answer in answers)
