"""The public offerings as plain rows, from which every peer's tables and indexes are made: the same for all."""

from __future__ import annotations

from dataclasses import dataclass

from catalogue.search import facets
from catalogue.search.documents import document_of
from catalogue.search.facts import Facts
from catalogue.search.fields import WEIGHTS as FIELDS
from catalogue.search.reading import read_catalogue
from catalogue.search.text import sort_key, words

# What a word weighs, by where it stands. PostgreSQL knows four weights, so the peers are given four and not all ours.
WEIGHTS = {"a": 64, "b": 6, "c": 4, "d": 2}
_NEAREST = {
    field: min(WEIGHTS, key=lambda name: (abs(WEIGHTS[name] - weight), name)) for field, weight in FIELDS.items()
}


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
        facet.name: tuple({value for value in facet.values(getattr(facts, facet.reads)) if value})
        or (facets.NOT_STATED,)
        for facet in facets.FACETS
    }
    texts = {weight: " ".join(words(text)) for weight, text in _texts(facts).items()}
    return Row(number, offering.pk, offering.slug, offering.title, values, texts)


def _texts(facts: Facts) -> dict[str, str]:
    """The very words that our own search knows, each field with the weight that comes nearest to its own."""
    texts: dict[str, list[str]] = {weight: [] for weight in WEIGHTS}
    for field, text in document_of(facts).items():
        texts[_NEAREST[field]].append(text)
    return {weight: "\n".join(parts) for weight, parts in texts.items()}
