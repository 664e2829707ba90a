"""An editor goes on with an own proposal, or takes it back; nobody else does, and nothing of it is lost."""

from __future__ import annotations

import pytest

from catalogue.models import Microcredential, Proposal, ProposalState, Source
from catalogue.staff_groups import StaffGroup
from institutions.models import Institution
from tests.catalogue.admin.desk import Desk, address, sheet_of
from tests.catalogue.admin.test_proposals import accepted, decide, proposed, state
from tests.factories import make_account, make_institution, make_offering

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry(bcit: Institution) -> Microcredential:
    return make_offering("Welding", provider=bcit, delivery="online", summary="One learns to weld.")


def test_who_proposed_it_takes_it_back(editor: Desk, limited: Desk, entry: Microcredential) -> None:
    proposal = proposed(editor, entry, title="Welding of pipes")
    assert decide(limited, proposal, "take-back").status_code == 403
    assert decide(editor, proposal, "take-back").status_code == 302
    assert state(proposal) == ProposalState.TAKEN_BACK


def test_a_form_that_claims_to_come_from_a_proposal_publishes_nothing(editor: Desk, entry: Microcredential) -> None:
    proposal = proposed(editor, entry, title="Welding of pipes")
    other = Desk(make_account("otto", StaffGroup.EDITOR))
    other.save(other.open_record(entry).type(title="Other", proposal=proposal.pk))
    assert (state(proposal), Microcredential.objects.get().title) == (ProposalState.OPEN, "Welding")


def test_whoever_proposed_it_goes_on_with_it(editor: Desk, maria: Desk, entry: Microcredential) -> None:
    """All of it is typed already, a new row with its source too; what is saved then takes its place."""
    guide = Source.objects.create(kind="document", title="A guide", short_title="A guide", paragraphs=9)
    page = editor.open_record(entry).type(title="Welding of pipes", why="They called")
    page.new_row("participations", institution=make_institution("Camosun").pk, role="credit")
    page.type(page_source=guide.pk, page_paragraph="4", page_basis="stated")
    editor.save(page)
    old = Proposal.objects.get()
    assert decide(maria, old, "go-on").status_code == 403
    page = sheet_of(address(entry, "change"), decide(editor, old, "go-on"))
    assert '<p class="notice">This is what you proposed.' in page.html
    assert "Please correct" not in page.html
    assert (page.values["title"], page.values["why"]) == (["Welding of pipes"], ["They called"])
    assert (state(old), Proposal.objects.count()) == (ProposalState.OPEN, 1)
    editor.save(page.type(delivery="blended"))
    assert state(old) == ProposalState.TAKEN_BACK
    new = Proposal.objects.first()
    assert [{*edit["values"]} for edit in new.edits if edit["act"] == "changed"] == [{"title", "delivery"}]
    accepted(maria, new)
    entry.refresh_from_db()
    assert (entry.title, entry.delivery) == ("Welding of pipes", "blended")
    assert [each.citations.count() for each in entry.participations.all()] == [0, 1]
