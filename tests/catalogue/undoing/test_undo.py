"""Undoing one change: exact where nothing changed since, and otherwise nothing is taken from anybody unasked."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError

from catalogue import workflow
from catalogue.exchange.incoming.applying import apply
from catalogue.exchange.incoming.planning import Answers, make_plan
from catalogue.models import Citation, FormerSlug, Measure, Microcredential, Participation, Source
from catalogue.models.vocabulary import State
from catalogue.proposals import changed, propose
from catalogue.undoing import KEEP, UNDO, Moved, Undecided, plan_undo, settle, undo
from institutions.changes import Change, Way, recording
from institutions.models import Institution
from tests.catalogue.undoing.standing import all_records, all_told
from tests.factories import (
    make_account,
    make_draft,
    make_institution,
    make_offering,
    make_participation,
    make_price,
    make_sector,
)

pytestmark = pytest.mark.django_db


def change_of(act: Callable[[], object]) -> Change:
    with recording(why="The act"):
        act()
    return Change.objects.first()


def save(record, **values):
    record.refresh_from_db()
    for name, value in values.items():
        setattr(record, name, value)
    record.save()


def cited_entry(**fields) -> Microcredential:
    entry = make_draft("Welding", **fields)
    price = make_price(entry, 900)
    provider = make_participation(entry, make_institution("BCIT"))
    guide = Source.objects.create(kind="document", title="A guide", short_title="A guide", paragraphs=9)
    cited = {"source": guide, "paragraph": 1, "basis": "stated"}
    Citation.objects.create(microcredential=entry, field="title", says="It is called so.", **cited)
    Citation.objects.create(participation=provider, says="BCIT runs it.", **cited)
    Citation.objects.create(measure=price, says="It costs that.", **cited)
    return entry


def rename(entry: Microcredential) -> None:
    save(entry, title="Welding of pipes", summary="Pipes.", slug="welding-of-pipes")


def reprice(entry: Microcredential) -> None:
    save(entry.measures.get(), minimum=700)


def swap_provider(entry: Microcredential) -> None:
    old = entry.participations.get()
    make_participation(entry, make_institution("Camosun"))
    for each in workflow.belongings(old):
        each.delete()


def delete(entry: Microcredential) -> None:
    for each in workflow.belongings(Microcredential.objects.get(pk=entry.pk)):
        each.delete()


def replace_price(entry: Microcredential) -> None:
    """The new row stands where the deleted one stood: what may be said once is said once at every moment."""
    for each in workflow.belongings(entry.measures.get()):
        each.delete()
    make_price(entry, 100)


def trade_places(entry: Microcredential) -> None:
    save(entry.measures.get(), measures="course")
    moved = make_price(entry, 50, measures="certificate")
    save(moved, measures="program")


def add_things(entry: Microcredential) -> None:
    Microcredential.objects.bulk_create([Microcredential(title="A part", slug="a-part", parent=entry)])
    make_sector("Trades")


def take_in_a_file(entry: Microcredential) -> None:
    """Sources, entries, claims and citations at once, and a price of an entry that stood there."""
    rows = f"Title,School,Cost,Address\nBaking,BCIT,300,\nWelding,BCIT,800,{entry.slug}\n"
    apply(make_plan(rows.encode(), "courses.csv", Answers({})))


ACTS = [rename, reprice, swap_provider, delete, replace_price, trade_places, add_things, take_in_a_file]


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
def test_undo_and_undo_of_the_undo_are_exact(act: Callable[[Microcredential], None]) -> None:
    entry = cited_entry()
    before = all_records()
    change = change_of(lambda: act(entry))
    after = all_records()
    assert before != after
    undone = undo(change.pk, by=None, why="A slip")
    assert all_records() == all_told() == before
    assert (undone.way, undone.why, undone.undoes) == (Way.UNDO, f"Undo of change {change.pk}: A slip", change)
    undo(undone.pk, by=None)
    assert all_records() == all_told() == after


def test_a_change_that_is_undone_already_has_nothing_to_undo() -> None:
    entry = cited_entry()
    change = change_of(lambda: rename(entry))
    undo(change.pk, by=None)
    count = Change.objects.count()
    assert undo(change.pk, by=None) is None
    assert Change.objects.count() == count


def test_other_values_of_the_record_stay() -> None:
    entry = cited_entry()
    change = change_of(lambda: rename(entry))
    save(entry, delivery="online")
    undo(change.pk, by=None)
    entry.refresh_from_db()
    assert (entry.title, entry.delivery) == ("Welding", "online")


@pytest.mark.parametrize(("choice", "title"), [(UNDO, "Welding"), (KEEP, "Welding of steel")])
def test_a_value_that_changed_since_is_asked_about(choice: str, title: str) -> None:
    entry = cited_entry()
    change = change_of(lambda: rename(entry))
    save(entry, title="Welding of steel")
    name = f"catalogue.microcredential.{entry.pk}.title"
    assert plan_undo(change).conflicts == [name]
    with pytest.raises(Undecided):
        undo(change.pk, by=None)
    undo(change.pk, by=None, choices={name: choice})
    entry.refresh_from_db()
    assert (entry.title, entry.summary) == (title, "What one learns in Welding.")


def test_what_was_made_and_edited_since_is_asked_about_and_stays_with_all_of_it() -> None:
    school = make_institution("BCIT")
    change = change_of(lambda: (cited_entry(), make_sector("Trades")))
    entry = Microcredential.objects.get()
    save(entry, delivery="online")
    save(Measure.objects.get(), minimum=9)  # stays with the entry in any case, so it is no question of its own
    name = f"catalogue.microcredential.{entry.pk}"
    with pytest.raises(Undecided):
        undo(change.pk, by=None)
    undo(change.pk, by=None, choices={name: KEEP})
    assert (Microcredential.objects.count(), Measure.objects.count(), Citation.objects.count()) == (1, 1, 3)
    assert set(Institution.objects.exclude(pk=school.pk).values_list("name", flat=True)) == {"BCIT"}
    assert not Institution._meta.get_field("name").unique
    undo(change.pk, by=None, otherwise=UNDO)
    assert (Microcredential.objects.count(), Citation.objects.count(), Source.objects.count()) == (0, 0, 0)
    assert list(Institution.objects.all()) == [school]


def test_what_others_refer_to_by_now_stays() -> None:
    change = change_of(lambda: make_institution("BCIT"))
    make_participation(make_draft("Welding"), Institution.objects.get())
    reason = next(iter(settle(plan_undo(change), {}).kept.values()))
    assert (reason.words, reason.other) == ("this still refers to it", (Participation, Participation.objects.get().pk))
    assert undo(change.pk, by=None) is None
    assert Institution.objects.exists()


def test_what_is_published_stays() -> None:
    change = change_of(lambda: make_offering("Welding"))
    assert undo(change.pk, by=None) is None
    workflow.withdraw(Microcredential.objects.get(), by=None, why="A slip", public_reason="It ended.")
    undo(change.pk, by=None, choices={f"catalogue.microcredential.{Microcredential.objects.get().pk}": UNDO})
    assert not Microcredential.objects.exists()


def test_what_needs_something_that_is_gone_is_not_brought_back() -> None:
    entry = cited_entry()
    provider = entry.participations.get()
    change = change_of(lambda: delete(entry))
    provider.institution.delete()
    undo(change.pk, by=None)
    entry = Microcredential.objects.get()
    assert (entry.participations.count(), entry.measures.count(), Citation.objects.count()) == (0, 1, 2)


def test_what_stands_in_its_place_by_now_stays() -> None:
    entry = cited_entry()
    change = change_of(lambda: delete(entry))
    other = make_draft("Welding anew", slug=entry.slug)
    settled = settle(plan_undo(change), {})
    assert next(iter(settled.kept.values())).other == (Microcredential, other.pk)
    assert undo(change.pk, by=None) is None


def test_what_a_proposal_waits_for_stays() -> None:
    change = change_of(lambda: make_draft("Welding"))
    entry = Microcredential.objects.get()
    propose(entry, [changed(entry, title="Other")], by=make_account())
    assert undo(change.pk, by=None) is None
    assert Microcredential.objects.exists()


def test_a_published_entry_keeps_its_last_provider() -> None:
    entry = make_offering("Welding", provider="BCIT")
    change = change_of(lambda: make_participation(entry, make_institution("Camosun")))
    entry.participations.get(institution__name="BCIT").delete()
    before = all_records()
    with pytest.raises(ValidationError, match="would take its last provider away"):
        undo(change.pk, by=None)
    assert all_records() == before


def test_nothing_is_published_again_that_is_not_fit() -> None:
    entry = make_offering("Welding", provider="BCIT")
    change = change_of(lambda: workflow.withdraw(entry, by=None, why="A slip", public_reason="It ended."))
    entry.participations.get().delete()
    with pytest.raises(ValidationError, match="Add the institution that provides it"):
        undo(change.pk, by=None)
    make_participation(entry, make_institution("Camosun"))
    undo(change.pk, by=None)
    entry.refresh_from_db()
    assert (entry.state, entry.withdrawn_on) == (State.PUBLISHED, None)


def test_a_circle_is_refused() -> None:
    school = make_institution("School")
    unit = make_institution("Unit", unit_of=school)
    change = change_of(lambda: save(unit, unit_of=None))
    save(school, unit_of=unit)
    with pytest.raises(ValidationError, match="leads back to where it began"):
        undo(change.pk, by=None)


def test_an_address_leads_there_for_good() -> None:
    entry = make_offering("Welding", slug="welding")
    change = change_of(lambda: rename(entry))
    undo(change.pk, by=None)
    assert [(each.slug, each.microcredential) for each in FormerSlug.objects.all()] == [("welding-of-pipes", entry)]
    entry.refresh_from_db()
    workflow.withdraw(entry, by=None, why="Ended", public_reason="It ended.")
    deleted = change_of(lambda: delete(entry))
    assert not FormerSlug.objects.exists()
    undo(deleted.pk, by=None)
    assert FormerSlug.objects.get().slug == "welding-of-pipes"


def test_a_citation_of_the_newer_value_needs_a_look() -> None:
    entry = cited_entry()
    change = change_of(lambda: reprice(entry))
    old = Citation.objects.get(measure__isnull=False)
    newer = Citation.objects.create(measure=old.measure, source=old.source, paragraph=2, basis="stated", says="700.")
    assert old.needs_look
    undo(change.pk, by=None)
    assert (Citation.objects.get(pk=old.pk).needs_look, Citation.objects.get(pk=newer.pk).needs_look) == (False, True)


def test_one_record_of_a_deletion_comes_back_with_what_is_said_of_it() -> None:
    first, second = cited_entry(), make_draft("Baking")
    change = change_of(lambda: (delete(first), delete(second)))
    undo(change.pk, by=None, only=(Microcredential, first.pk))
    assert [each.pk for each in Microcredential.objects.all()] == [first.pk]
    assert (Citation.objects.count(), Measure.objects.count()) == (3, 1)


def test_the_plan_that_was_read_is_the_one_that_is_done() -> None:
    entry = cited_entry()
    change = change_of(lambda: rename(entry))
    seen = plan_undo(change).fingerprint
    save(entry, delivery="online")
    with pytest.raises(Moved):
        undo(change.pk, by=None, seen=seen)
    told = []
    undo(change.pk, by=None, seen=plan_undo(change).fingerprint, progress=lambda *done: told.append(done))
    assert told[-1] == (2, 2)
