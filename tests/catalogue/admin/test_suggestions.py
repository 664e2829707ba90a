"""Suggestions from the public: what stands and what is suggested, accepted with its source, or declined."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.http import HttpResponse

from catalogue.models import Citation, Microcredential, Source, Suggestion
from catalogue.suggesting import decline
from catalogue.workflow import remove, withdraw
from institutions.changes import Change, recording
from tests.catalogue.admin.desk import Desk, address
from tests.factories import make_institution, make_offering, make_price

pytestmark = pytest.mark.django_db
LIST = address(Suggestion, "changelist")
READ = {"title": "Welding, the school’s page", "says": "One learns online.", "basis": "stated"}


@pytest.fixture
def entry(db: None) -> Microcredential:
    return make_offering("Welding", delivery="in-person")


def suggest(entry: Microcredential, about: str = "delivery", says: str = "Online", **fields: Any) -> Suggestion:
    told = {"source": "See https://school.example/welding.", "email": "kim@example.ca", **fields}
    return Suggestion.objects.create(entry=entry, about=about, says=says, **told)


def decide(desk: Desk, suggestion: Suggestion, decision: str, **typed: Any) -> HttpResponse:
    sheet = desk.open_record(suggestion).type(**typed)
    return desk.client.post(sheet.address, {**sheet.values, "decision": decision}, follow=True)


def said(response: HttpResponse) -> str:
    return " ".join(str(each) for each in response.context["messages"])


def test_accepting_writes_value_and_source_as_one_change(maria: Desk, entry: Microcredential) -> None:
    suggestion = suggest(entry)
    sheet = maria.open_record(suggestion)
    assert sheet.values["value"] == ["online"]
    assert sheet.values["address"] == ["https://school.example/welding"]
    assert "In person" in sheet.html
    assert decide(maria, suggestion, "accept", **READ).redirect_chain[0][0] == LIST
    entry.refresh_from_db()
    suggestion.refresh_from_db()
    citation, change = Citation.objects.get(), Change.objects.first()
    assert (entry.delivery, citation.microcredential, citation.field, citation.says) == (
        "online", entry, "delivery", "One learns online.",
    )  # fmt: skip
    assert (citation.source.kind, citation.source.address) == ("web-page", "https://school.example/welding")
    assert (suggestion.state, suggestion.change, suggestion.decided_by_name) == ("accepted", change, "maria")
    written = [record.history.first().change for record in (entry, citation, citation.source)]
    assert (written, change.by, change.why) == ([change] * 3, maria.user, "Suggested by a visitor")
    assert not citation.needs_look
    assert "It is accepted, by maria" in maria.open_record(suggestion).html


def test_a_known_page_is_cited_again(maria: Desk, entry: Microcredential) -> None:
    for says in ("Online", "Blended"):
        decide(maria, suggest(entry, says=says), "accept", **READ)
    assert (Source.objects.count(), Citation.objects.count()) == (1, 2)


@pytest.mark.parametrize(
    ("kind", "typed"), [("document", {"basis": "stated", "paragraph": "4"}), ("confirmation", {"basis": "confirmed"})]
)
def test_a_document_or_a_call_that_is_here_is_cited(
    maria: Desk, entry: Microcredential, kind: str, typed: dict[str, str]
) -> None:
    known = (
        {"paragraphs": 9}
        if kind == "document"
        else {
            "confirmed_by": "Kim",
            "confirmed_role": "Registrar",
            "read_on": "2026-11-01",
            "institution": make_institution(),
        }
    )
    source = Source.objects.create(kind=kind, title="A guide", short_title="A guide", **known)
    suggestion = suggest(entry, source="The guide, page 3")
    assert f'<option value="{source.pk}">{source}</option>' in maria.open_record(suggestion).html  # without scripts too
    wrong = {**typed, "basis": "stated" if kind == "confirmation" else "confirmed"}
    told = {"source": source.pk, "says": "One learns online."}
    assert "goes with a confirmation" in decide(maria, suggestion, "accept", **told, **wrong).content.decode()
    assert decide(maria, suggestion, "accept", **told, **typed).redirect_chain[0][0] == LIST
    citation = Citation.objects.get()
    assert (citation.source, citation.paragraph, citation.basis) == (
        source,
        4 if kind == "document" else None,
        typed["basis"],
    )
    entry.refresh_from_db()
    assert entry.delivery == "online"


@pytest.mark.parametrize(
    "typed",
    [{"title": ""}, {"address": ""}, {"address": "x y"}, {"basis": "confirmed"}, {"says": ""}, {"value": "by-mail"}],
)
def test_what_is_missing_is_said_and_nothing_is_written(maria: Desk, entry: Microcredential, typed: dict) -> None:
    suggestion = suggest(entry)
    answer = decide(maria, suggestion, "accept", **{**READ, "title": "Typed before", **typed})
    assert answer.status_code == 200
    assert answer.context["taking"].errors
    assert "title" in typed or "Typed before" in answer.content.decode()
    assert_untouched(suggestion)


def assert_untouched(suggestion: Suggestion) -> None:
    suggestion.refresh_from_db()
    assert (suggestion.state, Source.objects.count(), Citation.objects.count()) == ("open", 0, 0)


def test_what_the_entry_cannot_be_is_refused_as_a_whole(maria: Desk, entry: Microcredential) -> None:
    suggestion = suggest(entry, "availability", "Offered")
    answer = decide(maria, suggestion, "accept", **{**READ, "value": "offered"})
    assert "checked it with the school" in said(answer)
    assert_untouched(suggestion)


def test_somebody_was_quicker(maria: Desk, jonas: Desk, entry: Microcredential) -> None:
    suggestion = suggest(entry)
    sheet = maria.open_record(suggestion).type(**READ)
    with recording(by=jonas.user):
        entry.delivery = "blended"
        entry.save()
    answer = maria.client.post(sheet.address, {**sheet.values, "decision": "accept"})
    assert "jonas changed" in said(answer)
    assert "One learns online." in answer.content.decode()
    assert answer.context["taking"]["opened"].value() == entry.version
    assert_untouched(suggestion)
    decline(suggestion, by=jonas.user, reason="No")
    assert "declined already, by jonas" in said(decide_again(maria, sheet))


def test_what_somebody_changed_beside_it_does_not_matter(maria: Desk, entry: Microcredential) -> None:
    sheet = maria.open_record(suggest(entry)).type(**READ)
    with recording():
        entry.place_taught = "Langford"
        entry.save()
    maria.client.post(sheet.address, {**sheet.values, "decision": "accept"})
    entry.refresh_from_db()
    assert (entry.delivery, entry.place_taught) == ("online", "Langford")


def test_how_the_page_stood_has_to_be_said(maria: Desk, entry: Microcredential) -> None:
    suggestion = suggest(entry)
    assert "does not say how it stood" in said(decide(maria, suggestion, "accept", **READ, opened=""))
    assert_untouched(suggestion)


def decide_again(desk: Desk, sheet: Any) -> HttpResponse:
    return desk.client.post(sheet.address, {**sheet.values, "decision": "mark"}, follow=True)


def test_declining_needs_a_reason(maria: Desk, entry: Microcredential) -> None:
    suggestion = suggest(entry)
    assert decide(maria, suggestion, "decline", reason=" ").context["declining"].errors
    decide(maria, suggestion, "decline", reason="Their page says otherwise.")
    suggestion.refresh_from_db()
    assert (suggestion.state, suggestion.reason) == ("declined", "Their page says otherwise.")
    assert entry.history.count() == 1


@pytest.mark.parametrize("about", ["price", "provider", "topic", "funding", "credit", "listed_for", "awarding_body"])
def test_a_claim_is_written_into_a_row(maria: Desk, entry: Microcredential, about: str) -> None:
    make_price(entry, 90)
    suggestion = suggest(entry, about, "It costs 95 dollars.")
    page = maria.client.get(address(suggestion, "change"))
    assert page.context["taking"] is None
    assert ("90" in " ".join(page.context["now"])) == (about == "price")
    form = maria.client.get(page.context["row_form"])
    filled = form.context["adminform"].form.initial
    assert (form.status_code, str(filled["microcredential"])) == (200, str(entry.pk))
    assert about != "price" or filled["quantity"] == "price"
    decide(maria, suggestion, "mark")
    suggestion.refresh_from_db()
    assert (suggestion.state, suggestion.change) == ("accepted", None)


def test_of_what_visitors_read_a_publisher_decides(
    editor: Desk, limited: Desk, viewer: Desk, entry: Microcredential
) -> None:
    suggestion = suggest(entry)
    for desk in (editor, limited, viewer):
        page = desk.open_record(suggestion).html
        assert "Somebody who may publish decides" in page
        assert "kim@example.ca" not in page
        for decision in ("accept", "mark", "decline"):
            assert desk.client.post(address(suggestion, "change"), {"decision": decision}).status_code == 403
    assert_untouched(suggestion)


def test_an_entry_is_not_deleted_while_one_waits(maria: Desk, entry: Microcredential) -> None:
    suggestion = suggest(entry)
    withdraw(entry, by=maria.user, why="It ended", public_reason="It ended.")
    with pytest.raises(ValidationError, match="A suggestion about"):
        remove(entry, by=maria.user, why="Test")
    decline(suggestion, by=maria.user, reason="It ended")
    remove(entry, by=maria.user, why="Test")


@pytest.mark.parametrize("how_many", [1, 3])
def test_the_list_asks_the_same_number_of_questions(maria: Desk, django_assert_num_queries, how_many: int) -> None:
    for number in range(how_many):
        suggest(make_offering(f"Welding {number}"))
    with django_assert_num_queries(8):
        listing = maria.client.get(LIST)
    assert listing.context["cl"].result_count == how_many
