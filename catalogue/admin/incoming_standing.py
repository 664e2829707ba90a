"""Where an import stands, in words; how it is handed to the worker, and how it is dropped."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.db import transaction
from django.urls import reverse

from catalogue.exchange.incoming.turn import rows_done, somebody_works
from catalogue.models import Import, ImportState, Outcome, Proposal, ProposalState
from institutions.changes import Change

from .addresses import address_of, address_of_list
from .states import moment_in_words

# From which states one may ask for what; the worker is told by the state alone.
_MAY_BECOME = {
    ImportState.UPLOADED: (ImportState.PLANNED, ImportState.REFUSED, ImportState.INTERRUPTED),
    ImportState.ACCEPTED: (ImportState.PLANNED, ImportState.INTERRUPTED),
}
_MAY_BE_DROPPED = (ImportState.UPLOADED, ImportState.PLANNED, ImportState.REFUSED, ImportState.INTERRUPTED)
_IN_HAND = (ImportState.PLANNING, ImportState.APPLYING)


def hand_over(job: Import, state: ImportState, **asked: Any) -> bool:
    """Ask the worker to read or to write the file. False: it has moved on meanwhile, and nothing was asked."""
    if state == ImportState.UPLOADED:
        asked["planned_at"] = None
    waiting = Import.objects.filter(pk=job.pk, state__in=_MAY_BECOME[state])
    return bool(waiting.update(state=state, done=0, refusal="", **asked))


def drop(job: Import) -> bool:
    """Forget a file of which nothing was written. False: it has moved on meanwhile."""
    with transaction.atomic():
        if not Import.objects.select_for_update().filter(pk=job.pk, state__in=_MAY_BE_DROPPED).exists():
            return False
        rows = job.rows.all()
        rows._raw_delete(rows.db)
        Import.objects.filter(pk=job.pk).delete()
        return True


class ImportStanding:
    """What the page of an import says of it as a whole."""

    def __init__(self, job: Import) -> None:
        self._job = job

    @property
    def goes_on_to(self) -> ImportState:
        """What was asked for when it was interrupted: the plan is there before anything is written."""
        return ImportState.ACCEPTED if self._job.planned_at else ImportState.UPLOADED

    @cached_property
    def is_interrupted(self) -> bool:
        """Also when nobody has come yet to say so."""
        left = self._job.state in _IN_HAND and not somebody_works()
        return left or self._job.state == ImportState.INTERRUPTED

    @property
    def is_looked_at_again(self) -> bool:
        return self._job.is_in_work

    @cached_property
    def lacks_a_worker(self) -> bool:
        return self._job.is_in_work and not self.is_interrupted and not somebody_works()

    @property
    def may_go_on(self) -> bool:
        return self._job.state == ImportState.INTERRUPTED

    @property
    def may_be_dropped(self) -> bool:
        return self._job.state in _MAY_BE_DROPPED

    @property
    def is_written(self) -> bool:
        return self._job.state == ImportState.APPLIED

    @property
    def is_decided(self) -> bool:
        """Whether the plan is there and nobody has asked for anything yet."""
        return self._job.state == ImportState.PLANNED

    @cached_property
    def done(self) -> int:
        return rows_done(self._job)

    @cached_property
    def total(self) -> int:
        """Of the work in hand: all rows are read, only chosen ones are written."""
        if self._job.state in (ImportState.ACCEPTED, ImportState.APPLYING):
            return self._job.rows.filter(chosen=True, outcome__in=Outcome.taken_in()).count()
        return self._job.total

    @property
    def moment(self) -> str:
        return moment_in_words(self._job.applied_at or self._job.uploaded_at)

    @property
    def change_address(self) -> str:
        change = self._job.change_id
        return reverse("admin:institutions_change_change", args=[change]) if change else ""

    @property
    def undo_address(self) -> str:
        change = self._job.change_id
        return reverse("admin:institutions_change_undo", args=[change]) if change else ""

    @cached_property
    def undone_by(self) -> Change | None:
        """The change that took it back, if somebody did."""
        return self._job.change.undone_by.first() if self._job.change_id else None

    @property
    def proposals_address(self) -> str:
        return f"{address_of_list(Proposal)}?of_import={self._job.pk}"

    @cached_property
    def waiting(self) -> int:
        """How many of its proposals nobody has decided yet."""
        return self._job.proposals.filter(state=ProposalState.OPEN).count()

    @property
    def institution_address(self) -> str:
        return address_of(self._job.institution) if self._job.institution else ""
