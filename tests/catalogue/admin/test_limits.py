"""Editors, and those among them who are kept to the entries of some institutions: what each may change in the admin."""

from __future__ import annotations

import pytest

from catalogue.models import Citation, Microcredential, Source
from catalogue.models.vocabulary import State
from institutions.models import Institution
from tests.catalogue.admin.desk import Desk, address
from tests.factories import make_draft, make_institution, make_offering, make_participation, make_price, make_sector

pytestmark = pytest.mark.django_db
KEPT_TO = "Your account changes only the entries that BCIT runs or awards."


def make_citation(**about: Microcredential) -> Citation:
    source = Source.objects.create(kind="document", title="A guide", short_title="A guide")
    return Citation.objects.create(
        source=source, basis="stated", paragraph=1, says="So.", needs_look=True, field="title", **about
    )


def test_an_editor_does_not_say_when_visitors_see_an_entry(editor: Desk, maria: Desk) -> None:
    entry = make_draft("Welding")
    assert "publish_at" in maria.open_record(entry).values
    page = editor.open_record(entry)
    assert "publish_at" not in page.values
    editor.save(page.type(title="Welding of pipes", publish_at="2030-01-01T00:00:00"))
    entry.refresh_from_db()
    assert (entry.title, entry.publish_at) == ("Welding of pipes", None)


def test_a_limited_editor_edits_what_the_institution_runs(limited: Desk, bcit: Institution) -> None:
    entry = make_offering("Welding", provider=bcit, state=State.DRAFT)
    price = make_price(entry, 90)
    page = limited.open_record(entry)
    assert KEPT_TO in page.html
    limited.save(page.type(title="Welding of pipes"))
    limited.save(limited.open_record(price).type(minimum="95"))
    price.refresh_from_db()
    assert (Microcredential.objects.get().title, price.minimum) == ("Welding of pipes", 95)


def test_a_limited_editor_reads_all_else(limited: Desk) -> None:
    entry = make_offering("Welding", provider="Camosun", state=State.DRAFT)
    for record in (entry, entry.participations.get(), make_institution(), make_sector()):
        page = limited.open_record(record)
        assert KEPT_TO in page.html, record
        assert 'name="_save"' not in page.html, record
        assert limited.client.post(address(record, "change"), {"opened": "1"}).status_code == 403, record
        assert limited.client.post(address(record, "delete"), {"post": "yes"}).status_code == 403, record
    for model in (Institution, type(make_sector("Other"))):
        assert limited.client.get(address(model, "add")).status_code == 403, model
    step = f"{address(Microcredential, 'changelist')}{entry.pk}/step/submit/"
    assert limited.client.post(step, {"opened": "1"}).status_code == 403


def test_a_limited_editor_adds_what_the_institution_runs(limited: Desk, bcit: Institution) -> None:
    other = make_institution("Camosun")
    page = limited.open_new(Microcredential).type(title="Welding")
    for row in ({}, {"institution": other.pk, "role": "provider"}, {"institution": bcit.pk, "role": "credit"}):
        page.type(**{f"participations__0__{name}": value for name, value in row.items()})
        assert KEPT_TO in limited.refused(page).html
    assert not Microcredential.objects.exists()
    limited.save(page.type(participations__0__role="awarding-body"))
    assert Microcredential.objects.get().title == "Welding"


def test_a_limited_editor_does_not_give_an_entry_away(limited: Desk, bcit: Institution) -> None:
    entry = make_offering("Welding", provider=bcit, state=State.DRAFT)
    page = limited.open_record(entry).type(title="Welding of pipes", participations__0__role="credit")
    assert KEPT_TO in limited.refused(page).html
    assert (Microcredential.objects.get().title, entry.participations.get().role) == ("Welding", "provider")


def test_a_limited_editor_adds_no_claim_elsewhere(limited: Desk, bcit: Institution) -> None:
    mine, other = make_draft("Mine"), make_draft("Other")
    make_participation(mine, bcit)
    typed = {"quantity": "price", "minimum": "90", "unit": "cad", "measures": "program", "approximation": "exact"}
    for entry, saved in ((other, 0), (mine, 1)):
        page = limited.open_new(type(make_price(make_draft("Of no matter")))).type(microcredential=entry.pk, **typed)
        limited.send(page)
        assert entry.measures.count() == saved, entry


@pytest.mark.parametrize("state", [State.DRAFT, State.PUBLISHED])
def test_an_action_is_refused_as_a_whole(limited: Desk, maria: Desk, bcit: Institution, state: str) -> None:
    mine = make_citation(microcredential=make_offering(provider=bcit, state=state))
    other = make_citation(microcredential=make_draft("Other"))
    chosen = {"action": "still_says_so", "_selected_action": [mine.pk, other.pk]}
    answer = limited.client.post(address(Citation, "changelist"), chosen, follow=True).content.decode()
    assert "Nothing was changed. These are not yours to change at once: " in answer
    assert ("says so" in answer, Citation.objects.filter(needs_look=True).count()) == (True, 2)
    limited.client.post(address(Citation, "changelist"), {**chosen, "_selected_action": [mine.pk]})
    assert Citation.objects.filter(needs_look=True).count() == (1 if state == State.DRAFT else 2)
    maria.client.post(address(Citation, "changelist"), chosen)
    assert not Citation.objects.filter(needs_look=True).exists()


def test_a_claim_of_a_published_entry_is_not_added_past_its_page(editor: Desk) -> None:
    entry = make_offering("Welding")
    typed = {"quantity": "price", "minimum": "90", "unit": "cad", "measures": "program", "approximation": "exact"}
    page = editor.open_new(type(make_price(make_draft("Of no matter")))).type(microcredential=entry.pk, **typed)
    assert "Add this on the page of that entry" in editor.refused(page).html
    assert not entry.measures.exists()


@pytest.mark.parametrize(("name", "offered"), [("viewer", [0, 0, 0]), ("limited", [1, 1, 1]), ("editor", [1, 1, 1])])
def test_the_front_page_offers_what_one_may_begin(
    request: pytest.FixtureRequest, name: str, offered: list[int]
) -> None:
    html = request.getfixturevalue(name).open("/admin/").html
    words = ("Add an entry", "Take in a spreadsheet", "Write down a call")
    assert [html.count(each) for each in words] == offered
