"""What nobody has stated about an offering, turned into questions to ask the school."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from catalogue.models.vocabulary import Availability, Delivery, Quantity

from .dossier import Subject


@dataclass(frozen=True)
class Question:
    """What is missing, as a noun, and how to ask for it."""

    missing: str
    words: str


_OFFERED = Question("whether you can take it now", "Is it offered now, and when does it next start?")
_BY_QUANTITY = {
    Quantity.PRICE: Question("the cost", "What does it cost, and what does the price include?"),
    Quantity.DURATION: Question("the length", "How long does it take, and how many hours a week?"),
    Quantity.COURSES: Question("how many courses it has", "How many courses is it?"),
}
_BY_FIELD = {
    "delivery": Question("how you learn", "Is it online, in person or both?"),
    "pace": Question("the pace", "Do I set my own pace, or are there fixed times?"),
    "entry_requirements": Question("what you need to get in", "What do I need to get in?"),
    "kind": Question("what you get", "What do I get at the end?"),
    "assessed": Question("how you are tested", "How is my work tested or marked?"),
    "language": Question("the language", "What language is it taught in?"),
    "application_deadline": Question("when to apply", "When and how do I apply?"),
}
_PLACE = Question("where it is taught", "Where is it taught?")
_CREDIT = Question("whether it counts toward more", "Does it count toward a certificate, diploma or degree? Where?")
_FUNDING = Question("help with the cost", "Is there money to help me pay for it?")


def questions(offering: Subject) -> list[Question]:
    """In the order in which a learner decides."""
    return list(_questions(offering))


def _questions(offering: Subject) -> Iterator[Question]:
    entry = offering.record
    if entry.availability != Availability.OFFERED:
        yield _OFFERED
    measured = {measure.quantity for measure in offering.measures}
    yield from (question for quantity, question in _BY_QUANTITY.items() if quantity not in measured)
    if not offering.recognitions:
        yield _CREDIT
    yield from (question for field, question in _BY_FIELD.items() if getattr(entry, field) in ("", None))
    if not entry.place_taught and entry.delivery != Delivery.ONLINE:
        yield _PLACE
    if not offering.funding_links:
        yield _FUNDING
