"""How long it takes until visitors can read what staff saved in a form: each worker counts, when it shows a new state.

From when the change began, so what is written by a large import, for minutes and before anybody could see it, is none.
"""

from __future__ import annotations

from django.utils import timezone

from catalogue import metrics
from catalogue.search import Snapshot
from institutions.changes import Change, Way
from institutions.generation import changes_since


class _Shown:
    """The epoch and generation that this process showed last."""

    mark: tuple[str, int] = ("", 0)


def note(snapshot: Snapshot) -> None:
    """Count what came since the state before. Nothing is known of a first state, nor after a backup was put back."""
    (epoch, number), _Shown.mark = _Shown.mark, (snapshot.mark.epoch, snapshot.mark.generation)
    if epoch != snapshot.mark.epoch:
        return
    if changes := changes_since(number, snapshot.mark.generation):
        now = timezone.now()
        for made_at in Change.objects.filter(pk__in=changes, way=Way.FORM).values_list("made_at", flat=True):
            metrics.count(metrics.EDITS, 200, (now - made_at).total_seconds())
