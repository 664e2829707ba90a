"""The page that shows how pages look: colours with their contrast, sizes of letters, drawings, every component."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from catalogue.colours import PAIRS, colours, contrast
from catalogue.languages import digits
from catalogue.templatetags.icons import ICONS

from .kept import kept
from .style_facts import of_money, of_program, of_texts, of_values
from .style_samples import NOT_SHOWN, Sample, number_from_one, of_lists, of_ways

SIZES = ("display", "h1", "h2", "h3", "lead", "text", "small")
SPACES = tuple(str(step) for step in range(1, 9))


@dataclass(frozen=True)
class Scheme:
    """A pair of colours in the light or the dark scheme, and how far apart they stand."""

    words: str
    ground: str
    ratio: str


@dataclass(frozen=True)
class Pair:
    """Two colours that meet on pages; `least`: how far apart the guidelines want them."""

    words: str
    ground: str
    least: str
    schemes: tuple[Scheme, Scheme]


@kept()
def show(request: HttpRequest) -> HttpResponse:
    context = {
        "trail": [(_("About"), reverse("about"))],
        "pairs": list(_pairs()),
        "sizes": SIZES,
        "spaces": SPACES,
        "icons": ICONS,
        "samples": samples(),
        "not_shown": sorted(NOT_SHOWN.items()),
    }
    return render(request, "about/style.html", context)


def samples() -> list[Sample]:
    """Every component that has something to show, by name."""
    number_from_one()
    makers = (of_lists, of_ways, of_values, of_texts, of_money, of_program)
    return sorted((sample for make in makers for sample in make()), key=lambda sample: sample.name)


def _pairs() -> Iterator[Pair]:
    both = colours("light"), colours("dark")
    for words, ground, least in PAIRS:
        schemes = [Scheme(each[words], each[ground], _ratio(contrast(each[words], each[ground]))) for each in both]
        yield Pair(words, ground, _ratio(least), tuple(schemes))


def _ratio(contrast: float) -> str:
    return digits(Decimal(contrast), ".1f")
