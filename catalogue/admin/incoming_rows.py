"""The rows of an import on its page: which are shown, how many there are of each kind, which are chosen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db import models
from django.db.models import Count, Q
from django.http import QueryDict
from django.urls import reverse

from catalogue.models import Import, ImportRow, ImportState, Microcredential, Outcome

from .addresses import is_pk

_A_PAGE = 50
_WRITTEN = Outcome.taken_in()
# Each kind of row with its words while it waits, and once all is written.
_KINDS = {
    "new": (Q(outcome=Outcome.NEW), "New", "New drafts"),
    "changed": (Q(outcome=Outcome.CHANGED), "Changed", "Changed"),
    "proposed": (Q(outcome=Outcome.PROPOSED), "For a publisher to decide", "Proposed to a publisher"),
    "unchanged": (Q(outcome=Outcome.UNCHANGED), "No change", "No change"),
    "refused": (Q(outcome=Outcome.REFUSED), "Refused", "Refused"),
    "alike": (Q(is_alike=True), "May be there already", "May have been there already"),
    "left": (Q(outcome__in=_WRITTEN, chosen=False), "Left out by you", "Left out by you"),
}


@dataclass(frozen=True)
class Kind:
    name: str
    label: str
    count: int
    is_shown: bool


class RowsShown:
    """One page of rows of one kind, as an address asks for it."""

    def __init__(self, job: Import, asked: QueryDict) -> None:
        self._job, self._asked = job, asked
        self.is_written = job.state == ImportState.APPLIED
        self.may_choose = job.state == ImportState.PLANNED
        self.is_there = self.is_written or job.planned_at is not None

    @cached_property
    def _counts(self) -> dict[str, int]:
        each = {name: Count("pk", filter=which) for name, (which, _, _) in _KINDS.items()}
        written = {f"chosen_{outcome}": Count("pk", filter=Q(outcome=outcome, chosen=True)) for outcome in _WRITTEN}
        return self._job.rows.aggregate(**each, **written)

    @property
    def chosen_new(self) -> int:
        return self._counts["chosen_new"]

    @property
    def chosen_changed(self) -> int:
        return self._counts["chosen_changed"]

    @property
    def chosen_proposed(self) -> int:
        return self._counts["chosen_proposed"]

    @property
    def refused(self) -> int:
        return self._counts["refused"]

    @property
    def unchanged(self) -> int:
        return self._counts["unchanged"]

    @property
    def may_be_written(self) -> bool:
        """Whether any row could be ticked."""
        return any(self._counts[outcome] for outcome in _WRITTEN)

    @property
    def alike(self) -> int:
        return self._counts["alike"]

    @cached_property
    def shown(self) -> str:
        """The kind that is asked for; else the first that there is."""
        asked = self._asked.get("show")
        return asked if asked in _KINDS else next((name for name in _KINDS if self._counts[name]), "new")

    @property
    def kinds(self) -> Iterator[Kind]:
        for name, (_, label, afterwards) in _KINDS.items():
            if self._counts[name] or name == self.shown:
                words = afterwards if self.is_written else label
                yield Kind(name, words, self._counts[name], name == self.shown)

    @cached_property
    def page(self) -> Page:
        rows = self._job.rows.filter(_KINDS[self.shown][0])
        paginator = Paginator(rows, _A_PAGE)
        paginator.__dict__["count"] = self._counts[self.shown]  # known already
        return paginator.get_page(self._asked.get("page"))

    @property
    def rows(self) -> Iterator[dict[str, Any]]:
        shown = [*self.page.object_list]
        made = self._made(shown)
        for row in shown:
            pk = row.entry or made.get(row.slug)
            entry = reverse("admin:catalogue_microcredential_change", args=[pk]) if pk else ""
            yield {"row": row, "entry": entry, "is_choice": self.may_choose and row.outcome in _WRITTEN}

    def _made(self, rows: list[ImportRow]) -> dict[str, int]:
        """The entries that have become of new rows, by their slugs."""
        slugs = [row.slug for row in rows if row.outcome == Outcome.NEW and row.chosen] if self.is_written else []
        return dict(Microcredential.objects.filter(slug__in=slugs).values_list("slug", "pk")) if slugs else {}


def choose(job: Import, sent: QueryDict, *, all_of: bool | None = None) -> bool:
    """Keep which of the rows that were shown are wanted, or all or none of a kind. False: it is too late for that."""
    if not Import.objects.filter(pk=job.pk, state=ImportState.PLANNED).exists():
        return False
    rows = job.rows.filter(outcome__in=_WRITTEN)
    if all_of is not None:
        kind = sent.get("kind")
        rows.filter(_KINDS[kind][0] if kind in _KINDS else Q()).update(chosen=all_of)
        return True
    shown = rows.filter(pk__in=_pks(sent, "shown"))
    wanted = _pks(sent, "row")
    _set(shown.filter(pk__in=wanted), to=True)
    _set(shown.exclude(pk__in=wanted), to=False)
    return True


def _pks(sent: QueryDict, name: str) -> list[str]:
    return [pk for pk in sent.getlist(name)[:_A_PAGE] if is_pk(pk)]


def _set(rows: models.QuerySet[ImportRow], *, to: bool) -> None:
    rows.filter(chosen=not to).update(chosen=to)
