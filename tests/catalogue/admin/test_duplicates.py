"""Duplicates at the desk: named on the page of an entry, counted on the front page, merged or told apart."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission, User

from catalogue.models import Microcredential, NotDuplicate
from catalogue.staff_accounts import make_staff
from catalogue.staff_groups import StaffGroup
from institutions.changes import Change, recording
from institutions.models import Institution
from tests.catalogue.admin.desk import Desk, Sheet, address
from tests.catalogue.admin.test_history import told
from tests.factories import make_draft, make_institution, make_offering, make_participation

pytestmark = pytest.mark.django_db
LIST = "/admin/catalogue/microcredential/duplicates/"


def page_of_merge(desk: Desk, kept: Microcredential, other: Microcredential) -> Sheet:
    return desk.open(f"/admin/catalogue/microcredential/{kept.pk}/merge/{other.pk}/")


def test_a_new_entry_is_told_what_it_looks_like(maria: Desk) -> None:
    known = make_offering("Welding of pipes", provider="BCIT")
    asked = maria.refused(maria.open_new(Microcredential).type(title="Pipe Welding", summary="One welds."))
    assert f'<a href="{address(known, "change")}">Welding of pipes</a> (published, run by BCIT)' in asked.html
    assert (asked.values["summary"], Microcredential.objects.count()) == (["One welds."], 1)
    maria.save(asked.type(another=known.pk))
    new = Microcredential.objects.get(title="Pipe Welding")
    assert NotDuplicate.objects.pairs() == {(known.pk, new.pk)}
    assert "Is this the same" not in maria.open_record(new).html


def test_a_new_entry_of_another_school_asks_nothing(maria: Desk) -> None:
    make_offering("Welding of pipes", provider="BCIT")
    camosun = make_institution("Camosun")
    for school, is_asked in ((camosun.pk, False), (Institution.objects.get(name="BCIT").pk, True)):
        page = maria.open_new(Microcredential).type(title="Pipe Welding")
        page.new_row("participations", institution=school, role="provider")
        assert ("Is it here already?" in maria.client.post(page.address, page.values).content.decode()) == is_asked


def test_an_entry_is_told_what_it_looks_like(maria: Desk) -> None:
    known, new = make_offering("Welding of pipes", provider="BCIT"), make_draft("Pipe Welding")
    page = maria.open_record(new)
    assert "Is this the same as another entry?" in page.html
    assert f"/admin/catalogue/microcredential/{new.pk}/merge/{known.pk}/" in page.html


def test_a_pair_is_counted_listed_and_told_apart(maria: Desk) -> None:
    one, other = make_draft("Welding"), make_draft("Welding")
    assert f'<a href="{LIST}">Possible duplicates</a></th><td>1</td>' in maria.open("/admin/").html
    assert "run by nobody stated" in maria.open(LIST).html
    answer = maria.client.post(LIST, {"first": one.pk, "second": other.pk}, follow=True)
    assert "are kept apart" in answer.content.decode()
    assert "No two entries look alike." in answer.content.decode()
    assert NotDuplicate.objects.get().by == maria.user
    assert "Is this the same" not in maria.open_record(one).html


def test_a_name_that_the_script_made_into_an_address_is_numbered(maria: Desk) -> None:
    make_offering("Welding", provider="BCIT", slug="welding")
    make_draft("Soldering", slug="soldering")
    page = maria.open_new(Microcredential).type(title="Welding", slug="welding")
    page.new_row("participations", institution=make_institution("Camosun").pk, role="provider")
    maria.save(page)
    assert Microcredential.objects.latest("pk").slug == "welding-2"
    refused = maria.refused(maria.open_new(Microcredential).type(title="Brazing", slug="soldering"))
    assert "Another page has this address already." in refused.html


@pytest.mark.parametrize("sent", [{}, {"first": "1", "second": "x"}, {"first": "1", "second": "1"}])
def test_what_is_no_pair_is_refused(maria: Desk, sent: dict[str, str]) -> None:
    make_draft("Welding")
    assert maria.client.post(LIST, sent).status_code == 400
    assert maria.client.post(LIST, {"first": "1", "second": "99"}, follow=True).status_code == 200
    assert not NotDuplicate.objects.exists()


@pytest.mark.parametrize("how_many", [1, 3])
def test_the_list_asks_the_same_number_of_questions(maria: Desk, django_assert_num_queries, how_many: int) -> None:
    for number in range(how_many):
        school = make_institution(f"School {number}")
        for _ in range(2):
            make_participation(make_draft(f"Welding {number}"), school)
    maria.open(LIST)
    with django_assert_num_queries(9):
        answer = maria.client.get(LIST)
    assert len(answer.context["pairs"]) == how_many


def test_two_are_merged_value_by_value(maria: Desk) -> None:
    kept = make_draft("Welding", delivery="online", level="")
    other = make_draft("Pipe welding", delivery="blended", level="introductory")
    sheet = page_of_merge(maria, kept, other)
    assert sheet.values["entry.delivery"] == ["kept"]
    assert sheet.values["entry.level"] == ["other"]
    page = maria.saved(sheet.type(**{"entry.delivery": "other", "why": "Twice there"}))
    assert "“Welding” is one entry now." in page.html
    entry = Microcredential.objects.get()
    assert (entry.pk, entry.delivery, entry.level) == (kept.pk, "blended", "introductory")
    assert entry.other_titles == "Pipe welding"


def test_what_came_with_a_merge_is_told_as_moved(maria: Desk) -> None:
    kept, other = make_draft("Welding"), make_draft("Pipe welding")
    make_participation(other, make_institution("BCIT"))
    maria.saved(page_of_merge(maria, kept, other).type(why="Twice there"))
    merged, *_ = told(maria.open(address(kept, "history")).html.split("Participation changed: BCIT: Provider")[1])
    assert merged == "Microcredential | something deleted since | Welding"
    undoing = maria.open(f"/admin/institutions/change/{Change.objects.first().pk}/undo/")
    assert "Microcredential | Welding | Pipe welding" in told(undoing.html)


def test_an_editor_is_told_first_that_a_publisher_merges_what_visitors_read(db: None) -> None:
    edwin = Desk(make_staff("edwin", "violet otter gravel", StaffGroup.EDITOR))
    shown, draft = make_offering("Pipe welding"), make_draft("Welding")
    page = page_of_merge(edwin, shown, draft)
    assert "Visitors read “Pipe welding”. Ask a publisher to merge the two." in page.html
    assert "Make one of the two" not in page.html
    refused = edwin.client.post(page.address, {"seen": "x"}).content.decode()
    assert ("Ask a publisher" in refused, Microcredential.objects.count()) == (True, 2)
    both = page_of_merge(edwin, shown, make_offering("Welding pipes"))
    assert "Ask a publisher to merge the two." in both.html


def test_what_was_written_meanwhile_is_shown_first(maria: Desk) -> None:
    kept, other = make_draft("Welding"), make_draft("Pipe welding")
    sheet = page_of_merge(maria, kept, other)
    with recording():
        other.level = "introductory"
        other.save()
    answer = maria.client.post(sheet.address, {"seen": sheet.values["seen"][0], "entry.title": "other"})
    html = answer.content.decode()
    assert "Somebody changed one of the two meanwhile." in html
    assert "Introductory" in html
    assert 'name="entry.title" value="other" checked' in html
    assert maria.client.post(sheet.address, {"why": "x" * 501}).status_code == 200
    assert Microcredential.objects.count() == 2


def test_the_one_that_visitors_see_is_kept(maria: Desk) -> None:
    draft, shown = make_draft("Welding"), make_offering("Pipe welding")
    html = page_of_merge(maria, draft, shown).html
    assert "Keep that one" in html
    assert f"/admin/catalogue/microcredential/{shown.pk}/merge/{draft.pk}/" in html
    assert "Make one of the two" not in html


def test_nobody_merges_without_the_right_to(db: None) -> None:
    kept, other = make_draft("Welding"), make_draft("Pipe welding")
    user = User.objects.create_user("kim", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    kim = Desk(user)
    assert "Merge the two" not in kim.open(address(kept, "change")).html
    assert "Merge them" not in kim.open(LIST).html
    assert kim.client.post(LIST, {"first": kept.pk, "second": other.pk}).status_code == 403
    page = f"/admin/catalogue/microcredential/{kept.pk}/merge/{other.pk}/"
    assert kim.client.get(page).status_code == kim.client.post(page, {"seen": "x"}).status_code == 403


@pytest.mark.parametrize("named", ["1/merge/1", "1/merge/99", "1/merge/x", "x/merge/1"])
def test_a_merge_of_nothing_is_not_found(maria: Desk, named: str) -> None:
    make_draft("Welding")
    assert maria.client.get(f"/admin/catalogue/microcredential/{named}/").status_code == 404
