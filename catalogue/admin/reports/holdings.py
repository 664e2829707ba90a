"""Report: how many programs each school has in each topic, by way of learning, and where there is none.

Counted on the snapshot that visitors see, so that a number is the length of the list that it leads to.
"""

from __future__ import annotations

from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode

from catalogue.search import Snapshot, current_snapshot
from institutions.models import Institution

from .tables import Cell, Table


def tables(query: QueryDict) -> list[Table]:
    snapshot = current_snapshot()
    schools = _shown(snapshot, "provider")
    return [_by_school(snapshot, schools), _by_way(snapshot, schools), _empty_handed(schools)]


def _shown(snapshot: Snapshot, facet: str) -> dict[str, str]:
    """Slugs and names of what the list's filter offers, «not stated» last."""
    options = snapshot.options[facet]
    return {slug: str(options.labels[slug]) for slug in options.shown}


def _cell(snapshot: Snapshot, **chosen: str) -> Cell:
    found = snapshot.everything
    for facet, value in chosen.items():
        found &= snapshot.sets.get((facet, value), 0)
    return Cell.count(found.bit_count(), f"{reverse('microcredentials')}?{urlencode(chosen)}")


def _by_school(snapshot: Snapshot, schools: dict[str, str]) -> Table:
    topics = _shown(snapshot, "sector")
    return Table(
        "schools",
        "Programs by school and topic",
        ["School", *topics.values(), "All topics"],
        [
            [
                Cell(name),
                *(_cell(snapshot, provider=school, sector=topic) for topic in topics),
                _cell(snapshot, provider=school),
            ]
            for school, name in schools.items()
        ],
        note="A program with two topics or two schools counts at both, so a line or column may add up to more.",
        total=[
            Cell("All schools"),
            *(_cell(snapshot, sector=topic) for topic in topics),
            Cell.count(snapshot.size, reverse("microcredentials")),
        ],
    )


def _by_way(snapshot: Snapshot, schools: dict[str, str]) -> Table:
    """Long rather than wide: a line where a school has a program, and one for each topic and way without any."""
    topics, ways = _shown(snapshot, "sector"), _shown(snapshot, "delivery")
    rows = []
    for topic, topic_name in topics.items():
        for way, way_name in ways.items():
            found = [
                [Cell(topic_name), Cell(way_name), Cell(name), cell]
                for school, name in schools.items()
                if (cell := _cell(snapshot, sector=topic, delivery=way, provider=school)).url
            ]
            rows += found or [[Cell(topic_name), Cell(way_name), Cell("no school"), Cell.count(0)]]
    return Table(
        "ways",
        "Programs by topic, way of learning and school",
        ["Topic", "Way of learning", "School", "Programs"],
        rows,
        note="“No school” is a gap in this catalogue. It does not say that nobody in B.C. teaches it so.",
    )


def _empty_handed(schools: dict[str, str]) -> Table:
    """Those of which this catalogue has no program."""
    missing = Institution.objects.schools_of_bc().exclude(slug__in=schools).order_by("name")
    return Table(
        "none",
        "Public schools of B.C. without a program here",
        ["School"],
        [[Cell(school.name, school.get_absolute_url())] for school in missing],
        empty="Every public school of B.C. has a program here.",
    )
