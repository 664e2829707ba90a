"""What `check_catalogue` finds, in which words, and that it finds nothing where nothing is wrong."""

import io
from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from catalogue.checking import check
from catalogue.models import Citation, Disagreement, DisagreementSide, Membership, Source
from catalogue.models.vocabulary import Availability, Basis, Role, SourceKind, State
from funding.models import FundingFlow, FundingSource
from institutions.models import Institution
from institutions.records import ROW, Record
from tests.factories import (
    make_draft,
    make_funding_source,
    make_group,
    make_institution,
    make_offering,
    make_part,
    make_participation,
    make_recognition,
    make_sector,
)
from tests.rules import valid

pytestmark = pytest.mark.django_db


def cite(**fields) -> Citation:
    citation = valid(Citation, **{"sector": None, **fields})
    citation.save()
    return citation


def found(record: Record) -> list[tuple[bool, str]]:
    """What is found about one record: whether it is an error, and the text."""
    return [(finding.is_error, finding.text) for finding in check() if finding.record == record]


def texts(record: Record) -> str:
    return " ".join(text for _, text in found(record))


class TestSources:
    def test_a_value_without_a_source_is_an_error(self):
        offering = make_offering(availability="", delivery="online")
        cite(microcredential=offering, field="title")
        assert found(offering) == [(True, "Its way of learning has no source. Cite one, or empty the value.")]

    def test_a_claim_without_a_source_is_an_error(self):
        recognition = make_recognition(make_offering())
        assert found(recognition) == [(True, "It has no source. Cite one, or empty the value.")]

    def test_work_in_hand_is_only_warned_of(self):
        draft = make_draft()
        recognition = make_recognition(draft)
        assert {is_error for is_error, _ in found(draft) + found(recognition)} == {False}

    def test_a_citation_that_needs_a_look_is_a_warning(self):
        assert found(cite(sector=make_sector(), needs_look=True)) == [
            (False, "The value was edited after this was cited. Check that the source still says so.")
        ]

    def test_a_replaced_citation_needs_none(self):
        sector = make_sector()
        newer = cite(sector=sector)
        assert found(cite(sector=sector, needs_look=True, superseded_by=newer)) == []

    def test_a_citation_of_an_empty_value_is_a_warning(self):
        citation = cite(institution=make_institution(), field="city")
        assert found(citation) == [
            (False, "It speaks of “city”, which is empty. Fill the value in, or delete the citation.")
        ]

    def test_a_citation_of_no_value_is_an_error(self):
        citation = cite(institution=make_institution(), field="colour")
        assert found(citation) == [(True, "It speaks of “colour”, which does not exist. Choose another.")]

    def test_a_place_beyond_the_document_is_an_error(self):
        source = valid(Source, paragraphs=19, short_title="2021 news release")
        source.save()
        assert "names paragraph 20; 2021 news release has 19" in texts(
            cite(sector=make_sector(), source=source, paragraph=20)
        )
        assert found(cite(sector=make_sector(), source=source, paragraph=19)) == []

    def test_a_document_without_a_place_is_an_error_and_a_web_page_is_not(self):
        page = valid(Source, kind="web-page", address="https://example.ca", read_on=date(2026, 11, 2))
        page.save()
        assert "which paragraph of Guide" in texts(cite(sector=make_sector(), paragraph=None))
        assert found(cite(sector=make_sector(), source=page, paragraph=None)) == []

    def test_a_successor_that_speaks_of_something_else_is_an_error(self):
        newer = cite(sector=make_sector())
        assert "speaks of another value" in texts(cite(sector=make_sector(), superseded_by=newer))

    def test_two_that_replace_each_other_are_errors(self):
        sector = make_sector()
        first = cite(sector=sector)
        second = cite(sector=sector, superseded_by=first)
        first.superseded_by = second
        first.save()
        assert f"It and {second.key} replace each other" in texts(first)
        assert f"It and {first.key} replace each other" in texts(second)

    def test_a_disagreement_needs_two_sides(self):
        side = valid(DisagreementSide)
        side.save()
        assert found(side.disagreement)[0][0]
        valid(DisagreementSide, citation=cite(sector=make_sector())).save()
        assert found(Disagreement.objects.get()) == []


class TestEntries:
    def test_published_without_a_provider_is_an_error(self):
        entry = make_draft(state=State.PUBLISHED)
        make_participation(entry, make_institution(), Role.CREDIT)
        assert "published without a provider" in texts(entry)
        make_participation(entry, make_institution(), Role.TESTING)
        assert "published without a provider" not in texts(entry)

    @pytest.mark.parametrize("entry", [lambda: make_draft(), lambda: make_part(make_offering())])
    def test_a_draft_and_a_part_need_none(self, entry):
        assert "provider" not in texts(entry())

    def test_a_summary_of_blanks_is_none(self):
        assert "published without a summary" in texts(make_offering(summary="  "))

    @pytest.mark.parametrize("state", [State.DRAFT, State.WITHDRAWN])
    def test_a_published_part_of_what_is_hidden_is_a_warning(self, state):
        part = make_part(make_draft(state=state, key="whole"))
        told = f"Nobody sees it: whole, of which it is a part, is {state}. Publish whole, or withdraw this one too."
        assert (False, told) in found(part)

    def test_a_part_of_a_part_is_an_error(self):
        part = make_part(make_offering(key="whole"), key="part")
        assert "It is a part of part, itself a part. Make it a part of whole." in texts(make_part(part))

    def test_offered_without_a_source_that_checked_it_is_an_error(self):
        offering = make_offering(availability=Availability.OFFERED, last_verified=date(2026, 11, 2))
        cite(microcredential=offering, field="availability")
        assert "cites neither the school nor its website" in texts(offering)
        page = valid(Source, kind=SourceKind.WEB_PAGE, address="https://example.ca", read_on=date(2026, 11, 2))
        page.save()
        cite(microcredential=offering, field="availability", source=page, basis=Basis.OUTSIDE, paragraph=None)
        assert "cites neither" not in texts(offering)

    def test_a_check_that_is_yet_to_come_is_an_error_and_a_review_that_is_due_a_warning(self):
        today = timezone.localdate()
        early = make_offering(last_verified=today + timedelta(days=1))
        assert "a day that is yet to come" in texts(early)
        due = make_offering(last_verified=today, review_due=today)
        assert (False, "Its review is due. Check it with the school.") in found(due)
        assert "review" not in texts(make_offering(review_due=today + timedelta(days=1)))

    def test_a_part_and_its_whole_cannot_differ_on_a_group(self):
        whole, group = make_offering(), make_group()
        valid(Membership, microcredential=whole, group=group, standing="likely", key="of-whole").save()
        membership = valid(Membership, microcredential=make_part(whole), group=group, standing="not")
        membership.save()
        assert "It says the opposite of of-whole" in texts(membership)
        membership.standing = "member"
        membership.save()
        assert "opposite" not in texts(membership)

    def test_what_is_said_twice_of_somebody_unnamed_is_a_warning(self):
        offering = make_offering()
        first, second = (make_participation(offering, None, Role.INDUSTRY_PARTNER) for _ in range(2))
        assert (False, f"It says the same as {first.key}. Delete one of the two.") in found(second)
        assert "says the same" not in texts(make_participation(make_offering(), None, Role.INDUSTRY_PARTNER))

    def test_addresses_that_are_almost_the_same_are_warned_of(self):
        first = make_offering(slug="digital-skills")
        second = make_offering(slug="DigitalSkills")
        make_institution(slug="digitalskills")
        assert f"Its address “DigitalSkills” is almost that of {first.key}, “digital-skills”" in texts(second)
        assert "address" not in texts(first) + texts(Institution.objects.get(slug="digitalskills"))

    def test_a_summary_that_is_hard_to_read_is_warned_of(self):
        hard = make_offering(
            summary="Interdisciplinary methodologies facilitate organizational transformation initiatives."
        )
        easy = make_offering(summary="You learn to sell things on the web.")
        assert "Its summary reads at grade" in texts(hard)
        assert "grade" not in texts(easy)

    def test_names_are_not_hard(self):
        make_institution("Organizational Transformation Initiatives")
        offering = make_offering(summary="Organizational Transformation Initiatives runs it.")
        assert "grade" not in texts(offering)

    def test_circles_are_errors(self):
        top = make_institution("Top")
        middle = make_institution("Middle", unit_of=top)
        beside = make_institution("Beside", unit_of=middle)
        top.unit_of = middle
        top.save()
        assert "leads back to it" in texts(top)
        assert "leads back to it" in texts(middle)
        assert "leads back" not in texts(beside)


class TestMoney:
    def fund(self, amount: int | None, *flows: int | None, **fields) -> FundingSource:
        source = make_funding_source(amount=amount, **fields)
        for flow in flows:
            FundingFlow.objects.create(into=source, payer=make_institution(), amount=flow)
        return source

    @pytest.mark.parametrize(
        ("amount", "flows"),
        [
            (4_000_000, [2_000_000, 2_000_000]),
            (4_000_000, []),
            (None, [2_000_000]),
            (4_000_000, [2_000_000, None]),
            (4_000_000, [None]),
        ],
    )
    def test_flows_that_may_add_up_are_right(self, amount, flows):
        assert "flow into it" not in texts(self.fund(amount, *flows))

    @pytest.mark.parametrize(
        ("amount", "flows", "total"),
        [
            (4_000_000, [2_000_000], "$2 million"),
            (4_000_000, [2_000_000, 3_000_000], "$5 million"),
            (4_000_000, [5_000_000, None], "$5 million"),
        ],
    )
    def test_flows_that_do_not_add_up_are_errors(self, amount, flows, total):
        told = f"{total} flow into it, but its amount is $4 million. Correct a figure."
        assert (True, told) in found(self.fund(amount, *flows))

    def test_figures_that_are_only_near_are_warned_of(self):
        about = self.fund(4_000_000, 3_900_000, amount_qualifier="about")
        assert (False, "$3.9 million flow into it, but its amount is $4 million. Correct a figure.") in found(about)

    def test_parts_cannot_exceed_the_whole(self):
        whole = self.fund(47_500_000)
        make_funding_source(part_of=whole, amount=40_000_000)
        make_funding_source(part_of=whole)
        assert "Its parts" not in texts(whole)
        make_funding_source(part_of=whole, amount=8_000_000)
        assert (True, "Its parts come to $48 million, more than its $47.5 million. Correct a figure.") in found(whole)

    def test_parts_of_a_whole_without_an_amount_exceed_nothing(self):
        whole = self.fund(None)
        make_funding_source(part_of=whole, amount=40_000_000)
        assert "Its parts" not in texts(whole)


class TestTheCommand:
    def run(self) -> str:
        told = io.StringIO()
        call_command("check_catalogue", stdout=told)
        return told.getvalue()

    def test_is_content_with_an_empty_catalogue(self):
        assert self.run() == "Errors: 0. Warnings: 0.\n"

    def test_says_where_and_what_to_do_and_fails_with_errors(self):
        make_funding_source("Fund", key="fund")
        told = io.StringIO()
        with pytest.raises(CommandError, match=r"^Errors: 1\. Warnings: 0\.$") as failure:
            call_command("check_catalogue", stdout=told)
        assert failure.value.returncode == 1
        pk = FundingSource.objects.get().pk
        assert told.getvalue() == (
            f"ERROR: funding source fund /admin/funding/fundingsource/{pk}/change/: "
            "Its name has no source. Cite one, or empty the value.\n"
        )

    def test_does_not_fail_with_warnings_and_lists_them_after_the_errors(self):
        make_draft(key="draft")
        assert self.run().endswith("Errors: 0. Warnings: 1.\n")
        make_funding_source()
        told = io.StringIO()
        with pytest.raises(CommandError):
            call_command("check_catalogue", stdout=told)
        assert [line.split(":")[0] for line in told.getvalue().splitlines()] == ["ERROR", "warning"]

    def test_asks_as_often_for_many_records_as_for_few(self):
        def queries() -> int:
            with CaptureQueriesContext(
                connection,
            ) as captured:
                check()
            return len(captured)

        def one_more() -> None:
            part = make_part(make_offering(roles={Role.CREDIT: make_institution(unit_of=make_institution())}))
            cite(recognition=make_recognition(part), field=ROW)
            make_funding_source(part_of=make_funding_source())

        one_more()
        few = queries()
        for _ in range(10):
            one_more()
        assert queries() == few
