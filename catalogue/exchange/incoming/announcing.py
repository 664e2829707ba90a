"""Says on every page for staff that an import is written or undone. Serving processes look by the clock, no request."""

from __future__ import annotations

from django.utils.text import Truncator

from catalogue.models import Import, ImportState, UndoJob, UndoState

from .turn import somebody_works

SECONDS_BETWEEN_LOOKS = 2


class _Seen:
    words = ""


def look() -> None:
    words = _in_work()
    _Seen.words = words if words and somebody_works() else ""


def _in_work() -> str:
    written = Import.objects.filter(state=ImportState.APPLYING).values_list("file_name", flat=True).first()
    if written:
        return f"The import of “{Truncator(written).chars(60)}” is being written now."
    undone = UndoJob.objects.filter(state=UndoState.WORKING).values_list("change", flat=True).first()
    return f"Change {undone} is being undone now." if undone else ""


def being_written() -> str:
    """What is in work, as it was seen last; empty where nothing is."""
    return _Seen.words
