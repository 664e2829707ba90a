"""An offering in the words of schema.org, which search engines read; and how our values become them."""

from __future__ import annotations

from catalogue.models.vocabulary import Approximation, Kind, Quantity, Role, Scope, Unit
from institutions.models import InstitutionKind

from .mapping import Rule, Standard, exact, label_of, mapped, period, value_of
from .record import Data, providers

CONTEXT = "https://schema.org"
PROGRAM, COURSE, CREDENTIAL = "EducationalOccupationalProgram", "Course", "EducationalOccupationalCredential"
_TYPES = {Kind.COURSE: COURSE, Kind.EXAM: CREDENTIAL}
# Kinds that are what a learner gets in the end, and not only what one takes.
_CREDENTIALS = (
    *(Kind.MICROCREDENTIAL, Kind.CERTIFICATE, Kind.PROFESSIONAL_CERTIFICATE, Kind.BADGE, Kind.MICROMASTERS),
)
_SCHOOLS = (InstitutionKind.UNIVERSITY, InstitutionKind.COLLEGE, InstitutionKind.INSTITUTE)
_CURRENCIES = {Unit.CAD: "CAD", Unit.USD: "USD"}
_MODES = {"online": "online", "in-person": "onsite", "blended": "blended"}


def organization(institution: Data) -> Data:
    """A school or another institution, as far as it is described."""
    kind = "CollegeOrUniversity" if institution["kind"] in _SCHOOLS else "Organization"
    terms = {
        "@type": kind,
        "@id": institution["address"],
        "name": institution["name"],
        "alternateName": institution["short_name"],
        "url": institution["website"],
    }
    return {term: value for term, value in terms.items() if value}


def _provider(record: Data) -> list[Data]:
    return [organization(each) for each in providers(record, *Role.providing())]


def _credential(record: Data) -> Data | None:
    """What a learner gets, where the kind says that it is something one gets."""
    kind = record["kind"]
    if not kind or kind["value"] not in _CREDENTIALS:
        return None
    return {"@type": CREDENTIAL, "name": record["title"]["value"], "credentialCategory": kind["label"]}


def _offer(record: Data) -> Data | None:
    """A price that is exact, of the whole and in a stated currency; or the word “free”."""
    price = exact(record, Quantity.PRICE)
    if price and price["unit"] in _CURRENCIES:
        return {"@type": "Offer", "price": price["minimum"], "priceCurrency": _CURRENCIES[price["unit"]]}
    free = [
        each
        for each in record["measures"]
        if each["quantity"] == Quantity.PRICE
        and each["approximation"] == Approximation.FREE
        and each["of"] == Scope.PROGRAM
    ]
    return {"@type": "Offer", "price": 0} if free else None


def _credits(record: Data) -> int | None:
    measure = exact(record, Quantity.CREDITS)
    return measure["minimum"] if measure and isinstance(measure["minimum"], int) else None


def _courses(record: Data) -> list[Data]:
    """Parts that are said to be courses: the term takes no other thing."""
    return [
        {"@type": COURSE, "@id": part["address"], "name": part["title"]["value"], "url": part["address"]}
        for part in record["parts"]
        if part["kind"] and part["kind"]["value"] == Kind.COURSE
    ]


def _mode(record: Data) -> str | None:
    return record["delivery"] and _MODES[record["delivery"]["value"]]


def _about(record: Data) -> list[Data]:
    return [{"@type": "DefinedTerm", "name": topic["name"]} for topic in record["topics"]]


def _audience(record: Data) -> Data | None:
    words = record["audience"] and record["audience"]["value"]
    return {"@type": "EducationalAudience", "audienceType": words} if words else None


_OF_PROGRAMS, _OF_COURSES = frozenset({PROGRAM}), frozenset({COURSE})
_OF_WORKS, _OF_CREDENTIALS = frozenset({COURSE, CREDENTIAL}), frozenset({CREDENTIAL})
_LACKS = "A program has no such term."

RULES = (
    Rule("key", "identifier", "", lambda record: record["key"]),
    Rule("title", "name", "", value_of("title")),
    Rule("other_titles", "alternateName", "", value_of("other_titles")),
    Rule("summary", "description", "These are our words, not those of the school.", lambda record: record["summary"]),
    Rule("address", "url", "The page of this catalogue, since it is what we can vouch for.", lambda r: r["address"]),
    Rule("web_address", "sameAs", "Left out until a source gives the page of the program.", value_of("web_address")),
    Rule(
        "kind",
        "educationalCredentialAwarded",
        "A kind that is only taken and not got, such as a bootcamp, awards nothing that we know of.",
        _credential,
        _OF_PROGRAMS | _OF_COURSES,
    ),
    Rule(
        "kind",
        "credentialCategory",
        "An exam is the credential itself.",
        label_of("kind"),
        frozenset({CREDENTIAL}),
    ),
    Rule("named_kind", "", "The kind that it is one of says it."),
    Rule(
        "delivery",
        "educationalProgramMode",
        "For a course it belongs to a single run.",
        _mode,
        _OF_PROGRAMS,
    ),
    Rule("language", "inLanguage", _LACKS, value_of("language"), _OF_WORKS),
    Rule("level", "educationalLevel", _LACKS, label_of("level"), _OF_WORKS),
    Rule("audience", "audience", _LACKS, _audience, _OF_WORKS),
    Rule(
        "skills",
        "teaches",
        "A program teaches through its courses.",
        value_of("skills"),
        _OF_COURSES,
    ),
    Rule("entry_requirements", "programPrerequisites", "", value_of("entry_requirements"), _OF_PROGRAMS),
    Rule("entry_requirements", "coursePrerequisites", "", value_of("entry_requirements"), _OF_COURSES),
    Rule("application_deadline", "applicationDeadline", "", value_of("application_deadline"), _OF_PROGRAMS),
    Rule("topics", "about", "A program has no such term. That they are our reading is lost.", _about, _OF_WORKS),
    Rule(
        "participations",
        "provider",
        "Only those who run it. There is no term for who gives credit for it, or helped to launch it.",
        _provider,
    ),
    Rule(
        "measures",
        "timeToComplete",
        "Only an exact length of the whole. The term takes no “about”, no range and no length of one course.",
        lambda record: period(exact(record, Quantity.DURATION)),
        _OF_PROGRAMS,
    ),
    Rule(
        "measures",
        "timeRequired",
        "As for a program.",
        lambda record: period(exact(record, Quantity.DURATION)),
        _OF_COURSES,
    ),
    Rule(
        "measures",
        "numberOfCredits",
        "Only an exact whole number.",
        _credits,
        _OF_PROGRAMS | _OF_COURSES,
    ),
    Rule("measures", "offers", "Only an exact price of the whole in a stated currency, or the word “free”.", _offer),
    Rule("parts", "hasCourse", "Only parts that a source calls courses.", _courses, _OF_PROGRAMS),
    Rule("recognitions", "", "There is no term for credit toward a larger credential, nor for how firm that is."),
    Rule("availability", "", "The terms say whether a thing is in stock. We only know what a guide said, and when."),
    Rule("availability_as_of", "", "It belongs to the value before."),
    Rule("availability_words", "", "It belongs to the value before."),
    Rule("last_verified", "", "There is no term for a check with the school."),
    Rule("pace", "", "There is no term for one’s own pace."),
    Rule("assessed", "", "There is no term for whether learners are tested."),
    Rule("place_taught", "", "The term belongs to a single run of a course, and no source states one."),
    Rule("audiences", "", "The words of the value “audience” say it."),
    Rule("funding", "", "The terms are for gifts to a person or a work, not for public money behind a program."),
    Rule("groups", "", "What is said of a group need not hold for each program in it."),
    Rule("statements", "", "They are said of many things at once."),
    Rule("disagreements", "", "A term takes one value. That sources differ can only be read on the page."),
    Rule("sources", "", "There is no term for the source of one value."),
)


def document(record: Data) -> Data:
    """An offering as a program, as a course, or as an exam that gives a credential."""
    of_type = _TYPES.get(record["kind"] and record["kind"]["value"], PROGRAM)
    return {"@context": CONTEXT, "@type": of_type, "@id": record["address"], **mapped(RULES, record, of_type)}


STANDARD = Standard(
    "schema-org",
    "schema.org",
    "https://schema.org",
    "Search engines read it. It stands in every page of an entry too.",
    RULES,
    document,
)


def breadcrumb(places: list[tuple[str, str]], here: str) -> Data:
    """Where a page lies: names and addresses from the home page down, and the name of the page."""
    above = [
        {"@type": "ListItem", "position": number, "name": name, "item": address}
        for number, (name, address) in enumerate(places, 1)
    ]
    last = {"@type": "ListItem", "position": len(places) + 1, "name": here}
    return {"@context": CONTEXT, "@type": "BreadcrumbList", "itemListElement": [*above, last]}


def item_list(address: str, total: int, first: int, entries: list[tuple[str, str]]) -> Data:
    """One page of a list, by the names of its entries and the addresses of their pages; `total` counts all of it."""
    return {
        "@context": CONTEXT,
        "@type": "ItemList",
        "url": address,
        "numberOfItems": total,
        "itemListElement": [list_item(number, *entry) for number, entry in enumerate(entries, first)],
    }


def list_item(position: int, name: str, page: str) -> Data:
    return {"@type": "ListItem", "position": position, "name": name, "url": page}


def website(name: str, address: str, search: str) -> Data:
    """The site and how it is searched; `search` holds {q} where the words go."""
    return {
        "@context": CONTEXT,
        "@type": "WebSite",
        "@id": address,
        "name": name,
        "url": address,
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": search.replace("{q}", "{search_term_string}")},
            "query-input": "required name=search_term_string",
        },
    }


def dataset(name: str, description: str, address: str, downloads: list[tuple[str, str, str]]) -> Data:
    """The list as a whole; `downloads` are names, media types and addresses of its files."""
    return {
        "@context": CONTEXT,
        "@type": "Dataset",
        "name": name,
        "description": description,
        "url": address,
        "isAccessibleForFree": True,
        "distribution": [
            {"@type": "DataDownload", "name": name, "encodingFormat": kind, "contentUrl": place}
            for name, kind, place in downloads
        ],
    }
