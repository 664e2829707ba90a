"""Bar 4: the disk of the database is full. A copy of the server on a disk of its own, which is then filled."""

from __future__ import annotations

import http.client
import os
import secrets
import subprocess
from collections.abc import Iterator
from pathlib import Path

from .away import KNOWN, LONGEST_RECOVERY
from .cluster import Cluster
from .result import Result
from .site import Site, ask, until
from .staff import Staff, sign_in

SIZE = "900m"


def run(primary: Site) -> Iterator[Result]:
    disk = primary.folder / "small-disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=755", "none", disk], check=False).returncode:
        yield Result(4, "disk of the database full", "as the others", "only root can make a disk for this", None)
        return
    copy = Cluster(disk / "server", archive_mode="off")
    site = Site(copy, primary.folder)
    try:
        copy.copy_of(primary.cluster)
        copy.start()
        site.start()
        yield from _fill(site, disk)
    finally:
        site.stop()
        copy.stop()
        subprocess.run(["umount", disk], check=True)


def _fill(site: Site, disk: Path) -> Iterator[Result]:
    staff = sign_in(site, "writer")
    ballast = disk / "ballast"
    with ballast.open("wb") as file:
        free = os.statvfs(disk)
        file.write(bytes(free.f_bavail * free.f_frsize))
    statuses = [_edit(staff) for _ in range(12)]
    pages = [ask(site.port, path, Host="localhost").status for path in KNOWN]
    ballast.unlink()
    back = until(lambda: _edit(staff) == 302, 60, "An edit")
    refused = [status for status in statuses if status != 302]
    words = f"{len(refused)} of {len(statuses)} edits refused, with {sorted(set(refused))}"
    yield Result(4, "disk of the database full: edits", "503, and no other error", words, set(refused) == {503})
    yield Result(
        4, "disk of the database full: pages", "all 200", f"{pages.count(200)} of {len(pages)}", set(pages) == {200}
    )
    yield Result(4, "room again: the next edit", "within 10 s, by itself", f"{back:.1f} s", back <= LONGEST_RECOVERY)


def _edit(staff: Staff) -> int:
    """Large and random, so that the table has to grow."""
    key = staff.site.cluster.ask("SELECT id FROM catalogue_audience ORDER BY id LIMIT 1")[0]
    try:
        return staff.edit(f"/admin/catalogue/audience/{key}/change/", summary=secrets.token_hex(60_000))
    except (OSError, http.client.HTTPException):
        return 0
