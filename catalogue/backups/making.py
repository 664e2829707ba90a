"""Making a backup, and knowing how old the last good one is."""

from __future__ import annotations

import tempfile
from datetime import timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from catalogue.models import Backup

from . import files, postgresql, sqlite

TOO_OLD = timedelta(hours=26)  # one a day, and two hours for a slow night


def engine_of(database: dict[str, Any]) -> ModuleType:
    return sqlite if database["ENGINE"].endswith("sqlite3") else postgresql


def make_backup(folder: Path) -> Path:
    """A new file in the folder. It is read back before it counts as made, and written down in the database."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    now = timezone.now()
    path = folder / f"catalogue-{now:%Y%m%dT%H%M%S}.backup"
    with tempfile.TemporaryDirectory(dir=folder) as name:
        data = Path(name, "data")
        tables = engine_of(connection.settings_dict).dump(connection.settings_dict, data)
        made = sorted(".".join(key) for key in MigrationRecorder(connection).applied_migrations())
        manifest = files.Manifest(connection.vendor, now.isoformat(), made, tables, files.digest_of(data))
        files.write(path, manifest, data)
        files.read(path, Path(name, "read-back"))
    size, digest = path.stat().st_size, manifest.digest
    Backup.objects.create(made_at=now, file=path.name, size=size, rows=manifest.rows, digest=digest)
    return path


def newest_backup() -> Backup | None:
    return Backup.objects.first()


def age_in_words(backup: Backup | None) -> str:
    """One line for people and for programs that watch."""
    if backup is None:
        return "no backup was made yet"
    age = timezone.now() - backup.made_at
    hours, minutes = divmod(int(age.total_seconds()) // 60, 60)
    late = ", which is too long ago" if age > TOO_OLD else ""
    return f"last good backup {hours} h {minutes} min ago{late}"
