"""The sides of disagreements, read for a page. Not which disagreements a page shows, nor how."""

from __future__ import annotations

from collections import defaultdict

from django.db.models import QuerySet

from catalogue.models import Citation, Disagreement

# What is shown of a citation with it: its source, and that of the citation that replaced it.
CITED_WITH = ("source", "superseded_by__source")


def public_sides(sides: QuerySet) -> dict[Disagreement, list[Citation]]:
    """These sides by disagreement, without any disagreement of which one of them is hidden."""
    found = defaultdict(list)
    for side in sides.select_related("disagreement").order_by("disagreement__title", "disagreement", "pk"):
        found[side.disagreement].append(side.citation_id)
    if not found:  # the rule of what is public is long to build
        return {}
    # By their keys and not joined to the sides: where PostgreSQL knows nothing yet of rows that were just brought in,
    # it goes through all citations again for every side, and with the rule of what is public for minutes.
    cited = {key for keys in found.values() for key in keys}
    visible = Citation.objects.public().filter(pk__in=cited).select_related(*CITED_WITH).in_bulk()
    return {each: [visible[key] for key in keys] for each, keys in found.items() if visible.keys() >= set(keys)}
