"""Which addresses are there to be read: as the resolver has them, and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.urls import URLPattern, URLResolver, get_resolver

from catalogue.languages import ENGLISH, FRENCH, HOMES, ByLanguage

_PLACE = re.compile(r"<(\w+):(\w+)>")


class Address(NamedTuple):
    """An address, with `{name}` where something is to be filled in. `places`: of which kind, by name.

    `told`: what the address alone tells its view, where several have the same name.
    """

    name: str
    path: str
    places: dict[str, str]
    told: str
    is_french: bool


def read_addresses() -> Iterator[Address]:
    """Pages stand in both languages, one after the other; data is the same in each."""
    for pattern in get_resolver().url_patterns:
        if isinstance(pattern, URLResolver) and isinstance(pattern.pattern, ByLanguage):
            for language in (ENGLISH, FRENCH):
                yield from _of(pattern.url_patterns, HOMES[language], is_french=language == FRENCH)
        else:
            yield from _of([pattern], "/", is_french=False)


def _of(patterns: Iterable[URLPattern | URLResolver], start: str, *, is_french: bool) -> Iterator[Address]:
    for pattern in patterns:
        if getattr(getattr(pattern, "callback", None), "is_read", False):
            route = str(pattern.pattern)
            places = {name: kind for kind, name in _PLACE.findall(route)}
            path = start + _PLACE.sub(r"{\2}", route)
            yield Address(pattern.name, path, places, next(iter(pattern.default_args.values()), ""), is_french)
