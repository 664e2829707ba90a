"""The record of an offering: what its schema says, nothing that nobody has stated, and a source for each value."""

from __future__ import annotations

from datetime import date

import pytest
from jsonschema import Draft202012Validator

from catalogue.models import Citation, Source, vocabulary
from catalogue.models.vocabulary import Quantity, Role
from catalogue.opendata.published_schemas import NAMES
from institutions.models import InstitutionKind, Region
from tests.catalogue.opendata.reading import SCHEMA, record
from tests.factories import make_institution, make_offering, make_part, make_price, make_recognition

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_is_one(name):
    Draft202012Validator.check_schema(SCHEMA[name].schema)


def _enums(node: object) -> list[frozenset]:
    if isinstance(node, list):
        return [found for each in node for found in _enums(each)]
    if not isinstance(node, dict):
        return []
    own = [frozenset(node["enum"]) - {None}] if "enum" in node else []
    return own + [found for each in node.values() for found in _enums(each)]


@pytest.mark.parametrize("name", NAMES)
def test_the_words_of_a_schema_are_those_of_the_catalogue(name):
    choices = [each for each in vars(vocabulary).values() if hasattr(each, "choices") and hasattr(each, "values")]
    known = {frozenset(each.values) for each in [*choices, InstitutionKind, Region] if len(each)}
    assert set(_enums(SCHEMA[name].schema)) <= known | {frozenset({"new", "changed"})}


def test_what_nobody_states_is_null_and_never_a_default():
    read = record(make_offering("Wood", slug="wood", availability=""))
    silent = ("kind", "availability", "delivery", "pace", "level", "assessed", "language", "skills", "last_verified")
    assert [read[name] for name in silent] == [None] * len(silent)
    assert (read["recognitions"], read["measures"], read["topics"]) == ([], [], [])
    assert read["title"] == {"value": "Wood", "basis": None, "citations": []}


def test_values_are_said_with_their_words_and_their_source(settings):
    settings.SITE_ORIGIN = "https://catalogue.example"
    camosun = make_institution("Camosun College", slug="camosun", short_name="Camosun")
    wood = make_offering(
        "Wood",
        slug="wood",
        provider=camosun,
        delivery="online",
        skills="sawing\nplaning",
        last_verified=date(2026, 11, 2),
    )
    make_part(wood, "Joints", slug="joints")
    make_price(wood, 0)
    make_recognition(wood, institution=camosun, target="certificate")
    guide = Source.objects.create(key="guide", kind="document", title="Guide", short_title="guide", paragraphs=9)
    fields = {"microcredential": wood, "source": guide, "field": "delivery"}
    Citation.objects.create(**fields, key="weak", paragraph=2, basis="inferred", says="Seems to be online.")
    Citation.objects.create(**fields, key="strong", paragraph=3, basis="stated", says="Taught online.")
    read = record(wood)
    assert read["address"] == "https://catalogue.example/microcredentials/wood/"
    assert read["delivery"] | {"citations": [each["key"] for each in read["delivery"]["citations"]]} == {
        "value": "online",
        "label": "Online",
        "basis": "stated",
        "citations": ["strong", "weak"],
    }
    assert read["delivery"]["citations"][0] == {
        "key": "strong",
        "source": "guide",
        "paragraph": 3,
        "basis": "stated",
        "says": "Taught online.",
        "replaced_by": None,
        "needs_a_look": False,
    }
    assert read["skills"]["value"] == ["sawing", "planing"]
    assert read["last_verified"] == "2026-11-02"
    assert [(who["institution"]["name"], who["role"]) for who in read["participations"]] == [
        ("Camosun College", Role.PROVIDER)
    ]
    (price,) = read["measures"]
    assert (price["quantity"], price["minimum"], price["unit"]) == (Quantity.PRICE, 0, "cad")
    assert read["recognitions"][0]["words"] == "Credit toward a certificate at Camosun"
    (part,) = read["parts"]
    assert (part["address"], part["part_of"]["value"]) == (
        "https://catalogue.example/microcredentials/wood/#joints",
        "wood",
    )
