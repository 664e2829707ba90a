"""The form of an entry is in the order of its public page, rows among fields; each field stands in it once."""

from __future__ import annotations

import pytest
from django.test import Client

from catalogue.admin.citation import CitationInline
from catalogue.admin.claims import (
    AudienceTagInline,
    FundingLinkInline,
    MeasureInline,
    MembershipInline,
    ParticipationInline,
    RecognitionInline,
    SectorTagInline,
)
from catalogue.admin.microcredential import IN_ORDER, MicrocredentialAdmin
from catalogue.models import Microcredential
from tests.catalogue.admin.desk import Desk, address
from tests.catalogue_data import documents  # noqa: F401
from tests.pages.elements import page
from tests.pages.walk import body

pytestmark = pytest.mark.django_db
# Where the page says what a section of the form holds; None is not for visitors.
PLACES = {
    "Name and summary": "<h1",
    "Can one take it?": 'class="availability',
    ParticipationInline: "facts-inline",
    MeasureInline: 'id="glance"',
    "Key facts": 'id="glance"',
    "What one learns": 'id="learn"',
    SectorTagInline: 'id="learn"',
    "Who it is for": 'id="people"',
    AudienceTagInline: 'id="people"',
    "How one learns and is tested": 'id="ways"',
    RecognitionInline: 'id="credit"',
    FundingLinkInline: 'id="money"',
    "Its parts": 'id="parts"',
    MembershipInline: 'id="groups"',
    CitationInline: 'id="notes"',
    "When visitors see it": None,
}


def sections() -> list[str | type]:
    return [each[0] if isinstance(each, tuple) else each for each in IN_ORDER]


def test_the_form_is_in_the_order_of_the_page(client: Client, documents) -> None:  # noqa: F811
    """No page has all that a page can have: each says something of the order, and together they say all of it."""
    assert sections() == [*PLACES]
    unseen = {place for place in PLACES.values() if place}
    for entry in Microcredential.objects.public().results():
        html = body(client.get(entry.get_absolute_url()))
        there = [html.index(place) for place in PLACES.values() if place and place in html]
        assert there == sorted(there), entry
        unseen = {place for place in unseen if place not in html}
    assert unseen == set()


def test_a_section_stands_where_it_is_named(maria: Desk) -> None:
    form = page(maria.client.get(address(Microcredential, "add"))).one("form", id="microcredential_form")
    expected = [each if isinstance(each, str) else each.verbose_name_plural for each in sections()]
    assert [heading.text.strip() for heading in form.all("h2")][: len(expected)] == expected


def test_each_field_stands_in_one_place() -> None:
    shown = []
    for each in IN_ORDER:
        for line in each[1]["fields"] if isinstance(each, tuple) else ():
            shown += [line] if isinstance(line, str) else line
    editable = {field.name for field in Microcredential._meta.concrete_fields if field.editable}
    assert len(shown) == len({*shown})
    assert editable - {*shown} <= {"id", "key", "version"}
    assert {*shown} - editable == {*MicrocredentialAdmin.readonly_fields}
