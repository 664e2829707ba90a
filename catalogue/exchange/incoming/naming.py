"""Slugs of new entries: out of their titles, each once."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.text import slugify

from institutions.records import NOT_STATED

_LONGEST = 100


class Slugs:
    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = {*taken, NOT_STATED}

    def new(self, title: str) -> str:
        """A slug that nobody has, which counts as taken from now on."""
        base = slugify(title)[:_LONGEST].strip("-") or "entry"
        slug, number = base, 1
        while slug in self._taken:
            number += 1
            slug = f"{base}-{number}"
        self._taken.add(slug)
        return slug
