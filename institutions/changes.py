"""Who changed what, when and why: one `Change` per act, to which every history row points."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import connections, models, transaction
from django.db.utils import DEFAULT_DB_ALIAS
from django.utils import timezone


class Way(models.TextChoices):
    """The way in by which a change came."""

    FORM = "form", "form"
    ACTION = "action", "action on a list"
    IMPORT = "import", "import of a file"
    LOADER = "loader", "loading of the fixtures"
    SHELL = "shell", "shell or script"


class Change(models.Model):
    """One act: everything that one person or program wrote in one transaction, for one reason."""

    made_at = models.DateTimeField(default=timezone.now, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    by_name = models.CharField("who", max_length=150, blank=True, editable=False)
    way = models.CharField("way in", max_length=10, choices=Way, editable=False)
    why = models.TextField(blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"Change {self.pk} by {self.by_name or 'a program'}, {self.get_way_display()}"


@dataclass(frozen=True, eq=False)
class Act:
    """Who is acting and why; compared by identity, so that two acts never share a `Change`."""

    by: AbstractBaseUser | None = None
    way: str = Way.SHELL
    why: str = ""


@dataclass(eq=False)
class _OpenChange:
    """The change that an act has begun in a transaction, and how many writes it has had so far.

    It rides in the connection's list of commit callbacks, because Django drops that list on rollback, also on the
    rollback of a savepoint: a rolled-back change is forgotten exactly when its row is.
    """

    act: Act
    change: Change = field(repr=False)
    writes: int = 1

    def __call__(self) -> None:
        """Nothing to do on commit: leaving the list is the point."""


_UNSAID = Act()
LOADDATA = Act(way=Way.LOADER, why="loaddata")
_act: ContextVar[Act] = ContextVar("act", default=_UNSAID)


@contextmanager
def recording(
    *, by: AbstractBaseUser | None = None, way: str = Way.SHELL, why: str = "", using: str = DEFAULT_DB_ALIAS
) -> Iterator[Act]:
    """Record everything written inside as one act, in one transaction."""
    with acting(Act(by if by and by.pk else None, way, why)) as act, transaction.atomic(using):
        yield act


@contextmanager
def acting(act: Act) -> Iterator[Act]:
    """Name the act without opening a transaction."""
    token = _act.set(act)
    try:
        yield act
    finally:
        _act.reset(token)


def current_way() -> str:
    """The way in of the act in hand."""
    return _act.get().way


def current_change(using: str | None = None) -> Change:
    """The change of the act in hand, begun now if this is its first write in the transaction."""
    connection, act = connections[using or DEFAULT_DB_ALIAS], _act.get()
    for _, callback, _ in reversed(connection.run_on_commit):
        if isinstance(callback, _OpenChange) and callback.act is act:
            callback.writes += 1
            return callback.change
    name = act.by.get_username() if act.by else ""
    change = Change.objects.using(connection.alias).create(by=act.by, by_name=name, way=act.way, why=act.why)
    transaction.on_commit(_OpenChange(act, change), using=connection.alias)
    return change


def writes_in_hand(using: str | None = None) -> int:
    """How many writes of this transaction wait for its commit: they changed what it sees, and nobody else sees them."""
    callbacks = (callback for _, callback, _ in connections[using or DEFAULT_DB_ALIAS].run_on_commit)
    return sum(callback.writes for callback in callbacks if isinstance(callback, _OpenChange))
