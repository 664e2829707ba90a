"""What the checks find about sources: values without one, citations of nothing, places that no document has."""

from datetime import date

import pytest

from catalogue.models import Disagreement, DisagreementSide, Source
from tests.factories import make_draft, make_institution, make_offering, make_recognition, make_sector
from tests.rules import valid

from .findings import cite, found, texts

pytestmark = pytest.mark.django_db


def test_a_value_without_a_source_is_an_error():
    offering = make_offering(availability="", delivery="online")
    cite(microcredential=offering, field="title")
    assert found(offering) == [(True, "Its way of learning has no source. Cite one, or empty the value.")]


def test_a_claim_without_a_source_is_an_error():
    recognition = make_recognition(make_offering())
    assert found(recognition) == [(True, "It has no source. Cite one, or empty the value.")]


def test_work_in_hand_is_only_warned_of():
    draft = make_draft()
    recognition = make_recognition(draft)
    assert {is_error for is_error, _ in found(draft) + found(recognition)} == {False}


def test_a_citation_that_needs_a_look_is_a_warning():
    assert found(cite(sector=make_sector(), needs_look=True)) == [
        (False, "The value was edited after this was cited. Check that the source still says so.")
    ]


def test_a_replaced_citation_needs_none():
    sector = make_sector()
    newer = cite(sector=sector)
    assert found(cite(sector=sector, needs_look=True, superseded_by=newer)) == []


def test_a_citation_of_an_empty_value_is_a_warning():
    citation = cite(institution=make_institution(), field="city")
    assert found(citation) == [
        (False, "It speaks of “city”, which is empty. Fill the value in, or delete the citation.")
    ]


def test_a_citation_of_no_value_is_an_error():
    citation = cite(institution=make_institution(), field="colour")
    assert found(citation) == [(True, "It speaks of “colour”, which does not exist. Choose another.")]


def test_a_place_beyond_the_document_is_an_error():
    source = valid(Source, paragraphs=19, short_title="2021 news release")
    source.save()
    assert "names paragraph 20; 2021 news release has 19" in texts(
        cite(sector=make_sector(), source=source, paragraph=20)
    )
    assert found(cite(sector=make_sector(), source=source, paragraph=19)) == []


def test_a_document_without_a_place_is_an_error_and_a_web_page_is_not():
    page = valid(Source, kind="web-page", address="https://example.ca", read_on=date(2026, 11, 2))
    page.save()
    assert "which paragraph of Guide" in texts(cite(sector=make_sector(), paragraph=None))
    assert found(cite(sector=make_sector(), source=page, paragraph=None)) == []


def test_a_successor_that_speaks_of_something_else_is_an_error():
    newer = cite(sector=make_sector())
    assert "speaks of another value" in texts(cite(sector=make_sector(), superseded_by=newer))


def test_two_that_replace_each_other_are_errors():
    sector = make_sector()
    first = cite(sector=sector)
    second = cite(sector=sector, superseded_by=first)
    first.superseded_by = second
    first.save()
    assert f"It and {second.key} replace each other" in texts(first)
    assert f"It and {first.key} replace each other" in texts(second)


def test_a_disagreement_needs_two_sides():
    side = valid(DisagreementSide)
    side.save()
    assert found(side.disagreement)[0][0]
    valid(DisagreementSide, citation=cite(sector=make_sector())).save()
    assert found(Disagreement.objects.get()) == []
