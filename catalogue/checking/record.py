"""Checks of the record itself: what was written without leaving history, which neither search nor staff hear of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.db.models import Max

from catalogue.search.reading import one_moment
from institutions.records import Record

from .findings import Finding, Holdings

_REMEDY = "Search and history do not know of it. Edit it once in the admin."
_DELETED = "It was deleted past the record. Search may still show it. Load it again with this key, then delete it."
Values = tuple[Any, ...]


def writes_past_the_record(holdings: Holdings) -> Iterator[Finding]:
    """Records that are not as their newest history row says: SQL was run by hand, or by a library."""
    for noun in apps.get_models():
        if issubclass(noun, Record):
            yield from _past_the_record(noun)


def _past_the_record(noun: type[Record]) -> Iterator[Finding]:
    names = [field.attname for field in noun._meta.concrete_fields]
    with one_moment():
        rows = {values[0]: values for values in noun.objects.order_by("pk").values_list("key", *names).iterator()}
        states = {values[0]: values for values in _newest_states(noun, names)}
    differing = {key: values for key, values in rows.items() if values != states.get(key)}
    for record in _read(noun, differing):
        yield Finding(record, _in_words(noun, names, differing[record.key], states.get(record.key)))
    for key, values in states.items():
        if key not in rows:
            yield Finding(noun(**dict(zip(names, values[1:], strict=True))), _DELETED)


def _newest_states(noun: type[Record], names: list[str]) -> Iterator[Values]:
    """Key and values of each record as its newest history row has them; none where that says it was deleted."""
    newest = noun.history.order_by().values("key").annotate(newest=Max("history_id")).values("newest")
    standing = noun.history.filter(history_id__in=newest).exclude(history_type="-").order_by("id")
    return standing.values_list("key", *names).iterator()


def _read(noun: type[Record], keys: Iterable[str]) -> Iterable[Record]:
    return noun.objects.filter(key__in=list(keys)).order_by("pk") if keys else ()


def _in_words(noun: type[Record], names: list[str], now: Values, recorded: Values | None) -> str:
    if recorded is None:
        return f"It was made past the record. {_REMEDY}"
    changed = [name for name, one, other in zip(names, now[1:], recorded[1:], strict=True) if one != other]
    labels = [str(noun._meta.get_field(name).verbose_name) for name in changed]
    return f"It was changed past the record: {', '.join(labels)}. {_REMEDY}"
