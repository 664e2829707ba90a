"""The public offerings as plain rows, from which every peer's tables and indexes are made: the same for all."""

from __future__ import annotations

from dataclasses import dataclass

from catalogue.search import facets
from catalogue.search.facts import Facts
from catalogue.search.reading import read_catalogue
from catalogue.search.text import sort_key, words

# What a word weighs, by where it stands. PostgreSQL knows four weights, so the peers are given four and not our eight.
WEIGHTS = {"a": 32, "b": 6, "c": 4, "d": 2}


@dataclass(frozen=True)
class Row:
    """`number` is its place in the list. `values` holds its values in every facet, `not-stated` where there is none.

    `texts` holds its words by weight, folded as ours are, so that no peer fails on an accent or a hyphen.
    """

    number: int
    pk: int
    slug: str
    title: str
    values: dict[str, tuple[str, ...]]
    texts: dict[str, str]


def read_rows() -> list[Row]:
    facts = sorted(read_catalogue().facts, key=_place)
    return [_row(number, each) for number, each in enumerate(facts)]


def _place(facts: Facts) -> tuple[bool, str, str]:
    offering = facts.offering
    return offering.availability == "ended", sort_key(offering.title), offering.slug


def _row(number: int, facts: Facts) -> Row:
    offering = facts.offering
    values = {
        facet.name: tuple({value for value in facet.values(facts) if value}) or (facets.NOT_STATED,)
        for facet in facets.FACETS
    }
    texts = {weight: " ".join(words(text)) for weight, text in _texts(facts).items()}
    return Row(number, offering.pk, offering.slug, offering.title, values, texts)


def _texts(facts: Facts) -> dict[str, str]:
    offering = facts.offering
    names = [name for _, place in facts.involved if place for name in (place.name, place.short_name, place.other_names)]
    parts = [text for part in facts.parts for text in (part.title, part.other_titles, part.skills)]
    sectors = [sector.name for sector in facts.sectors]
    audiences = [audience.name for audience in facts.audiences]
    return {
        "a": offering.title,
        "b": "\n".join([offering.other_titles, *names]),
        "c": "\n".join([offering.skills, *parts, *sectors]),
        "d": "\n".join([offering.summary, offering.audience, *audiences]),
    }
