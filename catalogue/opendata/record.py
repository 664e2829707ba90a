"""One public offering as data: every value with its source, basis and paragraph. All formats are made from this.

A value that nobody has stated is None; a kind of claim that nobody has made is an empty list. Words are English at
every address, as those of the entries are. What each name means is said in schemas/microcredential.schema.json.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from catalogue.dossier import Dossier, Subject
from catalogue.languages import ENGLISH, speaking
from catalogue.models import (
    Citation,
    FundingLink,
    Measure,
    Microcredential,
    NamedKind,
    Participation,
    Recognition,
    Source,
)
from catalogue.models.vocabulary import Assessed, Availability, Delivery, Kind, Level, Pace
from catalogue.provenance import grounds
from catalogue.wording import availability_words, credit_words, measure_words
from institutions.models import Institution
from institutions.records import ROW, Record

from .addresses import FORMS, absolute, form_of, page_of

VERSION = "1.0"
Data = dict[str, Any]

# The values of an entry that must name a source, in the order of the record.
_CHOICES = {
    "kind": Kind,
    "availability": Availability,
    "delivery": Delivery,
    "pace": Pace,
    "assessed": Assessed,
    "level": Level,
}
_LINES = ("other_titles", "skills")
VALUES = (
    *("title", "other_titles", "kind", "named_kind", "availability", "delivery", "pace", "language", "level"),
    *("audience", "skills", "assessed", "entry_requirements", "place_taught", "web_address", "application_deadline"),
)


def record_of(dossier: Dossier) -> Data:
    """Everything public about one offering."""
    with speaking(ENGLISH):
        return _Recording(dossier).offering()


class _Recording:
    """One pass over a dossier; notes which sources it has named, so that each is described once."""

    def __init__(self, dossier: Dossier) -> None:
        self.dossier = dossier
        self.sources: dict[str, Source] = {}

    def offering(self) -> Data:
        whole = self.dossier.offering
        return {
            "format": VERSION,
            **self._subject(whole),
            "address": page_of(whole.record.slug),
            "forms": {form: absolute(form_of(whole.record.slug, form)) for form in FORMS},
            "parts": [self._part(part) for part in self.dossier.parts],
            "groups": [self._group(membership) for membership in self.dossier.memberships],
            "disagreements": [
                {
                    "key": differing.key,
                    "title": differing.title,
                    "explanation": differing.explanation,
                    "sides": [self._citation(side) for side in sides],
                }
                for differing, sides in self.dossier.conflicts.items()
            ],
            "sources": [_source(self.sources[key]) for key in sorted(self.sources)],
        }

    def _part(self, part: Subject) -> Data:
        whole = self.dossier.offering.record.slug
        return {
            **self._subject(part),
            "address": f"{page_of(whole)}#{part.record.slug}",
            "part_of": {"value": whole, **self._grounds(part.record, "parent")},
        }

    def _subject(self, subject: Subject) -> Data:
        record = subject.record
        return {
            "key": record.key,
            "slug": record.slug,
            "summary": record.summary,
            **{name: self._value(record, name) for name in VALUES},
            "availability_as_of": record.availability_as_of or None,
            "availability_words": availability_words(record) if record.availability else None,
            "last_verified": _plain(record.last_verified),
            **self._claims(subject),
        }

    def _value(self, record: Microcredential, name: str) -> Data | None:
        value = getattr(record, name)
        if value in ("", None):
            return None
        if name in _LINES:
            return {"value": value.splitlines(), **self._grounds(record, name)}
        if isinstance(value, NamedKind):
            return {"value": value.slug, "label": value.name, **self._grounds(record, name)}
        label = {"label": str(_CHOICES[name](value).label)} if name in _CHOICES else {}
        return {"value": _plain(value), **label, **self._grounds(record, name)}

    def _claims(self, subject: Subject) -> Data:
        return {
            "participations": [self._claim(each, _participation(each)) for each in subject.participations],
            "recognitions": [self._claim(each, _recognition(each)) for each in subject.recognitions],
            "measures": [self._claim(each, _measure(each)) for each in subject.measures],
            "topics": [self._claim(each, _term(each.sector)) for each in subject.sector_tags],
            "audiences": [self._claim(each, _term(each.audience)) for each in subject.audience_tags],
            "funding": [self._claim(each, _funding(each)) for each in subject.funding_links],
            "statements": [
                self._claim(
                    each,
                    {
                        "topic": each.topic,
                        "text": each.text,
                        "said_by": each.said_by or None,
                        "said_role": each.said_role or None,
                        "as_of": each.as_of or None,
                    },
                )
                for each in subject.statements
            ],
        }

    def _group(self, membership: Any) -> Data:
        group = membership.group
        said = self.dossier.groups.get(membership.group_id)
        return self._claim(
            membership,
            {
                "slug": group.slug,
                "name": group.name,
                "summary": group.summary,
                "standing": membership.standing,
                "said_of_the_group": self._claims(said) if said else None,
            },
        )

    def _claim(self, claim: Record, data: Data) -> Data:
        return {"key": claim.key, **data, **self._grounds(claim, ROW)}

    def _grounds(self, record: Record, name: str) -> Data:
        """On what ground a value stands, and all that sources say of it, the strongest first."""
        found = grounds(self.dossier.citations_of(record, name)).get(name)
        return {
            "basis": (found.basis or None) if found else None,
            "citations": [self._citation(each) for each in found.citations] if found else [],
        }

    def _citation(self, citation: Citation) -> Data:
        self.sources[citation.source.key] = citation.source
        newer = citation.superseded_by
        return {
            "key": citation.key,
            "source": citation.source.key,
            "paragraph": citation.paragraph,
            "basis": citation.basis,
            "says": citation.says,
            "replaced_by": newer.key if newer else None,
            "needs_a_look": citation.needs_look,
        }


def _plain(value: str | date | Decimal | None) -> str | int | float | None:
    """As JSON has it: days as 2026-11-27, whole numbers without a point."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value or None


def _source(source: Source) -> Data:
    return {
        "key": source.key,
        "kind": source.kind,
        "title": source.title,
        "short_title": source.short_title,
        "publisher": source.publisher or None,
        "dated": source.dated or None,
        "address": source.address or None,
        "read_on": _plain(source.read_on),
        "page": absolute(source.get_absolute_url()),
    }


def institution_of(institution: Institution | None) -> Data | None:
    """What a claim says of a school or another institution; None where it stays unnamed."""
    if institution is None:
        return None
    return {
        "slug": institution.slug,
        "name": institution.name,
        "short_name": institution.short_name or None,
        "kind": institution.kind or None,
        "city": institution.city or None,
        "region": institution.region or None,
        "website": institution.website or None,
        "address": absolute(institution.get_absolute_url()),
    }


def _participation(claim: Participation) -> Data:
    return {
        "institution": institution_of(claim.institution),
        "role": claim.role,
        "label": str(claim.get_role_display()),
        "since": claim.since or None,
    }


def _recognition(claim: Recognition) -> Data:
    return {
        "institution": institution_of(claim.institution),
        "target": claim.target,
        "target_name": claim.target_name or None,
        "force": claim.force,
        "since": claim.since or None,
        "words": credit_words(claim),
    }


def _measure(claim: Measure) -> Data:
    return {
        "quantity": claim.quantity,
        "minimum": _number(claim.minimum),
        "maximum": _number(claim.maximum),
        "approximation": claim.approximation,
        "unit": claim.unit or None,
        "of": claim.measures,
        "words": measure_words(claim),
    }


def _number(value: Decimal | None) -> int | float | None:
    """Zero is a number too: a price of nothing is stated."""
    return 0 if value == 0 else _plain(value)


def _funding(claim: FundingLink) -> Data:
    money = claim.funding_source
    return {"slug": money.slug, "name": money.name, "address": absolute(money.get_absolute_url())}


def _term(term: Record) -> Data:
    return {"slug": term.slug, "name": term.name}


def providers(record: Data, *roles: str) -> list[Data]:
    """The named institutions of a record that have one of these roles."""
    return [each["institution"] for each in record["participations"] if each["institution"] and each["role"] in roles]


def stated(values: Iterable[Data | None]) -> list[Any]:
    return [each["value"] for each in values if each]
