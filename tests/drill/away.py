"""Bar 4: the database is stopped, frozen, out of connections or full. Known pages are shown, the rest says 503 soon."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack

from .result import Result
from .site import Site, ask, until

KNOWN = ["/", "/microcredentials/", "/institutions/", "/about/", "/microcredentials/?sector=business-management"]
UNKNOWN = ["/readyz", "/admin/login/?next=/admin/", "/compare/?with=nothing", "/institutions/camosun-college/"]
LONGEST_KNOWN, LONGEST_503, LONGEST_RECOVERY = 0.05, 3.0, 10.0


def run(site: Site) -> Iterator[Result]:
    cluster = site.cluster
    for name, begin, end in (
        ("stopped", lambda: cluster.stop(signal.SIGINT), cluster.start),
        ("frozen", cluster.freeze, cluster.thaw),
    ):
        yield from _drill(site, name, begin, end)
    with ExitStack() as held:
        yield from _drill(site, "out of connections", lambda: _take_all(site, held), held.close)


def _take_all(site: Site, held: ExitStack) -> None:
    """Every connection that the server gives, after those of the site were ended."""
    site.cluster.ask("ALTER ROLE catalogue_web CONNECTION LIMIT 0")
    site.cluster.ask("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = 'catalogue_web'")
    held.callback(site.cluster.ask, "ALTER ROLE catalogue_web CONNECTION LIMIT 80")


def _drill(site: Site, name: str, begin: Callable[[], object], end: Callable[[], object]) -> Iterator[Result]:
    for path in KNOWN:
        site.get(path)
    begin()
    try:
        time.sleep(1.5)  # what nginx keeps is not fresh any more
        known = [site.get(path) for path in KNOWN for _ in range(4)]
        direct = [ask(site.port, path, Host="localhost") for path in KNOWN]
        unknown = [ask(site.port, path, Host="localhost") for path in UNKNOWN]
    finally:
        end()
    back = until(lambda: ask(site.port, "/readyz", Host="localhost").status == 200, 60, "Recovery")
    slowest, wrong = max(each.seconds for each in known), [each.status for each in known if each.status != 200]
    yield Result(
        4,
        f"database {name}: known pages",
        "200 within 50 ms",
        f"{len(known) - len(wrong)} of {len(known)} are 200, the slowest {slowest * 1000:.0f} ms; "
        f"by the site without nginx {sum(each.status == 200 for each in direct)} of {len(direct)}",
        not wrong and slowest <= LONGEST_KNOWN,
    )
    late = max(each.seconds for each in unknown)
    statuses = sorted({each.status for each in unknown})
    plain = all(each.status != 500 and each.status != 0 for each in unknown)
    hints = all(
        "retry-after" in each.headers or each.headers.get("content-type") == "text/plain"
        for each in unknown
        if each.status == 503
    )
    yield Result(
        4,
        f"database {name}: other pages",
        "503 within 3 s, with Retry-After",
        f"{statuses}, the slowest {late:.1f} s",
        plain and hints and late <= LONGEST_503,
    )
    yield Result(4, f"database {name}: recovery", "within 10 s, by itself", f"{back:.1f} s", back <= LONGEST_RECOVERY)
