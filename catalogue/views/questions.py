"""What nobody has stated about an offering, turned into questions to ask the school."""

from __future__ import annotations

from collections.abc import Iterator

from catalogue.models.vocabulary import Availability, Delivery, Quantity
from catalogue.search import Entry

from .dossier import Subject

_ENDED = "Is there something like it now?"
_OFFERED = "Can I take it now, and when does it next start?"
_BY_QUANTITY = {
    Quantity.PRICE: "What does it cost, and what does the price include?",
    Quantity.DURATION: "How long does it take, and how many hours a week?",
    Quantity.COURSES: "How many courses is it?",
}
_CREDIT = "Does it count toward a certificate, diploma or degree, and where?"
_BY_FIELD = {
    "delivery": "Is it online, in person or both?",
    "pace": "Do I set my own pace, or are there fixed times?",
    "entry_requirements": "What do I need to get in?",
    "kind": "What do I get at the end?",
    "assessed": "How is my work tested or marked?",
    "language": "What language is it taught in?",
    "application_deadline": "When and how do I apply?",
}
_PLACE = "Where is it taught?"
_FUNDING = "Is there money to help me pay for it?"


def questions(offering: Subject) -> list[str]:
    """In the order in which a learner decides."""
    return list(_questions(offering))


def _questions(offering: Subject) -> Iterator[str]:
    entry = offering.record
    if entry.availability == Availability.ENDED:
        yield _ENDED
        return
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


def questions_of_card(entry: Entry) -> Iterator[str]:
    """What the facts on a card leave open, for lists, which ask the database nothing; in the same order."""
    if entry.ended:
        yield _ENDED
        return
    if not entry.verified:
        yield _OFFERED
    open_facts = {
        _BY_QUANTITY[Quantity.PRICE]: entry.cost,
        _BY_QUANTITY[Quantity.DURATION]: entry.time,
        _CREDIT: entry.credit,
        _BY_FIELD["delivery"]: entry.delivery,
        _BY_FIELD["kind"]: entry.kind,
    }
    yield from (question for question, stated in open_facts.items() if not stated)
