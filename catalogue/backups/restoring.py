"""Restoring a backup, and proving by it that the backup is good."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from catalogue.models import Backup
from institutions.generation import new_epoch

from . import files
from .making import engine_of


class CannotRestore(Exception):
    """One sentence that says what is in the way and what to do about it."""


def restore_backup(path: Path, database: dict[str, Any], *, replace: bool = False) -> files.Manifest:
    """Put a backup into a database, an empty one unless what it holds may go. All is compared, or nothing changes.

    Workers that run on this database notice by its new epoch and make their search index anew.
    """
    if not path.is_file():
        raise CannotRestore(f"There is no file {path}.")
    engine = engine_of(database)
    with tempfile.TemporaryDirectory(dir=path.parent) as name:
        data = Path(name, "data")
        manifest = files.read(path, data)
        _must_fit(manifest, database)
        if not replace and not engine.is_empty(database):
            raise CannotRestore("That database is not empty: name another with --into, or say --replace.")
        engine.restore(database, data, manifest.tables, new_epoch())
    return manifest


def note_as_proven(manifest: files.Manifest) -> None:
    """In the database of the site, if it knows this backup: it was restored, and every row was there."""
    Backup.objects.filter(digest=manifest.digest).update(restored_at=timezone.now())


def _must_fit(manifest: files.Manifest, database: dict[str, Any]) -> None:
    vendor = engine_of(database).__name__.rpartition(".")[2]
    if manifest.vendor != vendor:
        raise CannotRestore(f"That is a backup of {manifest.vendor}, and the database is {vendor}.")
    known = {".".join(key) for key in MigrationLoader(None).disk_migrations}
    if newer := sorted(set(manifest.migrations) - known):
        raise CannotRestore(f"The backup is of a newer release, which knows {newer[-1]}: install that one first.")
