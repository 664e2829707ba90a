"""The European Learning Model: written only where it has all that it asks for, with terms that it knows."""

from __future__ import annotations

import pytest

from catalogue.dossier import read_dossier
from catalogue.models import Microcredential
from catalogue.opendata import elm
from catalogue.opendata.record import Data, record_of
from tests.catalogue.opendata.vocabularies import says_nothing
from tests.catalogue_data import documents  # noqa: F401
from tests.factories import make_institution, make_offering, make_part, make_price

pytestmark = pytest.mark.django_db

# The shapes of the model's profile (docs/decisions/0124): of each class what a node must have, and what it may.
# A value is a class, "text" for words with their language, or "address". All shapes are closed: nothing else may stand.
SHAPES = {
    "elm:LearningOpportunity": (
        {
            "dc:title": "text",
            "foaf:homepage": "elm:WebResource",
            "elm:providedBy": "elm:Organisation",
            "elm:learningAchievementSpecification": "elm:LearningAchievementSpecification",
            "elm:defaultLanguage": "skos:Concept",
        },
        {"dc:description": "text", "elm:supplementaryDocument": "elm:WebResource", "elm:mode": "skos:Concept"},
    ),
    # Switched off in the profile; its elm:ISCEDFCode, which nobody has stated, is left out.
    "elm:LearningAchievementSpecification": (
        {"dc:title": "text", "dc:language": "skos:Concept", "elm:learningOutcome": "elm:LearningOutcome"},
        {"skos:altLabel": "text", "elm:entryRequirement": "elm:Note"},
    ),
    "elm:LearningOutcome": ({"dc:title": "text"}, {}),
    "elm:Organisation": (
        {"rov:legalName": "text", "elm:location": "dc:Location"},
        {"foaf:homepage": "elm:WebResource"},
    ),
    "dc:Location": ({"elm:address": "elm:Address"}, {"elm:geographicName": "text"}),
    "elm:Address": ({"elm:countryCode": "skos:Concept"}, {}),
    "elm:WebResource": ({"elm:contentUrl": "address"}, {}),
    "elm:Note": ({"elm:noteLiteral": "text"}, {}),
    "skos:Concept": ({}, {}),
}
MANY = {"elm:providedBy", "elm:learningOutcome", "skos:altLabel"}


def wrong(node: object, expected: str) -> list[str]:
    """What a node of this class has that the shapes do not allow, or lacks."""
    if expected in ("text", "address"):
        told = {"text": {"@language": "en"}, "address": {"@type": "xsd:anyURI"}}[expected]
        fits = isinstance(node, dict) and {**told, "@value": node.get("@value")} == node and node["@value"]
        return [] if fits else [f"{node} is no {expected}"]
    if not isinstance(node, dict) or node.get("@type") != expected:
        return [f"{node} is no {expected}"]
    must, may = SHAPES[expected]
    terms = {name: value for name, value in node.items() if not name.startswith("@")}
    found = [f"{expected} lacks {name}" for name in must.keys() - terms.keys()]
    found += [f"{expected} has {name}" for name in terms.keys() - must.keys() - may.keys()]
    for name in terms.keys() & (must | may).keys():
        values = terms[name] if isinstance(terms[name], list) and name in MANY else [terms[name]]
        found += [problem for value in values for problem in wrong(value, (must | may)[name])]
    return found


def _record(entry: Microcredential) -> Data:
    return record_of(read_dossier(entry))


STATED = {
    "web_address": "https://camosun.ca/wood",
    "language": "English",
    "skills": "sawing\nplaning",
    "other_titles": "Timber",
    "delivery": "blended",
    "entry_requirements": "A saw.",
}


def make_full(**fields: object) -> Microcredential:
    camosun = make_institution(
        "Camosun College", city="Victoria", region="vancouver-island-coast", website="https://camosun.ca/"
    )
    return make_offering("Wood", **{"slug": "wood", "provider": camosun, **STATED, **fields})


def test_an_entry_that_states_all_is_what_the_shapes_ask_for():
    entry = make_full()
    make_part(entry, "Joints")
    make_price(entry, 200)
    document = elm.document(_record(entry))
    assert wrong(document, "elm:LearningOpportunity") == []
    assert says_nothing(document) == []
    prefixes = {name.partition(":")[0] for shape in SHAPES.values() for terms in shape for name in terms}
    assert prefixes < elm.CONTEXT.keys()
    learned = document["elm:learningAchievementSpecification"]
    assert [outcome["dc:title"]["@value"] for outcome in learned["elm:learningOutcome"]] == ["sawing", "planing"]
    written = {name for node in (document, learned) for name in node if not name.startswith("@")}
    assert written == {rule.term for rule in elm.RULES if rule.value} | {"elm:learningAchievementSpecification"}


def test_the_shapes_notice_what_is_wrong():
    document = elm.document(_record(make_full()))
    for name in SHAPES["elm:LearningOpportunity"][0]:
        assert wrong({key: value for key, value in document.items() if key != name}, "elm:LearningOpportunity")
    assert wrong({**document, "dc:title": "Wood"}, "elm:LearningOpportunity")
    assert wrong({**document, "elm:status": "active"}, "elm:LearningOpportunity")


LACKING = [
    ({"web_address": ""}, "the web address of the program"),
    ({"language": ""}, "the language, as English or French"),
    ({"language": "Halkomelem"}, "the language, as English or French"),
    ({"skills": ""}, "the skills that one learns"),
    ({"provider": "Somewhere"}, "a school in British Columbia that runs it"),
]


@pytest.mark.parametrize(("fields", "words"), LACKING)
def test_an_entry_that_lacks_something_is_not_written_and_says_what(client, fields, words):
    entry = make_full(**fields)
    assert elm.missing(_record(entry)) == [words]
    assert not elm.stating_enough().exists()
    refused = client.get("/microcredentials/wood.elm.jsonld")
    assert (refused.status_code, refused["Content-Type"]) == (404, "application/problem+json")
    assert refused.json()["missing"] == [words]
    assert words in refused.json()["detail"]
    assert "elm.jsonld" not in client.get("/microcredentials/wood/").content.decode()
    assert "elm.jsonld" not in client.get("/microcredentials/wood.json").json()["forms"]
    assert "No entry states enough today" in client.get("/data/mappings/elm/").content.decode()


def test_an_entry_that_has_it_leads_to_it(client):
    entry = make_full()
    assert [*elm.stating_enough()] == [entry]
    written = client.get("/microcredentials/wood.elm.jsonld")
    assert (written.status_code, written["Content-Type"]) == (200, "application/ld+json")
    assert written.json() == elm.document(_record(entry))
    assert client.get("/microcredentials/wood/").content.decode().count("/microcredentials/wood.elm.jsonld") == 2
    assert client.get("/microcredentials/wood.json").json()["forms"]["elm.jsonld"] == (
        "http://127.0.0.1:8000/microcredentials/wood.elm.jsonld"
    )
    assert "1 entry states enough today" in client.get("/data/mappings/elm/").content.decode()


def test_no_entry_of_the_documents_states_enough(documents):  # noqa: F811
    entries = Microcredential.objects.public().results()
    assert [entry.slug for entry in entries if not elm.missing(_record(entry))] == []
    assert [*elm.stating_enough()] == []
