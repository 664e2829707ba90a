"""Queues of work: which entries wait for what. The front page counts them, and the list of entries filters by them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib import admin
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from catalogue.duplicates import possible_duplicates
from catalogue.languages import digits
from catalogue.models import (
    CheckedLink,
    Citation,
    Disagreement,
    FruitlessSearch,
    Import,
    ImportState,
    Measure,
    Microcredential,
    Proposal,
    ProposalState,
    Suggestion,
    SuggestionState,
)
from catalogue.models.vocabulary import Availability, DisagreementKind, Quantity, State
from catalogue.rights import limits_of
from catalogue.upkeep import Due

from .kept_entries import changed_since, uncited, with_keys
from .list_filters import Conditions
from .whose import OURS, theirs

_WEEK = timedelta(days=7)
_IN_WORK = ~Q(state=State.WITHDRAWN)
# What a learner asks of every program that can still be taken; a part is asked about with its whole.
_TO_COMPLETE = _IN_WORK & Q(parent__isnull=True) & ~Q(availability=Availability.ENDED)


@dataclass(frozen=True)
class Queue:
    """Entries that wait for the same work; `waiting` says which, for whoever asks."""

    name: str
    label: str
    waiting: Callable[[HttpRequest], Q]


@dataclass(frozen=True)
class Counted:
    """A queue on the front page: its name, its list, and how many rows that list has."""

    label: str
    address: str
    count: int | None  # None while it is being counted
    waits: bool = True  # else it only says what was done

    @property
    def digits(self) -> str:
        return "being counted" if self.count is None else digits(self.count)


def _a_week_ago() -> datetime:
    """At midnight: everybody asks for the same moment all day, and a list holds what was counted a moment before."""
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0) - _WEEK


def _history(**chosen: object) -> Q:
    return Q(Exists(Microcredential.history.filter(id=OuterRef("pk"), **chosen)))


def _without(quantity: Quantity) -> Q:
    return _TO_COMPLETE & ~Q(Exists(Measure.objects.filter(microcredential=OuterRef("pk"), quantity=quantity)))


def _to_check(due: Due) -> Q:
    return _IN_WORK & due.where(timezone.localdate())


QUEUES = (
    Queue("mine", "My drafts", lambda request: Q(state=State.DRAFT) & _history(change__by=request.user.pk)),
    Queue("review", "In review", lambda request: Q(state=State.IN_REVIEW)),
    Queue("uncited", "With a value that names no source", lambda request: _IN_WORK & with_keys(uncited())),
    Queue("cost", "Without a cost", lambda request: _without(Quantity.PRICE)),
    Queue("length", "Without a length", lambda request: _without(Quantity.DURATION)),
    Queue("way", "Without a way of learning", lambda request: _TO_COMPLETE & Q(delivery="")),
    Queue("overdue", "Overdue for a check", lambda request: _to_check(Due.OVERDUE)),
    Queue("due", "Due for a check today", lambda request: _to_check(Due.TODAY)),
    Queue("soon", "Due for a check in 90 days", lambda request: _to_check(Due.SOON)),
    Queue("unset", "Without a day for the next check", lambda request: _TO_COMPLETE & _to_check(Due.UNSET)),
    Queue("week", "Changed this week", lambda request: with_keys(changed_since(_a_week_ago()))),
)


class InQueue(Conditions):
    title = "work to do"
    parameter_name = "queue"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [(queue.name, queue.label) for queue in QUEUES]

    def condition(self, chosen: str | None, model: type[models.Model]) -> Q | None:
        queue = next((queue for queue in QUEUES if queue.name == chosen), None)
        return _those(queue, self.request) if queue else None


def work_queues(request: HttpRequest) -> list[Counted]:
    """What waits, with counts, of the nouns that one may see. As many queries however much waits: one a noun."""
    counted = []
    if _may_see(request, Microcredential):
        of_entries = {queue.name: Count("pk", filter=_those(queue, request)) for queue in QUEUES}
        counts = Microcredential.objects.aggregate(**of_entries)
        for queue in QUEUES:
            there = _list_of(Microcredential, queue=queue.name)
            counted.append(Counted(queue.label, there, counts[queue.name], waits=queue.name != "week"))
        alike = reverse("admin:catalogue_microcredential_duplicates")
        pairs = duplicates_for(request)
        counted.append(Counted("Possible duplicates", alike, None if pairs is None else len(pairs)))
    counted += [_counted(request, *each) for each in _of_others(request) if _may_see(request, each[1].model)]
    if _may_see(request, FruitlessSearch):
        words = FruitlessSearch.objects.by_words().count()
        counted.append(Counted("Searches that found nothing", _list_of(FruitlessSearch), words))
    if _may_see(request, Import):
        counted += _of_imports()
    return counted


def _of_others(request: HttpRequest) -> list[tuple[str, models.QuerySet, dict[str, object]]]:
    """What of other nouns waits: its name, its rows, and what their list is asked for."""
    is_open, conflict = {"state__exact": ProposalState.OPEN.value}, {"kind__exact": DisagreementKind.CONFLICT.value}
    proposals = Proposal.objects.filter(state=ProposalState.OPEN)
    since = _a_week_ago()
    declined = Proposal.objects.filter(state=ProposalState.DECLINED, by=request.user.pk, decided_at__gte=since)
    mine = {
        "state__exact": ProposalState.DECLINED.value,
        "by__exact": request.user.pk,
        "decided_at__gte": since.isoformat(),
    }
    suggestions = Suggestion.objects.filter(state=SuggestionState.OPEN)
    return [
        ("Proposals that wait for a publisher", proposals, is_open),
        ("My proposals declined this week", declined, mine),
        ("Sources disagree", Disagreement.objects.conflicts(), conflict),
        ("Sources that need a look", Citation.objects.filter(needs_look=True), {"needs_look__exact": 1}),
        ("Suggestions from the public", suggestions, is_open),
        ("Broken links", CheckedLink.objects.broken(), {"broken": "yes"}),
    ]


def _of_imports() -> list[Counted]:
    since = _a_week_ago()
    read, taken = Q(state=ImportState.PLANNED), Q(state=ImportState.APPLIED, uploaded_at__gte=since)
    counts = Import.objects.aggregate(read=Count("pk", filter=read), taken=Count("pk", filter=taken))
    to_look_through = _list_of(Import, state__exact=ImportState.PLANNED.value)
    lately = {"state__exact": ImportState.APPLIED.value, "uploaded_at__gte": since.isoformat()}
    return [
        Counted("Spreadsheets to look through", to_look_through, counts["read"]),
        Counted("Spreadsheets taken in this week", _list_of(Import, **lately), counts["taken"], waits=False),
    ]


def _those(queue: Queue, request: HttpRequest) -> Q:
    return queue.waiting(request) & theirs(request.user, Microcredential)


def duplicates_for(request: HttpRequest) -> list[tuple[int, int]] | None:
    """Pairs of which one at least is theirs; None while they are being looked for."""
    pairs = possible_duplicates()
    if not pairs or not limits_of(request.user):
        return pairs
    own = {*Microcredential.objects.filter(theirs(request.user, Microcredential)).values_list("pk", flat=True)}
    return [pair for pair in pairs if own & {*pair}]


def _counted(request: HttpRequest, label: str, rows: models.QuerySet, chosen: dict[str, object]) -> Counted:
    """Rows of another noun; for whoever is limited to institutions only those about their entries."""
    narrowed = {"whose": OURS} if limits_of(request.user) else {}
    there = _list_of(rows.model, **chosen, **narrowed)
    return Counted(label, there, rows.filter(theirs(request.user, rows.model)).count())


def _may_see(request: HttpRequest, model: type[models.Model]) -> bool:
    return admin.site.get_model_admin(model).has_view_permission(request)


def _list_of(model: type[models.Model], **chosen: object) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist", query=chosen)
