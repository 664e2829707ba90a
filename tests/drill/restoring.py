"""Bar 8: a backup is put back and every row compared; broken ones are told; and the log goes back to one second."""

from __future__ import annotations

import json
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg

from .cluster import Cluster
from .result import Result
from .site import Site

LARGE = 50_000  # entries
_COUNT = "SELECT count(*) FROM catalogue_microcredential WHERE parent_id IS NULL"


def run(site: Site) -> Iterator[Result]:
    if (missing := LARGE - site.cluster.ask(_COUNT)[0]) > 0:
        site.generate(missing, seed=2)
    entries = site.cluster.ask(_COUNT)[0]
    start = time.monotonic()
    made = site.manage("backup", str(site.folder / "backups"))
    took = time.monotonic() - start
    if made.returncode:
        yield Result(8, "a backup", "made", made.stderr[-200:], False)
        return
    path = Path(made.stdout.rpartition(" (")[0])
    size = path.stat().st_size / 2**20
    site.cluster.ask("CREATE DATABASE proof OWNER catalogue_owner")
    proof = site.cluster.url("catalogue_owner", "proof")
    start = time.monotonic()
    restored = site.manage("restore", str(path), "--into", proof)
    words = restored.stdout.split("Run migrate")[0].strip() or restored.stderr[-200:]
    seconds = time.monotonic() - start
    what = f"restore of {entries:,} entries into an empty database, every row compared"
    yield Result(
        8,
        what,
        "hashes equal, within 15 minutes",
        f"{words} In {seconds:.0f} s, after {took:.0f} s for a backup of {size:.0f} MB",
        not restored.returncode and seconds < 900,
    )
    yield _broken(site, path, proof)
    site.cluster.ask("DROP DATABASE proof")


def _broken(site: Site, path: Path, proof: str) -> Result:
    told = {damage.__name__: _is_told(site, path, proof, damage) for damage in (cut, garbled, page, other_rows, newer)}
    missed = [name for name, is_told in told.items() if not is_told]
    words = f"{len(told) - len(missed)} of {len(told)}" + (f"; not: {', '.join(missed)}" if missed else "")
    return Result(8, "kinds of broken backup that are told, the database left as it was", "5 of 5", words, not missed)


def _is_told(site: Site, path: Path, proof: str, damage: Callable[[bytes, Path], None]) -> bool:
    copy = path.with_name("damaged.backup")
    damage(path.read_bytes(), copy)
    before = _count(proof)
    done = site.manage("restore", str(copy), "--into", proof, "--replace")
    copy.unlink()
    return done.returncode == 1 and "Traceback" not in done.stderr and _count(proof) == before


def _count(url: str) -> tuple:
    with psycopg.connect(url) as opened:
        return opened.execute("SELECT count(*), sum(version) FROM catalogue_microcredential").fetchone()


def cut(data: bytes, path: Path) -> None:
    path.write_bytes(data[: len(data) * 2 // 3])


def garbled(data: bytes, path: Path) -> None:
    middle = len(data) // 2
    path.write_bytes(data[:middle] + bytes(512) + data[middle + 512 :])


def page(data: bytes, path: Path) -> None:
    path.write_text("<h1>Not found</h1>")


def other_rows(data: bytes, path: Path) -> None:
    _manifest(data, path, lambda manifest: manifest["tables"]["catalogue_microcredential"].__setitem__(1, "7"))


def newer(data: bytes, path: Path) -> None:
    _manifest(data, path, lambda manifest: manifest["migrations"].append("catalogue.9999_later"))


def _manifest(data: bytes, path: Path, change: Callable[[dict], None]) -> None:
    path.write_bytes(data)
    with zipfile.ZipFile(path) as archive:
        manifest, rows = json.loads(archive.read("manifest.json")), archive.read("data")
    change(manifest)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("manifest.json", json.dumps(manifest))
        archive.writestr("data", rows)


def to_a_second(site: Site) -> Iterator[Result]:
    """A base copy, then changes, then a bad act; the archive brings back the moment before it."""
    cluster, archive = site.cluster, site.cluster.folder / "archive"
    copy = Cluster(cluster.folder.parent / "recovered")
    copy.copy_of(cluster)
    titles = "SELECT count(*), md5(string_agg(id || title || version, ',' ORDER BY id)) FROM catalogue_microcredential"
    cluster.ask("UPDATE catalogue_microcredential SET title = title || '!' WHERE id % 7 = 0 RETURNING 1")
    before, moment = cluster.ask(titles), cluster.ask("SELECT clock_timestamp()")[0]
    time.sleep(1)
    cluster.ask("UPDATE catalogue_microcredential SET title = 'ruined' RETURNING 1")
    after = cluster.ask(titles)
    cluster.ask("SELECT pg_switch_wal()")
    deadline = time.monotonic() + 30
    while (
        cluster.ask("SELECT last_archived_wal IS NULL OR failed_count > 0 FROM pg_stat_archiver")[0]
        and time.monotonic() < deadline
    ):
        time.sleep(0.2)
    time.sleep(2)
    copy.settings |= {
        "restore_command": f"cp {archive}/%f %p",
        "recovery_target_time": moment.isoformat(),
        "recovery_target_action": "promote",
        "archive_mode": "off",
    }
    (copy.folder / "data" / "recovery.signal").touch()
    copy._give(copy.folder / "data" / "recovery.signal")
    start = time.monotonic()
    copy.start()
    while copy.ask("SELECT pg_is_in_recovery()")[0] and time.monotonic() - start < 120:
        time.sleep(0.2)
    found = copy.ask(titles)
    copy.stop()
    verdict = "the same" if found == before else "not the same"
    words = f"{found[0]:,} rows, {verdict} as one second before, in {time.monotonic() - start:.0f} s"
    yield Result(8, "recovery to one second before a bad import", "exact", words, found == before != after)
