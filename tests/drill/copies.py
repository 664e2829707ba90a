"""A real replica that follows by the log: pages are read there, an edit is seen at once, and losing it harms nobody."""

from __future__ import annotations

import time
from collections.abc import Iterator

from .cluster import Cluster
from .result import Result
from .site import Site, ask
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
