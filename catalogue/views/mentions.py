"""What a citation speaks of, in words: the thing, the page that shows it, and which of its values."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Prefetch
from django.urls import reverse

from catalogue.models import (
    ABOUT,
    SUBJECTS,
    Citation,
    Group,
    Measure,
    Membership,
    Microcredential,
    Participation,
    Recognition,
    StatementSubject,
)
from catalogue.models.source import CLAIMS
from catalogue.wording import credit_words, measure_words
from institutions.records import Record

_OF_CLAIM = {
    "funding_link": "funding_source",
    "participation": "institution",
    "recognition": "institution",
    "sector_tag": "sector",
    "audience_tag": "audience",
}


@dataclass(frozen=True)
class Mention:
    """A thing that a source speaks of; `url` is empty where no page shows it."""

    title: str
    url: str


def read_along() -> list[Prefetch]:
    """The subjects of citations with all that their words need: one query a kind, however many citations."""
    simple = ["institution", "funding_source", "sector", "group", "statement"]
    return [
        *(Prefetch(name, SUBJECTS[name].objects.all()) for name in simple),
        Prefetch("microcredential", Microcredential.objects.select_related("parent")),
        Prefetch("funding_flow", SUBJECTS["funding_flow"].objects.select_related("into", "payer")),
        *(Prefetch(name, _claims(name)) for name in CLAIMS),
        Prefetch("statement__subjects", StatementSubject.objects.select_related(*ABOUT, "microcredential__parent")),
    ]


def _claims(name: str):
    related = [_OF_CLAIM[name]] if name in _OF_CLAIM else []
    return SUBJECTS[name].objects.select_related("microcredential__parent", "group", *related)


class Mentions:
    """Names the subjects of citations; asks once where groups are told of."""

    def __init__(self, group_pages: dict[int, str]) -> None:
        self.group_pages = group_pages

    def of(self, citation: Citation) -> tuple[Mention, ...]:
        """The things that a citation speaks of: several only for a statement about several."""
        if citation.statement:
            about = tuple(self._mention(subject.subject) for subject in citation.statement.subjects.all())
            return about or (Mention("Microcredentials in general", reverse("about")),)
        return (self._mention(owner(citation)),)

    def _mention(self, record: Record) -> Mention:
        if isinstance(record, Group):
            return Mention(record.name, self.group_pages.get(record.pk, ""))
        return Mention(str(record), record.get_absolute_url())


def value_words(citation: Citation) -> str:
    """Which value of its subject a citation speaks of: «Length: eight weeks», «City», or nothing for a statement."""
    subject = citation.subject
    if isinstance(subject, Recognition):
        return credit_words(subject)
    if isinstance(subject, Measure):
        return f"{subject.get_quantity_display()}: {measure_words(subject)}"
    if isinstance(subject, Participation):
        return f"{subject.get_role_display()}: {subject.institution.name if subject.institution else 'not named'}"
    if citation.subject_name in CLAIMS or citation.funding_flow_id:
        return str(subject)
    return _field_words(subject, citation.field)


def _field_words(subject: Record, field: str) -> str:
    name = subject._meta.get_field(field).verbose_name if field else ""
    return str(name[:1].upper() + name[1:])


def owner(citation: Citation) -> Record:
    """The thing with a page of its own that a citation speaks of."""
    subject = citation.subject
    if isinstance(subject, Membership):
        return subject.microcredential
    if citation.funding_flow_id:
        return subject.into
    return subject.subject if citation.subject_name in CLAIMS else subject


def side_words(sides: list[Citation]) -> list[str]:
    """What each side of a disagreement says, in words that stand for themselves: with its thing where these differ."""
    things = {citation.statement or owner(citation) for citation in sides}
    return [side.says if len(things) == 1 else f"{_opening(side)} {side.says}" for side in sides]


def _opening(side: Citation) -> str:
    return side.statement.text if side.statement else f"{owner(side)}:"
