"""Days in addresses: 2026-11-27, of Pacific Time."""

from __future__ import annotations

from datetime import date


class DayConverter:
    """For a path: a day that the calendar has."""

    regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, text: str) -> date:
        return date.fromisoformat(text)

    def to_url(self, day: date | str) -> str:
        return day if isinstance(day, str) else day.isoformat()
