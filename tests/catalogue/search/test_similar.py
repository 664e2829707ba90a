"""Similar entries: what two entries share, in which order they come, and that a refusal is no likeness."""

from __future__ import annotations

import pytest

from catalogue.search import current_snapshot
from catalogue.search.similar import MOST, Shared, similar
from tests.factories import (
    make_audience,
    make_draft,
    make_institution,
    make_offering,
    make_participation,
    make_recognition,
    make_sector,
)

pytestmark = pytest.mark.django_db


def _similar(entry) -> dict[str, list[tuple[str, str]]]:
    snapshot = current_snapshot()
    return {snapshot.entry(each.number).title: [*each.shared] for each in similar(snapshot, entry.pk)}


def test_nothing_shared_is_nothing_similar():
    alone = make_offering("Alone", provider="One College")
    make_offering("Other", provider="Other College")
    assert _similar(alone) == {}


def test_more_and_weightier_things_come_first():
    school, sector, public = make_institution(), make_sector(), make_audience()
    entry = make_offering("Entry", provider=school, sectors=(sector,), audiences=(public,))
    make_offering("A: school", provider=school)
    make_offering("B: topic", sectors=(sector,))
    make_offering("C: topic and public", sectors=(sector,), audiences=(public,))
    found = _similar(entry)
    assert list(found) == ["C: topic and public", "B: topic", "A: school"]
    assert found["A: school"] == [Shared("provider", school.slug)]
    assert found["C: topic and public"] == [Shared("sector", sector.slug), Shared("audience", public.slug)]


def test_at_most_four_and_what_has_ended_last():
    sector, public = make_sector(), make_audience()
    entry = make_offering("Entry", sectors=(sector,), audiences=(public,))
    make_offering("Ended", sectors=(sector,), audiences=(public,), availability="ended")
    for number in range(3):
        make_offering(f"Topic {number}", sectors=(sector,))
    assert list(_similar(entry)) == ["Topic 0", "Topic 1", "Topic 2", "Ended"]
    make_offering("Topic 3", sectors=(sector,))
    assert len(_similar(entry)) == MOST
    assert "Ended" not in _similar(entry)


def test_to_be_for_the_same_people_is_not_enough():
    public = make_audience()
    entry = make_offering("Entry", provider="One", audiences=(public,))
    make_offering("Other", provider="Two", audiences=(public,))
    assert _similar(entry) == {}


def test_a_refusal_and_silence_are_no_likeness():
    entry, refused = make_offering("Entry", provider="One"), make_offering("Refused", provider="Two")
    for each in (entry, refused):
        make_recognition(each, force="no")
    assert _similar(entry) == {}


def test_credit_is_shared_by_its_target_and_by_who_gives_it():
    giver = make_institution("Giver")
    entry, other = make_offering("Entry", provider="One"), make_offering("Other", provider="Two")
    for each in (entry, other):
        make_recognition(each, institution=giver)
        make_participation(each, giver, "credit")
    assert _similar(entry) == {
        "Other": [Shared("credit_toward", "bachelors-degree"), Shared("gives credit", giver.slug)]
    }


def test_a_unit_is_not_named_beside_its_school():
    school = make_institution("School")
    unit = make_institution("Unit", unit_of=school)
    entry, other = make_offering("Entry", provider=school), make_offering("Other", provider=school)
    for each in (entry, other):
        make_participation(each, unit)
    assert _similar(entry) == {"Other": [Shared("provider", school.slug)]}


def test_a_hidden_entry_has_no_neighbours_and_is_none():
    sector = make_sector()
    entry = make_offering("Entry", sectors=(sector,))
    draft = make_draft("Draft")
    assert _similar(draft) == {}
    assert _similar(entry) == {}
