"""One value for many: read first as was and will be, then written as one change, or not at all."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection

from catalogue.models import Microcredential, Proposal
from institutions.changes import Change, Way, recording
from institutions.models import Institution
from tests.catalogue.admin.desk import Desk, Sheet, address
from tests.factories import make_draft, make_institution, make_named_kind, make_offering

pytestmark = pytest.mark.django_db


def chosen(desk: Desk, records: list, **typed: Any) -> Sheet:
    """The page that comes when these are chosen in the list."""
    there = address(type(records[0]), "changelist")
    sent = {"action": "change_one_value", "_selected_action": [str(each.pk) for each in records], **typed}
    response = desk.client.post(there, sent)
    assert response.status_code == 200, response.status_code
    return Sheet(there, response.content.decode(), {**sent, "seen": _seen(response)})


def _seen(response) -> list[str]:
    return [row.seen for row in response.context["rows"]]


def apply(desk: Desk, sheet: Sheet, **typed: Any):
    return desk.client.post(sheet.address, {**sheet.values, "bulk_step": "apply", **typed}, follow=True)


def test_a_value_is_chosen_previewed_and_written_as_one_change(maria: Desk) -> None:
    entries = [make_draft(f"Entry {number}", delivery="online" if number else "") for number in range(3)]
    assert '<option value="delivery">Way of learning</option>' in chosen(maria, entries).html
    asked = chosen(maria, entries, bulk_field="delivery")
    assert 'name="value"' in asked.html
    before = Change.objects.count()
    sheet = chosen(maria, entries, bulk_field="delivery", value="online", bulk_step="preview")
    assert "Change 1 of them" in sheet.html
    assert sheet.html.count("No change") == 2
    assert Change.objects.count() == before
    answer = apply(maria, sheet, why="Asked the school")
    assert "1 microcredential changed, in one change." in answer.content.decode()
    change = Change.objects.first()
    assert (change.by, change.way, change.why) == (maria.user, Way.ACTION, "Asked the school")
    assert Change.objects.count() == before + 1
    assert {each.delivery for each in Microcredential.objects.all()} == {"online"}


def test_of_what_visitors_read_an_editor_proposes_it(editor: Desk, limited: Desk) -> None:
    draft, entry = make_draft("Draft"), make_offering("Welding")
    sheet = chosen(editor, [draft, entry], bulk_field="delivery", value="online", bulk_step="preview")
    assert sheet.html.count("(once a publisher takes it)") == 1
    answer = apply(editor, sheet, why="Asked the school").content.decode()
    assert "1 microcredential changed, in one change." in answer
    assert "1 microcredential kept as proposals, since visitors read them." in answer
    draft.refresh_from_db()
    entry.refresh_from_db()
    proposal = Proposal.objects.get()
    assert (draft.delivery, entry.delivery, proposal.why) == ("online", "", "Asked the school")
    assert proposal.edits[0]["values"] == {"delivery": ["", "online"]}
    said = apply(limited, sheet).content.decode()
    assert ("These are not yours to change at once" in said, Proposal.objects.count()) == (True, 1)


def test_empty_says_that_nobody_states_it(maria: Desk) -> None:
    entries = [make_draft(f"Entry {number}", delivery="online") for number in range(2)]
    sheet = chosen(maria, entries, bulk_field="delivery", value="", bulk_step="preview")
    apply(maria, sheet)
    assert {each.delivery for each in Microcredential.objects.all()} == {""}


def test_what_cannot_be_stays_and_says_why(maria: Desk) -> None:
    fit = make_draft("Fit", last_verified="2026-11-01")
    unfit = make_draft("Unfit")
    sheet = chosen(maria, [fit, unfit], bulk_field="availability", value="offered", bulk_step="preview")
    assert "Stays as it is: “Offered” needs the date on which staff checked it" in sheet.html
    apply(maria, sheet)
    states = dict(Microcredential.objects.values_list("title", "availability"))
    assert states == {"Fit": "offered", "Unfit": ""}


def test_nothing_is_written_over_what_was_not_previewed(maria: Desk) -> None:
    entries = [make_draft(f"Entry {number}") for number in range(2)]
    sheet = chosen(maria, entries, bulk_field="pace", value="own-pace", bulk_step="preview")
    with recording():
        entries[0].title = "Changed meanwhile"
        entries[0].save()
    html = apply(maria, sheet).content.decode()
    assert "Somebody changed these meanwhile: Changed meanwhile." in html
    assert "Change 2 of them" in html
    assert {each.pace for each in Microcredential.objects.all()} == {""}


@pytest.mark.parametrize(
    "typed", [{"bulk_field": "slug", "value": "x"}, {"bulk_field": "delivery", "value": "by owl"}, {"why": "x" * 501}]
)
def test_broken_input_writes_nothing(maria: Desk, typed: dict[str, str]) -> None:
    entry = make_draft("Welding", slug="welding")
    sheet = chosen(maria, [entry], bulk_field="delivery", value="online", bulk_step="preview")
    assert apply(maria, sheet, **typed).status_code == 200
    entry.refresh_from_db()
    assert (entry.slug, entry.delivery) == ("welding", "")


def test_too_many_at_once_are_refused(maria: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("catalogue.admin.bulk.MOST_AT_ONCE", 1)
    schools = [make_institution("BCIT"), make_institution("Camosun")]
    sent = {"action": "change_one_value", "_selected_action": [str(each.pk) for each in schools]}
    answer = maria.client.post(address(Institution, "changelist"), sent, follow=True)
    assert "Choose at most 1 at once." in answer.content.decode()


def test_who_may_only_look_is_not_offered_it(db: None) -> None:
    user = User.objects.create_user("kim", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    school = make_institution("BCIT")
    kim = Desk(user)
    sent = {"action": "change_one_value", "_selected_action": [str(school.pk)], "bulk_field": "city", "value": "X",
            "bulk_step": "apply", "seen": f"{school.pk}:1"}  # fmt: skip
    kim.client.post(address(Institution, "changelist"), sent)
    school.refresh_from_db()
    assert school.city == ""


@pytest.mark.parametrize("how_many", [1, 3])
def test_a_preview_asks_the_same_number_of_questions(maria: Desk, django_assert_num_queries, how_many: int) -> None:
    schools = [make_institution(f"School {number}") for number in range(how_many)]
    asked = 9 + (connection.vendor == "postgresql")  # which is told how long a lock may be waited for
    with django_assert_num_queries(asked):
        chosen(maria, schools, bulk_field="city", value="Victoria", bulk_step="preview")
    with django_assert_num_queries(asked + 3 * how_many):  # the database says of each whether its rule holds
        chosen(maria, schools, bulk_field="region", value="cariboo", bulk_step="preview")


def test_a_kind_that_the_schools_own_name_does_not_mean_is_refused(maria: Desk) -> None:
    named = make_named_kind("Nanodegree", kind="certificate")
    entries = [make_draft("Data", kind="certificate", named_kind=named), make_draft("Wood")]
    sheet = chosen(maria, entries, bulk_field="kind", value="badge", bulk_step="preview")
    assert "“Nanodegree” is a kind of: Certificate." in sheet.html
    assert "Change 1 of them" in sheet.html
    apply(maria, sheet)
    assert [*Microcredential.objects.values_list("kind", flat=True)] == ["certificate", "badge"]
