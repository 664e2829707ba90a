"""An undo of thousands of records on its page: asked for there, done by the worker, watched and read there."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils.text import capfirst

from catalogue.exchange.incoming.turn import rows_done, somebody_works
from catalogue.models import UndoJob, UndoState
from catalogue.proposals import waiting_of
from catalogue.undoing import KEEP, UNDO, Kind
from institutions.changes import Change
from institutions.records import Record

from .forms import OptionalReason
from .undo_words import DOES

_ASK = ""


class LargeUndoForm(OptionalReason):
    otherwise = forms.ChoiceField(
        required=False,
        label="If somebody changed some of it since",
        choices=[
            (_ASK, "Undo nothing, and tell me what"),
            (KEEP, "Keep what they wrote, and undo the rest"),
            (UNDO, "Undo what they wrote too"),
        ],
    )


def ask_for(request: HttpRequest, change: Change, form: LargeUndoForm, total: int) -> None:
    """Hand it to the worker. Asked for twice it is done once."""
    try:
        with transaction.atomic():
            UndoJob.objects.create(
                change=change,
                by=request.user,
                by_name=request.user.get_username(),
                why=form.cleaned_data["why"],
                otherwise=form.cleaned_data["otherwise"],
                total=total,
            )
    except IntegrityError:
        messages.warning(request, "Somebody has asked for this undo already.")


class Standing:
    """What the page says of the newest wish to undo a change."""

    def __init__(self, change: Change) -> None:
        self.job = change.undo_jobs.select_related("result").first()
        self._somebody_works = self.job is None or somebody_works()

    @property
    def is_in_hand(self) -> bool:
        return bool(self.job) and self.job.state in UndoState.in_hand() and not self.is_interrupted

    @property
    def is_interrupted(self) -> bool:
        """Also when nobody has come yet to say so."""
        left = bool(self.job) and self.job.state == UndoState.WORKING and not self._somebody_works
        return left or (bool(self.job) and self.job.state == UndoState.INTERRUPTED)

    @property
    def lacks_a_worker(self) -> bool:
        return self.is_in_hand and not self._somebody_works

    @property
    def is_done(self) -> bool:
        return bool(self.job) and self.job.state == UndoState.DONE

    @property
    def done(self) -> int:
        return rows_done(self.job)


def large_undo(
    change: Change, kinds: set[tuple[type[Record], Kind]], total: int, form: LargeUndoForm
) -> dict[str, Any]:
    """What the page shows."""
    return {
        "standing": Standing(change),
        "total": total,
        "does": sorted(f"{capfirst(noun._meta.verbose_name_plural)} {DOES[kind]}" for noun, kind in kinds),
        "waiting": waiting_of(change).count(),
        "form": form,
    }
