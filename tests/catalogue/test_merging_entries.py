"""Two entries become one: nothing that is known is lost, old links lead on, and undoing it makes two again."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from catalogue.merging_entries import Moved, differences, merge, state_of
from catalogue.models import Citation, FormerSlug, Measure, Microcredential, Source, Statement, StatementSubject
from catalogue.models.vocabulary import State
from catalogue.undoing import undo
from institutions.changes import Change
from tests.catalogue.undoing.standing import all_records, all_told
from tests.factories import (
    make_draft,
    make_institution,
    make_offering,
    make_part,
    make_participation,
    make_price,
    make_sector,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair() -> tuple[Microcredential, Microcredential]:
    """Both published, with a price each that differs, a school that is the same and one that is not, cited."""
    bcit, trades = make_institution("BCIT"), make_sector("Trades")
    kept = make_offering("Welding", provider=bcit, slug="welding", delivery="online")
    other = make_offering("Pipe welding", provider=bcit, slug="pipe-welding", level="introductory", sectors=(trades,))
    guide = Source.objects.create(kind="document", title="A guide", short_title="A guide", paragraphs=9)
    cited = {"source": guide, "basis": "stated"}
    for number, entry in enumerate((kept, other), 1):
        price = make_price(entry, number * 100)
        Citation.objects.create(measure=price, says=f"It costs {number * 100}.", paragraph=number, **cited)
        Citation.objects.create(microcredential=entry, field="title", says="So called.", paragraph=number, **cited)
    make_participation(other, make_institution("Camosun"), "platform")
    make_part(other, "Safety")
    said = Statement.objects.create(topic="program", text="Welders are wanted.")
    StatementSubject.objects.create(statement=said, microcredential=other)
    return kept, other


def test_all_that_is_known_goes_to_the_one_that_is_kept(pair) -> None:
    kept, other = pair
    before = Change.objects.count()
    change = merge(kept, other, by=None, taken={"entry.level"}, why="Twice there")
    assert Change.objects.count() == before + 1
    assert change.why == "Merged “Pipe welding” (pipe-welding) into “Welding”: Twice there"
    entry = Microcredential.objects.get(slug="welding")
    assert (entry.title, entry.other_titles, entry.delivery) == ("Welding", "Pipe welding", "online")
    assert entry.level == "introductory"
    assert {str(each) for each in entry.participations.all()} == {"BCIT: Provider", "Camosun: Platform"}
    assert [str(each) for each in entry.sectortags.all()] == ["Topic: Trades"]
    assert [each.minimum for each in Measure.objects.all()] == [100]
    assert [part.title for part in entry.parts.all()] == ["Safety"]
    assert StatementSubject.objects.get().microcredential == entry
    looks = {each.says: each.needs_look for each in entry.measures.get().citations.all()}
    assert looks == {"It costs 100.": False, "It costs 200.": True}
    assert {each.paragraph: each.needs_look for each in entry.citations.all()} == {1: False, 2: True}
    assert all_records() == all_told()


def test_a_claim_can_take_the_values_of_the_other(pair) -> None:
    kept, other = pair
    names = {each.name for each in differences(kept, other)}
    price = f"measure.{other.measures.get().pk}.minimum"
    assert names == {"entry.title", "entry.summary", "entry.delivery", "entry.level", price}
    merge(kept, other, by=None, taken={price, "entry.title"})
    entry = Microcredential.objects.get(slug="welding")
    assert (entry.measures.get().minimum, entry.title, entry.other_titles) == (200, "Pipe welding", "Welding")
    looks = {each.says: each.needs_look for each in entry.measures.get().citations.all()}
    assert looks == {"It costs 100.": True, "It costs 200.": False}


def test_old_links_lead_to_the_one_that_is_kept_and_back_when_it_is_undone(client: Client, pair) -> None:
    kept, other = pair
    other.slug = "welding-of-pipes"
    other.save()
    before, slugs = all_records(), sorted(FormerSlug.objects.values_list("slug", "microcredential"))
    change = merge(kept, other, by=None)
    for slug in ("pipe-welding", "welding-of-pipes"):
        assert client.get(f"/microcredentials/{slug}/").url == "/microcredentials/welding/"
    undo(change.pk, by=None)
    assert all_records() == all_told() == before
    assert sorted(FormerSlug.objects.values_list("slug", "microcredential")) == slugs
    assert client.get("/microcredentials/welding-of-pipes/").status_code == 200


def test_an_entry_that_nobody_saw_leaves_no_address_and_merges_again() -> None:
    kept, other = make_draft("Welding"), make_draft("Pipe welding")
    make_price(other, 100)
    merged = merge(kept, other, by=None)
    after = all_records()
    assert not FormerSlug.objects.exists()
    undo(undo(merged.pk, by=None).pk, by=None)
    assert all_records() == after


def test_what_cannot_be_one_stays_two(pair) -> None:
    kept, other = pair
    draft, part = make_draft("Welding anew"), other.parts.get()
    before = all_records()
    for one, two, words in (
        (draft, kept, "Keep the one that visitors see"),
        (kept, part, "cannot be one"),
        (kept, kept, "cannot be one"),
    ):
        with pytest.raises(ValidationError, match=words):
            merge(one, two, by=None)
    assert all_records() == before


def test_only_what_was_read_is_merged(pair) -> None:
    kept, other = pair
    seen = state_of(kept, other)
    price = other.measures.get()
    price.minimum = 250
    price.save()
    with pytest.raises(Moved):
        merge(kept, other, by=None, seen=seen)
    assert other.history.latest().state == State.PUBLISHED
    merge(kept, other, by=None, seen=state_of(kept, other))
    with pytest.raises(Moved):
        merge(kept, other, by=None)
