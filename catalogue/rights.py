"""What one account may do to one record. What its group may do at all is said by permissions: staff_groups.py.

Without an account (the shell, the loader) everything is allowed.
"""

from __future__ import annotations

from collections.abc import Collection

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import models

from institutions.models import Institution
from institutions.records import Record

from .models import CLAIMS, Citation, Claim, InstitutionLimit, Membership, Microcredential, Participation, Source
from .models.vocabulary import Role, State

PUBLISH = "catalogue.publish_microcredential"
_RUNS_IT = (*Role.providing(), Role.AWARDING_BODY)


def may_publish(account: AbstractBaseUser | None) -> bool:
    return account is None or account.has_perm(PUBLISH)


def limits_of(account: AbstractBaseUser | None) -> list[Institution]:
    """The institutions that an account is limited to; none where it is not. Whoever may publish never is."""
    if may_publish(account):
        return []
    if not hasattr(account, "read_limits"):
        rows = InstitutionLimit.objects.filter(account=account.pk).select_related("institution")
        account.read_limits = [each.institution for each in rows]  # asked for many times while one page is made
    return account.read_limits


def entry_of(record: Record) -> Microcredential | None:
    """The entry that a record is, or that it says something of."""
    if isinstance(record, Microcredential):
        return record
    if isinstance(record, Claim | Membership):
        return record.microcredential
    if isinstance(record, Citation) and record.subject:
        return entry_of(record.subject)
    return None


def is_within_limits(account: AbstractBaseUser | None, record: Record) -> bool:
    """Whether the record is one that a limited account may change; true for everybody else."""
    limits = limits_of(account)
    if not limits:
        return True
    if isinstance(record, Source):
        return record.pk is None or not _citations_beyond(record, limits).exists()
    entry = entry_of(record)
    return entry is not None and entries_of(limits).filter(pk__in=[entry.pk, entry.parent_id]).exists()


def may_add(account: AbstractBaseUser, model: type[Record]) -> bool:
    """Whether a limited account may add such a record at all; which one exactly is seen when it is saved."""
    return not limits_of(account) or issubclass(model, Microcredential | Claim | Membership | Citation | Source)


def change_waits(account: AbstractBaseUser | None, record: Record) -> bool:
    """Whether what this account changes in a record waits for a publisher, because visitors read it."""
    if may_publish(account):
        return False
    entry = entry_of(record)
    return entry is not None and (entry.state == State.PUBLISHED or entry.withdrawn_on is not None)


def free_among(account: AbstractBaseUser, records: Collection[Record]) -> set[int]:
    """The numbers of those records of one noun that an account may change at once; one question for any number.

    Sources, of which a limited account may change some, are not among what this is asked of.
    """
    entries = {record.pk: entry_of(record) for record in records if not change_waits(account, record)}
    limits = limits_of(account)
    if not limits:
        return {*entries}
    named = {entry.pk for entry in entries.values() if entry}
    theirs = {*entries_and_parts_of(limits).filter(pk__in=named).values_list("pk", flat=True)} if named else set()
    return {pk for pk, entry in entries.items() if entry and entry.pk in theirs}


def refuse(account: AbstractBaseUser | None, permission: str, record: Record) -> None:
    """Raise ValidationError, in words, when an account may not do this to a record."""
    if account is None:
        return
    if not account.has_perm(permission):
        raise ValidationError(
            "Your account may not publish or withdraw. Ask a publisher."
            if permission == PUBLISH
            else "Your account may not do this."
        )
    if not is_within_limits(account, record):
        raise ValidationError(beyond_limits(account))


def beyond_limits(account: AbstractBaseUser) -> str:
    return f"Your account changes only the entries that {_named(limits_of(account))} runs or awards."


def _named(institutions: list[Institution]) -> str:
    return " or ".join(institution.brief_name for institution in institutions)


def entries_of(limits: list[Institution]) -> models.QuerySet:
    """The entries that these institutions run or award."""
    theirs = Participation.objects.filter(institution__in=[each.pk for each in limits], role__in=_RUNS_IT)
    return Microcredential.objects.filter(pk__in=theirs.filter(microcredential__isnull=False).values("microcredential"))


def entries_and_parts_of(limits: list[Institution]) -> models.QuerySet:
    theirs = entries_of(limits).values("pk")
    return Microcredential.objects.filter(models.Q(pk__in=theirs) | models.Q(parent__in=theirs))


def citations_of(limits: list[Institution]) -> models.QuerySet:
    """What is cited of the entries of these institutions, of their parts, and of what is claimed of either."""
    theirs = entries_and_parts_of(limits).values("pk")
    within = models.Q(microcredential__in=theirs)
    for claim in CLAIMS:
        within |= models.Q(**{f"{claim}__microcredential__in": theirs})
    return Citation.objects.filter(within)


def _citations_beyond(source: Source, limits: list[Institution]) -> models.QuerySet:
    """Citations of a source that speak of something else than the entries of these institutions."""
    return source.citations.exclude(pk__in=citations_of(limits).values("pk"))
