"""The sides of disagreements, read for a page. Not which disagreements a page shows, nor how."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from django.db.models import QuerySet

from catalogue.models import Citation, Disagreement

# What is shown of a citation with it: its source, and that of the citation that replaced it.
CITED_WITH = ("source", "superseded_by__source")


Shown = Callable[[], QuerySet]


def public_sides(sides: QuerySet) -> dict[Disagreement, list[Citation]]:
    """These sides by disagreement, without any disagreement of which one of them is hidden."""
    return sides_shown(sides, Citation.objects.public)


def sides_shown(sides: QuerySet, shown: Shown) -> dict[Disagreement, list[Citation]]:
    """The same for whoever is shown these citations. They are asked for by a call: the rule is long to build."""
    found = defaultdict(list)
    for side in sides.select_related("disagreement").order_by("disagreement__title", "disagreement", "pk"):
        found[side.disagreement].append(side.citation_id)
    if not found:
        return {}
    # By their keys and not joined to the sides: where PostgreSQL knows nothing yet of rows that were just brought in,
    # it goes through all citations again for every side, and with the rule of what is public for minutes.
    cited = {key for keys in found.values() for key in keys}
    visible = shown().filter(pk__in=cited).select_related(*CITED_WITH).in_bulk()
    return {each: [visible[key] for key in keys] for each, keys in found.items() if visible.keys() >= set(keys)}
