"""Undos of thousands of records, one after another, by the worker. Requests only ask for them."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from catalogue.exchange.incoming.turn import Turn
from catalogue.models import UndoJob, UndoState
from institutions.records import StaleRecord

from .writing import Undecided, undo

_MOST_NAMED = 20
_NO_ACCOUNT = "The account of whoever asked for it is gone. Ask for it again."
_MEANWHILE = "Somebody else wrote to the catalogue meanwhile, so nothing was undone. Ask for it again."


def tell_interrupted_undos() -> None:
    """For whoever has the turn: what is said to be in work is in nobody's hands."""
    UndoJob.objects.filter(state=UndoState.WORKING).update(state=UndoState.INTERRUPTED, ended_at=timezone.now())


def undo_one(turn: Turn) -> bool:
    """Do the undo that has waited longest. Says whether there was one."""
    job = UndoJob.objects.filter(state=UndoState.WAITING).select_related("by").order_by("pk").first()
    if job is None:
        return False
    if UndoJob.objects.filter(pk=job.pk, state=UndoState.WAITING).update(state=UndoState.WORKING, done=0):
        turn.tell(job, 0)
        try:
            _undo(job, turn)
        except Undecided as undecided:
            _leave(job, UndoState.REFUSED, said=_asks(undecided.names))
        except ValidationError as refused:
            _leave(job, UndoState.REFUSED, said=refused.messages)
        except (IntegrityError, StaleRecord):
            _leave(job, UndoState.REFUSED, said=[_MEANWHILE])
        except Exception:
            # The next worker would only fail again: said on the page, and told in the log by whoever catches it.
            _leave(job, UndoState.INTERRUPTED)
            raise
    return True


def _undo(job: UndoJob, turn: Turn) -> None:
    if job.by is None or not job.by.is_active:
        raise ValidationError(_NO_ACCOUNT)
    with transaction.atomic():
        result = undo(
            job.change_id,
            by=job.by,
            why=job.why,
            otherwise=job.otherwise,
            progress=lambda done, total: turn.tell(job, done),
        )
        # In the transaction of all that is written: the two cannot disagree.
        _leave(job, UndoState.DONE, result=result)


def _leave(job: UndoJob, state: UndoState, **told: object) -> None:
    UndoJob.objects.filter(pk=job.pk).update(state=state, ended_at=timezone.now(), **told)


def _asks(names: list[str]) -> list[str]:
    """What somebody changed since, so that a person can choose."""
    which = ", ".join(names[:_MOST_NAMED])
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return [
        f"Somebody changed {len(names)} of its values since. Say below what becomes of them. They are: {which}{more}."
    ]
