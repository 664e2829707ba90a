"""Searches that found nothing, counted for staff by day and words. No record: it has no history and changes no page."""

from __future__ import annotations

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery, Sum

from .synonym import LONGEST_ASKED, Synonym


class FruitlessSearchQuerySet(models.QuerySet):
    def by_words(self) -> FruitlessSearchQuerySet:
        """The newest row of each text, with how often all its days saw it, and the synonym that it has by now."""
        same = FruitlessSearch.objects.filter(text=OuterRef("text")).order_by()
        total = same.values("text").annotate(total=Sum("count")).values("total")
        synonym = Synonym.objects.filter(asked=OuterRef("text")).values("pk")[:1]
        newest = self.exclude(Exists(same.filter(day__gt=OuterRef("day"))))
        return newest.annotate(how_often=Subquery(total), synonym=Subquery(synonym))


class FruitlessSearch(models.Model):
    """How often a text was searched for on one day, in Pacific Time, and nothing was found. Who searched is unknown."""

    day = models.DateField("last day", db_index=True)
    text = models.CharField("what people typed", max_length=LONGEST_ASKED)
    count = models.PositiveIntegerField()

    objects = FruitlessSearchQuerySet.as_manager()

    class Meta:
        verbose_name = "search without a result"
        verbose_name_plural = "searches without a result"
        ordering = ["-day", "text"]
        constraints = [
            models.UniqueConstraint(fields=["text", "day"], name="fruitlesssearch_once_a_day"),
            models.CheckConstraint(condition=~Q(text=""), name="fruitlesssearch_has_text"),
            models.CheckConstraint(condition=Q(count__gt=0), name="fruitlesssearch_counts"),
        ]

    def __str__(self) -> str:
        return self.text
