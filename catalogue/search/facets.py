"""The facets of the list, each declared once: its name, label, values of an entry and options. Not their counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from catalogue.languages import kept_by_language
from catalogue.models.vocabulary import Availability, Delivery, Force, Kind, Role, Target
from institutions.models import Region
from institutions.records import NOT_STATED as NOT_STATED

from . import bands
from .facts import PROVIDING, Catalogue, Credit, Involvement, Offering, Place, Term
from .text import sort_key

NOT_STATED_LABEL = _("Not stated")

Options = Iterable[tuple[str, str]]


@dataclass(frozen=True)
class Facet:
    """One question about an entry.

    `reads` is a field of an entry's facts, and `values` gives the answers stated there, none or "" where nobody states
    one; one may come twice. `options` gives every answer that can be asked for, with its label, in the order of the
    page; those that no entry has stay off the page unless chosen or `shows_all` is set. The options of a scale lie
    beside each other in that order.
    """

    name: str
    label: str
    reads: str
    values: Callable[[Any], Iterable[str]]
    options: Callable[[Catalogue], Options]
    primary: bool = False
    shows_all: bool = False
    is_scale: bool = False


_GIVING, _NEGATIVE = str(Role.CREDIT), frozenset(map(str, Force.negative()))


def _providers(involved: Iterable[Involvement]) -> list[Place]:
    return [place for role, place in involved if role in PROVIDING and place]


def credit_givers(involved: Iterable[Involvement]) -> list[Place]:
    return [place for role, place in involved if role == _GIVING and place]


# Worded when it is read, as the label is that it begins with a capital.
_capital = lazy(lambda label: label[:1].upper() + label[1:], str)


def _credit_values(credits: Iterable[Credit]) -> list[str]:
    return [credit.force if credit.force in _NEGATIVE else credit.target for credit in credits]


def _credit_options(catalogue: Catalogue) -> Options:
    targets = [(target.value, _capital(target.label)) for target in Target]
    return [*targets, *((force.value, force.label) for force in Force.negative())]


def _provider_slugs(involved: Iterable[Involvement]) -> list[str]:
    return _slugs(_providers(involved))


def _own(field: str) -> tuple[str, Callable[[Offering], list[str]]]:
    """What the offering itself says in this field."""
    return "offering", lambda offering: [getattr(offering, field)]


def _regions(involved: Iterable[Involvement]) -> list[str]:
    return [place.region for place in _providers(involved)]


def _fixed(choices: type) -> Callable[[Catalogue], Options]:
    """The options of a fixed vocabulary."""
    return lambda catalogue: choices.choices


def _terms(attribute: str) -> Callable[[Catalogue], Options]:
    """The options of a vocabulary that staff keep."""
    return lambda catalogue: _by_label((term.slug, term.name) for term in getattr(catalogue, attribute).values())


def _slugs(terms: Iterable[Term | Place]) -> list[str]:
    return [term.slug for term in terms]


def _places(catalogue: Catalogue) -> Options:
    return _by_label((place.slug, place.brief_name) for place in catalogue.places.values())


def _by_label(options: Options) -> Options:
    """Sorted here and not by the database, whose order depends on its make and language."""
    return sorted(options, key=lambda option: (sort_key(option[1]), option[0]))


def _price_options(catalogue: Catalogue) -> Options:
    free = [(bands.FREE, _("Free")), (bands.LOW_OR_NO_COST, _("Low or no cost stated"))]
    return [*free, *((band.value, band.label) for band in bands.PRICES)]


def _length_options(catalogue: Catalogue) -> Options:
    other = (bands.IN_OTHER_WORDS, _("Said in other words, or per course"))
    return [*((band.value, band.label) for band in bands.LENGTHS), other]


FACETS = (
    Facet("sector", _("Topic (our reading)"), "sectors", _slugs, _terms("sectors"), primary=True, shows_all=True),
    Facet("credit_toward", _("Credit toward"), "credits", _credit_values, _credit_options, primary=True),
    Facet("delivery", _("How you learn"), *_own("delivery"), _fixed(Delivery), primary=True),
    Facet("audience", _("Who it is for"), "audiences", _slugs, _terms("audiences"), primary=True),
    Facet("provider", _("School"), "involved", _provider_slugs, _places),
    Facet("region", _("Where the school is"), "involved", _regions, _fixed(Region), shows_all=True),  # as on a map
    Facet("kind", _("Kind"), *_own("kind"), _fixed(Kind)),
    Facet("availability", _("Can you take it?"), *_own("availability"), _fixed(Availability)),
    Facet("funding", _("Money behind it"), "funding", _slugs, _terms("funding")),
    Facet("cost", _("What it costs"), "figures", bands.price_values, _price_options, is_scale=True),
    Facet("duration", _("How long it takes"), "figures", bands.length_values, _length_options, is_scale=True),
)
BY_NAME = {facet.name: facet for facet in FACETS}


@kept_by_language
def label_of(facet: str) -> str:
    """The label of a facet in the language of the page."""
    return str(BY_NAME[facet].label)
