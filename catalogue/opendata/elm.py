"""An offering in the European Learning Model, where all is stated that the model asks for; and how our values fit it.

The model's profile of learning opportunities asks for more than sources usually say. An entry that lacks any of it is
not written at all: docs/decisions/0124.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from catalogue.models import Microcredential
from catalogue.models.vocabulary import Delivery, Role
from institutions.models import Region

from .addresses import ELM, absolute, form_of
from .mapping import Rule, Standard, mapped, value_of
from .record import Data, providers

# Written into each document, so that nobody has to fetch it.
CONTEXT = {
    "dc": "http://purl.org/dc/terms/",
    "elm": "http://data.europa.eu/snb/model/elm/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rov": "http://www.w3.org/ns/regorg#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_AUTHORITY = "http://publications.europa.eu/resource/authority"
_CANADA = f"{_AUTHORITY}/country/CAN"
# The languages that an entry may name, with their codes in the list of the European Union.
LANGUAGES = {"English": "ENG", "French": "FRA"}
_MODE = "http://data.europa.eu/snb/learning-assessment"
_MODES = {Delivery.ONLINE: "920fbb3cbe", Delivery.IN_PERSON: "9191af2ed9", Delivery.BLENDED: "e92d221e4d"}
OPPORTUNITY, ACHIEVEMENT = frozenset({"elm:LearningOpportunity"}), frozenset({"elm:LearningAchievementSpecification"})


def _text(words: str) -> Data:
    return {"@language": "en", "@value": words}


def _concept(address: str) -> Data:
    return {"@id": address, "@type": "skos:Concept"}


def _web(address: str) -> Data:
    return {"@type": "elm:WebResource", "elm:contentUrl": {"@type": "xsd:anyURI", "@value": address}}


def _note(words: str) -> Data:
    return {"@type": "elm:Note", "elm:noteLiteral": _text(words)}


def _if_stated(name: str, make: Callable[[Any], Any]) -> Callable[[Data], Any]:
    """A value in the words of the model; nothing where nobody has stated it."""
    value = value_of(name)
    return lambda record: make(value(record)) if value(record) else None


def _language(record: Data) -> Data | None:
    code = LANGUAGES.get(value_of("language")(record) or "")
    return _concept(f"{_AUTHORITY}/language/{code}") if code else None


def _mode(record: Data) -> Data | None:
    mode = _MODES.get(value_of("delivery")(record))
    return _concept(f"{_MODE}/{mode}") if mode else None


def _placed(record: Data) -> list[Data]:
    """The schools that run it and stand in British Columbia: where others stand is not stated."""
    return [each for each in providers(record, *Role.providing()) if each["region"] not in (None, Region.OUTSIDE.value)]


def _organisations(record: Data) -> list[Data]:
    return [
        {
            "@id": each["address"],
            "@type": "elm:Organisation",
            "rov:legalName": _text(each["name"]),
            **({"foaf:homepage": _web(each["website"])} if each["website"] else {}),
            "elm:location": {
                "@type": "dc:Location",
                **({"elm:geographicName": _text(each["city"])} if each["city"] else {}),
                "elm:address": {"@type": "elm:Address", "elm:countryCode": _concept(_CANADA)},
            },
        }
        for each in _placed(record)
    ]


def _outcomes(skills: list[str]) -> list[Data]:
    return [{"@type": "elm:LearningOutcome", "dc:title": _text(skill)} for skill in skills]


def _achievement(record: Data) -> Data:
    (kind,) = ACHIEVEMENT
    return {"@id": f"{record['address']}#learn", "@type": kind, **mapped(RULES, record, kind)}


RULES = (
    Rule("key", "", "The model wants to know who gave a number. The address names the entry."),
    Rule("title", "dc:title", "", _if_stated("title", _text)),
    Rule(
        "other_titles",
        "skos:altLabel",
        "",
        _if_stated("other_titles", lambda titles: [*map(_text, titles)]),
        ACHIEVEMENT,
    ),
    Rule(
        "summary",
        "dc:description",
        "These are our words.",
        lambda record: _text(record["summary"]) if record["summary"] else None,
        OPPORTUNITY,
    ),
    Rule(
        "address",
        "elm:supplementaryDocument",
        "The page of this catalogue.",
        lambda record: _web(record["address"]),
        OPPORTUNITY,
    ),
    Rule("web_address", "foaf:homepage", "The model asks for it.", _if_stated("web_address", _web), OPPORTUNITY),
    Rule("kind", "", "It takes a word of a list of the European Union. Ours are those of the sources."),
    Rule("named_kind", "", "It takes a word of that list too."),
    Rule(
        "participations",
        "elm:providedBy",
        "Who runs it, by the name we have. The model asks for a country: Canada, where the school is in BC.",
        _organisations,
        OPPORTUNITY,
    ),
    Rule("language", "elm:defaultLanguage", "The model asks for it. Only English and French.", _language, OPPORTUNITY),
    Rule("language", "dc:language", "The same, of what is learned.", _language, ACHIEVEMENT),
    Rule(
        "skills",
        "elm:learningOutcome",
        "The model asks for one. Each skill as a title.",
        _if_stated("skills", _outcomes),
        ACHIEVEMENT,
    ),
    Rule("delivery", "elm:mode", "", _mode, OPPORTUNITY),
    Rule("entry_requirements", "elm:entryRequirement", "", _if_stated("entry_requirements", _note), ACHIEVEMENT),
    Rule("level", "", "It takes a level of a known framework. Sources name none."),
    Rule("assessed", "", "It takes a described exam, not a yes or no."),
    Rule("place_taught", "", "It takes an address. Sources name a place."),
    Rule(
        "measures",
        "",
        "Credits need the name of their system, which no source gives. Lengths mean something else there.",
    ),
    Rule("topics", "", "It takes a code of a list of subjects. Ours are those of an announcement."),
    Rule("parts", "", "A part would need all that the whole needs."),
    Rule("recognitions", "", "It takes a right that is sure. How firmly ours count would be lost."),
    Rule("application_deadline", "", "It takes an hour too. Sources give a day."),
    Rule("audience", "", "It takes a word of a list. Ours is a sentence."),
    Rule("audiences", "", "It takes a word of a list, which has other groups than ours."),
    Rule("pace", "", "There is no term for one’s own pace."),
    Rule("availability", "", "There is no term for what a guide said, and when."),
    Rule("availability_as_of", "", "It belongs to the value before."),
    Rule("availability_words", "", "It belongs to the value before."),
    Rule("last_verified", "", "There is no term for a check with the school."),
    Rule("funding", "", "There is no term for public money behind a program."),
    Rule("groups", "", "What is said of a group need not hold for each program in it."),
    Rule("statements", "", "A note there would lose who says it."),
    Rule("disagreements", "", "There is no term for sources that differ."),
    Rule("sources", "", "There is no term for the source of one value."),
)

# What the model asks for, in words for whoever wonders why an entry is not written.
_ASKED: tuple[tuple[str, Callable[[Data], Any]], ...] = (
    ("the web address of the program", value_of("web_address")),
    ("the language, as English or French", _language),
    ("a school in British Columbia that runs it", _placed),
    ("the skills that one learns", value_of("skills")),
)


def missing(record: Data) -> list[str]:
    """What the model asks for and nobody has stated; empty where the entry can be written."""
    return [words for words, value in _ASKED if not value(record)]


def stating_enough() -> QuerySet[Microcredential]:
    """The public offerings of which nothing is missing; a test holds this against `missing`."""
    found = Microcredential.objects.public().results().exclude(web_address="").exclude(skills="")
    found = found.filter(language__in=LANGUAGES, participations__role__in=Role.providing())
    in_bc = [region for region in Region if region != Region.OUTSIDE]
    return found.filter(participations__institution__region__in=in_bc).distinct()


def with_form(record: Data) -> Data:
    """The record, which also names this form where the entry has it."""
    if missing(record):
        return record
    return {**record, "forms": {**record["forms"], ELM: absolute(form_of(record["slug"], ELM))}}


def document(record: Data) -> Data:
    """An entry of which nothing is missing."""
    (kind,) = OPPORTUNITY
    return {
        "@context": CONTEXT,
        "@id": record["address"],
        "@type": kind,
        **mapped(RULES, record, kind),
        "elm:learningAchievementSpecification": _achievement(record),
    }


STANDARD = Standard(
    "elm",
    "European Learning Model",
    "https://europa.eu/europass/elm-browser/index.html",
    "The model asks for a web address, a language, a school with its country, and what one learns. "
    "An entry is written only where all of that is stated. It asks for a code of the subject too: "
    "nobody has stated one, and we leave it out.",
    RULES,
    document,
)
