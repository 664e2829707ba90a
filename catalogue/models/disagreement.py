"""Where sources do not say the same: typed, and joined to the citations that differ."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from institutions.records import Record, RecordManager, RecordQuerySet

from .source import Citation
from .vocabulary import DisagreementKind


class DisagreementQuerySet(RecordQuerySet):
    def conflicts(self) -> DisagreementQuerySet:
        """Real conflicts: the only ones shown side by side."""
        return self.filter(kind=DisagreementKind.CONFLICT)

    def public(self) -> DisagreementQuerySet:
        """Disagreements all of whose sides a visitor may see.

        Asks the database at once, in two steps: as one nested query it takes PostgreSQL minutes.
        """
        sides = DisagreementSide.objects.values_list("disagreement", "citation")
        cited = Citation.objects.public().filter(pk__in=DisagreementSide.objects.values("citation"))
        visible = set(cited.values_list("pk", flat=True))
        return self.exclude(pk__in={disagreement for disagreement, citation in sides if citation not in visible})


class Disagreement(Record):
    """Citations, of any subjects, that do not say the same."""

    kind = models.CharField(max_length=10, choices=DisagreementKind)
    title = models.CharField(max_length=160)
    explanation = models.TextField(blank=True, help_text="In our words: what differs, and what we show and why.")

    objects = RecordManager.from_queryset(DisagreementQuerySet)()

    class Meta(Record.Meta):
        ordering = ["title"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="disagreement_has_title"),
            models.CheckConstraint(condition=~Q(key=""), name="disagreement_has_key"),
            models.CheckConstraint(condition=Q(kind__in=DisagreementKind.values), name="disagreement_knows_its_words"),
        ]

    def __str__(self) -> str:
        return self.title


class DisagreementSide(Record):
    """One citation's part in a disagreement."""

    disagreement = models.ForeignKey(Disagreement, on_delete=models.PROTECT, related_name="sides")
    citation = models.ForeignKey(Citation, on_delete=models.PROTECT, related_name="disagreement_sides")

    class Meta(Record.Meta):
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(key=""), name="disagreementside_has_key"),
            models.UniqueConstraint(fields=["disagreement", "citation"], name="disagreementside_once"),
        ]

    def __str__(self) -> str:
        return str(self.citation)
