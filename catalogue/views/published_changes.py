"""What changed on the page of an offering, for visitors: the day and the names of the values. Never who, nor a value.

Only states that visitors could see are compared with each other. So nothing is told of drafts, of what was before the
first publication, or of what was written and taken back while an entry was hidden.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, groupby, pairwise
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from catalogue.models import (
    AudienceTag,
    FundingLink,
    Measure,
    Membership,
    Microcredential,
    Participation,
    Recognition,
    SectorTag,
)
from catalogue.models.visibility import public_from
from institutions.dates import day_in_words
from institutions.records import HistoryRow

from .labels import AVAILABLE, FIELDS, FIRST_ROLES, MEASURES, OTHER_ROLES

MOST_DAYS = 5
_OWN = {
    "title": gettext_lazy("Name"),
    "summary": gettext_lazy("Summary"),
    "availability": AVAILABLE,
    "availability_as_of": AVAILABLE,
    **FIELDS,
    "named_kind_id": FIELDS["kind"],
    "other_titles": gettext_lazy("Also called"),
    "web_address": gettext_lazy("Its own web page"),
}
_CLAIMS = {
    Recognition: gettext_lazy("Counts toward"),
    AudienceTag: FIELDS["audience"],
    SectorTag: gettext_lazy("Topic"),
    FundingLink: gettext_lazy("Funded through"),
    Membership: gettext_lazy("Belongs to"),
    Participation: "",
    Measure: "",
}
_NOT_SHOWN = {"id", "key", "version", "microcredential", "group"}
Shown = dict[str | Promise, set[Any]]


@dataclass(frozen=True)
class PublishedChange:
    """One day, and which values were others on it than the last time that visitors could look."""

    day: str
    labels: list[str]


def published_changes(entry: Microcredential) -> list[PublishedChange]:
    """The last few days on which the page of a public offering changed, the newest first."""
    own = [*Microcredential.history.filter(id=entry.pk).order_by("history_id")]
    first = next((row for row in own if public_from(row, row.history_date)), None)
    if first is None or not (own[-1] != first or _claims_changed_since(first)):
        return []
    days = groupby(_differences(_shown(own, timezone.now())), key=lambda each: timezone.localdate(each[0]))
    told = [(day, {label: None for _, labels in group for label in labels}) for day, group in days]
    return [PublishedChange(day_in_words(day), [*map(str, labels)]) for day, labels in told[: -MOST_DAYS - 1 : -1]]


def _claims_changed_since(first: HistoryRow) -> bool:
    """Asked in one query, for on most pages nothing ever changed."""
    later = [
        model.history.filter(microcredential=first.id, history_date__gt=first.history_date)
        .exclude(change=first.change_id)
        .order_by()
        .values_list("change_id")
        for model in _CLAIMS
    ]
    return later[0].union(*later[1:]).exists()


def _shown(own: list[HistoryRow], now: datetime) -> Iterator[tuple[datetime, Shown]]:
    """Each state that visitors could see, and from when."""
    rows = sorted(chain(own, *map(_rows_of_claims(own[0].id), _CLAIMS)), key=lambda row: row.history_date)
    entry: HistoryRow | None = None
    claims: dict[tuple[type, int], HistoryRow] = {}
    # What one act wrote is seen as a whole.
    acts = [[*act] for _, act in groupby(rows, key=lambda row: row.change_id)]
    ends = [*(act[0].history_date for act in acts[1:]), now]
    for act, end in zip(acts, ends, strict=True):
        for row in act:
            if row.instance_type is Microcredential:
                entry = row if row.history_type != "-" else None
            elif row.history_type == "-" or row.microcredential_id != own[0].id:
                claims.pop((row.instance_type, row.id), None)
            else:
                claims[row.instance_type, row.id] = row
        since = public_from(entry, act[-1].history_date) if entry else None
        if since and since <= end:
            yield since, _values(entry, claims.values())


def _rows_of_claims(entry: int) -> Any:
    """All states of the claims that were ever about it, wherever they went."""
    return lambda model: model.history.filter(id__in=model.history.filter(microcredential=entry).values("id"))


def _values(entry: HistoryRow, claims: Iterable[HistoryRow]) -> Shown:
    shown: Shown = {}
    for name, label in _OWN.items():
        if value := getattr(entry, name):
            shown.setdefault(label, set()).add((name, value))
    for claim in claims:
        told = [each for each in claim.instance_type._meta.concrete_fields if each.name not in _NOT_SHOWN]
        values = tuple(getattr(claim, each.attname) for each in told)
        shown.setdefault(_label(claim), set()).add(values)
    return shown


def _label(claim: HistoryRow) -> str | Promise:
    if claim.instance_type is Participation:
        return {**FIRST_ROLES, **OTHER_ROLES}[claim.role]
    return MEASURES[claim.quantity] if claim.instance_type is Measure else _CLAIMS[claim.instance_type]


def _differences(shown: Iterable[tuple[datetime, Shown]]) -> Iterator[tuple[datetime, list[str | Promise]]]:
    for (_, before), (since, after) in pairwise(shown):
        differing = [label for label in {**after, **before} if after.get(label) != before.get(label)]
        if differing:
            yield since, differing
