"""The worker: reads and writes the files that staff hand in, does large undos, keeps the editions of our data.

It also hands over the letters with which staff sign in. Requests only ask it to.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.utils import timezone

from catalogue.exchange.spreadsheets import Refused
from catalogue.models import Import, ImportState
from catalogue.opendata.whole.editions import keep_up
from catalogue.sessions import SessionStore
from catalogue.sign_in_letters import hand_over
from catalogue.signing_in import forget_attempts
from catalogue.suggesting import tidy
from catalogue.undoing.working import tell_interrupted_undos, undo_one

from .applying import apply
from .planning import Answers, make_plan
from .storing import NotOurs, StoredPlan, columns_as_json, unknown_as_json
from .turn import Turn

_BETWEEN_LOOKS = 0.5  # seconds
_BETWEEN_TIDYINGS = 3600.0
_BETWEEN_EDITIONS = 5.0
_AFTER_A_FAILURE = 60.0  # a mail server that hangs is not to hold up the files of staff
_LEFT = (ImportState.PLANNING, ImportState.APPLYING)


def work(may_go_on: Callable[[], bool]) -> None:
    """Wait for the turn and then for work, do one piece, and return: what a large one took is given back so."""
    turn = Turn()
    while may_go_on():
        if turn.take():
            break
        time.sleep(_BETWEEN_LOOKS)
    try:
        _tell_interrupted()
        tell_interrupted_undos()
        tidying = looking = posting = 0.0
        while may_go_on():
            # Before the rest: whoever asked for a letter cannot get in.
            if time.monotonic() >= posting and not hand_over():
                posting = time.monotonic() + _AFTER_A_FAILURE
            if work_off_one(turn):
                return
            if time.monotonic() >= looking:
                if keep_up():
                    return
                looking = time.monotonic() + _BETWEEN_EDITIONS
            if time.monotonic() >= tidying:
                forget()
                tidying = time.monotonic() + _BETWEEN_TIDYINGS
            time.sleep(_BETWEEN_LOOKS)
    finally:
        turn.end()


def forget() -> None:
    """What is kept for a while only, of those who suggest and of those who sign in."""
    tidy()
    forget_attempts()
    SessionStore.clear_expired()


def _tell_interrupted() -> None:
    """Whoever has the turn is the only worker: what is said to be in work is in nobody's hands."""
    Import.objects.filter(state__in=_LEFT).update(state=ImportState.INTERRUPTED)


def work_off_one(turn: Turn) -> bool:
    """Do one piece of work. Says whether there was one."""
    return undo_one(turn) or _one_file(turn)


def _one_file(turn: Turn) -> bool:
    """Read or write the file that has waited longest."""
    waiting = Import.objects.filter(state__in=(ImportState.UPLOADED, ImportState.ACCEPTED))
    job = waiting.order_by("pk").first()
    if job is None:
        return False
    step, then = (_plan, ImportState.PLANNING) if job.state == ImportState.UPLOADED else (_apply, ImportState.APPLYING)
    if Import.objects.filter(pk=job.pk, state=job.state).update(state=then, done=0, refusal=""):
        turn.tell(job, 0)
        try:
            step(job, turn)
        except Refused as refused:
            _leave(job, then, state=ImportState.REFUSED, refusal=str(refused))
        except Exception:
            # The next worker would only fail again: said on the page, and told in the log by whoever catches it.
            _leave(job, then, state=ImportState.INTERRUPTED)
            raise
    return True


def _plan(job: Import, turn: Turn) -> None:
    job.rows.all()._raw_delete(job.rows.db)
    plan = StoredPlan(job, turn)
    found: dict[str, object] = {}
    try:
        make_plan(bytes(job.data), job.file_name, Answers(job.mapping, job.answers, _account(job)), plan)
        plan.flush()
        found = {"state": ImportState.PLANNED, "planned_at": timezone.now()}
    finally:
        found |= {"columns": columns_as_json(plan), "unknown": unknown_as_json(plan), "notes": plan.notes}
        _leave(job, ImportState.PLANNING, digest=plan.digest, done=plan.done, **found)


def _apply(job: Import, turn: Turn) -> None:
    with suppress(NotOurs):
        apply(StoredPlan(job, turn), by=_account(job))


def _account(job: Import) -> AbstractBaseUser | AnonymousUser:
    """Whose act it is. Where the account is gone meanwhile, nobody's: that may publish nothing."""
    return job.by or AnonymousUser()


def _leave(job: Import, found_in: ImportState, **told: object) -> None:
    """Write down how the work ended, unless somebody else has decided about the import meanwhile."""
    Import.objects.filter(pk=job.pk, state=found_in).update(**told)
