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
from catalogue.models import (
    CLAIMS,
    SUBJECTS,
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
from catalogue.provenance import lacks_a_citation
from catalogue.rights import entries_of, limits_of
from catalogue.upkeep import Due

_WEEK = timedelta(days=7)
_OURS = "ours"
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
    count: int
    waits: bool = True  # else it only says what was done


def _history(**chosen: object) -> Q:
    return Q(Exists(Microcredential.history.filter(id=OuterRef("pk"), **chosen)))


def _changed_since(moment: datetime) -> Q:
    """Entries of which anything was changed: a value, a claim, or what a source says of either; deleted ones too."""
    of_entries = Microcredential.history.filter(change__made_at__gte=moment)
    cited = Citation.history.filter(change__made_at__gte=moment)
    changed = Q(pk__in=of_entries.values("id")) | Q(pk__in=_those_named(cited, "microcredential"))
    for name in CLAIMS:
        claim = SUBJECTS[name]
        claims = claim.history.filter(change__made_at__gte=moment)
        of_cited = claim.history.filter(id__in=_those_named(cited, name))
        changed |= Q(pk__in=_those_named(claims, "microcredential"))
        changed |= Q(pk__in=_those_named(of_cited, "microcredential"))
    return changed


def _those_named(rows: models.QuerySet, field: str) -> models.QuerySet:
    return rows.filter(**{f"{field}__isnull": False}).order_by().values(field)


def _without(quantity: Quantity) -> Q:
    return _TO_COMPLETE & ~Q(Exists(Measure.objects.filter(microcredential=OuterRef("pk"), quantity=quantity)))


def _to_check(due: Due) -> Q:
    return _IN_WORK & due.where(timezone.localdate())


QUEUES = (
    Queue("mine", "My drafts", lambda request: Q(state=State.DRAFT) & _history(change__by=request.user.pk)),
    Queue("review", "In review", lambda request: Q(state=State.IN_REVIEW)),
    Queue("uncited", "With a value that names no source", lambda request: _IN_WORK & lacks_a_citation(Microcredential)),
    Queue("cost", "Without a cost", lambda request: _without(Quantity.PRICE)),
    Queue("length", "Without a length", lambda request: _without(Quantity.DURATION)),
    Queue("way", "Without a way of learning", lambda request: _TO_COMPLETE & Q(delivery="")),
    Queue("overdue", "Overdue for a check", lambda request: _to_check(Due.OVERDUE)),
    Queue("due", "Due for a check today", lambda request: _to_check(Due.TODAY)),
    Queue("soon", "Due for a check in 90 days", lambda request: _to_check(Due.SOON)),
    Queue("unset", "Without a day for the next check", lambda request: _TO_COMPLETE & _to_check(Due.UNSET)),
    Queue("week", "Changed this week", lambda request: _changed_since(timezone.now() - _WEEK)),
)


class InQueue(admin.SimpleListFilter):
    title = "work to do"
    parameter_name = "queue"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [(queue.name, queue.label) for queue in QUEUES]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        queue = next((queue for queue in QUEUES if queue.name == self.value()), None)
        return queryset.filter(queue.waiting(request), _theirs(request)) if queue else queryset


class Whose(admin.SimpleListFilter):
    """Of what is about an entry, only what is theirs: for whoever is limited to institutions."""

    title = "whose entries"
    parameter_name = "whose"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [(_OURS, "Of your institutions")] if limits_of(request.user) else []

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        return queryset.filter(_theirs(request, "entry")) if self.value() == _OURS else queryset


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
        counted.append(Counted("Possible duplicates", alike, len(duplicates_for(request))))
    if _may_see(request, Proposal):
        counted.append(_about_entries(request, "Proposals that wait for a publisher", Proposal, ProposalState.OPEN))
    if _may_see(request, Disagreement):
        there = _list_of(Disagreement, kind__exact=DisagreementKind.CONFLICT.value)
        counted.append(Counted("Sources disagree", there, Disagreement.objects.conflicts().count()))
    if _may_see(request, Citation):
        look = Citation.objects.filter(needs_look=True).count()
        counted.append(Counted("Sources that need a look", _list_of(Citation, needs_look__exact=1), look))
    if _may_see(request, Suggestion):
        counted.append(_about_entries(request, "Suggestions from the public", Suggestion, SuggestionState.OPEN))
    if _may_see(request, CheckedLink):
        there = _list_of(CheckedLink, broken="yes")
        counted.append(Counted("Broken links", there, CheckedLink.objects.broken().count()))
    if _may_see(request, FruitlessSearch):
        words = FruitlessSearch.objects.by_words().count()
        counted.append(Counted("Searches that found nothing", _list_of(FruitlessSearch), words))
    if _may_see(request, Import):
        counted += _of_imports()
    return counted


def _of_imports() -> list[Counted]:
    since = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0) - _WEEK
    read, taken = Q(state=ImportState.PLANNED), Q(state=ImportState.APPLIED, uploaded_at__gte=since)
    counts = Import.objects.aggregate(read=Count("pk", filter=read), taken=Count("pk", filter=taken))
    to_look_through = _list_of(Import, state__exact=ImportState.PLANNED.value)
    lately = {"state__exact": ImportState.APPLIED.value, "uploaded_at__gte": since.isoformat()}
    return [
        Counted("Spreadsheets to look through", to_look_through, counts["read"]),
        Counted("Spreadsheets taken in this week", _list_of(Import, **lately), counts["taken"], waits=False),
    ]


def _those(queue: Queue, request: HttpRequest) -> Q:
    waiting = Microcredential.objects.filter(queue.waiting(request), _theirs(request))
    return Q(pk__in=waiting.order_by().values("pk"))


def duplicates_for(request: HttpRequest) -> list[tuple[int, int]]:
    """Pairs of which one at least is theirs."""
    pairs = possible_duplicates()
    if not pairs or not limits_of(request.user):
        return pairs
    theirs = {*Microcredential.objects.filter(_theirs(request)).values_list("pk", flat=True)}
    return [pair for pair in pairs if theirs & {*pair}]


def _about_entries(request: HttpRequest, label: str, model: type[models.Model], state: models.TextChoices) -> Counted:
    waiting = model.objects.filter(_theirs(request, "entry"), state=state).count()
    narrowed = {"whose": _OURS} if limits_of(request.user) else {}
    return Counted(label, _list_of(model, state__exact=state.value, **narrowed), waiting)


def _theirs(request: HttpRequest, entry: str = "") -> Q:
    """Of whoever is limited to institutions only the entries of these, and their parts: nobody is asked in vain.

    `entry` is where a row names its entry; the rows are entries without it.
    """
    limits = limits_of(request.user)
    if not limits:
        return Q()
    theirs = entries_of(limits).values("pk")
    of_a_part = f"{entry}__parent" if entry else "parent"
    return Q(**{f"{entry or 'pk'}__in": theirs}) | Q(**{f"{of_a_part}__in": theirs})


def _may_see(request: HttpRequest, model: type[models.Model]) -> bool:
    return admin.site.get_model_admin(model).has_view_permission(request)


def _list_of(model: type[models.Model], **chosen: object) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist", query=chosen)
