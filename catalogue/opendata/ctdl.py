"""An offering in the Credential Transparency Description Language; and how our values become its terms.

Nobody has registered these credentials, so none has a number of the registry, and nobody has stated whether one is
active there. The two elements for that are left out, and the description says so.
"""

from __future__ import annotations

from collections.abc import Callable

from catalogue.models.vocabulary import Approximation, Force, Quantity, Role, Scope, Unit

from .mapping import Rule, Standard, exact, mapped, period, value_of
from .record import Data, providers

CONTEXT = "http://credreg.net/ctdl/schema/context/json"
# What the Credential Registry asks of each credential and nobody has stated of ours.
NOT_STATED = ("ceterms:ctid", "ceterms:credentialStatusType")
TYPE = "ceterms:MicroCredential"
NOT_REGISTERED = "Not registered with the Credential Registry."
_CURRENCIES = {Unit.CAD: "CAD", Unit.USD: "USD"}
_TOWARD = (Force.COUNTS, Force.SOME_COURSES)


def _organizations(*roles: str) -> Callable[[Data], list[Data]]:
    def found(record: Data) -> list[Data]:
        return [
            {
                "@type": "ceterms:CredentialOrganization",
                "@id": each["address"],
                "ceterms:name": each["name"],
                **({"ceterms:subjectWebpage": each["website"]} if each["website"] else {}),
            }
            for each in providers(record, *roles)
        ]

    return found


def _named(names: list[str]) -> list[Data]:
    return [{"@type": "ceterms:CredentialAlignmentObject", "ceterms:targetNodeName": name} for name in names]


def _costs(record: Data) -> list[Data]:
    """Each price with the words of its source, so that “about” stays; a number only where it is exact."""
    return [
        {
            "@type": "ceterms:CostProfile",
            "ceterms:costDetails": record["address"],
            "ceterms:description": price["words"],
            **_amount(price),
        }
        for price in record["measures"]
        if price["quantity"] == Quantity.PRICE
    ]


def _amount(price: Data) -> Data:
    is_plain = price["approximation"] == Approximation.EXACT and price["maximum"] is None
    if not is_plain or price["of"] != Scope.PROGRAM or price["unit"] not in _CURRENCIES:
        return {}
    return {"ceterms:price": price["minimum"], "ceterms:currency": _CURRENCIES[price["unit"]]}


def _durations(record: Data) -> list[Data]:
    """The length of the whole in the words of its source; as a period only where it is exact."""
    plain = period(exact(record, Quantity.DURATION))
    return [
        {
            "@type": "ceterms:DurationProfile",
            "ceterms:description": length["words"],
            **({"ceterms:exactDuration": plain} if plain and length["of"] == Scope.PROGRAM else {}),
        }
        for length in record["measures"]
        if length["quantity"] == Quantity.DURATION
    ]


def _requires(record: Data) -> list[Data]:
    words = record["entry_requirements"] and record["entry_requirements"]["value"]
    return [{"@type": "ceterms:ConditionProfile", "ceterms:description": words}] if words else []


def _standing(record: Data) -> list[Data]:
    return [
        {"@type": "ceterms:ConditionProfile", "ceterms:description": claim["words"]}
        for claim in record["recognitions"]
        if claim["force"] in _TOWARD
    ]


def _subjects(record: Data) -> list[Data]:
    return _named([topic["name"] for topic in record["topics"]])


def _level(record: Data) -> list[Data]:
    return _named([record["level"]["label"]]) if record["level"] else []


def _description(record: Data) -> str:
    return f"{record['summary']} {NOT_REGISTERED}".strip()


RULES = (
    Rule("key", "", "A number is given by the registry alone. We make none up."),
    Rule("title", "ceterms:name", "", value_of("title")),
    Rule("other_titles", "ceterms:alternateName", "", value_of("other_titles")),
    Rule("summary", "ceterms:description", "Our words, and that it is not registered.", _description),
    Rule("address", "ceterms:subjectWebpage", "The page of this catalogue.", lambda record: record["address"]),
    Rule("web_address", "", "The term above takes one page. Ours leads on to that of the school."),
    Rule("kind", "@type", "Every entry is written as a MicroCredential. What its source calls it is lost."),
    Rule("participations", "ceterms:offeredBy", "Since when is lost.", _organizations(*Role.providing())),
    Rule("participations", "ceterms:ownedBy", "Only who is said to award it.", _organizations(Role.AWARDING_BODY)),
    Rule(
        "participations",
        "ceterms:recognizedBy",
        "Who gives credit for it. Partners and platforms have no term.",
        _organizations(Role.CREDIT),
    ),
    Rule("named_kind", "", "There is no term for what a school calls it."),
    Rule(
        "topics",
        "ceterms:subject",
        "That they are our reading is lost.",
        _subjects,
    ),
    Rule("skills", "ceterms:keyword", "As plain words: no skill is tied to a list of skills.", value_of("skills")),
    Rule("level", "ceterms:audienceLevelType", "In our words, not of the list of levels there.", _level),
    Rule("language", "", "The term takes a code of a language. Sources write its name."),
    Rule("measures", "ceterms:estimatedCost", "A price stays in words unless it is exact.", _costs),
    Rule("measures", "ceterms:estimatedDuration", "A length stays in words unless it is exact.", _durations),
    Rule("entry_requirements", "ceterms:requires", "", _requires),
    Rule(
        "recognitions",
        "ceterms:isAdvancedStandingFor",
        "Only what counts by now, as words. What may count, and what does not, has no term.",
        _standing,
    ),
    Rule("parts", "", "The term takes credentials or courses of the registry, and a part is in none."),
    Rule("availability", "", "The status there is that in the registry. Ours says what a guide said, and when."),
    Rule("availability_as_of", "", "It belongs to the value before."),
    Rule("availability_words", "", "It belongs to the value before."),
    Rule("last_verified", "", "There is no term for a check with the school."),
    Rule("delivery", "", "A credential has no such term: it belongs to what one takes to earn it."),
    Rule("pace", "", "A credential has no such term."),
    Rule("audience", "", "A credential has no such term."),
    Rule("audiences", "", "A credential has no such term."),
    Rule("assessed", "", "The term takes an exam that is described by itself."),
    Rule("place_taught", "", "The term takes an address. Sources name a place."),
    Rule("application_deadline", "", "There is no such term."),
    Rule("funding", "", "The terms are for help to a learner, not for money behind a program."),
    Rule("groups", "", "What is said of a group need not hold for each program in it."),
    Rule("statements", "", "They are said of many things at once."),
    Rule("disagreements", "", "A term takes one value. That sources differ can only be read on the page."),
    Rule("sources", "", "There is no term for the source of one value."),
)


def document(record: Data) -> Data:
    return {"@context": CONTEXT, "@id": record["address"], "@type": TYPE, **mapped(RULES, record)}


STANDARD = Standard(
    "ctdl",
    "CTDL",
    "https://credreg.net/ctdl/terms",
    "The Credential Transparency Description Language. Our entries are not registered there.",
    RULES,
    document,
)
