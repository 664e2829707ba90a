"""Dates as exactly as a source gives them: a year, a month or a day. Not points in time."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.formats import date_format
from django.utils.translation import pgettext

PATTERN = r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"
_YEAR, _MONTH = 4, 7  # characters of a year and of a month


def first_day(text: str) -> date:
    """The first day that an approximate date can mean. Raises ValueError when there is no such day."""
    return date.fromisoformat(text + "-01-01"[len(text) - 4 :] if len(text) < 10 else text)


def validate_day_exists(text: str) -> None:
    try:
        first_day(text)
    except ValueError:
        raise ValidationError(
            "There is no such date. Write 2021, 2021-03 or 2021-03-31.", code="no_such_date"
        ) from None


def in_words(text: str) -> str:
    """«February 2021» for `2021-02`; empty for an empty date."""
    if len(text) <= _YEAR:
        return text
    day = first_day(text)
    return date_format(day, "F Y") if len(text) == _MONTH else day_in_words(day)


def day_in_words(day: date) -> str:
    # Translators: how a day is written, in Django's letters for dates: F is the month, j the day, Y the year.
    return date_format(day, pgettext("day", "F j, Y"))


class ApproximateDateField(models.CharField):
    """A year (2021), a month (2021-02) or a day (2021-02-28), as text; empty means not stated."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 10)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    default_validators = [
        RegexValidator(PATTERN, "Write a year, a month or a day: 2021, 2021-03 or 2021-03-31."),
        validate_day_exists,
    ]


def is_approximate_date(field: str) -> models.Q:
    """The same rule for a CHECK constraint."""
    return models.Q(**{field: ""}) | models.Q(**{f"{field}__regex": PATTERN})
