"""An editor's change of what visitors read waits: kept as typed, shown to nobody outside, decided value by value."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpResponse

from catalogue.models import Citation, Measure, Microcredential, Participation, Proposal, ProposalState, Source
from catalogue.models.vocabulary import State
from catalogue.proposals import added, changed, propose
from catalogue.staff_groups import StaffGroup
from catalogue.workflow import remove, withdraw
from institutions.changes import Change
from institutions.models import Institution
from tests.catalogue.admin.desk import Desk, Sheet, address, sheet_of
from tests.factories import make_account, make_institution, make_offering, make_price

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry(bcit: Institution) -> Microcredential:
    return make_offering("Welding", provider=bcit, delivery="online", summary="One learns to weld.")


@pytest.fixture
def guide(db: None) -> Source:
    return Source.objects.create(kind="document", title="A guide", short_title="A guide", paragraphs=9)


def proposed(desk: Desk, entry: Microcredential, **typed: Any) -> Proposal:
    desk.save(desk.open_record(entry).type(**typed))
    return Proposal.objects.first()


def decide(desk: Desk, proposal: Proposal, decision: str, leave: tuple[str, ...] = (), **typed: str) -> HttpResponse:
    """Open the page of a proposal, take some ticks away and press a button."""
    page = desk.open(address(proposal, "change"))
    ticked = [name for name in page.values.get("take", []) if name not in leave]
    sent = {**page.values, "take": ticked, "decision": decision, **typed}
    return desk.client.post(page.address, sent)


def accepted(desk: Desk, proposal: Proposal, leave: tuple[str, ...] = ()) -> Sheet:
    answer = decide(desk, proposal, "accept", leave)
    assert answer.status_code == 302, [*answer.context["errors"]]
    return desk.open(answer.url)


def state(record: Any) -> str:
    return type(record).objects.get(pk=record.pk).state


def test_an_editors_change_waits_and_is_seen_by_staff_alone(
    editor: Desk, maria: Desk, entry: Microcredential, client: Any
) -> None:
    changes, page = Change.objects.count(), editor.open_record(entry)
    assert "What you save here is kept as a proposal" in page.html
    after = editor.saved(page.type(title="Secret title", why="Their page says so"))
    assert "Your change is kept as a proposal" in after.html
    assert "Proposed by edwin" in after.html
    assert "Proposed by edwin" in maria.open_record(entry).html
    proposal = Proposal.objects.get()
    assert (proposal.entry, proposal.by, proposal.why) == (entry, editor.user, "Their page says so")
    assert (Microcredential.objects.get().title, Change.objects.count()) == ("Welding", changes)
    for public in (entry.get_absolute_url(), "/microcredentials/", "/microcredentials.csv", "/"):
        assert "Secret title" not in b"".join(client.get(public, follow=True)).decode(), public


def test_a_publishers_change_is_live_at_once(maria: Desk, entry: Microcredential) -> None:
    maria.save(maria.open_record(entry).type(title="Welding of pipes"))
    assert (Microcredential.objects.get().title, Proposal.objects.count()) == ("Welding of pipes", 0)


def test_a_draft_does_not_wait(editor: Desk, bcit: Institution) -> None:
    draft = make_offering("Welding", provider=bcit, state=State.DRAFT)
    editor.save(editor.open_record(draft).type(title="Welding of pipes"))
    assert (Microcredential.objects.get().title, Proposal.objects.count()) == ("Welding of pipes", 0)


def test_nothing_typed_is_nothing_proposed(editor: Desk, entry: Microcredential) -> None:
    assert "nothing was proposed" in editor.saved(editor.open_record(entry)).html
    assert not Proposal.objects.exists()


def test_bad_typing_is_refused_as_ever(editor: Desk, entry: Microcredential) -> None:
    editor.refused(editor.open_record(entry).type(title="", web_address="x"))
    assert not Proposal.objects.exists()


def test_a_publisher_reads_and_takes_it(editor: Desk, maria: Desk, entry: Microcredential, guide: Source) -> None:
    """Values, a row that is changed, one that is deleted and two that are new, one of them a source."""
    price, length = make_price(entry, 90), Measure.objects.create(
        microcredential=entry, quantity="duration", minimum=8, unit="week"
    )  # fmt: skip
    page = editor.open_record(entry).type(title="Welding of pipes", delivery="", why="They called")
    page.type(**{f"{page.row_of('measures', price)}-minimum": "95"})
    page.type(**{f"{page.row_of('measures', length)}-DELETE": "on"})
    page.new_row("participations", institution=make_institution("Camosun").pk, role="credit")
    page.new_row("citations", field="whole", source=guide.pk, paragraph="4", basis="stated", says="It says so.")
    editor.save(page)
    proposal = Proposal.objects.get()
    words = maria.open(address(proposal, "change")).html
    for each in ("Welding of pipes", "Online", "not stated", "95", "Camosun", "It says so.", "They called", "deleted"):
        assert each in words, each
    assert "The proposal of edwin is accepted." in accepted(maria, proposal).html
    entry.refresh_from_db()
    price.refresh_from_db()
    assert (entry.title, entry.delivery, price.minimum) == ("Welding of pipes", "", 95)
    assert [str(each) for each in entry.participations.all()] == ["BCIT: Provider", "Camosun: Gives credit for it"]
    assert [(each.field, each.paragraph) for each in entry.citations.all()] == [("", 4)]
    assert not Measure.objects.filter(pk=length.pk).exists()
    change = entry.history.first().change
    assert (change.by, change.why) == (maria.user, "Proposed by edwin: They called")
    proposal.refresh_from_db()
    assert (proposal.state, proposal.decided_by_name, proposal.change) == (ProposalState.ACCEPTED, "maria", change)


def test_some_is_taken_and_some_is_left(editor: Desk, maria: Desk, entry: Microcredential) -> None:
    page = editor.open_record(entry).type(title="Welding of pipes", delivery="blended")
    editor.save(page.new_row("participations", institution=make_institution("Camosun").pk, role="credit"))
    proposal = Proposal.objects.get()
    accepted(maria, proposal, leave=("0.title", "1"))
    entry.refresh_from_db()
    assert (entry.title, entry.delivery, entry.participations.count()) == ("Welding", "blended", 1)
    page = maria.open(address(proposal, "change")).html
    assert ("Title (left out)" in page, "Left out." in page) == (True, True)


def test_nothing_ticked_is_not_accepted(editor: Desk, maria: Desk, entry: Microcredential) -> None:
    proposal = proposed(editor, entry, title="Welding of pipes")
    answer = decide(maria, proposal, "accept", leave=("0.title",))
    assert "Nothing is ticked" in answer.content.decode()
    assert state(proposal) == ProposalState.OPEN


def test_what_others_changed_meanwhile_stays(editor: Desk, maria: Desk, entry: Microcredential) -> None:
    proposal = proposed(editor, entry, title="Welding of pipes")
    maria.save(maria.open_record(entry).type(delivery="blended"))
    accepted(maria, proposal)
    entry.refresh_from_db()
    assert (entry.title, entry.delivery) == ("Welding of pipes", "blended")


@pytest.mark.parametrize(("choice", "title"), [("mine", "Welding of pipes"), ("theirs", "Welding of steel")])
def test_where_both_changed_the_same_the_publisher_chooses(
    editor: Desk, maria: Desk, entry: Microcredential, choice: str, title: str
) -> None:
    proposal = proposed(editor, entry, title="Welding of pipes", delivery="blended")
    maria.save(maria.open_record(entry).type(title="Welding of steel"))
    assert "Welding of steel" in maria.open(address(proposal, "change")).html
    answer = decide(maria, proposal, "accept")
    asked = sheet_of(address(entry, "change"), answer)
    assert "Whose is right? Title of Welding" in asked.html
    assert asked.values["title"] == ["Welding of pipes"]
    assert state(proposal) == ProposalState.OPEN
    maria.save(asked.type(**{"title.choice": choice}))
    entry.refresh_from_db()
    assert (entry.title, entry.delivery, state(proposal)) == (title, "blended", ProposalState.ACCEPTED)
    assert ("Title (left out)" in maria.open(address(proposal, "change")).html) == (choice == "theirs")


def test_a_row_deleted_meanwhile_asks(editor: Desk, maria: Desk, entry: Microcredential) -> None:
    price = make_price(entry, 90)
    page = editor.open_record(entry)
    editor.save(page.type(**{f"{page.row_of('measures', price)}-minimum": "95"}))
    price.delete()
    answer = decide(maria, Proposal.objects.get(), "accept")
    asked = sheet_of(address(entry, "change"), answer)
    assert "Save again to bring it back" in " ".join(asked.html.split()).replace("save again", "Save again")
    maria.save(asked)
    assert [each.minimum for each in entry.measures.all()] == [95]
    assert state(Proposal.objects.get()) == ProposalState.ACCEPTED


def test_what_is_wrong_by_now_is_not_saved(editor: Desk, maria: Desk, entry: Microcredential) -> None:
    """Validated again: what was right when it was proposed may be wrong beside what came since."""
    proposal = proposed(editor, entry, availability="offered", last_verified="2026-11-01", availability_as_of="2026")
    answer = decide(maria, proposal, "accept", leave=("0.last_verified",))
    assert answer.context["errors"]
    assert (Microcredential.objects.get().availability, state(proposal)) == ("listed", ProposalState.OPEN)


def test_declining_says_why(editor: Desk, maria: Desk, entry: Microcredential) -> None:
    proposal = proposed(editor, entry, title="Welding of pipes")
    assert "Say why" in decide(maria, proposal, "decline").content.decode()
    assert decide(maria, proposal, "decline", reason="The school says otherwise").status_code == 302
    assert state(proposal) == ProposalState.DECLINED
    assert "The school says otherwise" in editor.open(address(proposal, "change")).html
    assert Microcredential.objects.get().title == "Welding"


@pytest.mark.parametrize("decision", ["accept", "decline"])
def test_who_may_not_publish_does_not_decide(editor: Desk, entry: Microcredential, decision: str) -> None:
    proposal = proposed(editor, entry, title="Welding of pipes")
    other = Desk(make_account("otto", StaffGroup.EDITOR))
    for desk in (editor, other):
        assert decide(desk, proposal, decision, take="0.title", reason="x").status_code == 403
    assert (state(proposal), Microcredential.objects.get().title) == (ProposalState.OPEN, "Welding")


def test_it_is_decided_once(editor: Desk, maria: Desk, jonas: Desk, entry: Microcredential) -> None:
    proposal = proposed(editor, entry, title="Welding of pipes")
    late = jonas.open(address(proposal, "change"))
    accepted(maria, proposal)
    for decision in ("accept", "decline"):
        answer = jonas.client.post(late.address, {**late.values, "decision": decision, "reason": "Too late"})
        assert "already" in answer.content.decode() or "any more" in answer.content.decode()
    assert state(proposal) == ProposalState.ACCEPTED


def test_the_sources_of_a_claim_wait_too(editor: Desk, maria: Desk, entry: Microcredential, guide: Source) -> None:
    claim = entry.participations.get()
    page = editor.open_record(claim).type(since="2021")
    page.new_row("citations", source=guide.pk, paragraph="4", basis="stated", says="It says so.")
    editor.save(page)
    assert (claim.citations.count(), Participation.objects.get().since) == (0, "")
    assert "Proposed by edwin" in maria.open_record(entry).html
    accepted(maria, Proposal.objects.get())
    assert (claim.citations.get().says, Participation.objects.get().since) == ("It says so.", "2021")


def test_a_citation_of_what_is_published_waits(
    editor: Desk, maria: Desk, entry: Microcredential, guide: Source
) -> None:
    citation = Citation.objects.create(
        microcredential=entry, field="title", source=guide, paragraph=1, basis="stated", says="So."
    )
    editor.save(editor.open_record(citation).type(says="So it is."))
    assert Citation.objects.get().says == "So."
    accepted(maria, Proposal.objects.get())
    assert Citation.objects.get().says == "So it is."


def test_an_editor_deletes_nothing_that_visitors_read(editor: Desk, entry: Microcredential) -> None:
    for record in (entry, entry.participations.get()):
        assert editor.client.post(address(record, "delete"), {"post": "yes"}).status_code == 403
    assert Participation.objects.count() == 1


def test_an_entry_is_not_deleted_over_an_open_proposal(editor: Desk, maria: Desk, entry: Microcredential) -> None:
    proposal = proposed(editor, entry, title="Welding of pipes")
    withdraw(entry, by=None, why="Ended", public_reason="It ended.")
    maria.client.post(address(entry, "delete"), {"post": "yes"})
    assert Microcredential.objects.exists()
    decide(maria, proposal, "decline", reason="It ended")
    remove(Microcredential.objects.get(), by=None, why="Old")
    assert not Proposal.objects.exists()


def test_what_an_import_proposes_brings_the_sources_of_its_claims(
    editor: Desk, maria: Desk, entry: Microcredential, guide: Source
) -> None:
    def says(field: str = "", **about: Any) -> Citation:
        return Citation(source=guide, paragraph=2, basis="stated", says="Row 2.", field=field, **about)

    price = make_price(entry, 90)
    new = Measure(microcredential=entry, quantity="duration", minimum=8, unit="week")
    edits = [
        changed(entry, delivery="blended"),
        changed(price, [says()], minimum=95),
        added(new, [says()]),
        added(says("delivery", microcredential=entry)),
    ]
    proposal = propose(entry, edits, by=editor.user, why="Import of a file")
    assert "With its source: Row 2." in maria.open(address(proposal, "change")).html
    accepted(maria, proposal)
    entry.refresh_from_db()
    figures = {each.quantity: (each.minimum, each.citations.count()) for each in entry.measures.all()}
    assert (entry.delivery, figures) == ("blended", {"price": (95, 1), "duration": (8, 1)})
    assert entry.citations.get().field == "delivery"
