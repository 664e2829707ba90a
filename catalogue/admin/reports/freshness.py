"""Report: how long ago staff last checked the entries that visitors see, and which are due for a check, by school."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Count, Q
from django.http import QueryDict
from django.utils import timezone

from catalogue.models import Microcredential
from catalogue.models.vocabulary import Role
from catalogue.upkeep import Due
from institutions.models import Institution

from .tables import Cell, Table

_QUARTER, _YEAR = timedelta(days=90), timedelta(days=365)


def tables(query: QueryDict) -> list[Table]:
    return [_table("checked", "When last checked with the school", _ages), _table("due", "Due for a check", _dues)]


def _ages(today: date) -> dict[str, Q]:
    return {
        "In the last 90 days": Q(last_verified__gt=today - _QUARTER),
        "90 days to a year ago": Q(last_verified__lte=today - _QUARTER, last_verified__gt=today - _YEAR),
        "Over a year ago": Q(last_verified__lte=today - _YEAR),
        "Never": Q(last_verified=None),
    }


def _dues(today: date) -> dict[str, Q]:
    return {due.value: due.where(today) for due in Due}


def _table(name: str, caption: str, spans) -> Table:
    """One query for all schools, and one for the whole, since a program of two schools counts at both."""
    today = timezone.localdate()
    which = spans(today)
    counts = {f"n{number}": Count("pk", filter=each, distinct=True) for number, each in enumerate(which.values())}
    entries = Microcredential.objects.public().results().order_by()
    running = Q(participations__role__in=Role.providing(), participations__institution__isnull=False)
    by_school = entries.filter(running).values("participations__institution").annotate(**counts)
    schools = Institution.objects.in_bulk([row["participations__institution"] for row in by_school])
    rows = [
        [
            Cell(schools[row["participations__institution"]].name),
            *(Cell.count(row[count]) for count in counts),
        ]
        for row in by_school
    ]
    whole = entries.aggregate(**counts)
    return Table(
        name,
        caption,
        ["School", *which],
        sorted(rows, key=lambda row: row[0].text),
        total=[Cell("All schools"), *(Cell.count(whole[count]) for count in counts)],
    )
