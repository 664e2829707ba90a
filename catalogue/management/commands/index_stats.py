"""`manage.py index_stats`: what the search index costs on this machine, with what the database holds now."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from catalogue.search.measuring import measure


class Command(BaseCommand):
    help = "Make the search index from the database and say how large it is and how long that takes. Writes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        stats = measure()
        for name, value in {
            "Entries": f"{stats.entries:,}",
            "Values in facets": f"{stats.values:,}",
            "Words": f"{stats.words:,}",
            "Memory": f"{stats.memory / 1e6:,.1f} MB",
            "Reading the database": in_milliseconds(stats.reading),
            "Making the index": in_milliseconds(stats.building),
            "Renewing it after one edit": in_milliseconds(stats.renewing),
            "Generation": f"{stats.mark.generation:,} of epoch {stats.mark.epoch or 'none'}",
            "Last change": in_pacific_time(stats.changed_at) if stats.changed_at else "not known",
            "Made anew at": in_pacific_time(stats.ends_at),
        }.items():
            self.stdout.write(f"{name + ':':28}{value}")


def in_milliseconds(seconds: float) -> str:
    return f"{1000 * seconds:,.1f} ms"


def in_pacific_time(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M} Pacific Time"
