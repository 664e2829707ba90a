"""Measures: length, courses, credits and price, each naming what it measures. Not their wording on pages."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from institutions.records import knows_words

from .claims import Claim, once
from .vocabulary import Approximation, Quantity, Scope, Unit

# Rough days, good for bands and for sorting and for nothing else. Hours are hours of learning, 40 to a week.
_DAYS = {Unit.HOUR: 7 / 40, Unit.DAY: 1, Unit.WEEK: 7, Unit.MONTH: 30, Unit.YEAR: 365}


class Measure(Claim):
    """One figure as a source gives it: «about 2,000, currency not stated, for the whole program»."""

    quantity = models.CharField(max_length=10, choices=Quantity)
    minimum = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    maximum = models.DecimalField(
        max_digits=12, decimal_places=2, null=True, blank=True, help_text="Only for a range: two to three courses."
    )
    approximation = models.CharField(max_length=10, choices=Approximation, default=Approximation.EXACT)
    unit = models.CharField(max_length=10, choices=Unit, blank=True, help_text="Empty for a price without a currency.")
    measures = models.CharField("of", max_length=12, choices=Scope, default=Scope.PROGRAM)

    class Meta(Claim.Meta):
        constraints = [
            *Claim.Meta.constraints,
            *once("quantity", "measures"),
            models.CheckConstraint(condition=Q(minimum__isnull=True) | Q(minimum__gte=0), name="measure_not_negative"),
            models.CheckConstraint(
                condition=Q(maximum__isnull=True) | Q(minimum__isnull=False, maximum__gt=F("minimum")),
                name="measure_range_goes_up",
                violation_error_message="The upper end of a range lies above the lower.",
            ),
            models.CheckConstraint(
                condition=Q(minimum__isnull=True, approximation__in=Approximation.without_number())
                | Q(minimum__isnull=False) & ~Q(approximation__in=Approximation.without_number()),
                name="measure_has_number_or_word",
                violation_error_message=(
                    "Give a number, or one of the words that stand without: several, short, low, free."
                ),
            ),
            models.CheckConstraint(
                condition=Q(
                    quantity__in=Quantity.values, approximation__in=Approximation.values, measures__in=Scope.values
                )
                & knows_words(unit=Unit),
                name="measure_knows_its_words",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_quantity_display()} of {self.get_measures_display()}"

    @property
    def days(self) -> float | None:
        """A length in rough days, for bands and sorting."""
        return float(self.minimum) * _DAYS[self.unit] if self.minimum is not None and self.unit in _DAYS else None
