"""Rows of any noun, many at once, each with records of its own around it: what lists are measured with."""

from collections.abc import Callable
from itertools import count
from typing import Any

from django.db.models import Model

from catalogue import models as nouns
from catalogue.models.vocabulary import State
from funding.models import FundingFlow, FundingSource
from institutions.models import Institution

numbers = count(1)


def made(model: type[Model], how_many: int, **fields: Callable[[], Any] | Any) -> list[Model]:
    """So many rows at once; a field given as a function is asked anew for each."""
    chosen = [{name: value() if callable(value) else value for name, value in fields.items()} for _ in range(how_many)]
    return model.objects.bulk_create([model(**each) for each in chosen])


def slug() -> str:
    return f"slug-{next(numbers)}"


def rows_of(model: type[Model], how_many: int) -> list[Model]:
    """Rows of a noun, each with records of its own around it: one question a row would show."""

    def each_of(other: type[Model]) -> Callable[[], Model]:
        return iter(rows_of(other, how_many)).__next__

    entry = {"microcredential": each_of(nouns.Microcredential)} if model in CLAIMS else {}
    fields: dict[type[Model], Callable[[], dict[str, Any]]] = {
        Institution: lambda: {"name": "School", "slug": slug},
        FundingSource: lambda: {"name": "Fund", "slug": slug},
        FundingFlow: lambda: {"into": each_of(FundingSource), "payer": each_of(Institution)},
        nouns.Microcredential: lambda: {"title": "Entry", "slug": slug, "state": State.DRAFT},
        nouns.Group: lambda: {"name": "Group", "slug": slug},
        nouns.Sector: lambda: {"name": "Sector", "slug": slug},
        nouns.Audience: lambda: {"name": "Audience", "slug": slug},
        nouns.NamedKind: lambda: {"name": "Nanodegree", "slug": slug, "kind": "certificate"},
        nouns.Participation: lambda: {**entry, "institution": each_of(Institution), "role": "provider"},
        nouns.Recognition: lambda: {**entry, "institution": each_of(Institution), "target": "diploma", "force": "no"},
        nouns.Measure: lambda: {**entry, "quantity": "price", "approximation": "low"},
        nouns.FundingLink: lambda: {**entry, "funding_source": each_of(FundingSource)},
        nouns.SectorTag: lambda: {**entry, "sector": each_of(nouns.Sector)},
        nouns.AudienceTag: lambda: {**entry, "audience": each_of(nouns.Audience)},
        nouns.Membership: lambda: {**entry, "group": each_of(nouns.Group), "standing": "member"},
        nouns.Source: lambda: {"kind": "document", "title": "A guide", "short_title": "A guide", "paragraphs": 9},
        nouns.Citation: lambda: {
            "basis": "stated",
            "says": "So.",
            "paragraph": 1,
            "source": each_of(nouns.Source),
            "participation": each_of(nouns.Participation),
        },
        nouns.Statement: lambda: {"topic": "work", "text": "Welders are wanted."},
        nouns.StatementSubject: lambda: {"statement": each_of(nouns.Statement), "group": each_of(nouns.Group)},
        nouns.Disagreement: lambda: {"kind": "note", "title": "They differ"},
        nouns.DisagreementSide: lambda: {
            "disagreement": each_of(nouns.Disagreement),
            "citation": each_of(nouns.Citation),
        },
        nouns.Synonym: lambda: {"asked": slug, "means": "welding"},
    }
    return made(model, how_many, **fields[model]())


CLAIMS = {
    nouns.Participation,
    nouns.Recognition,
    nouns.Measure,
    nouns.FundingLink,
    nouns.SectorTag,
    nouns.AudienceTag,
    nouns.Membership,
}
