"""On a French page nothing is English but what says so, and names: the rest would be a text that nobody marked."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.db.models import CharField

from catalogue.models import Audience, Group, Microcredential, Sector, Source
from funding.models import FundingSource
from institutions.models import Institution
from tests.catalogue_data import documents  # noqa: F401
from tests.pages.elements import Element, page

pytestmark = pytest.mark.django_db

ADDRESSES = [
    "/",
    "/microcredentials/",
    "/microcredentials/?view=table&delivery=online&q=online&x=1",
    "/microcredentials/bcit-mass-timber/",
    "/microcredentials/bcit-mass-timber/letter/",
    "/compare/?e=sfu-fass-forward&e=tru-oeru",
    "/shortlist/",
    "/institutions/",
    "/institutions/ubc/",
    "/sectors/essential-workplace-skills/",
    "/regions/",
    "/pathways/",
    "/funding/",
    "/funding/microcredentials-investment/",
    "/glossary/",
    "/data/",
    "/data/editions/",
    "/data/difference/",
    "/data/dictionary/",
    "/data/addresses/",
    "/about/privacy/",
    "/about/accessibility/",
    "/nowhere/",
]
# Words that are the same in both languages.
SAME = set("Badge Cariboo Date Kootenay Menu MicroMasters Page Question Source Sources Style Trait UNESCO".split())
SAME.update("Atom CSV CTDL iCalendar JSON OpenAPI schema.org XLSX".split())  # forms of data
SAME.add("Pages")
_NOUNS = (Audience, FundingSource, Group, Institution, Microcredential, Sector, Source)
_WORD = re.compile(r"[^\W\d_]{3}")


def _texts(element: Element, in_english: bool = False) -> Iterator[str]:
    """Texts and labels that are not marked as English."""
    in_english = element.attributes.get("lang", "en" if in_english else "").startswith("en")
    if in_english or element.tag in {"svg", "script"}:
        return
    yield from (element.attributes[name] for name in ("aria-label", "placeholder") if name in element.attributes)
    for child in element.children:
        yield from [child] if isinstance(child, str) else _texts(child, in_english)


def _plain(text: str) -> str:
    return " ".join(text.split()).strip(" :;,.()0123456789")


def _names() -> set[str]:
    """Every short text of the nouns with a name, and so of whatever is called by it."""
    names = set()
    for noun in _NOUNS:
        fields = [field.name for field in noun._meta.get_fields() if isinstance(field, CharField)]
        for row in noun.objects.values_list(*fields):
            names |= {_plain(text).lower() for text in row if text}
    return names


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_french_page_says_nothing_as_the_english_one_does(client, documents, address):  # noqa: F811
    english, french = page(client.get(address)), page(client.get(f"/fr{address}"))
    as_in_english = {_plain(text) for text in _texts(english.one("body"), in_english=False)}
    names = _names()
    left = {text for text in map(_plain, _texts(french.one("body"))) if text in as_in_english and _WORD.search(text)}
    assert {text for text in left - SAME if not _is_name(text.lower(), names)} == set()


def _is_name(text: str, names: set[str]) -> bool:
    """Also a school with its unit in brackets, and a source with a sign for its paragraphs."""
    pieces = map(_plain, re.split(r" \(| ¶", text, maxsplit=1))
    return text in names or all(piece in names or not piece for piece in pieces)
