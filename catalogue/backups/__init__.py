"""Backups: one file that holds a whole database and says what is in it, row by row, so that a restore can be compared.

What the two databases need different programs for is in sqlite.py and postgresql.py, which have the same functions.
"""

from .files import BrokenBackup, Manifest
from .making import age_in_words, make_backup, newest_backup
from .restoring import CannotRestore, restore_backup

__all__ = [
    "BrokenBackup",
    "CannotRestore",
    "Manifest",
    "age_in_words",
    "make_backup",
    "newest_backup",
    "restore_backup",
]
