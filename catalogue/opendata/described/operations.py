"""What each address gives, by its name in `catalogue.urls`: in words, as which kind, and what it refuses."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from catalogue.opendata.addresses import ENTRY_FORMS, LISTS, NAMES
from catalogue.opendata.dcat import MEDIA_TYPES
from catalogue.opendata.record import Data
from catalogue.opendata.whole.files import KEPT
from catalogue.opendata.whole.files import NAMES as FILES
from catalogue.search import Snapshot

from .parameters import AS_OF, SINCE, TWO_DAYS, TWO_DAYS_OR_NONE, of_list, of_page
from .walking import Address

HTML, PLAIN, JSON, LINKED = "text/html", "text/plain", "application/json", "application/ld+json"
XML, SCHEMA, PROBLEM = "application/xml", "application/schema+json", "application/problem+json"
_MOVED, _WRONG, _NONE, _GONE, _NOT_YET = 301, 400, 404, 410, 503


class Operation(NamedTuple):
    """What an address gives to whoever reads it. `shape`: the schema that it holds to, of those in the description."""

    says: str
    kind: str
    shape: str = ""
    query: Callable[[Snapshot], list[Data]] = lambda snapshot: []
    refuses: tuple[int, ...] = ()
    in_words: str = PROBLEM  # as which kind it says what is wrong
    has_tag: bool = True  # by which whoever has it need not get it again


def operation_of(address: Address) -> Operation:
    told = _DATA[f"{address.name} {address.told}".strip()]
    return told._replace(has_tag=address.name not in _MADE_ANEW)


def _page(says: str, *asked: str, refuses: tuple[int, ...] = ()) -> Operation:
    return Operation(says, HTML, query=lambda snapshot: of_page([*asked]), refuses=refuses, in_words=HTML)


def _list(name: str, kind: str, says: str) -> Operation:
    flat = name in ("microcredentials-csv", "microcredentials-xlsx")
    shape = "microcredentials" if name == "microcredentials-json" else ""
    return Operation(says, kind, shape, of_list, (_WRONG, _NONE), PLAIN if flat else PROBLEM)


def _form(form: str) -> Operation:
    shape = "microcredential" if form == "json" else "linked"
    says = f"One entry as {NAMES[form]}, now or as of a day."
    return Operation(says, ENTRY_FORMS[form], shape, lambda snapshot: [AS_OF], (_MOVED, _WRONG, _NONE, _GONE))


def _difference(form: str) -> Operation:
    says, kind, shape = "What differs between the editions of two days.", *_DIFFERENCES[form]
    return Operation(says, kind, shape, lambda snapshot: TWO_DAYS, (_WRONG, _NONE, _NOT_YET))


def _file(name: str, says: str, *refuses: int) -> Operation:
    return Operation(says, MEDIA_TYPES.get(name, PLAIN), refuses=(*refuses, _NOT_YET))


# A difference is read from two editions each time, and as much work to tag as to send; the others are short.
_MADE_ANEW = {"difference", "difference-file", "suggestions", "suggest-thanks", "speculation-rules"}
_DIFFERENCES = {"json": (JSON, "difference"), "csv": ("text/csv", "")}
_ENTRY_PAGE = (_MOVED, _WRONG, _NONE, _GONE)
_LIST_PAGE = "The list, with search and filters: the parameters of its data, of which it names what it does not know."
_DATA: dict[str, Operation] = {
    "home": _page("The front page."),
    "microcredentials": _page(_LIST_PAGE, refuses=(_NONE,)),
    "microcredential": _page("One entry, now or as of a day.", refuses=_ENTRY_PAGE)._replace(query=lambda _: [AS_OF]),
    "microcredential-letter": _page("What nobody has stated of an entry, as a letter.", refuses=_ENTRY_PAGE),
    "preview": Operation("The picture beside a link to an entry.", "image/png", refuses=(_NONE,), in_words=HTML),
    "suggest-thanks": _page("Thanks for a suggestion.", refuses=_ENTRY_PAGE),
    "compare": _page("Two to four entries side by side.", "e", "only"),
    "shortlist": _page("The entries that an address names.", "e"),
    "suggestions": Operation(
        "What may be meant by the first letters, for a search box.",
        JSON,
        "suggestions",
        lambda snapshot: of_page(["q"]),
    ),
    "institutions": _page("Every institution by what it does."),
    "institution": _page("One institution.", refuses=(_NONE,)),
    "sectors": _page("The topics."),
    "sector": _page("One topic.", refuses=(_NONE,)),
    "funding": _page("The public money behind programs."),
    "funding-source": _page("One source of money.", refuses=(_NONE,)),
    "pathways": _page("What counts toward what.", "target", "institution", "run", "page"),
    "pathway": _page("What counts toward one larger credential.", "institution", "run", "page", refuses=(_NONE,)),
    "regions": _page("Where the schools are."),
    "sources": _page("The sources."),
    "source": _page("One source, paragraph by paragraph.", refuses=(_NONE,)),
    "coverage": _page("Which questions our sources answer.", "page"),
    "about": _page("What this catalogue is."),
    "privacy": _page("What becomes of what visitors send."),
    "accessibility": _page("How far everybody can use these pages."),
    "style": _page("The parts that pages are made of."),
    "glossary": _page("What the words mean."),
    "data": _page("All our data: files and how to use them."),
    "data-addresses": _page("Every address that is there to be read."),
    "editions": _page("The days of which there is an edition."),
    "edition": _page("The edition of a day.", refuses=(_NONE,)),
    "difference": _page("What differs between two days.", refuses=(_WRONG, _NONE))._replace(
        query=lambda _: TWO_DAYS_OR_NONE
    ),
    "data-dictionary": _page("What each name in a file means."),
    "data-mapping": _page("How our data fits a standard.", refuses=(_NONE,)),
    "microcredentials-csv": _list("microcredentials-csv", LISTS["microcredentials-csv"], "The whole list as CSV."),
    "microcredentials-xlsx": _list("microcredentials-xlsx", LISTS["microcredentials-xlsx"], "The same as a workbook."),
    "microcredentials-json": _list("microcredentials-json", JSON, "A page of the list, with counts of every filter."),
    "microcredentials-atom": _list("microcredentials-atom", LISTS["microcredentials-atom"], "What is new and changed."),
    "microcredentials-ics": _list("microcredentials-ics", "text/calendar", "The last days to apply."),
    **{f"microcredential-{form} {form}": _form(form) for form in ENTRY_FORMS},
    **{f"difference-file {form}": _difference(form) for form in ("json", "csv")},
    "schema": Operation("A JSON Schema of ours.", SCHEMA, "schema", refuses=(_NONE,), in_words=HTML),
    "data-changes": Operation(
        "What is new, changed or gone since a moment.", JSON, "changes", lambda snapshot: SINCE, (_WRONG,)
    ),
    "data-dcat": Operation("The data set as DCAT describes one.", LINKED, "linked"),
    "openapi": Operation("This description.", JSON, "description"),
    **{f"data-file {name}": _file(name, f"{name} as it stands.") for name in FILES},
    **{f"edition-file {name}": _file(name, f"{name} as it stood when a day ended.", _NONE) for name in KEPT},
    "robots": Operation("What crawlers may read.", PLAIN),
    "sitemap": Operation("The files of the map of the site.", XML),
    "sitemap-part": Operation("A part of the map of the site.", XML, refuses=(_NONE,), in_words=HTML),
    "opensearch": Operation("How a browser searches this site.", "application/opensearchdescription+xml"),
    "security": Operation("Whom to tell of a hole in the site.", PLAIN, refuses=(_NONE,), in_words=HTML),
    "plain-index": Operation("The site in a few lines of plain text.", PLAIN),
    "speculation-rules": Operation("Which links a browser may follow ahead.", "application/speculationrules+json"),
}
NAMES_DESCRIBED = frozenset(_DATA)
