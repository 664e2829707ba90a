"""What a save or a delete can be refused for, in plain words: guards, versions, protected records, database rules."""

from __future__ import annotations

from collections.abc import Collection

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models
from django.db.models import ProtectedError

from institutions.records import StaleRecord

REFUSALS = (ValidationError, StaleRecord, IntegrityError)
MOST_NAMED = 10

# For constraints whose models give no words of their own.
RULES = {
    "citation_paragraph_from_1": "Paragraphs are counted from 1.",
    "fundingflow_amount_not_negative": "An amount of money cannot be below zero.",
    "fundingflow_not_through_itself": "Money cannot flow into a funding source through that same source.",
    "fundingflow_once": "This payer, paying in this way, is already there.",
    "fundingflow_qualifier_needs_amount": "“About” or “at least” needs an amount. Give one, or empty the word.",
    "fundingsource_amount_not_negative": "An amount of money cannot be below zero.",
    "fundingsource_not_in_itself": "A funding source cannot be a part of itself.",
    "fundingsource_qualifier_needs_amount": "“About” or “at least” needs an amount. Give one, or empty the word.",
    "fundingsource_qualifier_needs_learners": "“About” or “at least” needs a number of learners. Give one.",
    "source_address_is_http": "A web address starts with https:// or http://.",
    "institution_website_is_http": "A web address starts with https:// or http://.",
    "measure_not_negative": "A number cannot be below zero.",
    "microcredential_web_address_is_http": "A web address starts with https:// or http://.",
    "statementsubject_is_one": "Each row names exactly one thing that the statement is about.",
    "disagreementside_once": "This citation is already a side of the disagreement.",
}


def in_words(refusal: Exception) -> list[str]:
    if isinstance(refusal, ValidationError):
        return refusal.messages
    if isinstance(refusal, StaleRecord):
        return [f"{refusal} Nothing was saved. Open it again to see how it stands now."]
    if isinstance(refusal, ProtectedError):
        return [f"Nothing was deleted, because this still refers to it: {named(refusal.protected_objects)}."]
    return [_broken_rule(str(refusal))]


def named(records: Collection[models.Model]) -> str:
    """«participation “BCIT: Provider”; citation “…”; and 3 more»."""
    words = [f"{record._meta.verbose_name} “{record}”" for record in [*records][:MOST_NAMED]]
    more = [f"and {len(records) - MOST_NAMED} more"] if len(records) > MOST_NAMED else []
    return "; ".join([*words, *more])


def without_constraint_names(text: str) -> str:
    """A form's error in words, where Django would name a constraint."""
    return next((words for name, words in RULES.items() if f"“{name}”" in text), text)


def _broken_rule(text: str) -> str:
    """The words for what the database said. SQLite names a constraint only where it is a CHECK."""
    constraints = (constraint for model in apps.get_models() for constraint in model._meta.constraints)
    broken = next((constraint for constraint in constraints if constraint.name in text), None)
    if broken:
        return f"Nothing was saved. {without_constraint_names(broken.get_violation_error_message())}"
    if "unique" in text.lower():
        return "Nothing was saved, because the same thing is already there."
    return "Nothing was saved: the database refuses these values together."
