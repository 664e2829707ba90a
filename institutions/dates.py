"""Dates as exactly as a source gives them: a year, a month or a day. Not points in time."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.formats import date_format

PATTERN = r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"
_FORMATS = {4: "Y", 7: "F Y", 10: "F j, Y"}


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
    return date_format(first_day(text), _FORMATS[len(text)]) if text else ""


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
