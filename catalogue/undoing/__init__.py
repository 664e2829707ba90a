"""Undoing a change: what it would do (reversals.py), what is decided (settling.py), and doing it (writing.py)."""

from .reversals import Kind, Reversal, Undoing, Value, entries_touched, kinds_written, plan_undo
from .settling import CHOSEN, KEEP, UNDO, Reason, Settled, settle
from .writing import Moved, Undecided, narrowed, undo

__all__ = [
    "CHOSEN",
    "KEEP",
    "UNDO",
    "Kind",
    "Moved",
    "Reason",
    "Reversal",
    "Settled",
    "Undecided",
    "Undoing",
    "Value",
    "entries_touched",
    "kinds_written",
    "narrowed",
    "plan_undo",
    "settle",
    "undo",
]
