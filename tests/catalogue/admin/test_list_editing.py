"""A list that is edited in its cells: who may type into which row, what it refuses, and that all rows wait for one."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib import admin
from django.db import connection

from catalogue import models as nouns
from catalogue.admin.list_editing import ListEditingPage
from catalogue.models import Microcredential, Synonym
from catalogue.models.vocabulary import State
from institutions.changes import Change
from institutions.models import Institution
from institutions.records import Record
from tests.catalogue.admin.desk import Desk, Sheet, address
from tests.catalogue.admin.rows import rows_of
from tests.factories import make_draft, make_institution, make_offering, make_participation

pytestmark = pytest.mark.django_db

SAVE = "_save"
EDITED = {
    Institution: ["short_name", "city", "region"],
    Microcredential: ["delivery", "review_due"],
    nouns.Sector: ["summary"],
    nouns.Audience: ["summary"],
    nouns.NamedKind: ["summary"],
    nouns.Group: ["summary"],
    Synonym: ["means"],
}
# Session, user and two for permissions; then the count and the rows, of entries also whose they are.
QUERIES = {model: 8 if model is Microcredential else 6 for model in EDITED}
SENT_QUERIES = {"sqlite": 29, "postgresql": 27}  # with one row to save
WAITS = "so a change there waits for a publisher"


def box(sheet: Sheet, record: Record, name: str) -> str:
    return f"{sheet.row_of('form', record)}-{name}"


def cities() -> dict[str, str]:
    return dict(Institution.objects.values_list("name", "city"))


def test_which_lists_are_edited() -> None:
    """Plain values: no name, no address, no state, and nothing without the versions of its rows."""
    pages = {model: page for model, page in admin.site._registry.items() if page.list_editable}
    assert {model: [*page.list_editable] for model, page in pages.items()} == EDITED
    assert [model for model, page in pages.items() if not isinstance(page, ListEditingPage)] == []


@pytest.mark.parametrize("model", EDITED, ids=lambda model: model._meta.model_name)
@pytest.mark.parametrize("how_many", [1, 3])
def test_the_boxes_ask_the_same_number_of_questions(
    maria: Desk, django_assert_num_queries, model: type[Record], how_many: int
) -> None:
    if model is Microcredential:
        rows_of(nouns.Participation, how_many)
    else:
        rows_of(model, how_many)
    with django_assert_num_queries(QUERIES[model]):
        sheet = maria.open_list(model)
    assert sheet.values["form-TOTAL_FORMS"] == [str(how_many)]
    assert all(f"form-0-{name}" in sheet.values for name in [*EDITED[model], "opened"])


@pytest.mark.parametrize("how_many", [1, 3])
def test_so_does_a_save_whatever_was_not_typed_into(maria: Desk, django_assert_num_queries, how_many: int) -> None:
    for row in range(how_many):
        make_institution(f"School {row}")
    sheet = maria.open_list(Institution).type(**{"form-0-city": "Terrace"})
    with django_assert_num_queries(SENT_QUERIES[connection.vendor]):
        maria.save(sheet, SAVE)
    assert cities()["School 0"] == "Terrace"


def test_a_box_says_its_row_and_the_list_itself_has_none(maria: Desk) -> None:
    make_institution("Camosun")
    assert 'aria-label="City of Camosun"' in maria.open_list(Institution).html
    plain = maria.open(address(Institution, "changelist"))
    assert "form-TOTAL_FORMS" not in plain.values
    assert "?edit_in_list=1" in plain.html


def test_one_save_is_one_change_with_its_reason(maria: Desk) -> None:
    first, second = make_institution("BCIT", city="Vancouver"), make_institution("Camosun")
    make_institution("Langara")
    before = Change.objects.count()
    sheet = maria.open_list(Institution)
    page = maria.saved(
        sheet.type(
            **{box(sheet, first, "city"): "Burnaby", box(sheet, second, "region"): "cariboo"}, why="Asked them."
        ),
        SAVE,
    )
    assert "2 institutions were changed successfully." in page.html
    change = Change.objects.latest("pk")
    assert (change.by, change.way, change.why) == (maria.user, "form", "Asked them.")
    assert Change.objects.count() == before + 1
    rows = Institution.history.filter(change=change)
    assert {(row.name, row.city, row.region) for row in rows} == {("BCIT", "Burnaby", ""), ("Camosun", "", "cariboo")}
    history = maria.open(address(first, "history")).html
    assert all(words in history for words in ("Vancouver", "Burnaby", "Asked them.", "maria"))


def test_after_a_save_one_is_back_at_the_list_as_it_was(maria: Desk) -> None:
    school = make_institution("BCIT", kind="institute")
    sheet = maria.open_list(Institution, kind__exact="institute", o="-2")
    after = maria.save(sheet.type(**{box(sheet, school, "city"): "Burnaby"}), SAVE)
    assert after == f"{address(Institution, 'changelist')}?kind__exact=institute&o=-2"


def test_a_row_that_has_left_the_list_is_saved_all_the_same(maria: Desk, jonas: Desk) -> None:
    """Filters, order and pages of the address say what is shown, not what was sent."""
    stays, leaves = (make_institution(name, kind="institute") for name in ("A", "B"))
    late = jonas.open_list(Institution, kind__exact="institute")
    maria.save(maria.open_record(leaves).type(kind="college", name="Z"))
    page = jonas.saved(late.type(**{box(late, leaves, "city"): "Comox", box(late, stays, "city"): "Terrace"}), SAVE)
    assert "While you had this page open: maria changed" in page.html
    assert cities() == {"A": "Terrace", "Z": "Comox"}


def test_a_page_of_the_list_that_is_no_more_is_saved_all_the_same(maria: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(admin.site.get_model_admin(Institution), "list_per_page", 1)
    first, second = make_institution("A"), make_institution("B")
    late = maria.open_list(Institution, p="2")
    assert late.values["form-0-id"] == [str(second.pk)]
    first.delete()
    maria.save(late.type(**{"form-0-city": "Comox"}), SAVE)
    assert cities() == {"B": "Comox"}


def test_what_is_wrong_in_one_row_keeps_all_rows_waiting(maria: Desk) -> None:
    first, second = (Synonym.objects.create(asked=word, means="culinary") for word in ("baker", "cook"))
    sheet = maria.open_list(Synonym)
    typed = {box(sheet, first, "means"): "", box(sheet, second, "means"): "kitchen"}
    again = maria.refused(sheet.type(**typed), SAVE)
    assert "Nothing was saved yet, in no row." in again.html
    assert [again.values[name] for name in typed] == [[""], ["kitchen"]]
    assert {each.means for each in Synonym.objects.all()} == {"culinary"}
    maria.save(again.type(**{box(again, first, "means"): "bread\npastry"}), SAVE)
    assert [each.means for each in Synonym.objects.order_by("asked")] == ["bread\npastry", "kitchen"]


def test_a_row_that_was_deleted_is_named_with_what_was_typed(maria: Desk, jonas: Desk) -> None:
    gone, untouched, stays = (make_institution(name) for name in ("A", "B", "C"))
    late = jonas.open_list(Institution)
    for school in (gone, untouched):
        maria.client.post(address(school, "delete"), {"post": "yes", "why": "Twice there"})
    late.type(**{box(late, gone, "city"): "Comox", box(late, gone, "region"): "cariboo"})
    again = jonas.refused(late.type(**{box(late, stays, "city"): "Terrace"}), SAVE)
    assert "The institution “A” was deleted by maria on" in again.html
    assert "You had typed City: “Comox”, Region: “Cariboo”." in again.html
    assert again.values[box(again, stays, "city")] == ["Terrace"]
    assert cities() == {"C": ""}
    jonas.save(again, SAVE)
    assert cities() == {"C": "Terrace"}


def test_a_row_that_was_deleted_and_not_typed_into_just_goes(maria: Desk, jonas: Desk) -> None:
    gone, stays = make_institution("A"), make_institution("B")
    late = jonas.open_list(Institution)
    maria.client.post(address(gone, "delete"), {"post": "yes"})
    page = jonas.saved(late.type(**{box(late, stays, "city"): "Comox"}), SAVE)
    assert "While you had this list open: The institution “A” was deleted by maria" in page.html
    assert cities() == {"B": "Comox"}


def test_a_page_sent_twice_is_saved_once_and_says_so(maria: Desk) -> None:
    school = make_institution("BCIT")
    sheet = maria.open_list(Institution).type(**{"form-0-city": "Burnaby"})
    maria.save(sheet, SAVE)
    assert "Nothing differs from how it stands, so nothing was saved." in maria.saved(sheet, SAVE).html
    school.refresh_from_db()
    assert (school.city, school.version) == ("Burnaby", 2)


@pytest.mark.parametrize("opened", ["", "x", "-1", "0", "99999999999999999999"])
def test_a_row_that_does_not_say_its_version_is_refused(maria: Desk, opened: str) -> None:
    make_institution("BCIT")
    sheet = maria.open_list(Institution).type(**{"form-0-opened": opened, "form-0-city": "Burnaby"})
    again = maria.refused(sheet, SAVE)
    assert "This page does not say how it stood when you opened it." in again.html
    assert again.values["form-0-city"] == ["Burnaby"]
    assert cities() == {"BCIT": ""}


@pytest.mark.parametrize("pk", ["", "x", "-1", "0", "777777", "9999999999999999999999"])
def test_a_row_that_names_no_record_is_refused(maria: Desk, pk: str) -> None:
    make_institution("BCIT")
    again = maria.refused(maria.open_list(Institution).type(**{"form-0-id": pk, "form-0-city": "Burnaby"}), SAVE)
    assert "One institution of this page is no longer there. You had typed City: “Burnaby”." in again.html
    assert cities() == {"BCIT": ""}


@pytest.mark.parametrize("count", ["", "x", "-1", "0", "501", "99999999999999999999"])
def test_a_page_that_does_not_count_its_rows_is_refused(maria: Desk, count: str) -> None:
    make_institution("BCIT")
    sheet = maria.open_list(Institution).type(**{"form-INITIAL_FORMS": count, "form-0-city": "Burnaby"})
    assert "This page did not arrive whole, so nothing was saved." in maria.refused(sheet, SAVE).html
    assert cities() == {"BCIT": ""}


@pytest.mark.parametrize("count", ["", "x", "2", "1000000"])
def test_no_row_is_added(maria: Desk, count: str) -> None:
    make_institution("BCIT")
    sheet = maria.open_list(Institution).type(**{"form-TOTAL_FORMS": count, "form-0-city": "Burnaby"})
    maria.save(sheet.type(**{"form-1-city": "Comox", "form-1-id": "", "form-1-opened": "1"}), SAVE)
    assert cities() == {"BCIT": "Burnaby"}


def test_whoever_may_only_look_sees_the_list_and_sends_nothing(viewer: Desk) -> None:
    make_institution("BCIT")
    for asked in ("", "?edit_in_list=1"):
        page = viewer.open(f"{address(Institution, 'changelist')}{asked}")
        assert "form-TOTAL_FORMS" not in page.values
        assert "edit_in_list" not in page.html
    assert viewer.client.post(address(Institution, "changelist"), {SAVE: "1"}).status_code == 403


def test_what_visitors_read_has_no_boxes_for_an_editor(editor: Desk, maria: Desk) -> None:
    draft, shown = make_draft("Draft"), make_offering("Shown")
    sheet = editor.open_list(Microcredential)
    assert f"Visitors read the rows without boxes, {WAITS}." in sheet.html
    assert box(sheet, draft, "review_due") in sheet.values
    assert f'href="{address(shown, "change")}"' in sheet.html
    assert box(sheet, shown, "opened") not in sheet.values
    editor.save(sheet.type(**{box(sheet, draft, "review_due"): "2027-01-05"}), SAVE)
    forged = {box(sheet, shown, name): value for name, value in (("opened", "1"), ("delivery", "online"))}
    again = editor.refused(sheet.type(**forged), SAVE)
    assert f"Visitors read “Shown”, {WAITS}." in again.html
    assert "You had typed Way of learning: “Online”" in again.html
    shown.refresh_from_db()
    draft.refresh_from_db()
    assert (shown.delivery, draft.review_due, nouns.Proposal.objects.count()) == ("", date(2027, 1, 5), 0)
    assert box(maria.open_list(Microcredential), shown, "delivery") in maria.open_list(Microcredential).values


def test_an_entry_published_meanwhile_is_named_with_what_was_typed(editor: Desk) -> None:
    entry, other = make_offering("Welding", state=State.DRAFT), make_draft("Baking")
    late = editor.open_list(Microcredential)
    entry.state = State.PUBLISHED
    entry.save()
    typed = {box(late, entry, "delivery"): "online", box(late, other, "delivery"): "blended"}
    again = editor.refused(late.type(**typed), SAVE)
    assert f"Visitors read “Welding”, {WAITS}." in again.html
    assert "You had typed Way of learning: “Online”" in again.html
    editor.save(again, SAVE)
    assert dict(Microcredential.objects.values_list("title", "delivery")) == {"Welding": "", "Baking": "blended"}


def test_a_limited_editor_types_into_the_rows_of_the_institution(limited: Desk, bcit: Institution) -> None:
    mine, other = make_draft("Mine"), make_draft("Other")
    make_participation(mine, bcit)
    part = make_draft("Part of mine", parent=mine)
    sheet = limited.open_list(Microcredential)
    assert "Your account changes only the entries that BCIT runs or awards." in sheet.html
    boxes = [box(sheet, entry, "delivery") in sheet.values for entry in (mine, part, other)]
    assert boxes == [True, True, False]
    forged = {box(sheet, other, name): value for name, value in (("opened", "1"), ("delivery", "online"))}
    assert "You had typed Way of learning: “Online”" in limited.refused(sheet.type(**forged), SAVE).html
    assert not Microcredential.objects.exclude(delivery="").exists()
    assert "edit_in_list" not in limited.open(address(Institution, "changelist")).html
    assert limited.client.post(address(Institution, "changelist"), {SAVE: "1"}).status_code == 403


def test_values_that_sources_spoke_of_ask_for_a_look(maria: Desk) -> None:
    school = make_institution("BCIT")
    guide = nouns.Source.objects.create(kind="document", title="A guide", short_title="A guide", paragraphs=9)
    nouns.Citation.objects.create(
        institution=school, source=guide, field="city", basis="stated", paragraph=1, says="It is in Burnaby."
    )
    page = maria.saved(maria.open_list(Institution).type(**{"form-0-city": "Burnaby"}), SAVE)
    assert "Do the sources of “BCIT” still say so? Look again at: City (A guide, paragraph 1)." in page.html


def test_a_reason_that_is_too_long_is_refused(maria: Desk) -> None:
    make_institution("BCIT")
    again = maria.refused(maria.open_list(Institution).type(**{"form-0-city": "Burnaby", "why": "x" * 501}), SAVE)
    assert (again.values["form-0-city"], cities()) == (["Burnaby"], {"BCIT": ""})
