"""The letter with which a learner asks the school what nobody has stated, as paragraphs and as text to copy."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from catalogue.dossier import Subject
from catalogue.models.vocabulary import Availability, Role

from .questions import questions


@dataclass(frozen=True)
class Letter:
    """A letter without a date and without a name: who sends it adds both."""

    to: tuple[str, ...]
    subject: str
    greeting: str
    opening: tuple[str, ...]
    questions: tuple[str, ...]
    closing: tuple[str, ...]
    name: str

    @property
    def text(self) -> str:
        """The whole letter below its subject, with blank lines between its paragraphs."""
        asked = "\n".join(f"{number}. {question}" for number, question in enumerate(self.questions, 1))
        return "\n\n".join([self.greeting, *self.opening, asked, *self.closing, self.name])


def letter(offering: Subject) -> Letter:
    entry = offering.record
    return Letter(
        to=tuple(schools(offering)),
        subject=_("Questions about %(title)s") % {"title": entry.title},
        greeting=_("Hello,"),
        opening=(
            _("I want to know more about this program: %(title)s.") % {"title": entry.title},
            " ".join([_origin(offering), _("Please answer these questions:")]),
        ),
        questions=tuple(str(question.asks) for question in questions(offering)),
        closing=(
            _("If the answers stand on a web page, a link is enough."),
            _("Thank you for your help."),
        ),
        name=_("[Your name]"),
    )


def schools(offering: Subject) -> list[str]:
    """Names of those who run it; a unit only where its school is not named beside it."""
    places = [claim.institution for claim in offering.participations if claim.role in Role.providing()]
    named = {place.pk for place in places}
    return [place.name for place in places if place.unit_of_id not in named]


def _origin(offering: Subject) -> str:
    """Where the learner has read of it, and how old that is."""
    entry = offering.record
    if entry.availability == Availability.OFFERED or not entry.availability_as_of:
        return _("I read about it in the BC Microcredential Catalogue, which leaves some things open.")
    year = entry.availability_as_of[:4]
    return _(
        "I read about it in the BC Microcredential Catalogue. "
        "What is told there comes from a guide of %(year)s, so it may be out of date."
    ) % {"year": year}
