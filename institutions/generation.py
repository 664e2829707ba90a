"""The generation: a number raised with every committed `Change`, in the order of the commits. Not what was changed.

Whoever keeps something made from the database compares two numbers to know whether it is still true, and finds in
`Commit` which changes came since. Where the two databases need different mechanisms, they stand here: SQLite has one
writer at a time, so `note` raises the number at once; PostgreSQL has many, so a trigger of migration 0003 does it at
the commit.
"""

from __future__ import annotations

from uuid import uuid4

from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import DEFAULT_DB_ALIAS

# As many commits are kept at least; who is further behind reads everything anew. Migration 0003 has the same number.
KEPT_COMMITS = 4096


def new_epoch() -> str:
    return uuid4().hex


class Generation(models.Model):
    """One row: the newest generation of this database.

    Numbers count only within an epoch. A restored backup needs a new one, since it goes back to lower numbers and on
    to other contents.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    epoch = models.CharField(max_length=32, default=new_epoch)
    number = models.PositiveBigIntegerField(default=0)

    class Meta:
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="generation_is_one_row")]

    def __str__(self) -> str:
        return f"Generation {self.number} of {self.epoch}"


class Commit(models.Model):
    """The generation as which a change was committed; old ones are dropped. No foreign key: see the decision 0051."""

    change_id = models.PositiveBigIntegerField(primary_key=True)
    generation = models.PositiveBigIntegerField(null=True, unique=True, help_text="Empty until the commit.")

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"Change {self.change_id} as generation {self.generation}"


_RAISE = """
    INSERT INTO institutions_generation (id, epoch, number) VALUES (1, %s, 1)
    ON CONFLICT (id) DO UPDATE SET number = number + 1
"""
_NOTE = "INSERT INTO institutions_commit (change_id, generation) SELECT %s, number FROM institutions_generation"
_DROP = """
    DELETE FROM institutions_commit
    WHERE generation <= (SELECT number FROM institutions_generation WHERE number %% 256 = 0) - %s
"""


def note(change: int, using: str) -> None:
    """Raise the generation for a change that has just been begun in the transaction in hand."""
    if connections[using].vendor != "sqlite":
        return  # the trigger does it, in the order of the commits
    with connections[using].cursor() as cursor:
        cursor.execute(_RAISE, [new_epoch()])
        cursor.execute(_NOTE, [change])
        cursor.execute(_DROP, [KEPT_COMMITS])


def newest(using: str = DEFAULT_DB_ALIAS) -> tuple[str, int]:
    """Epoch and number. Plain SQL, because watchers ask it several times a second."""
    return newest_of(connections[using])


def newest_of(connection: BaseDatabaseWrapper) -> tuple[str, int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT epoch, number FROM institutions_generation")
        return cursor.fetchone() or ("", 0)  # no row: emptied, and nothing has been written since


def begin_epoch() -> None:
    """Have every reader start anew: for a database that was restored from a backup or copied."""
    Generation.objects.update_or_create(defaults={"epoch": new_epoch()})


def changes_since(number: int, until: int) -> models.QuerySet | None:
    """The keys of the changes committed between two generations; None when some of them are no longer kept."""
    commits = Commit.objects.filter(generation__gt=number, generation__lte=until)
    return commits.values("change_id") if commits.count() == until - number else None
