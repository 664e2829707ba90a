"""What nobody has stated about an offering, turned into questions to ask the school. Not the letter around them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalogue.dossier import Subject
from catalogue.models.vocabulary import Availability, Delivery, Force, Quantity
from catalogue.search import Entry


@dataclass(frozen=True)
class Question:
    """`about` names what is not stated, in the middle of a list: “cost, length, …”; empty where nothing is missing."""

    asks: str | Promise
    about: str | Promise = ""

    def __str__(self) -> str:
        return str(self.asks)


_NOW = Question(_("Can I take it now, and when does it next start?"), _("start dates"))
_NEXT = Question(_("When does it next start, and is there still room?"), _("start dates"))
_TODAY = Question(_("Is there something like it now?"))
_BY_QUANTITY = {
    Quantity.PRICE: Question(_("What does it cost, and what does the price include?"), _("cost")),
    Quantity.DURATION: Question(_("How long does it take, and how many hours a week?"), _("time it takes")),
    Quantity.COURSES: Question(_("How many courses is it?"), _("number of courses")),
}
_CREDIT = Question(
    _("Does it count toward a certificate, diploma or degree, and where?"), _("credit toward anything larger")
)
_CREDITS = Question(_("How many credits is it worth?"), _("number of credits"))
_BY_FIELD = {
    "delivery": Question(_("Is it online, in person or both?"), _("way of learning")),
    "pace": Question(_("Do I set my own pace, or are there fixed times?"), _("pace")),
    "skills": Question(_("What will I learn?"), _("what you learn")),
    "audience": Question(_("Who is it for?"), _("who it is for")),
    "entry_requirements": Question(_("What do I need to get in?"), _("what you need to get in")),
    "kind": Question(_("What do I get at the end?"), _("what you get at the end")),
    "assessed": Question(_("How is my work tested or marked?"), _("tests or marking")),
    "language": Question(_("What language is it taught in?"), _("language")),
    "application_deadline": Question(_("When and how do I apply?"), _("how to apply")),
}
_PLACE = Question(_("Where is it taught?"), _("place"))
_FUNDING = Question(_("Is there money to help me pay for it?"), _("help with the cost"))


def questions(offering: Subject) -> list[Question]:
    """In the order in which a learner decides; there is always one, since no start date is kept."""
    return list(_questions(offering))


def _questions(offering: Subject) -> Iterator[Question]:
    entry = offering.record
    if entry.availability == Availability.ENDED:
        yield _TODAY
        return
    yield _NEXT if entry.availability == Availability.OFFERED else _NOW
    measured = {measure.quantity for measure in offering.measures}
    yield from (question for quantity, question in _BY_QUANTITY.items() if quantity not in measured)
    if not offering.recognitions:
        yield _CREDIT
    elif Quantity.CREDITS not in measured and _gives_credit(offering):
        yield _CREDITS
    yield from (question for field, question in _BY_FIELD.items() if getattr(entry, field) in ("", None))
    if not entry.place_taught and entry.delivery != Delivery.ONLINE:
        yield _PLACE
    if not offering.funding_links:
        yield _FUNDING


def _gives_credit(offering: Subject) -> bool:
    return any(claim.force not in Force.negative() for claim in offering.recognitions)


def questions_of_card(entry: Entry) -> Iterator[Question]:
    """What the facts on a card leave open, for lists, which ask the database nothing; in the same order."""
    if entry.ended:
        yield _TODAY
        return
    yield _NEXT if entry.verified else _NOW
    open_facts = {
        _BY_QUANTITY[Quantity.PRICE]: entry.cost,
        _BY_QUANTITY[Quantity.DURATION]: entry.time,
        _CREDIT: entry.credit,
        _BY_FIELD["delivery"]: entry.delivery,
        _BY_FIELD["kind"]: entry.kind,
    }
    yield from (question for question, stated in open_facts.items() if not stated)
