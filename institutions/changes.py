"""Who changed what, when and why: one `Change` per act, to which every history row points."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from itertools import count

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import connections, models, transaction
from django.db.utils import DEFAULT_DB_ALIAS
from django.utils import timezone

from .generation import note


class Way(models.TextChoices):
    """The way in by which a change came."""

    FORM = "form", "form"
    ACTION = "action", "action on a list"
    IMPORT = "import", "import of a file"
    LOADER = "loader", "loading of the fixtures"
    SHELL = "shell", "shell or script"
    UNDO = "undo", "undoing a change"


class Change(models.Model):
    """One act: everything that one person or program wrote in one transaction, for one reason."""

    made_at = models.DateTimeField(default=timezone.now, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    by_name = models.CharField("who", max_length=150, blank=True, editable=False)
    way = models.CharField("way in", max_length=10, choices=Way, editable=False)
    why = models.TextField(blank=True)
    undoes = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="undone_by", editable=False
    )

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
    undoes: Change | None = None


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
    *,
    by: AbstractBaseUser | None = None,
    way: str = Way.SHELL,
    why: str = "",
    undoes: Change | None = None,
    using: str = DEFAULT_DB_ALIAS,
) -> Iterator[Act]:
    """Record everything written inside as one act, in one transaction."""
    with acting(Act(by if by and by.pk else None, way, why, undoes)) as act, transaction.atomic(using):
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
    with transaction.atomic(connection.alias, savepoint=False):
        change = Change.objects.using(connection.alias).create(
            by=act.by, by_name=name, way=act.way, why=act.why, undoes=act.undoes
        )
        note(change.pk, connection.alias)
    transaction.on_commit(_OpenChange(act, change), using=connection.alias)
    return change


@dataclass(eq=False)
class _Look:
    """Somebody looked at what this transaction had written by then.

    It rides where the open changes do, so it is forgotten when a savepoint takes back what the look saw.
    """

    writes: int
    number: int

    def __call__(self) -> None:
        """Nothing to do on commit either."""


_looks = count(1)


def state_in_hand(using: str | None = None) -> int:
    """Tells one state of what this transaction has written and not yet committed from every other; 0 for nothing."""
    connection = connections[using or DEFAULT_DB_ALIAS]
    callbacks = [callback for _, callback, _ in connection.run_on_commit]
    writes = sum(callback.writes for callback in callbacks if isinstance(callback, _OpenChange))
    if not writes:
        return 0
    # The writes of what stands are never fewer than at an earlier look that stands, so the same sum is the same state.
    look = next((each for each in callbacks if isinstance(each, _Look) and each.writes == writes), None)
    if look is None:
        look = _Look(writes, next(_looks))
        transaction.on_commit(look, using=connection.alias)
    return look.number
