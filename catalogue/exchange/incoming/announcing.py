"""Says on every page for staff that an import is being written. Each serving process looks by the clock, no request."""

from __future__ import annotations

from catalogue.models import Import, ImportState

from .turn import somebody_works

SECONDS_BETWEEN_LOOKS = 2


class _Seen:
    file_name = ""


def look() -> None:
    written = Import.objects.filter(state=ImportState.APPLYING).values_list("file_name", flat=True).first()
    _Seen.file_name = written if written and somebody_works() else ""


def being_written() -> str:
    """The name of the file, as it was seen last; empty where none is being written."""
    return _Seen.file_name
