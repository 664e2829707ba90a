"""Proposals on the front page and in their list, and what odd addresses and answers do to their page."""

from __future__ import annotations

import pytest

from catalogue.models import Microcredential, Proposal, ProposalState
from catalogue.proposals import changed, propose
from tests.catalogue.admin.desk import Desk, address
from tests.factories import make_offering

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry(db: None) -> Microcredential:
    return make_offering("Welding")


def made(desk: Desk, entry: Microcredential) -> Proposal:
    return propose(entry, [changed(entry, title="Welding of pipes")], by=desk.user)


def test_the_front_page_counts_and_lists_what_waits(editor: Desk, maria: Desk, entry: Microcredential) -> None:
    proposal = made(editor, entry)
    assert "Proposals that wait for a publisher" in maria.open("/admin/").html
    listing = maria.client.get(f"{address(Proposal, 'changelist')}?state__exact=open")
    assert [*listing.context["cl"].result_list] == [proposal]
    assert "Title" in listing.content.decode()


@pytest.mark.parametrize("how_many", [1, 3])
def test_more_proposals_cost_no_more_queries(
    editor: Desk, maria: Desk, entry: Microcredential, django_assert_num_queries, how_many: int
) -> None:
    for number in range(how_many):
        propose(entry, [changed(entry, title=f"Title {number}")], by=editor.user)
    with django_assert_num_queries(10):
        maria.client.get(address(Proposal, "changelist"))


@pytest.mark.parametrize("number", ["x", "999", "9" * 40])
def test_a_proposal_that_is_not_there_is_not_found(maria: Desk, number: str) -> None:
    assert maria.client.get(f"{address(Proposal, 'changelist')}{number}/change/").status_code == 404
    assert maria.client.post(f"{address(Proposal, 'changelist')}{number}/change/", {}).status_code == 404


@pytest.mark.parametrize("sent", [{}, {"decision": "x"}, {"decision": "accept", "take": "9.title"}, {"take": "\0"}])
def test_no_answer_breaks_the_page(editor: Desk, maria: Desk, entry: Microcredential, sent: dict[str, str]) -> None:
    proposal = made(editor, entry)
    assert maria.client.post(address(proposal, "change"), sent).status_code == 200
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.OPEN
