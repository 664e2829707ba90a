"""Report: whether what keeps the site and its data safe has run. What a machine asks instead is `/readyz`."""

from __future__ import annotations

from datetime import datetime

from django.http import QueryDict
from django.template.defaultfilters import filesizeformat
from django.utils import timezone

from catalogue.backups import age_in_words
from catalogue.models import Backup
from catalogue.release import release
from institutions.generation import newest

from .tables import Cell, Table

_SHOWN = 30


def tables(query: QueryDict) -> list[Table]:
    return [_state(), _backups()]


def _state() -> Table:
    proven = Backup.objects.exclude(restored_at=None).first()
    epoch, number = newest()
    facts = {
        "Backups": age_in_words(Backup.objects.first()),
        "Newest backup that was restored and compared": _moment(proven.made_at) if proven else "none yet",
        "Changes that visitors may see": f"{number:,} since the database was made or restored ({epoch[:8]})",
        "Release of the site": release(),
    }
    rows = [[Cell(name), Cell(words)] for name, words in facts.items()]
    return Table("state", "State", ["What", "How it stands"], rows)


def _backups() -> Table:
    rows = [
        [
            Cell(backup.file),
            Cell(_moment(backup.made_at)),
            Cell(filesizeformat(backup.size)),
            Cell.count(backup.rows),
            Cell(_moment(backup.restored_at) if backup.restored_at else "not yet"),
        ]
        for backup in Backup.objects.all()[:_SHOWN]
    ]
    return Table("backups", "The newest backups", ["File", "Made", "Size", "Rows", "Restored and compared"], rows)


def _moment(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M} Pacific Time"
