"""Funding sources, what they are part of, and which money flows into them. Not which program they pay for."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from institutions.dates import ApproximateDateField, is_approximate_date
from institutions.models import Institution
from institutions.records import ROW, Record, knows_words, refuse_circle, slug_not_taken, validate_not_taken


class Qualifier(models.TextChoices):
    """How exactly a source gives a figure."""

    EXACT = "exact", "exactly"
    ABOUT = "about", "about"
    AT_LEAST = "at-least", "at least"
    MORE_THAN = "more-than", "more than"
    LESS_THAN = "less-than", "less than"
    LIKELY = "likely", "likely"


class FundingSource(Record):
    """An envelope, agreement or program of money. Amounts are Canadian dollars; no amount means not stated."""

    slug = models.SlugField(max_length=120, unique=True, validators=[validate_not_taken])
    name = models.CharField(max_length=200)
    summary = models.TextField(blank=True, help_text="In our words: what it is for and what is not said of it.")
    amount = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True, help_text="Canadian dollars.")
    amount_qualifier = models.CharField(max_length=10, choices=Qualifier, blank=True)
    part_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts")
    institutions_reached = models.PositiveIntegerField(null=True, blank=True)
    microcredentials_reached = models.PositiveIntegerField(null=True, blank=True)
    learners_reached = models.PositiveIntegerField(null=True, blank=True)
    learners_qualifier = models.CharField(max_length=10, choices=Qualifier, blank=True)
    reach = models.CharField(max_length=200, blank=True, help_text="Whom it reaches, where no number is given.")
    announced = ApproximateDateField(help_text="2021, 2021-02 or 2021-02-28.")
    deadline = ApproximateDateField(help_text="The date by which the money was to show a result.")

    class Meta(Record.Meta):
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=~Q(slug=""), name="fundingsource_has_slug"),
            slug_not_taken("fundingsource_slug_not_taken"),
            models.CheckConstraint(condition=~Q(name=""), name="fundingsource_has_name"),
            models.CheckConstraint(condition=~Q(key=""), name="fundingsource_has_key"),
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gte=0), name="fundingsource_amount_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=False) | Q(amount_qualifier=""), name="fundingsource_qualifier_needs_amount"
            ),
            models.CheckConstraint(
                condition=Q(learners_reached__isnull=False) | Q(learners_qualifier=""),
                name="fundingsource_qualifier_needs_learners",
            ),
            models.CheckConstraint(
                condition=knows_words(amount_qualifier=Qualifier, learners_qualifier=Qualifier),
                name="fundingsource_knows_its_words",
            ),
            models.CheckConstraint(condition=~Q(part_of=F("id")), name="fundingsource_not_in_itself"),
            models.CheckConstraint(
                condition=is_approximate_date("announced") & is_approximate_date("deadline"), name="fundingsource_dates"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        refuse_circle(self, "part_of")

    def get_absolute_url(self) -> str:
        return reverse("funding-source", args=[self.slug])

    @classmethod
    def cited_fields(cls) -> frozenset[str]:
        return frozenset(
            "name amount part_of institutions_reached microcredentials_reached learners_reached reach announced "
            "deadline".split()
        )


class FundingFlow(Record):
    """An amount that a payer puts into a funding source, possibly through another one (an agreement)."""

    into = models.ForeignKey(FundingSource, on_delete=models.PROTECT, related_name="flows_in")
    payer = models.ForeignKey(
        Institution,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="payments",
        help_text="Empty: not stated.",
    )
    through = models.ForeignKey(
        FundingSource, on_delete=models.PROTECT, null=True, blank=True, related_name="flows_through"
    )
    amount = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True, help_text="Canadian dollars.")
    qualifier = models.CharField(max_length=10, choices=Qualifier, blank=True)

    class Meta(Record.Meta):
        ordering = ["into", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(key=""), name="fundingflow_has_key"),
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gte=0), name="fundingflow_amount_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=False) | Q(qualifier=""), name="fundingflow_qualifier_needs_amount"
            ),
            models.CheckConstraint(condition=knows_words(qualifier=Qualifier), name="fundingflow_knows_its_words"),
            models.CheckConstraint(condition=~Q(into=F("through")), name="fundingflow_not_through_itself"),
            models.UniqueConstraint(fields=["into", "payer", "through"], name="fundingflow_once"),
        ]

    def __str__(self) -> str:
        payer = self.payer.name if self.payer else "A payer not named"
        return f"{payer} into {self.into.name}"

    @classmethod
    def cited_fields(cls) -> frozenset[str]:
        return frozenset({ROW})
