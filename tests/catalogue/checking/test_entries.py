"""What the checks find about entries and names, across rows that no constraint can see."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from catalogue.models import Membership, Source
from catalogue.models.vocabulary import Availability, Basis, Role, SourceKind, State
from institutions.models import Institution
from tests.factories import (
    make_draft,
    make_group,
    make_institution,
    make_named_kind,
    make_offering,
    make_part,
    make_participation,
)
from tests.rules import valid

from .findings import cite, found, texts

pytestmark = pytest.mark.django_db


def test_published_without_a_provider_is_an_error():
    entry = make_draft(state=State.PUBLISHED)
    make_participation(entry, make_institution(), Role.CREDIT)
    assert "published without a provider" in texts(entry)
    make_participation(entry, make_institution(), Role.TESTING)
    assert "published without a provider" not in texts(entry)


@pytest.mark.parametrize("entry", [lambda: make_draft(), lambda: make_part(make_offering())])
def test_a_draft_and_a_part_need_none(entry):
    assert "provider" not in texts(entry())


def test_a_summary_of_blanks_is_none():
    assert "published without a summary" in texts(make_offering(summary="  "))


@pytest.mark.parametrize("state", [State.DRAFT, State.WITHDRAWN])
def test_a_published_part_of_what_is_hidden_is_a_warning(state):
    part = make_part(make_draft(state=state, key="whole"))
    told = f"Nobody sees it: whole, of which it is a part, is {state}. Publish whole, or withdraw this one too."
    assert (False, told) in found(part)


def test_a_part_of_a_part_is_an_error():
    part = make_part(make_offering(key="whole"), key="part")
    assert "It is a part of part, itself a part. Make it a part of whole." in texts(make_part(part))


def test_a_name_for_another_kind_is_an_error():
    named = make_named_kind("Nanodegree", kind="certificate")
    entry = make_offering(kind="certificate", named_kind=named)
    assert "Nanodegree" not in texts(entry)
    entry.kind = "badge"
    entry.save()
    assert "It is called “Nanodegree”, which is a kind of: Certificate." in texts(entry)


def test_offered_without_a_source_that_checked_it_is_an_error():
    offering = make_offering(availability=Availability.OFFERED, last_verified=date(2026, 11, 2))
    cite(microcredential=offering, field="availability")
    assert "cites neither the school nor its website" in texts(offering)
    page = valid(Source, kind=SourceKind.WEB_PAGE, address="https://example.ca", read_on=date(2026, 11, 2))
    page.save()
    cite(microcredential=offering, field="availability", source=page, basis=Basis.OUTSIDE, paragraph=None)
    assert "cites neither" not in texts(offering)


def test_a_check_that_is_yet_to_come_is_an_error_and_a_review_that_is_due_a_warning():
    today = timezone.localdate()
    early = make_offering(last_verified=today + timedelta(days=1))
    assert "a day that is yet to come" in texts(early)
    due = make_offering(last_verified=today, review_due=today)
    assert (False, "Its review is due. Check it with the school.") in found(due)
    assert "review" not in texts(make_offering(review_due=today + timedelta(days=1)))


def test_a_part_and_its_whole_cannot_differ_on_a_group():
    whole, group = make_offering(), make_group()
    valid(Membership, microcredential=whole, group=group, standing="likely", key="of-whole").save()
    membership = valid(Membership, microcredential=make_part(whole), group=group, standing="not")
    membership.save()
    assert "It says the opposite of of-whole" in texts(membership)
    membership.standing = "member"
    membership.save()
    assert "opposite" not in texts(membership)


def test_what_is_said_twice_of_somebody_unnamed_is_a_warning():
    offering = make_offering()
    first, second = (make_participation(offering, None, Role.INDUSTRY_PARTNER) for _ in range(2))
    assert (False, f"It says the same as {first.key}. Delete one of the two.") in found(second)
    assert "says the same" not in texts(make_participation(make_offering(), None, Role.INDUSTRY_PARTNER))


def test_addresses_that_are_almost_the_same_are_warned_of():
    first = make_offering(slug="digital-skills")
    second = make_offering(slug="DigitalSkills")
    make_institution(slug="digitalskills")
    assert f"Its address “DigitalSkills” is almost that of {first.key}, “digital-skills”" in texts(second)
    assert "address" not in texts(first) + texts(Institution.objects.get(slug="digitalskills"))


def test_a_summary_that_is_hard_to_read_is_warned_of():
    hard = make_offering(
        summary="Interdisciplinary methodologies facilitate organizational transformation initiatives."
    )
    easy = make_offering(summary="You learn to sell things on the web.")
    assert "Its summary reads at grade" in texts(hard)
    assert "grade" not in texts(easy)


def test_names_are_not_hard():
    make_institution("Organizational Transformation Initiatives")
    offering = make_offering(summary="Organizational Transformation Initiatives runs it.")
    assert "grade" not in texts(offering)


def test_circles_are_errors():
    top = make_institution("Top")
    middle = make_institution("Middle", unit_of=top)
    beside = make_institution("Beside", unit_of=middle)
    top.unit_of = middle
    top.save()
    assert "leads back to it" in texts(top)
    assert "leads back to it" in texts(middle)
    assert "leads back" not in texts(beside)
