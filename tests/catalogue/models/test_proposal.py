"""The database refuses a proposal in a state that cannot be."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from catalogue.models import Proposal
from institutions.changes import Change
from tests.factories import make_offering

pytestmark = pytest.mark.django_db

DECIDED = {"decided_by_name": "maria", "decided_at": "now"}


@pytest.mark.parametrize(
    ("rule", "given"),
    [
        ("proposal_knows_its_words", {"state": "burnt", **DECIDED}),
        ("proposal_open_or_decided", {"state": "open", **DECIDED}),
        ("proposal_open_or_decided", {"state": "accepted", "decided_by_name": "maria"}),
        ("proposal_open_or_decided", {"state": "taken-back", "decided_at": "now"}),
        ("proposal_declined_says_why", {"state": "declined", **DECIDED}),
        ("proposal_change_is_accepted", {"state": "declined", "reason": "No", "change": "one", **DECIDED}),
    ],
)
def test_an_impossible_state_is_refused(rule: str, given: dict[str, Any]) -> None:
    made = {"now": timezone.now(), "one": Change.objects.create(way="shell")}
    values = {name: made.get(value, value) for name, value in given.items()}
    entry = make_offering()
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        Proposal.objects.create(entry=entry, noun="catalogue.microcredential", record=1, edits=[], **values)


def test_possible_states_are_taken() -> None:
    entry = make_offering()
    decided = {"decided_by_name": "maria", "decided_at": timezone.now()}
    for given in ({}, {"state": "accepted", **decided}, {"state": "declined", "reason": "No", **decided}):
        Proposal.objects.create(entry=entry, noun="catalogue.microcredential", record=1, edits=[], **given)
    assert Proposal.objects.count() == 3
