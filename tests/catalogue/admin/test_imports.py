"""A spreadsheet through the admin: handed in, asked about, looked at, chosen from, written, reported."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from openpyxl import load_workbook

from catalogue.exchange.incoming.planning import make_plan
from catalogue.exchange.incoming.turn import Turn
from catalogue.exchange.incoming.working import work_off_one
from catalogue.models import Import, ImportState, Measure, Microcredential, Proposal, Sector
from catalogue.models.vocabulary import State
from institutions.changes import Change, Way
from institutions.models import Institution
from tests.catalogue.admin.desk import Desk, address
from tests.factories import make_institution, make_offering

pytestmark = pytest.mark.django_db

ADD = "/admin/catalogue/import/add/"


@pytest.fixture
def turn() -> Iterator[Turn]:
    turn = Turn()
    assert turn.take()
    yield turn
    turn.end()


def send(desk: Desk, text: str | bytes, name: str = "courses.csv", institution: str = "") -> HttpResponse:
    file = SimpleUploadedFile(name, text.encode() if isinstance(text, str) else text)
    return desk.client.post(ADD, {"file": file, "institution": institution})


def hand_in(desk: Desk, turn: Turn, text: str, **named: str) -> Import:
    """Handed in and read."""
    assert send(desk, text, **named).status_code == 302
    assert work_off_one(turn)
    return Import.objects.first()


def page_of(desk: Desk, job: Import, **asked: str) -> str:
    answer = desk.client.get(address(job, "change"), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def press(desk: Desk, job: Import, button: str, **sent: object) -> HttpResponse:
    return desk.client.post(address(job, "change"), {"do": button, **sent})


def test_from_a_file_to_drafts(maria: Desk, turn: Turn) -> None:
    make_institution("Camosun College")
    text = "Title,School\nBoats,Camosun College\nWood,Camosun College\nStone,Nowhere\n"
    assert send(maria, text).status_code == 302
    job = Import.objects.get()
    answer = maria.client.get(address(job, "change"))
    assert answer.headers["Refresh"] == "2"
    assert "The file is waiting to be read" in answer.content.decode()
    assert "Refresh" not in maria.client.get(address(job, "change"), {"still": 1}).headers
    work_off_one(turn)

    page = page_of(maria, job)
    assert "takes in 2 new drafts, in one step. 1 row is refused" in page
    assert "No institution here is called “Nowhere”" in page_of(maria, job, show="refused")
    boats = job.rows.get(title="Boats")
    others = [row.pk for row in job.rows.all()]
    assert press(maria, job, "apply", shown=others, row=[boats.pk]).status_code == 302
    work_off_one(turn)

    assert [(entry.title, entry.state) for entry in Microcredential.objects.all()] == [("Boats", State.DRAFT)]
    page = page_of(maria, job)
    assert "1 new draft, 0 changed entries, 1 row refused. By maria." in page
    change = Change.objects.first()
    assert (change.by, change.way) == (maria.user, Way.IMPORT)
    assert address(change, "change") in page
    assert maria.client.get(f"/admin/institutions/change/{change.pk}/undo/").status_code == 200
    assert f"/admin/institutions/change/{change.pk}/undo/" in page
    assert address(Microcredential.objects.get(), "change") in page_of(maria, job, show="new")
    assert "Left out by you: 1" in page


def test_where_no_row_can_be_written_the_page_says_what_to_do(maria: Desk, turn: Turn) -> None:
    make_offering("Wood", slug="wood")
    offered = {
        "Title,School\nStone,Nowhere\n": "Say below what the words stand for that are not known here.",
        "Title,Cost\nStone,ask us\n": "<p>Mend the file, drop this one",
        "Slug\nwood\n": "Each row says what is here already.",
        "Title\n": "The file has no rows below its headings.",
    }
    for text, words in offered.items():
        page = page_of(maria, hand_in(maria, turn, text))
        assert ("There is nothing to write" in page, "Write the ticked rows" in page) == (True, False)
        assert words in page
    refused = page_of(maria, Import.objects.get(unknown__Schools__Nowhere=1), show="refused")
    assert "is called “Nowhere”. Before you write, say at the top of this page what it stands for." in refused


def test_ticks_are_kept_by_page_and_by_kind(maria: Desk, turn: Turn) -> None:
    job = hand_in(maria, turn, "Title\n" + "".join(f"Entry {number}\n" for number in range(60)))
    shown = [row.pk for row in job.rows.all()[:50]]
    press(maria, job, "choose", shown=shown, row=shown[:10])
    assert job.rows.filter(chosen=True).count() == 20
    press(maria, job, "none", kind="new")
    assert job.rows.filter(chosen=True).count() == 0
    press(maria, job, "all", kind="left")
    assert job.rows.filter(chosen=True).count() == 60
    assert "Page 2 of 2" in page_of(maria, job, page="2")


def test_what_may_be_there_already_is_left_out_until_ticked(maria: Desk, turn: Turn) -> None:
    wood = make_offering("Wood", provider="Camosun College")
    job = hand_in(maria, turn, "Title,School\nWoods,Camosun College\n")
    page = page_of(maria, job, show="alike")
    assert "1 row may be there already" in page
    assert f"May be the same as “Wood” ({wood.slug})." in page
    assert not job.rows.get().chosen


def test_columns_are_named_by_hand_and_remembered_for_the_school(maria: Desk, turn: Turn) -> None:
    make_institution("Camosun College", short_name="Camosun")
    assert (
        "No institution here is called “Camosu”. Did you mean"
        in send(maria, "Title\nBois\n", institution="Camosu").content.decode()
    )
    job = hand_in(maria, turn, "Intitulé,Fee\nBois,5\n", institution="camosun")
    assert "No sheet has a column “Title”" in page_of(maria, job)
    assert press(maria, job, "columns", **{"column-0": "Title", "column-1": "Cost"}).status_code == 302
    work_off_one(turn)
    assert job.rows.get().title == "Bois"
    again = hand_in(maria, turn, "Intitulé,Fee\nPierre,6\n", institution="Camosun College")
    assert (again.state, again.rows.get().title) == (ImportState.PLANNED, "Pierre")
    twice = press(maria, again, "columns", **{"column-0": "Title", "column-1": "Title"})
    assert "Two columns are both taken for “Title”." in twice.content.decode()


def test_unknown_words_are_mapped_made_or_left_out(maria: Desk, turn: Turn) -> None:
    camosun = make_institution("Camosun College")
    text = "Title,School,Topic,Kind\nA,Camosun Coll,Boats,short thing\nB,New School,Junk,short thing\n"
    job = hand_in(maria, turn, text)
    page = page_of(maria, job)
    assert f'<option value="is:{camosun.key}">it is Camosun College</option>' in page
    assert '<option value="is:badge">it is Badge</option>' in page
    wrong = press(maria, job, "words", **{"other-1": "Nobody"})
    assert "Nothing here has exactly this name." in wrong.content.decode()
    assert job.unknown == {
        "Kind": {"short thing": 2},
        "Schools": {"Camosun Coll": 1, "New School": 1},
        "Topics (our reading)": {"Boats": 1, "Junk": 1},
    }
    said = {"word-0": "is:badge", "other-1": "Camosun College", "word-2": "new", "word-3": "new", "word-4": "out"}
    assert press(maria, job, "words", **said).status_code == 302
    assert (Institution.objects.get(name="New School").slug, Sector.objects.get().name) == ("new-school", "Boats")
    assert Change.objects.first().way == Way.IMPORT
    work_off_one(turn)
    assert [row.outcome for row in job.rows.all()] == ["new", "new"]
    assert [change[3] for row in job.rows.all() for change in row.changes if change[0] == "Kind"] == ["Badge"] * 2


def test_an_interrupted_import_says_so_and_goes_on(maria: Desk, turn: Turn) -> None:
    job = hand_in(maria, turn, "Title\nOne\n")
    press(maria, job, "apply")
    Import.objects.filter(pk=job.pk).update(state=ImportState.APPLYING)
    turn.end()
    assert "so nothing of it was written: all rows or none" in page_of(maria, job)
    assert turn.take()
    Import.objects.filter(pk=job.pk).update(state=ImportState.INTERRUPTED)
    assert "It was interrupted" in page_of(maria, job)
    press(maria, job, "go-on")
    work_off_one(turn)
    assert Microcredential.objects.count() == 1
    press(maria, job, "go-on")
    assert not work_off_one(turn)


def test_a_file_is_dropped_unless_something_of_it_was_written(maria: Desk, turn: Turn) -> None:
    job = hand_in(maria, turn, "Title\nOne\n")
    assert press(maria, job, "drop").headers["Location"] == "/admin/catalogue/import/"
    assert not Import.objects.exists()
    job = hand_in(maria, turn, "Title\nOne\n")
    press(maria, job, "apply")
    work_off_one(turn)
    press(maria, job, "drop")
    assert Import.objects.exists()


@pytest.mark.parametrize("button", ["", "apply", "choose", "all", "again", "go-on", "columns", "words", "publish"])
def test_a_button_that_comes_too_late_changes_nothing(maria: Desk, turn: Turn, button: str) -> None:
    job = hand_in(maria, turn, "Title\nOne\n")
    Import.objects.update(state=ImportState.APPLYING)
    answer = maria.client.post(address(job, "change"), {"do": button, "column-0": "Title"}, follow=True)
    assert "The file has moved on meanwhile" in answer.content.decode()
    assert Import.objects.get().state == ImportState.APPLYING


def test_only_who_may_import_sees_and_does(maria: Desk, turn: Turn) -> None:
    job = hand_in(maria, turn, "Title\nOne\n")
    kim = Desk(User.objects.create_user("kim", is_staff=True))
    assert {kim.client.get(page).status_code for page in (ADD, address(job, "change"))} == {403}
    kim.user.user_permissions.set(Permission.objects.filter(codename="view_import"))
    kim = Desk(User.objects.get(pk=kim.user.pk))
    assert "Write the ticked rows" not in page_of(kim, job)
    assert (kim.client.get(ADD).status_code, press(kim, job, "apply").status_code) == (403, 403)
    assert "Write the ticked rows" in page_of(maria, job)


def test_an_editors_rows_of_published_entries_wait_for_a_publisher(editor: Desk, maria: Desk, turn: Turn) -> None:
    """Said in the preview and in the report; taken by a publisher one by one or all at once; undone with the file."""
    entries = [make_offering(name, slug=name.lower()) for name in ("Wood", "Boats", "Stone")]
    text = "Slug,Language,Price\nwood,French,$90\nboats,French,$80\nstone,French,$70\n"
    job = hand_in(editor, turn, text)
    page = page_of(editor, job)
    assert "3 rows are about entries that visitors read: what you would change there" in " ".join(page.split())
    assert "For a publisher to decide: 3" in page
    press(editor, job, "apply")
    work_off_one(turn)
    page = page_of(editor, job)
    assert ("They are kept as proposals" in page, "3 still wait for a publisher" in page) == (True, True)
    assert {entry.language for entry in Microcredential.objects.all()} == {""}
    chosen = {"action": "accept_chosen", "_selected_action": [each.pk for each in job.proposals.all()[:2]]}
    listing = address(Proposal, "changelist")
    assert "Accepted" not in editor.client.post(listing, chosen, follow=True).content.decode()
    assert "Accepted: 2." in maria.client.post(listing, chosen, follow=True).content.decode()
    languages = [Microcredential.objects.get(pk=entry.pk).language for entry in entries]
    assert languages == ["", "French", "French"]
    assert {each.citations.count() for each in Measure.objects.all()} == {1}
    change = Import.objects.get().change
    page = editor.client.get(address(change, "undo")).content.decode()
    assert "1 proposal of this import still waits for a publisher. It is taken back too." in page
    seen = editor.open(address(change, "undo")).values["seen"]
    editor.client.post(address(change, "undo"), {"seen": seen})
    assert [each.state for each in job.proposals.all()] == ["accepted", "accepted", "taken-back"]
    page = page_of(editor, job)
    assert ("It was undone by" in page, address(change.undone_by.get(), "change") in page) == (True, True)
    assert address(change, "undo") not in page


def test_an_editor_leaves_published_entries_alone(turn: Turn) -> None:
    entry = make_offering("Wood", slug="wood")
    kim = Desk(User.objects.create_user("kim", is_staff=True))
    kim.user.user_permissions.set(Permission.objects.filter(codename="import_catalogue"))
    job = hand_in(Desk(User.objects.get(pk=kim.user.pk)), turn, f"Slug,Title,Language\n{entry.slug},Wood,French\n")
    assert job.rows.get().refusals[0][0] == "“Wood” is published, and your account may not publish."


@pytest.mark.parametrize("how_many", [1, 3])
def test_a_page_asks_the_same_number_of_questions(
    maria: Desk, turn: Turn, django_assert_num_queries, how_many: int
) -> None:
    """Session, user and two for permissions; the import, its counts, one page of rows. The list has two filters."""
    job = hand_in(maria, turn, "Title\n" + "".join(f"Entry {number}\n" for number in range(how_many)))
    with django_assert_num_queries(7):
        page_of(maria, job)
    with django_assert_num_queries(8):
        maria.client.get(address(Import, "changelist"))


@pytest.mark.parametrize(
    ("file", "said"),
    [("", "The submitted file is empty."), (b"\0\0PK", None), ("%PDF", None), ("Title\n" + "x" * 70_000, None)],
)
def test_no_file_breaks_the_page(maria: Desk, turn: Turn, file: str | bytes, said: str | None) -> None:
    answer = send(maria, file)
    if said:
        assert said in answer.content.decode()
        return
    assert answer.status_code == 302
    work_off_one(turn)
    assert Import.objects.get().state == ImportState.REFUSED
    assert "Nothing of the file is taken in" in page_of(maria, Import.objects.get())


@pytest.mark.parametrize("asked", ["show=x&page=x", "show=refused&page=99999999999999999999", "page=-1"])
def test_no_address_breaks_the_page(maria: Desk, turn: Turn, asked: str) -> None:
    job = hand_in(maria, turn, "Title\nOne\n")
    assert maria.client.get(f"{address(job, 'change')}?{asked}").status_code == 200
    assert maria.client.post(address(job, "change"), {"do": "choose", "shown": ["x", "9" * 40]}).status_code == 302
    assert maria.client.get("/admin/catalogue/import/99999999999999999999/change/").status_code == 404


def test_the_empty_spreadsheet_is_taken_in_as_it_is(maria: Desk) -> None:
    answer = maria.client.get("/admin/catalogue/import/template.xlsx")
    book = load_workbook(io.BytesIO(b"".join(answer)))
    courses, guide = book.worksheets
    told = {row[0].value: row[1].value for row in guide.iter_rows(min_row=2)}
    assert all(told[f"The column “{cell.value}”"] for cell in courses[1])
    courses.append(["", "Boats"])
    filled = io.BytesIO()
    book.save(filled)
    plan = make_plan(filled.getvalue(), "filled.xlsx")
    assert [(row.title, row.outcome) for row in plan.rows] == [("Boats", "new")]
    assert plan.notes == ["The sheet “Guide” has no column “Title” and is left out."]
