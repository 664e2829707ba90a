"""What schools call a kind of offering by a name of their own. Which of our kinds it is one of is said with it."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from .sector import Term
from .vocabulary import Kind


class NamedKind(Term):
    """A name such as “Nanodegree”, and which kind it is one of: filters, counts and vocabularies go by that."""

    kind = models.CharField("a kind of", max_length=30, choices=Kind, help_text="Filters and counts go by this.")

    class Meta(Term.Meta):
        verbose_name = "name of a kind"
        verbose_name_plural = "names of kinds"
        constraints = [
            *Term.Meta.constraints,
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="namedkind_knows_its_words"),
        ]

    def clean(self) -> None:
        if self.name.casefold() in {str(label).casefold() for label in Kind.labels}:
            raise ValidationError({"name": "This is one of the kinds already, and needs no name of its own."})
        if not self._state.adding and self.microcredentials.exclude(kind=self.kind).exists():
            raise ValidationError({"kind": "Entries of another kind are called so. Take the name from them first."})

    @classmethod
    def cited_fields(cls) -> frozenset[str]:
        return frozenset()
