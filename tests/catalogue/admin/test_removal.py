"""Deleting in the admin: what goes along is named first, goes in one change, and never hides what visitors see."""

import pytest

from catalogue.models import Citation, Microcredential, Participation, Source, Statement, StatementSubject
from catalogue.models.vocabulary import State
from catalogue.workflow import withdraw
from institutions.changes import Change
from institutions.models import Institution
from tests.catalogue.admin.desk import Desk, address
from tests.factories import make_draft, make_institution, make_offering, make_participation, make_sector

pytestmark = pytest.mark.django_db


def make_cited_draft() -> Microcredential:
    entry = make_draft("Welding")
    claim = make_participation(entry, make_institution("BCIT"))
    guide = Source.objects.create(kind="document", title="A guide", short_title="A guide", paragraphs=9)
    cited = {"source": guide, "paragraph": 1, "basis": "stated"}
    Citation.objects.create(microcredential=entry, field="title", says="It is called so.", **cited)
    Citation.objects.create(participation=claim, says="BCIT runs it.", **cited)
    said = Statement.objects.create(topic="program", text="Welders are wanted.")
    StatementSubject.objects.create(statement=said, microcredential=entry)
    return entry


def test_a_draft_goes_with_all_that_speaks_of_it_in_one_change(maria: Desk) -> None:
    entry = make_cited_draft()
    html = maria.open(address(entry, "delete")).html
    going = [
        "Microcredential: Welding",
        "Citation: A guide, paragraph 1: It is called so.",
        "Participation: BCIT: Provider",
    ]
    going += ["Citation: A guide, paragraph 1: BCIT runs it.", "Statement subject: Welding"]
    assert [words for words in going if f"<li>{words}</li>" not in html] == []
    assert Microcredential.objects.exists()
    before = Change.objects.count()
    maria.client.post(address(entry, "delete"), {"post": "yes", "why": "Twice there"})
    assert not Microcredential.objects.exists()
    assert not Participation.objects.exists()
    assert not Citation.objects.exists()
    change = Change.objects.first()
    assert (Change.objects.count(), change.by, change.why) == (before + 1, maria.user, "Twice there")
    for model in (Microcredential, Participation, Citation, StatementSubject):
        assert {row.change for row in model.history.filter(history_type="-")} == {change}
    assert Statement.objects.exists()


def test_a_published_entry_is_to_be_withdrawn_first(maria: Desk) -> None:
    entry = make_offering("Welding")
    html = maria.open(address(entry, "delete")).html
    assert "“Welding” is published. Withdraw it first" in html
    assert f"{entry.pk}/step/withdraw/" in html
    assert 'value="Delete"' not in html
    answer = maria.client.post(address(entry, "delete"), {"post": "yes"}, follow=True)
    assert "Withdraw it before you delete it." in answer.content.decode()
    assert Microcredential.objects.get().state == State.PUBLISHED
    withdraw(entry, by=maria.user, why="It ended", public_reason="It ended.")
    assert "read today why it was withdrawn" in maria.open(address(entry, "delete")).html


def test_what_others_refer_to_stays(maria: Desk) -> None:
    school = make_offering("Welding", provider="BCIT").participations.get().institution
    html = maria.open(address(school, "delete")).html
    assert "“BCIT” cannot be deleted, because this still refers to it:" in html
    assert "<li>Participation: BCIT: Provider (on the page of “Welding”)</li>" in html
    assert maria.client.post(address(school, "delete"), {"post": "yes"}).status_code == 200
    assert Institution.objects.filter(name="BCIT").exists()


def test_the_last_provider_of_a_published_entry_stays(maria: Desk) -> None:
    provider = make_offering("Welding").participations.get()
    answer = maria.client.post(address(provider, "delete"), {"post": "yes"}, follow=True)
    assert "this is its last provider. Withdraw it first, or add another provider." in answer.content.decode()
    assert Participation.objects.exists()


@pytest.mark.parametrize("why", ["a\0b", "x" * 501])
def test_a_broken_reason_deletes_nothing(maria: Desk, why: str) -> None:
    entry = make_draft("Welding")
    answer = maria.client.post(address(entry, "delete"), {"post": "yes", "why": why}, follow=True)
    assert "Why: " in answer.content.decode()
    assert Microcredential.objects.exists()


def test_nothing_is_deleted_from_a_list(maria: Desk) -> None:
    sector = make_sector("Trades")
    page = maria.client.get(address(type(sector), "changelist"))
    assert "delete_selected" not in page.content.decode()
    maria.client.post(
        address(type(sector), "changelist"),
        {"action": "delete_selected", "_selected_action": [sector.pk], "post": "yes"},
    )
    assert type(sector).objects.exists()


def test_a_citation_that_replaced_another_stays_until_that_stands_again(maria: Desk) -> None:
    entry = make_cited_draft()
    newer = entry.citations.get()
    older = Citation.objects.create(
        microcredential=entry, field="title", source=newer.source, paragraph=2, basis="stated", says="Once."
    )
    older.superseded_by = newer
    older.save()
    sheet = maria.open_record(entry)
    after = maria.refused(sheet.type(**{f"{sheet.row_of('citations', newer)}-DELETE": "on"}))
    assert "Nothing was deleted, because this still refers to it: citation “A guide, paragraph 2: Once.”." in after.html
    assert entry.citations.count() == 2


def test_what_is_gone_already_is_said(maria: Desk) -> None:
    entry = make_draft("Welding")
    gone = address(entry, "delete")
    maria.client.post(gone, {"post": "yes"})
    assert "Perhaps it was deleted?" in maria.client.post(gone, {"post": "yes"}, follow=True).content.decode()
    broken = maria.client.post(gone, {"post": "yes", "why": "a\0b"}, follow=True)
    assert broken.status_code == 200
