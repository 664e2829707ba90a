"""Which values need a source, which citation a shown value rests on, and what a phone call with a school replaces."""

from datetime import date

import pytest

from catalogue.models import Citation, Source
from catalogue.models.vocabulary import Basis
from catalogue.provenance import grounds, needs_citation, supersede, uncited
from institutions.changes import recording
from institutions.models import Institution
from tests.factories import make_audience, make_draft, make_institution, make_recognition
from tests.rules import valid

pytestmark = pytest.mark.django_db


def cite(**fields) -> Citation:
    citation = valid(Citation, **{"sector": None, **fields})
    citation.save()
    return citation


def confirmation(day: date = date(2026, 11, 2)) -> Source:
    institution = Institution.objects.first() or make_institution()
    source = valid(
        Source,
        kind="confirmation",
        institution=institution,
        read_on=day,
        confirmed_by="Ada",
        confirmed_role="Registrar",
    )
    source.save()
    return source


def current(citation: Citation) -> bool:
    return Citation.objects.current().filter(pk=citation.pk).exists()


class TestWhatNeedsASource:
    def test_each_cited_value_that_is_not_empty(self):
        entry = make_draft(
            "Marketing", delivery="online", application_deadline=date(2027, 1, 5), review_due="2027-01-01"
        )
        assert needs_citation(entry) == ["application_deadline", "delivery", "title"]

    def test_a_reference_that_is_set(self):
        unit = make_institution(unit_of=make_institution())
        assert needs_citation(unit) == ["name", "unit_of"]

    def test_a_claim_as_a_whole(self):
        assert needs_citation(make_recognition(make_draft())) == [""]

    def test_our_own_grouping_words_need_none(self):
        assert needs_citation(make_audience()) == []

    def test_it_is_asked_without_a_query(self, django_assert_num_queries):
        entry = make_draft(parent=make_draft())
        entry.refresh_from_db()
        with django_assert_num_queries(0):
            assert "parent" in needs_citation(entry)


class TestWhatIsUncited:
    def test_values_without_a_citation(self):
        entry = make_draft(delivery="online")
        cite(microcredential=entry, field="title")
        assert uncited(entry) == ["delivery"]

    def test_a_claim_without_one(self):
        recognition = make_recognition(make_draft())
        assert uncited(recognition) == [""]
        cite(recognition=recognition, field="")
        assert uncited(recognition) == []

    def test_a_citation_of_the_whole_record_does_not_stand_for_its_values(self):
        entry = make_draft()
        cite(microcredential=entry, field="")
        assert uncited(entry) == ["title"]

    def test_a_replaced_citation_is_none(self):
        entry = make_draft()
        newer = cite(institution=make_institution(), field="name")
        cite(microcredential=entry, field="title", superseded_by=newer)
        assert uncited(entry) == ["title"]


class TestGrounds:
    def test_the_strongest_is_shown_first(self):
        entry = make_draft()
        for basis in (Basis.OUTSIDE, Basis.INFERRED, Basis.CONFIRMED, Basis.STATED):
            cite(microcredential=entry, field="title", basis=basis)
        found = grounds(entry.citations.all())["title"]
        assert [each.basis for each in found.citations] == ["confirmed", "stated", "inferred", "outside"]
        assert (found.shown.basis, found.basis) == ("confirmed", "confirmed")

    def test_what_was_replaced_is_not_shown_but_kept(self):
        entry = make_draft()
        newer = cite(microcredential=entry, field="title", basis=Basis.OUTSIDE)
        older = cite(microcredential=entry, field="title", basis=Basis.STATED, superseded_by=newer)
        found = grounds(entry.citations.all())["title"]
        assert (found.shown, found.current, found.superseded) == (newer, (newer,), (older,))

    def test_values_are_apart_from_each_other_and_from_the_whole(self):
        entry = make_draft()
        for field in ("title", "delivery", ""):
            cite(microcredential=entry, field=field)
        assert set(grounds(entry.citations.all())) == {"title", "delivery", ""}

    def test_a_look_is_needed_when_a_current_citation_asks_for_it(self):
        entry = make_draft()
        newer = cite(microcredential=entry, field="title")
        cite(microcredential=entry, field="title", superseded_by=newer, needs_look=True)
        assert not grounds(entry.citations.all())["title"].needs_look
        newer.needs_look = True
        newer.save()
        assert grounds(entry.citations.all())["title"].needs_look

    def test_nothing_is_shown_where_nothing_is_current(self):
        entry = make_draft()
        newer = cite(institution=make_institution(), field="name")
        cite(microcredential=entry, field="title", superseded_by=newer)
        found = grounds(entry.citations.all())["title"]
        assert (found.shown, found.basis) == (None, "")


class TestAPhoneCallWithASchool:
    def test_replaces_what_others_say_of_the_same_value(self):
        entry = make_draft()
        guide, flagged = (
            cite(microcredential=entry, field="title"),
            cite(microcredential=entry, field="title", needs_look=True),
        )
        of_another_value = cite(microcredential=entry, field="delivery")
        of_another_entry = cite(microcredential=make_draft(), field="title")
        call = cite(microcredential=entry, field="title", source=confirmation(), basis=Basis.CONFIRMED, paragraph=None)
        with recording(why="Phone call"):
            assert set(supersede(call)) == {guide, flagged}
        assert [current(each) for each in (guide, flagged, of_another_value, of_another_entry, call)] == [
            False,
            False,
            True,
            True,
            True,
        ]
        flagged.refresh_from_db()
        assert (flagged.superseded_by, flagged.needs_look) == (call, False)
        assert flagged.history.first().change.why == "Phone call"
        assert grounds(entry.citations.all())["title"].shown == call

    def test_replaces_what_is_said_of_a_claim(self):
        recognition = make_recognition(make_draft())
        guide = cite(recognition=recognition, field="")
        call = cite(recognition=recognition, field="", source=confirmation(), basis=Basis.CONFIRMED)
        assert supersede(call) == [guide]

    def test_of_this_year_replaces_the_one_of_last_year_and_not_the_reverse(self):
        entry = make_draft()
        last_year, this_year = (
            cite(microcredential=entry, field="title", source=confirmation(date(year, 11, 2)), basis=Basis.CONFIRMED)
            for year in (2025, 2026)
        )
        assert supersede(last_year) == []
        assert supersede(this_year) == [last_year]

    def test_does_not_replace_what_was_said_in_the_same_call(self):
        entry, source = make_draft(), confirmation()
        first, second = (cite(microcredential=entry, field="title", source=source) for _ in range(2))
        assert supersede(second) == []
        assert current(first)

    def test_only_a_confirmation_replaces(self):
        entry = make_draft()
        cite(microcredential=entry, field="title")
        assert supersede(cite(microcredential=entry, field="title")) == []
