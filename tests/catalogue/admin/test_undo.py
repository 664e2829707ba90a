"""The pages that undo a change and bring back what was deleted: read first, then done, and nobody's work lost."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission, User
from django.core.management import CommandError, call_command

from catalogue import workflow
from catalogue.admin.change import MOST_RECORDS
from catalogue.exchange.incoming.turn import Turn
from catalogue.exchange.incoming.working import work_off_one
from catalogue.models import Citation, Microcredential, UndoJob, UndoState
from institutions.changes import Change, recording
from institutions.models import Institution
from tests.catalogue.admin.desk import Desk, Sheet, address
from tests.catalogue.admin.rows import rows_of
from tests.catalogue.admin.test_removal import make_cited_draft
from tests.catalogue.undoing.standing import all_records
from tests.factories import make_draft, make_institution, make_offering, make_participation

pytestmark = pytest.mark.django_db
# Of a preview: session, user and permissions; what the change wrote of each noun; states, records, references, names.
QUERIES = 43


def undo_page(desk: Desk, change: Change, only: str = "") -> Sheet:
    return desk.open(f"/admin/institutions/change/{change.pk}/undo/" + (f"?only={only}" if only else ""))


def newest() -> Change:
    return Change.objects.first()


def edited(desk: Desk, record, **values: str) -> Change:
    desk.save(desk.open_record(record).type(**values))
    return newest()


def test_a_change_is_read_and_then_undone(maria: Desk) -> None:
    entry = make_draft("Welding")
    before = all_records()
    change = edited(maria, entry, title="Welding of pipes", delivery="online")
    assert f'href="/admin/institutions/change/{change.pk}/undo/"' in maria.open(address(entry, "history")).html
    assert "Undo this change" in maria.open(address(change, "change")).html
    sheet = undo_page(maria, change)
    assert "1 microcredential will be changed back" in sheet.html
    for cells in (("Title", "Welding of pipes", "Welding"), ("Way of learning", "Online", "not stated")):
        label, now, then = cells
        assert f'<th scope="row">{label}</th>\n        <td>{now}</td>\n        <td>{then}</td>' in sheet.html
    assert all_records() != before
    page = maria.saved(sheet.type(why="A slip", public_reason="It ended."))
    assert f"Change {change.pk} is undone." in page.html
    assert f"Undo of change {change.pk}: A slip" in page.html
    assert all_records() == before
    assert (newest().by, newest().undoes) == (maria.user, change)
    assert "It was undone by" in maria.open(address(change, "change")).html
    assert "There is nothing to undo" in undo_page(maria, change).html


def test_what_somebody_changed_since_is_asked_about(maria: Desk, jonas: Desk) -> None:
    entry = make_draft("Welding")
    change = edited(maria, entry, title="Welding of pipes", delivery="online")
    edited(jonas, entry, title="Welding of steel")
    sheet = undo_page(maria, change)
    assert "jonas changed it since" in sheet.html
    asked = maria.client.post(sheet.address, {"seen": sheet.values["seen"][0], "why": "A slip"})
    assert "Choose for each what is to stand." in asked.content.decode()
    assert 'value="A slip"' in asked.content.decode()
    name = f"catalogue.microcredential.{entry.pk}.title"
    maria.save(sheet.type(**{name: "keep"}))
    entry.refresh_from_db()
    assert (entry.title, entry.delivery) == ("Welding of steel", "")


def test_a_plan_that_is_old_is_shown_anew(maria: Desk, jonas: Desk) -> None:
    entry = make_draft("Welding")
    change = edited(maria, entry, title="Welding of pipes")
    sheet = undo_page(maria, change)
    edited(jonas, entry, title="Welding of steel")
    answer = maria.client.post(sheet.address, {"seen": sheet.values["seen"][0]}).content.decode()
    assert "Somebody changed some of it meanwhile." in answer
    assert "jonas changed it since" in answer
    assert maria.client.post(sheet.address, {}).status_code == 200
    entry.refresh_from_db()
    assert entry.title == "Welding of steel"


def test_a_rule_that_would_break_is_said(maria: Desk) -> None:
    entry = make_offering("Welding", provider="BCIT")
    with recording():
        workflow.withdraw(entry, by=maria.user, why="A slip", public_reason="It ended.")
    change = newest()
    with recording():
        entry.participations.get().delete()
    sheet = undo_page(maria, change)
    answer = maria.client.post(sheet.address, {"seen": sheet.values["seen"][0]}).content.decode()
    assert "“Welding” would be published again. Add the institution that provides it." in answer


def test_a_deleted_entry_comes_back_with_its_claims(maria: Desk) -> None:
    entry = make_cited_draft()
    pk, before = entry.pk, all_records()
    maria.client.post(address(entry, "delete"), {"post": "yes", "why": "Twice there"})
    assert "Deleted microcredentials" in maria.open(address(Microcredential, "changelist")).html
    html = maria.open("/admin/catalogue/microcredential/deleted/").html
    assert "Welding" in html
    assert "Twice there" in html
    sheet = undo_page(maria, newest(), only=f"catalogue.microcredential.{pk}")
    assert "2 citations will be brought back" in sheet.html
    assert "It is back." in maria.saved(sheet).html
    assert all_records() == before
    assert Citation.objects.count() == 2
    assert "Nothing was deleted" in maria.open("/admin/catalogue/microcredential/deleted/").html


@pytest.mark.parametrize("how_many", [1, 3])
def test_the_list_of_the_deleted_asks_the_same_number_of_questions(
    maria: Desk, django_assert_num_queries, how_many: int
) -> None:
    for each in rows_of(Microcredential, how_many):
        with recording(by=maria.user):
            each.delete()
    with django_assert_num_queries(6):
        answer = maria.client.get("/admin/catalogue/microcredential/deleted/")
    assert len(answer.context["rows"]) == how_many


@pytest.mark.parametrize("how_many", [1, 3])
def test_a_preview_asks_the_same_number_of_questions(maria: Desk, django_assert_num_queries, how_many: int) -> None:
    entry = make_draft("Welding")
    with recording():
        for number in range(how_many):
            make_participation(entry, make_institution(f"School {number}"))
    page = f"/admin/institutions/change/{newest().pk}/undo/"
    with django_assert_num_queries(QUERIES):
        answer = maria.client.get(page)
    assert len(answer.context["preview"].records) == 2 * how_many


@pytest.mark.parametrize("address_of_it", ["9999/undo/", "x/undo/", "1/undo/?only=nothing.1"])
def test_what_is_not_there_cannot_be_undone(maria: Desk, address_of_it: str) -> None:
    make_draft("Welding")
    assert maria.client.get(f"/admin/institutions/change/{address_of_it}").status_code == 404


def test_who_may_not_edit_may_not_undo(db: None) -> None:
    user = User.objects.create_user("kim", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    kim, entry = Desk(user), make_draft("Welding")
    for page in (f"/admin/institutions/change/{newest().pk}/undo/",):
        refused = kim.client.get(page)
        assert refused.status_code == 403
        assert "Your account may not do this" in refused.text
        assert kim.client.post(page, {"seen": "x"}).status_code == 403
    assert "Undo this change" not in kim.open(address(entry, "history")).html


def test_only_who_may_publish_undoes_what_visitors_see(db: None) -> None:
    user = User.objects.create_user("kim", is_staff=True)
    user.user_permissions.set(Permission.objects.exclude(codename="publish_microcredential"))
    kim, entry = Desk(user), make_offering("Welding")
    draft = make_draft("Baking")
    for record, status in ((entry, 403), (draft, 200)):
        with recording():
            record.delivery = "online"
            record.save()
        assert kim.client.get(f"/admin/institutions/change/{newest().pk}/undo/").status_code == status


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> Change:
    """A change that counts as too large for a request."""
    monkeypatch.setattr("catalogue.admin.undo.MOST_AT_ONCE", 2)
    with recording():
        Institution.objects.bulk_create([Institution(name=f"School {n}", slug=f"school-{n}") for n in range(3)])
    return newest()


def worked_off() -> None:
    turn = Turn()
    assert turn.take()
    assert work_off_one(turn)
    turn.end()


def test_a_large_change_is_undone_by_the_worker(maria: Desk, large: Change) -> None:
    sheet = undo_page(maria, large)
    assert ("wrote 3 times" in sheet.html, "Institutions will be deleted" in sheet.html) == (True, True)
    for _ in range(2):  # asked for twice it is done once
        assert maria.client.post(sheet.address, {"why": "Wrong file"}).status_code == 302
    answer = maria.client.get(sheet.address)
    assert (answer.headers["Refresh"], Institution.objects.count()) == ("2", 3)
    assert "0 of about 3 records" in answer.content.decode()
    worked_off()
    assert not Institution.objects.exists()
    assert (newest().undoes, newest().by, newest().why) == (
        large,
        maria.user,
        f"Undo of change {large.pk}: Wrong file",
    )
    page = undo_page(maria, large).html
    assert f'href="/admin/institutions/change/{newest().pk}/change/"' in page
    assert (UndoJob.objects.get().state, UndoJob.objects.count()) == (UndoState.DONE, 1)


def test_a_large_undo_asks_about_what_changed_since(maria: Desk, large: Change) -> None:
    school = Institution.objects.first()
    edited(maria, school, city="Burnaby")
    sheet = undo_page(maria, large)
    maria.client.post(sheet.address, {"otherwise": ""})
    worked_off()
    sheet = undo_page(maria, large)
    assert ("Somebody changed 1 of its values since" in sheet.html, Institution.objects.count()) == (True, 3)
    maria.client.post(sheet.address, {"otherwise": "keep"})
    worked_off()
    assert Institution.objects.get() == school


def test_a_large_undo_that_was_interrupted_says_so(maria: Desk, large: Change) -> None:
    sheet = undo_page(maria, large)
    maria.client.post(sheet.address)
    UndoJob.objects.update(state=UndoState.WORKING)
    assert "nothing of it was written: all or none" in undo_page(maria, large).html
    maria.user.delete()
    UndoJob.objects.update(state=UndoState.WAITING)
    worked_off()
    job = UndoJob.objects.get()
    assert (job.state, job.said, Institution.objects.count()) == (
        UndoState.REFUSED,
        ["The account of whoever asked for it is gone. Ask for it again."],
        3,
    )


def test_who_may_not_undo_a_large_change_is_not_shown_it(
    viewer: Desk, limited: Desk, editor: Desk, large: Change
) -> None:
    there = f"/admin/institutions/change/{large.pk}/undo/"
    assert [desk.client.get(there).status_code for desk in (viewer, limited, editor)] == [403, 403, 200]
    with recording():
        entry = make_offering("Welding")
    large.refresh_from_db()
    assert editor.client.get(f"/admin/institutions/change/{entry.history.first().change_id}/undo/").status_code == 403


def test_the_command_undoes_a_large_change_too(large: Change, capsys) -> None:
    call_command("undo_change", str(large.pk), "--why", "Wrong file")
    assert not Institution.objects.exists()
    assert "Undone by change" in capsys.readouterr().out


def test_the_command_asks_about_what_changed_since() -> None:
    with recording():
        school = make_institution("BCIT")
    change = newest()
    with recording():
        school.city = "Burnaby"
        school.save()
    with pytest.raises(CommandError, match="--changed-since"):
        call_command("undo_change", str(change.pk))
    call_command("undo_change", str(change.pk), "--changed-since", "keep")
    assert Institution.objects.exists()
    with pytest.raises(CommandError, match="There is no change 999"):
        call_command("undo_change", "999")


def test_of_a_large_change_the_first_records_of_each_noun_are_told(maria: Desk) -> None:
    with recording():
        schools = [make_institution(f"School {number:02}") for number in range(MOST_RECORDS + 2)]
    page = maria.open(address(newest(), "change")).html
    assert f"Institutions: the first {MOST_RECORDS} of {MOST_RECORDS + 2} are shown." in page
    assert [str(school) in page for school in schools] == [True] * MOST_RECORDS + [False] * 2
