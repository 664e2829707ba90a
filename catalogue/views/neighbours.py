"""Similar programs, each with the reasons in words. Which these are is told by catalogue/search/similar.py."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from catalogue.models.vocabulary import Target
from catalogue.search import Entry, Snapshot
from catalogue.search.options import GIVES_CREDIT
from catalogue.search.similar import Shared, similar


@dataclass(frozen=True)
class Neighbour:
    entry: Entry
    reasons: tuple[str, ...]


def neighbours(snapshot: Snapshot, pk: int) -> list[Neighbour]:
    return [
        Neighbour(snapshot.entry(other.number), tuple(dict.fromkeys(_reason(snapshot, each) for each in other.shared)))
        for other in similar(snapshot, pk)
    ]


def _reason(snapshot: Snapshot, shared: Shared) -> str:
    if shared.facet == "sector":
        return _("also about %(topic)s, our reading") % {"topic": snapshot.labels["sector"][shared.value]}
    if shared.facet == "credit_toward":
        # Not “also counts”: how firmly each of them does is for its own page to say.
        return _("also linked to credit toward %(target)s") % {"target": Target(shared.value).label}
    if shared.facet == "audience":
        return _("also for: %(audience)s") % {"audience": snapshot.labels["audience"][shared.value].lower()}
    school = snapshot.places[shared.value].brief_name
    if shared.facet == GIVES_CREDIT:
        return _("%(school)s gives credit for both") % {"school": school}
    return _("also at %(school)s") % {"school": school}
