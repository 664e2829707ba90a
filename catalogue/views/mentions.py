"""What a citation speaks of, in words: the thing, the page that shows it, and which of its values."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from catalogue.languages import digits
from catalogue.models import (
    ABOUT,
    SUBJECTS,
    AudienceTag,
    Citation,
    FundingLink,
    Group,
    Measure,
    Membership,
    Microcredential,
    Participation,
    Recognition,
    SectorTag,
    StatementSubject,
)
from catalogue.models.source import CLAIMS
from catalogue.wording import credit_words, dollars, measure_words, qualified
from funding.models import FundingFlow
from institutions.dates import ApproximateDateField, in_words
from institutions.records import Record

_OF_CLAIM = {
    "funding_link": "funding_source",
    "participation": "institution",
    "recognition": "institution",
    "sector_tag": "sector",
    "audience_tag": "audience",
}


# The fields that sources speak of, by their names in the admin, which is in English.
_FIELDS = (
    gettext_noop("Amount"),
    gettext_noop("Announced"),
    gettext_noop("Application deadline"),
    gettext_noop("Assessed"),
    gettext_noop("Availability"),
    gettext_noop("City"),
    gettext_noop("Deadline"),
    gettext_noop("Entry requirements"),
    gettext_noop("Institutions reached"),
    gettext_noop("Kind"),
    gettext_noop("Language"),
    gettext_noop("Learners reached"),
    gettext_noop("Level"),
    gettext_noop("Microcredentials reached"),
    gettext_noop("Name"),
    gettext_noop("Other names"),
    gettext_noop("Other titles"),
    gettext_noop("Ownership"),
    gettext_noop("Pace"),
    gettext_noop("Part of"),
    gettext_noop("Place taught"),
    gettext_noop("Program web address"),
    gettext_noop("Reach"),
    gettext_noop("Region"),
    gettext_noop("Short name"),
    gettext_noop("Skills"),
    gettext_noop("Summary"),
    gettext_noop("Title"),
    gettext_noop("Way of learning"),
    gettext_noop("Website"),
    gettext_noop("Who it is for"),
)


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
            return about or (Mention(_("Microcredentials in general"), reverse("about")),)
        return (self._mention(owner(citation)),)

    def _mention(self, record: Record) -> Mention:
        if isinstance(record, Group):
            return Mention(record.name, self.group_pages.get(record.pk, ""))
        return Mention(str(record), record.get_absolute_url())


def value_words(citation: Citation, is_disputed: bool = False) -> str:
    """Which value of its subject a citation speaks of: «Length: eight weeks», «City», or nothing for a statement.

    `is_disputed`: whether another source says something else.
    """
    subject = citation.subject
    if isinstance(subject, Recognition):
        return credit_words(subject)
    if isinstance(subject, Measure):
        return _("{label}: {value}").format(label=subject.get_quantity_display(), value=measure_words(subject))
    if isinstance(subject, Participation):
        name = subject.institution.name if subject.institution else _("not named")
        return _("{label}: {value}").format(label=subject.get_role_display(), value=name)
    if isinstance(subject, FundingFlow):
        payer = subject.payer.name if subject.payer else _("A payer not named")
        return _("{payer} into {fund}").format(payer=payer, fund=subject.into.name)
    if isinstance(subject, FundingLink):
        return _("Funding: {fund}").format(fund=subject.funding_source.name)
    if isinstance(subject, SectorTag):
        return _("Topic: {topic}").format(topic=subject.sector.name)
    if isinstance(subject, AudienceTag):
        return _("For: {audience}").format(audience=subject.audience.name)
    if isinstance(subject, Membership):
        return _("{label}: {value}").format(label=subject.group.name, value=subject.get_standing_display())
    return _field_words(citation, is_disputed)


def _field_words(citation: Citation, is_disputed: bool) -> str:
    """With the value only where this source surely says just that: not if another does, or it was edited since."""
    if not citation.field:
        return ""
    field = citation.subject._meta.get_field(citation.field)
    name = str(field.verbose_name)
    words = name[:1].upper() + name[1:]
    label = _(words) if words in _FIELDS else words
    is_sure = not (is_disputed or citation.needs_look or citation.superseded_by_id)
    value = _short_value(citation.subject, field) if is_sure else ""
    return _("{label}: {value}").format(label=label, value=value) if value else label


def _short_value(subject: Record, field: models.Field) -> str:
    """A figure, a day or a fixed choice in words. Texts have none: what the citation says is their gist."""
    value = getattr(subject, field.attname)
    if value in ("", None) or field.is_relation:
        return ""
    if field.choices:
        return str(getattr(subject, f"get_{field.name}_display")())
    if isinstance(field, ApproximateDateField | models.DateField):
        return in_words(str(value))
    if field.name == "amount":
        return qualified(subject.amount_qualifier, dollars(value))
    if field.name == "learners_reached":
        return qualified(subject.learners_qualifier, digits(value))
    return digits(value) if isinstance(value, int) else ""


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
    return [side.says if len(things) == 1 else _with_thing(side) for side in sides]


def _with_thing(side: Citation) -> str:
    if side.statement:
        return f"{side.statement.text} {side.says}"
    return _("{label}: {value}").format(label=owner(side), value=side.says)
