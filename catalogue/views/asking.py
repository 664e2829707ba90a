"""What an address asks of a page that lists things, read parameter by parameter. What cannot be used is named."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from catalogue.search.query import Problem, echo

# The choice that the text of a parameter makes, by name, or None where it makes none.
Reader = Callable[[str], dict[str, Any] | None]
_NUMBER = re.compile(r"[1-9][0-9]{0,8}")


def read(query: QueryDict, readers: Mapping[str, Reader]) -> tuple[dict[str, Any], list[Problem]]:
    """What is chosen, by name, and what of the address had to be left out."""
    chosen: dict[str, Any] = {}
    problems = []
    for name, values in query.lists():
        given = [value.strip() for value in values if value.strip()]
        if name not in readers:
            words = _("This page does not know “%(name)s”. It was left out.")
            problems.append(Problem(name, "", words % {"name": echo(name)}))
        elif given:
            choice = readers[name](given[0])
            chosen |= choice or {}
            problems += [] if choice else [unknown(name, given[0])]
            problems += [_twice(name, value) for value in given[1:2]]
    return chosen, problems


def unknown(name: str, value: str) -> Problem:
    words = _("There is no “%(value)s” for “%(name)s”. It was left out.") % {"value": echo(value), "name": name}
    return Problem(name, value, words)


def page_number(value: str) -> dict[str, int] | None:
    return {"page": int(value)} if _NUMBER.fullmatch(value) else None


def row_number(value: str) -> dict[str, int] | None:
    return {"row": int(value)} if _NUMBER.fullmatch(value) else None


def _twice(name: str, value: str) -> Problem:
    return Problem(name, value, _("“%(name)s” is given twice. Only the first one counts.") % {"name": name})
