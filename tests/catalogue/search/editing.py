"""An editor who makes up edits of every kind of what the index holds, the same ones for the same seed."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from random import Random

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from catalogue.models import (
    Audience,
    AudienceTag,
    Citation,
    Claim,
    FundingLink,
    Measure,
    Microcredential,
    Participation,
    Recognition,
    Sector,
    SectorTag,
    Source,
)
from catalogue.models.vocabulary import Role, State
from catalogue.workflow import publish, reopen, submit, withdraw
from funding.models import FundingSource
from institutions.models import Institution
from institutions.records import Record

CLAIMS = sorted(Claim.__subclasses__(), key=lambda claim: claim.__name__)


class Editor:
    """Makes up edits. Those that the catalogue refuses are not made."""

    def __init__(self, seed: int) -> None:
        self.dice = Random(seed)

    def edit(self) -> None:
        """Make one edit; it may turn out to change nothing."""
        kinds = [self._entry, self._noun, self._claim, self._move, self._delete, self._step, self._part, self._citation]
        while True:
            with suppress(ValidationError, IntegrityError), transaction.atomic():
                self.dice.choice(kinds)()
                return

    def any(self, noun: type[Record]) -> Record:
        return self.dice.choice(noun.objects.order_by("key"))

    def word(self) -> str:
        return f"Word{self.dice.randrange(1000)}"

    def _entry(self) -> None:
        entry = self.any(Microcredential)
        entry.title = entry.summary = self.word()
        entry.availability = self.dice.choice(["", "listed", "ended", "pilot"])
        entry.publish_at = self.dice.choice([None, timezone.now() + timedelta(hours=self.dice.randrange(200))])
        entry.save()

    def _noun(self) -> None:
        record = self.any(self.dice.choice([Institution, Institution, Sector, Audience, FundingSource]))
        record.name = record.slug = self.word()
        if isinstance(record, Institution):
            units = [None, *Institution.objects.filter(unit_of=None).exclude(pk=record.pk).order_by("key")]
            record.unit_of = self.dice.choice(units)
        record.save()

    def _claim(self) -> None:
        claims = [
            lambda: SectorTag(sector=self.any(Sector)),
            lambda: AudienceTag(audience=self.any(Audience)),
            lambda: FundingLink(funding_source=self.any(FundingSource)),
            lambda: Participation(institution=self.any(Institution), role=self.dice.choice(Role.values)),
            lambda: Recognition(institution=self.any(Institution), target="diploma", force="counts"),
            lambda: Measure(quantity="price", minimum=self.dice.randrange(500), unit="CAD"),
        ]
        claim = self.dice.choice(claims)()
        claim.microcredential = self.any(Microcredential)
        claim.save()

    def _some_claim(self) -> Record:
        """Of a kind of which some are left: in many edits the last one of a kind may be deleted."""
        return self.any(self.dice.choice([claim for claim in CLAIMS if claim.objects.exists()]))

    def _move(self) -> None:
        claim = self._some_claim()
        claim.microcredential = self.any(Microcredential)
        claim.save()

    def _delete(self) -> None:
        self._some_claim().delete()

    def _step(self) -> None:
        entry = self.any(Microcredential)
        if entry.state == State.PUBLISHED:
            withdraw(entry, by=None, why=self.word(), public_reason="It ended.")
        else:
            self.dice.choice([publish, publish, reopen, submit])(entry, by=None)

    def _part(self) -> None:
        part, whole = self.any(Microcredential), self.any(Microcredential)
        part.parent = self.dice.choice([whole, None])
        part.full_clean()
        part.save()

    def _citation(self) -> None:
        source, _ = Source.objects.get_or_create(
            key="guide", defaults={"kind": "document", "title": "Guide", "short_title": "Guide"}
        )
        Citation.objects.create(
            source=source,
            microcredential=self.any(Microcredential),
            field="title",
            paragraph=1,
            basis="stated",
            says="So.",
        )
