"""Small makers of records for tests: each gives a saved record with sensible values, and takes any field by name."""

from __future__ import annotations

from itertools import count
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.utils.text import slugify

from catalogue.models import (
    Audience,
    AudienceTag,
    FundingLink,
    Group,
    InstitutionLimit,
    Measure,
    Microcredential,
    NamedKind,
    Participation,
    Recognition,
    Sector,
    SectorTag,
)
from catalogue.models.vocabulary import Approximation, Availability, Force, Kind, Quantity, Role, State, Target, Unit
from catalogue.staff_accounts import make_staff
from catalogue.staff_groups import StaffGroup
from funding.models import FundingSource
from institutions.models import Institution

_numbers = count(1)


def _slug(text: str) -> str:
    """A slug that no other record of this run has."""
    return f"{slugify(text)}-{next(_numbers)}"


def make_institution(name: str = "Example College", **fields: Any) -> Institution:
    fields.setdefault("slug", _slug(name))
    return Institution.objects.create(name=name, **fields)


def make_draft(title: str = "Example", **fields: Any) -> Microcredential:
    """An entry that no visitor may see."""
    fields.setdefault("slug", _slug(title))
    fields.setdefault("summary", f"What one learns in {title}.")
    return Microcredential.objects.create(title=title, **fields)


def make_offering(
    title: str = "Example",
    *,
    provider: Institution | str | None = None,
    roles: dict[str, Institution] | None = None,
    sectors: tuple[Sector, ...] = (),
    audiences: tuple[Audience, ...] = (),
    funding: tuple[FundingSource, ...] = (),
    **fields: Any,
) -> Microcredential:
    """A published offering with one provider, and whatever else is asked for."""
    fields.setdefault("availability", Availability.LISTED)
    offering = make_draft(title, **{"state": State.PUBLISHED, **fields})
    if isinstance(provider, str) or provider is None:
        provider = make_institution(provider or "Example College")
    for role, institution in {Role.PROVIDER: provider, **(roles or {})}.items():
        make_participation(offering, institution, role)
    for sector in sectors:
        SectorTag.objects.create(microcredential=offering, sector=sector)
    for audience in audiences:
        AudienceTag.objects.create(microcredential=offering, audience=audience)
    for source in funding:
        FundingLink.objects.create(microcredential=offering, funding_source=source)
    return offering


def make_part(parent: Microcredential, title: str = "Example part", **fields: Any) -> Microcredential:
    return make_draft(title, **{"parent": parent, "state": State.PUBLISHED, **fields})


def make_participation(
    subject: Microcredential | Group, institution: Institution | None, role: str = Role.PROVIDER, **fields: Any
) -> Participation:
    return Participation.objects.create(**_subject(subject), institution=institution, role=role, **fields)


def make_recognition(subject: Microcredential | Group, **fields: Any) -> Recognition:
    defaults = {"target": Target.BACHELORS_DEGREE, "force": Force.COUNTS}
    return Recognition.objects.create(**_subject(subject), **{**defaults, **fields})


def make_price(subject: Microcredential | Group, amount: int | None = None, **fields: Any) -> Measure:
    """A price in Canadian dollars; without an amount a word, “low” unless another is given."""
    exactly = Approximation.EXACT if amount is not None else Approximation.LOW
    unit = Unit.CAD if amount is not None else ""
    defaults = {"quantity": Quantity.PRICE, "minimum": amount, "approximation": exactly, "unit": unit}
    return Measure.objects.create(**_subject(subject), **{**defaults, **fields})


def make_length(subject: Microcredential | Group, number: int | None, unit: str = Unit.WEEK, **fields: Any) -> Measure:
    exactly = Approximation.EXACT if number is not None else Approximation.SHORT
    defaults = {"quantity": Quantity.DURATION, "minimum": number, "approximation": exactly, "unit": unit}
    return Measure.objects.create(**_subject(subject), **{**defaults, **fields})


def make_sector(name: str = "Example sector", **fields: Any) -> Sector:
    return Sector.objects.create(name=name, **{"slug": _slug(name), **fields})


def make_audience(name: str = "Example audience", **fields: Any) -> Audience:
    return Audience.objects.create(name=name, **{"slug": _slug(name), **fields})


def make_named_kind(name: str = "Nanodegree", **fields: Any) -> NamedKind:
    return NamedKind.objects.create(name=name, **{"slug": _slug(name), "kind": Kind.CERTIFICATE, **fields})


def called_by_a_name() -> dict[str, Any]:
    """For an entry: a kind, and a name that the school alone has for it."""
    named = make_named_kind()
    return {"kind": named.kind, "named_kind": named}


def make_group(name: str = "Example group", **fields: Any) -> Group:
    return Group.objects.create(name=name, **{"slug": _slug(name), **fields})


def make_funding_source(name: str = "Example fund", **fields: Any) -> FundingSource:
    return FundingSource.objects.create(name=name, **{"slug": _slug(name), **fields})


def make_account(name: str = "ada", group: StaffGroup = StaffGroup.PUBLISHER, *limits: Institution) -> AbstractUser:
    """An account of staff, limited to these institutions if any are given."""
    account = make_staff(name, "seven green herons", group)
    for institution in limits:
        InstitutionLimit.objects.create(account=account, institution=institution)
    return account


def _subject(subject: Microcredential | Group) -> dict[str, Any]:
    return {"group": subject} if isinstance(subject, Group) else {"microcredential": subject}
