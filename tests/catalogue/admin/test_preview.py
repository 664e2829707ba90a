"""An entry as a learner would see it: shown to staff who may, and to nobody else by any address."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission, User
from django.urls import reverse

from catalogue.models import Citation, Disagreement, DisagreementSide, Microcredential, Source, Statement
from catalogue.models.statement import StatementSubject
from catalogue.models.vocabulary import State
from catalogue.search import current_snapshot
from tests.catalogue.admin.desk import Desk, address
from tests.factories import make_offering, make_part
from tests.pages.elements import page

pytestmark = pytest.mark.django_db
HIDDEN = [State.DRAFT, State.IN_REVIEW, State.WITHDRAWN]


def preview(entry: Microcredential) -> str:
    return reverse("admin:catalogue_microcredential_preview", args=[entry.pk])


@pytest.fixture
def entry(db: None) -> Microcredential:
    """A draft with a part in work, a part that was withdrawn, a statement and a conflict between its sources."""
    draft = make_offering("Welding of pipes", state=State.DRAFT, provider="Camosun College", slug="welding")
    make_part(draft, "Safety", state=State.DRAFT, slug="safety")
    make_part(draft, "Old part", state=State.WITHDRAWN)
    statement = Statement.objects.create(topic="work", text="Employers ask for welders.")
    StatementSubject.objects.create(statement=statement, microcredential=draft)
    dispute = Disagreement.objects.create(kind="conflict", title="Two names")
    for paragraph in (1, 2):
        source = Source.objects.create(kind="document", title=f"Guide {paragraph}", short_title=f"Guide {paragraph}")
        told = {"source": source, "field": "title", "paragraph": paragraph, "basis": "stated"}
        citation = Citation.objects.create(microcredential=draft, says=f"Name {paragraph}.", **told)
        DisagreementSide.objects.create(disagreement=dispute, citation=citation)
    return draft


def test_it_is_the_public_page_with_the_data_of_the_draft(maria: Desk, entry: Microcredential) -> None:
    response = maria.client.get(preview(entry))
    shown = page(response)
    assert shown.one("h1").text.startswith("Welding of pipes")
    for words in ("Camosun College", "Safety", "Employers ask for welders.", "Name 1.", "Name 2."):
        assert words in shown.one("main").text, words
    assert "Old part" not in shown.text
    banner = shown.one("aside", cls="notice")
    assert "Preview. This is how a learner would see this entry. Its state: draft." in banner.text
    assert banner.one("a").attributes["href"] == address(entry, "change")
    assert "no-store" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex"
    assert shown.one("meta", name="robots").attributes["content"] == "noindex"


def test_once_published_visitors_see_what_the_preview_showed(maria: Desk, client, entry: Microcredential) -> None:
    before = page(maria.client.get(preview(entry))).one("main").text
    for hidden in (*entry.parts.exclude(state=State.WITHDRAWN), entry):
        hidden.state = State.PUBLISHED
        hidden.save()
    assert page(client.get(entry.get_absolute_url())).one("main").text == before


@pytest.mark.parametrize("state", State.values)
def test_the_form_leads_to_it_in_every_state(maria: Desk, state: str) -> None:
    entry = make_offering("Welding", state=state)
    assert preview(entry) in maria.open_record(entry).html
    assert f"Its state: {State(state).label}." in maria.open(preview(entry)).html


def test_a_part_is_seen_at_its_place(maria: Desk, entry: Microcredential) -> None:
    assert maria.client.get(preview(entry.parts.get(slug="safety"))).url == f"{preview(entry)}#safety"


def test_nobody_else_reaches_it(client, maria: Desk, entry: Microcredential) -> None:
    assert maria.client.get(preview(entry)).status_code == 200
    kim = Desk(User.objects.create_user("kim", is_staff=True))
    kim.user.user_permissions.set(Permission.objects.filter(codename="view_institution"))
    assert kim.client.get(preview(entry)).status_code == 403
    visitor = Desk(User.objects.create_user("robin"))
    for each in (client, visitor.client):
        response = each.get(preview(entry))
        assert response.status_code == 302
        assert response.url.startswith("/admin/login/")
        assert each.get(f"/fr{preview(entry)}").status_code == 404
        assert each.get(entry.get_absolute_url()).status_code == 404


def test_whoever_may_only_read_entries_sees_it(entry: Microcredential) -> None:
    kim = Desk(User.objects.create_user("kim", is_staff=True))
    kim.user.user_permissions.set(Permission.objects.filter(codename="view_microcredential"))
    assert kim.client.get(preview(entry)).status_code == 200


def test_it_is_kept_nowhere(maria: Desk, entry: Microcredential) -> None:
    snapshot = current_snapshot()
    kept = len(snapshot.kept)
    maria.open(preview(entry))
    assert current_snapshot() is snapshot
    assert len(snapshot.kept) == kept
    assert snapshot.find(entry.slug) is None


@pytest.mark.parametrize("where", ["999/preview/", "x/preview/", f"{'9' * 30}/preview/"])
def test_a_preview_of_nothing_is_not_found(maria: Desk, where: str) -> None:
    assert maria.client.get(address(Microcredential, "changelist") + where).status_code == 404
