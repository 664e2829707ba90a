"""Citations: what they may speak of, and when an edit asks for a fresh look at them."""

import pytest
from django.core.exceptions import ValidationError

from catalogue.models import Citation, Source
from institutions.changes import Way, recording
from institutions.models import Institution
from tests.factories import make_institution, make_offering, make_recognition
from tests.rules import valid

pytestmark = pytest.mark.django_db


def cite(**fields) -> Citation:
    citation = valid(Citation, **{"sector": None, **fields})
    citation.save()
    return citation


def needs_look(citation: Citation) -> bool:
    return Citation.objects.get(pk=citation.pk).needs_look


def edit(record, **fields) -> None:
    for name, value in fields.items():
        setattr(record, name, value)
    record.save()


class TestAnEditOfTheValue:
    def test_flags_its_citation_and_no_other(self):
        institution = make_institution(city="Kelowna")
        city, name = cite(institution=institution, field="city"), cite(institution=institution, field="name")
        of_another = cite(institution=make_institution(), field="city")
        edit(institution, city="Burnaby")
        assert [needs_look(each) for each in (city, name, of_another)] == [True, False, False]

    def test_flags_what_speaks_of_the_whole_record(self):
        institution = make_institution()
        whole = cite(institution=institution, field="")
        edit(institution, slug="another-slug")
        assert not needs_look(whole)
        edit(institution, city="Burnaby")
        assert needs_look(whole)

    def test_flags_the_citation_of_a_claim_whatever_changes_in_it(self):
        recognition = make_recognition(make_offering())
        citation = cite(recognition=recognition, field="")
        edit(recognition, since="2021-06")
        assert needs_look(citation)

    def test_flags_the_citation_of_a_reference(self):
        unit = make_institution()
        citation = cite(institution=unit, field="unit_of")
        edit(unit, unit_of=make_institution())
        assert needs_look(citation)

    def test_leaves_alone_what_a_newer_citation_replaced(self):
        institution = make_institution(city="Kelowna")
        newer = cite(institution=institution, field="city")
        older = cite(institution=institution, field="city", superseded_by=newer)
        edit(institution, city="Burnaby")
        assert (needs_look(older), needs_look(newer)) == (False, True)

    def test_is_one_act_with_the_flags_it_sets(self):
        institution = make_institution()
        citation = cite(institution=institution, field="city")
        with recording(way=Way.FORM):
            edit(institution, city="Burnaby")
        assert citation.history.first().change == institution.history.first().change
        assert citation.history.first().change.way == Way.FORM

    def test_by_the_loader_flags_what_staff_cited_and_not_what_the_fixtures_did(self):
        with recording(way=Way.LOADER):
            institution = make_institution(city="Kelowna")
            loaded = cite(institution=institution, field="city")
        with recording(way=Way.FORM):
            of_staff = cite(institution=institution, field="city")
        with recording(way=Way.LOADER):
            edit(institution, city="Burnaby")
        assert (needs_look(loaded), needs_look(of_staff)) == (False, True)

    def test_that_changes_nothing_flags_nothing(self):
        institution = make_institution(city="Kelowna")
        citation = cite(institution=institution, field="city")
        edit(institution, city="Kelowna")
        assert not needs_look(citation)


class TestWhatItMaySay:
    def refusal(self, **fields) -> str:
        with pytest.raises(ValidationError) as refused:
            valid(Citation, **fields).full_clean()
        return " ".join(refused.value.messages)

    def test_a_document_is_cited_by_paragraph(self):
        assert "which paragraph" in self.refusal(paragraph=None)

    def test_within_its_length(self):
        source = valid(Source, paragraphs=79)
        source.save()
        valid(Citation, source=source, paragraph=79).full_clean()
        assert "79 paragraphs" in self.refusal(source=source, paragraph=80)

    def test_only_of_a_value_that_its_subject_has(self):
        assert "no cited value “slug”" in self.refusal(field="slug")

    def test_of_exactly_one_thing(self):
        assert "exactly one thing" in self.refusal(institution=Institution)
        assert "exactly one thing" in self.refusal(sector=None)

    def test_not_replaced_in_a_circle(self):
        first = cite(institution=make_institution())
        second = cite(institution=first.institution, superseded_by=first)
        first.superseded_by = second
        with pytest.raises(ValidationError, match="leads back"):
            first.full_clean()


def test_it_knows_its_subject_and_its_place():
    institution = make_institution()
    citation = cite(institution=institution, field="city", paragraph=8)
    assert (citation.subject_name, citation.subject) == ("institution", institution)
    assert citation.locator == "Guide, paragraph 8"
    assert Citation().subject is None
