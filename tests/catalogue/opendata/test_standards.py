"""Entries in the words of standards: only terms that exist, only what is stated, and a reason for all that is lost."""

from __future__ import annotations

from decimal import Decimal

import pytest

from catalogue.dossier import read_dossier
from catalogue.models.vocabulary import Role
from catalogue.opendata import ctdl, schema_org
from catalogue.opendata.record import Data, record_of
from catalogue.opendata.standards import STANDARDS
from tests.catalogue.opendata.registry import REGISTRY, asked_of_ctdl, registry_says
from tests.catalogue.opendata.vocabularies import TERMS, outside_schema_org, says_nothing
from tests.factories import (
    make_institution,
    make_length,
    make_offering,
    make_part,
    make_price,
    make_recognition,
    make_sector,
)

pytestmark = pytest.mark.django_db
ABOUT_ITSELF = {"format", "slug", "forms"}  # of our record; no standard has to have them


def _record(entry) -> Data:
    return record_of(read_dossier(entry))


@pytest.fixture
def full_entry():
    """An entry of which everything is stated that has a term."""
    camosun = make_institution("Camosun College", short_name="Camosun", kind="college", website="https://camosun.ca/")
    wood = make_offering(
        "Wood",
        provider=camosun,
        roles={Role.AWARDING_BODY: camosun, Role.CREDIT: make_institution("Mill", kind="company")},
        sectors=(make_sector("Trades"),),
        other_titles="Timber",
        kind="microcredential",
        delivery="blended",
        level="introductory",
        language="English",
        audience="Carpenters.",
        skills="sawing\nplaning",
        entry_requirements="A saw.",
        web_address="https://camosun.ca/wood",
        application_deadline="2027-03-01",
    )
    make_part(wood, "Joints", kind="course")
    make_price(wood, 200)
    make_length(wood, 8)
    make_recognition(wood, institution=camosun, target="certificate")
    make_recognition(wood, target="degree", force="not-yet")
    wood.refresh_from_db()
    return wood


@pytest.mark.parametrize("kind", ["", "microcredential", "bootcamp", "course", "exam"])
def test_schema_org_has_every_term_for_every_kind(full_entry, kind):
    full_entry.kind = kind
    full_entry.save()
    document = schema_org.document(_record(full_entry))
    assert outside_schema_org(document) == []
    assert says_nothing(document) == []


def test_a_program_of_schema_org(full_entry, settings):
    settings.SITE_ORIGIN = "https://catalogue.example"
    document = schema_org.document(_record(full_entry))
    assert document["@type"] == "EducationalOccupationalProgram"
    assert document["url"] == f"https://catalogue.example/microcredentials/{full_entry.slug}/"
    assert document["educationalCredentialAwarded"]["credentialCategory"] == "Microcredential"
    assert [(school["@type"], school["name"]) for school in document["provider"]] == [
        ("CollegeOrUniversity", "Camosun College")
    ]
    assert document["offers"] == {"@type": "Offer", "price": 200, "priceCurrency": "CAD"}
    assert (document["timeToComplete"], document["educationalProgramMode"]) == ("P8W", "blended")
    assert (document["applicationDeadline"], document["sameAs"]) == ("2027-03-01", "https://camosun.ca/wood")
    assert [course["name"] for course in document["hasCourse"]] == ["Joints"]


def test_what_nobody_states_has_no_term():
    record = _record(make_offering("Wood"))
    assert set(schema_org.document(record)) == {
        *("@context", "@type", "@id", "identifier", "name", "description", "url", "provider")
    }
    assert set(ctdl.document(record)) == {
        *("@context", "@type", "@id", "ceterms:name", "ceterms:description", "ceterms:subjectWebpage"),
        "ceterms:offeredBy",
    }


@pytest.mark.parametrize(
    "measure",
    [
        {"amount": 200, "unit": ""},
        {"amount": 200, "approximation": "about"},
        {"amount": 200, "maximum": Decimal(300)},
        {"amount": 200, "measures": "course"},
        {"amount": None},
    ],
)
def test_a_price_that_is_not_plain_is_no_number(measure):
    wood = make_offering("Wood")
    make_price(wood, **measure)
    record = _record(wood)
    assert "offers" not in schema_org.document(record)
    (cost,) = ctdl.document(record)["ceterms:estimatedCost"]
    assert "ceterms:price" not in cost
    assert cost["ceterms:description"] == record["measures"][0]["words"]


def test_a_length_that_is_not_plain_is_no_period():
    wood = make_offering("Wood")
    make_length(wood, 8, approximation="about")
    record = _record(wood)
    assert "timeToComplete" not in schema_org.document(record)
    assert ctdl.document(record)["ceterms:estimatedDuration"] == [
        {"@type": "ceterms:DurationProfile", "ceterms:description": "about eight weeks"}
    ]


def test_ctdl_says_that_it_is_not_registered_and_makes_no_number_up(full_entry):
    document = ctdl.document(_record(full_entry))
    assert not set(ctdl.NOT_STATED) & set(document)
    assert ctdl.NOT_REGISTERED in document["ceterms:description"]
    assert document["@type"] == "ceterms:MicroCredential"
    assert says_nothing(document) == []
    (toward,) = document["ceterms:isAdvancedStandingFor"]
    assert toward["ceterms:description"] == "Credit toward a certificate at Camosun"


def test_ctdl_is_what_the_credential_registry_asks_for_but_for_what_nobody_has_stated(full_entry):
    for entry in (full_entry, make_offering("Metal")):
        document = ctdl.document(_record(entry))
        assert (asked_of_ctdl(document), registry_says(document)) == ([], [])
    for wrong in ({"ceterms:name": 7}, {"ceterms:ctid": "made up"}):
        assert asked_of_ctdl({**document, **wrong})
    if REGISTRY:
        assert registry_says({**document, "ceterms:name": 7})


@pytest.mark.parametrize("standard", STANDARDS, ids=lambda standard: standard.slug)
def test_every_field_of_the_record_has_a_term_or_a_reason(standard, full_entry):
    fields = {rule.field for rule in standard.rules}
    assert fields == set(_record(full_entry)) - ABOUT_ITSELF
    silent = [rule for rule in standard.rules if not rule.term and not rule.note]
    assert silent == []


def test_every_rule_of_a_standard_that_we_write_gives_its_term(full_entry):
    seen = set()
    for kind in ("microcredential", "course", "exam"):
        full_entry.kind = kind
        full_entry.save()
        make_credits = {"quantity": "credits", "minimum": 3, "unit": "credit"}
        full_entry.measures.filter(quantity="credits").first() or full_entry.measures.create(**make_credits)
        seen |= set(schema_org.document(_record(full_entry)))
    assert {rule.term for rule in schema_org.RULES if rule.value} == {term for term in seen if not term.startswith("@")}
    written = set(ctdl.document(_record(full_entry)))
    assert {rule.term for rule in ctdl.RULES if rule.value} == {term for term in written if not term.startswith("@")}


def test_pieces_about_pages_are_of_schema_org_too():
    places = [("Home", "https://catalogue.example/"), ("Wood", "https://catalogue.example/wood/")]
    pieces = [
        schema_org.breadcrumb(places, "Here"),
        schema_org.item_list(places[0][1], 2, 1, places),
        schema_org.website("Catalogue", places[0][1], "https://catalogue.example/?q={q}"),
        schema_org.dataset("Catalogue", "All of it.", places[0][1], [("CSV", "text/csv", places[1][1])]),
    ]
    assert [outside_schema_org(each) for each in pieces] == [[], [], [], []]
    assert {each["@type"] for each in pieces} <= set(TERMS)


@pytest.mark.parametrize(
    ("term", "wrong"),
    [
        ("applicationDeadline", 20270301),
        ("timeToComplete", "eight weeks"),
        ("numberOfCredits", "3"),
        ("provider", {"@type": "Course", "name": "Wood"}),
        ("hasCourse", [{"@type": "Course", "name": "Wood"}, "Joints"]),
        ("url", "/microcredentials/wood/"),
        ("name", 7),
        ("offers", {"@type": "Offer", "price": "free", "priceCurrency": True}),
        ("teaches", "sawing"),
    ],
)
def test_a_value_that_a_term_does_not_take_is_found(full_entry, term, wrong):
    assert outside_schema_org({**schema_org.document(_record(full_entry)), term: wrong})
