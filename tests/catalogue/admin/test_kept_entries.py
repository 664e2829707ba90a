"""Names and keys that a process keeps are those that it would read anew, after whatever was done to an entry."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.models import Q
from django.utils import timezone

from catalogue.admin.kept_entries import changed_since, uncited, with_keys
from catalogue.duplicates import current_names, read_names
from catalogue.models import Citation, Microcredential, Source
from catalogue.models.vocabulary import State
from catalogue.provenance import lacks_a_citation
from tests.factories import make_draft, make_institution, make_participation

pytestmark = pytest.mark.django_db(transaction=True)


def keys(which: Q) -> set[int]:
    return {*Microcredential.objects.filter(which).values_list("pk", flat=True)}


def check(*changed: Microcredential) -> None:
    """All that is kept against the database; `changed`: entries that were touched since the last look."""
    names = read_names()
    assert current_names().differing(names) == set()
    assert current_names().units == names.units
    lacking = Microcredential.objects.filter(lacks_a_citation(Microcredential))
    assert uncited() & {*Microcredential.objects.values_list("pk", flat=True)} == {
        *lacking.values_list("pk", flat=True)
    }
    assert {entry.pk for entry in changed} <= changed_since(MOMENT)


MOMENT = timezone.now() - timedelta(days=7)


def test_rows_are_found_by_their_keys_whether_these_stand_together_or_apart() -> None:
    there = sorted(make_draft(f"Wood {number}").pk for number in range(50))
    for wanted in (there, there[:1], there[3:7] + there[9:12], there[::2], []):
        assert keys(with_keys({*wanted, *([10**9] if wanted else [])})) == {*wanted}


def test_whatever_is_done_to_an_entry_is_kept_up_with() -> None:
    camosun, bcit = make_institution("Camosun"), make_institution("BCIT")
    one, other = make_draft("Welding"), make_draft("Baking")
    check(one, other)
    one.title = "Pipe welding"
    one.save()
    check(one)
    run = make_participation(one, camosun)
    check(one)
    run.microcredential = other
    run.save()
    check(one, other)
    camosun.unit_of = bcit
    camosun.save()
    check()
    source = Source.objects.create(kind="document", title="Guide", short_title="Guide")
    told = {"source": source, "basis": "stated", "paragraph": 1, "says": "It says so."}
    said = Citation.objects.create(microcredential=one, field="title", **told)
    check(one)
    said.microcredential = other
    said.save()
    check(one, other)
    said.superseded_by = Citation.objects.create(microcredential=other, field="title", **{**told, "paragraph": 2})
    said.save()
    check(other)
    one.state, one.withdrawn_on, one.withdrawal_reason = State.WITHDRAWN, timezone.localdate(), "It ended."
    one.save()
    check(one)
    one.delete()
    check()
