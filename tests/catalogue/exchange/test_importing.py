"""The plan of an import says what would happen; carrying it out writes that and nothing else."""

from __future__ import annotations

import pytest

from catalogue.exchange import exporting
from catalogue.exchange.columns import COLUMNS
from catalogue.exchange.incoming.applying import apply
from catalogue.exchange.incoming.headings import BY_NAME, LEFT_TO_STAFF
from catalogue.exchange.incoming.plan import Outcome, Plan, PlannedRow
from catalogue.exchange.incoming.planning import Answers, make_plan
from catalogue.exchange.incoming.words import plain
from catalogue.exchange.spreadsheets import Refused
from catalogue.languages import FRENCH, speaking
from catalogue.models import Citation, Measure, Microcredential, Participation, Source
from catalogue.models.vocabulary import Approximation, Delivery, Role, SourceKind, State
from catalogue.provenance import uncited
from catalogue.search import Search
from institutions.changes import Change, Way
from tests.catalogue.exchange.workbooks import workbook
from tests.factories import (
    make_draft,
    make_institution,
    make_length,
    make_offering,
    make_part,
    make_price,
    make_recognition,
    make_sector,
)

pytestmark = pytest.mark.django_db


def plan_of(text: str, **mapping: str) -> Plan:
    return make_plan(text.encode(), "courses.csv", Answers(mapping))


def only_row(text: str) -> PlannedRow:
    (row,) = plan_of(text).rows
    return row


def said(row: PlannedRow) -> str:
    return "\n".join(row.sentences())


def test_every_column_of_our_own_files_is_read_or_left_to_staff() -> None:
    names = {column.name for column in COLUMNS}
    assert {name for name in names if plain(name) not in BY_NAME} == set(LEFT_TO_STAFF)


def test_a_new_row_becomes_a_draft_with_its_claims_each_cited() -> None:
    make_institution("Camosun College", short_name="Camosun")
    make_sector("Trades")
    heading = "Title;School;Topics;Delivery;Length;Price;Apply by"
    text = f"{heading}\nBoat Repair;Camosun;trades;Hybrid;8 weeks, 3 courses;1 200,50 $;2027-03-01\n"
    plan = plan_of(text)
    assert plan.summary() == "1 new, 0 changed, 0 unchanged, 0 refused."
    assert "Cost: not stated → $1,200.50 (currency not stated)" in said(plan.rows[0])
    assert not Microcredential.objects.exists()
    assert apply(plan).new == 1
    entry = Microcredential.objects.get(slug="boat-repair")
    assert (entry.state, entry.delivery) == (State.DRAFT, Delivery.BLENDED)
    assert [(each.institution.name, each.role) for each in entry.participations.all()] == [
        ("Camosun College", Role.PROVIDER)
    ]
    assert [each.sector.name for each in entry.sectortags.all()] == ["Trades"]
    assert {each.quantity: each.minimum for each in entry.measures.all()} == {
        "duration": 8,
        "courses": 3,
        "price": 1200.5,
    }
    source = Source.objects.get()
    assert (source.kind, source.title) == (SourceKind.IMPORTED_FILE, "courses.csv")
    cited = {each.field: each for each in entry.citations.all()}
    assert set(cited) == {"title", "delivery", "application_deadline"}
    title = cited["title"]
    assert (title.source, title.says) == (source, "Title: Boat Repair")
    assert {each.locator for each in Citation.objects.all()} == {"courses.csv, row 2"}
    claims = [*entry.participations.all(), *entry.sectortags.all(), *entry.measures.all()]
    assert all(claim.citations.get().source == source for claim in claims)
    assert [uncited(record) for record in (entry, *claims)] == [[]] * 6


def test_all_is_one_change_by_way_of_import() -> None:
    before = Change.objects.count()
    make_institution("Camosun College")
    made = Change.objects.count() - before
    apply(plan_of("Title,School\nOne,Camosun College\nTwo,Camosun College\n"))
    change = Change.objects.first()
    assert Change.objects.count() - before - made == 1
    assert (change.way, change.why) == (Way.IMPORT, "Import of courses.csv")


def test_the_same_file_again_changes_nothing() -> None:
    make_institution("Camosun College")
    text = "Title,School,Cost,Time\nOne,Camosun College,free,8 weeks\nTwo,,300,\n"
    apply(plan_of(text))
    assert plan_of(text).summary() == "0 new, 0 changed, 2 unchanged, 0 refused."
    changes = Change.objects.count()
    apply(plan_of(text))
    assert Change.objects.count() == changes


def test_a_plan_carried_out_twice_writes_once() -> None:
    plan = plan_of("Title\nOne\n")
    apply(plan)
    again = apply(plan)
    assert (again.new, Microcredential.objects.count()) == (0, 1)
    assert "row 2: An entry “one” was made after the plan. Plan the import again." in str(again.refusals[0])


@pytest.mark.parametrize("language", ["en-ca", FRENCH])
def test_export_then_import_changes_nothing(language: str) -> None:
    school = make_institution("Camosun College", short_name="Camosun")
    wood = make_offering(
        "=Wood & more",
        slug="wood",
        provider=school,
        sectors=(make_sector("Trades"),),
        skills="sawing\nplaning",
        roles={Role.INDUSTRY_PARTNER: make_institution("Mill")},
        other_titles="Bois\nTimber",
        summary="- It is “wood”.",
        delivery="online",
        kind="badge",
    )
    make_part(wood, "Joints")
    make_price(wood, 200, measures="course")
    make_length(wood, 8, approximation=Approximation.ABOUT)
    make_recognition(wood, institution=school, target="certificate")
    make_offering("Bare")
    unit = make_institution("School of Welding", unit_of=school)
    torch = make_offering("Torch", provider=school)
    Participation.objects.create(microcredential=torch, institution=unit, role=Role.PROVIDER)
    make_price(torch, None, approximation=Approximation.FREE, measures="course")
    make_price(torch, 300, measures="certificate", approximation=Approximation.LESS_THAN, unit="")
    with speaking(language):
        text = "".join(exporting.as_csv(exporting.rows(Search(""))))
    assert "Camosun College (School of Welding)" in text
    plan = make_plan(text.encode(), "export.csv")
    assert plan.summary() == "0 new, 0 changed, 3 unchanged, 0 refused."
    assert not plan.unknown


def test_a_changed_row_shows_what_was_and_is_now_and_cites_each_value() -> None:
    entry = make_offering("Wood", slug="wood", provider="Camosun College", delivery="online")
    make_length(entry, 8)
    plan = plan_of(
        "Address,Title,Delivery,Time,School\nhttps://x.example/microcredentials/wood/,Wood,in person,9 weeks,\n"
    )
    assert list(map(str, plan.rows[0].changes)) == [
        "How you learn: Online → In person",
        "Time: eight weeks → nine weeks",
    ]
    assert apply(plan).changed == 1
    entry.refresh_from_db()
    assert (entry.delivery, entry.state, entry.measures.get().minimum) == (Delivery.IN_PERSON, State.PUBLISHED, 9)
    assert Citation.objects.get(microcredential=entry).field == "delivery"
    assert Citation.objects.get(measure__microcredential=entry).says == "Time: nine weeks"


@pytest.mark.parametrize("nothing", ["", "n/a", "TBD", "Not stated"])
def test_a_cell_that_states_nothing_takes_nothing_away(nothing: str) -> None:
    entry = make_offering("Wood", slug="wood", delivery="online")
    make_price(entry, 200)
    row = only_row(f"Slug,Title,Delivery,Cost,School\nwood,Wood,{nothing},{nothing},{nothing}\n")
    assert row.outcome == Outcome.UNCHANGED


def test_a_row_is_matched_by_title_and_school_with_words_in_any_order() -> None:
    school = make_institution("Camosun College", short_name="Camosun")
    entry = make_draft("Élan for Boats", slug="elan")
    entry.participations.create(institution=school, role=Role.PROVIDER)
    row = only_row("Title,School,Level\n“Boats for elan”,Camosun,Beginner\n")
    assert (row.outcome, row.entry) == (Outcome.CHANGED, entry.pk)


def test_a_likely_duplicate_is_named_and_left_to_people() -> None:
    """As everywhere: words in any order, endings and spaces aside, figures the same, no two schools that differ."""
    make_institution("Camosun College")
    make_offering("Cyber security of boats 1", slug="boats", provider="Selkirk College")
    rows = "Boats: cybersecurity 1,\nBoat: cybersecurity 1,Selkirk College\nBoats cyber security 2,\n"
    rows += "Cyber security of boats 1,Camosun College\n"
    planned = make_plan(f"Title,School\n{rows}".encode(), "courses.csv").rows
    assert [row.outcome for row in planned] == [Outcome.NEW] * 4
    found = ("“Cyber security of boats 1” (boats)",)
    assert [row.alike for row in planned] == [found, found, (), ()]
    assert "May be the same as “Cyber security of boats 1” (boats)." in said(planned[0])
    assert planned[3].slug == "cyber-security-of-boats-1"


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        (
            "Title,School\nA,Camosum College\n",
            "column B: No institution here is called “Camosum College”. Did you mean “Camosun College”?",
        ),
        ("Title,Topic\nA,Magic\n", "column B: No topic here is called “Magic”. Take the file in through the admin"),
        ("Title,Cost\nA,ask us\n", "column B: “ask us” is not one price"),
        ("Title,Apply by\nA,03/04/2021\n", "column B: “03/04/2021” could be two days."),
        ("Title,Summary\nA,<script>x\n", "column B: It holds the markup “<script>”."),
        ("Title,Summary\nA,bro\ufffdken\n", "column B: It holds “\ufffd”, which stands where letters were lost."),
        ("Title,Cost\nA,5,6\n", "column C: “6” stands in a column without a heading."),
        ("Title,Cost\n,5\n", "row 2: The row has no title."),
        ("Slug,Cost\nnowhere,5\n", "No entry has the slug “nowhere”."),
        ("Title,Cost\nA,1\na,2\n", "row 3: It is about the same entry as sheet “courses.csv”, row 2."),
    ],
)
def test_a_refused_row_names_place_reason_and_remedy(text: str, refusal: str) -> None:
    make_institution("Camosun College")
    plan = plan_of(text)
    (row,) = [row for row in plan.rows if row.outcome == Outcome.REFUSED]
    assert refusal in said(row)
    assert said(row).startswith("Sheet “courses.csv”, row ")
    apply(plan)
    assert Microcredential.objects.count() == len(plan.rows) - 1


def test_unknown_names_are_gathered_and_only_near_ones_are_offered() -> None:
    make_institution("University of Northern British Columbia")
    plan = plan_of("Title,School\nA,Michigan State University\nB,Michigan State University\n")
    assert plan.unknown == {"Schools": {"Michigan State University": 2}}
    assert "not known here: “Michigan State University” (2 rows)." in next(plan.sentences())
    assert "“Michigan State University”. Take the file in" in said(plan.rows[0])


def test_headings_are_found_below_a_title_and_repeats_are_left_out() -> None:
    plan = plan_of("Courses of 2026\n\nTITLE,Colour\nOne,red\nTitle,Colour\nTwo,\n")
    assert [(row.number, row.title) for row in plan.rows] == [(4, "One"), (6, "Two")]
    assert any("“Colour” is not known" in note for note in plan.notes)
    assert any("row 5 repeats the headings" in note for note in plan.notes)


def test_columns_can_be_mapped_by_hand_and_two_of_a_kind_are_refused() -> None:
    assert plan_of("Intitulé\nOne\n", Intitulé="Title").rows[0].title == "One"
    with pytest.raises(Refused, match="No sheet has a column “Title”"):
        plan_of("Colour\nred\n")
    with pytest.raises(Refused, match="row 1: Two columns are both taken for the same: “Name”"):
        plan_of("Title,Name\nOne,Two\n")
    assert plan_of("Title,Name\nOne,Two\n", Name="").rows[0].title == "One"


def test_hidden_sheets_are_named_and_left_out() -> None:
    def hide(sheet) -> None:
        sheet.parent.create_sheet("Shown").append(["Title"])
        sheet.sheet_state = "hidden"

    plan = make_plan(workbook(edit=hide), "x.xlsx")
    assert (plan.rows, plan.notes) == ([], ["The sheet “Courses” is hidden and is left out. Show it if it is meant."])


def test_what_is_said_of_a_column_is_said_once_for_all_sheets() -> None:
    def add(sheet) -> None:
        for name in ("Fall", "Spring"):
            sheet.parent.create_sheet(name).append(["Title", "Colour"])

    plan = make_plan(workbook(edit=add), "x.xlsx")
    assert sum("“Colour” is not known" in note for note in plan.notes) == 1


def test_a_workbook_is_planned_as_a_text_file_is() -> None:
    plan = make_plan(workbook(["Title", "Cost", "Time"], ["First aid", 120, "2 days"], ["B", None, "=1"]), "x.xlsx")
    assert [row.outcome for row in plan.rows] == [Outcome.NEW, Outcome.REFUSED]
    assert "Sheet “Courses”, row 3, column C: It holds a formula without a result." in said(plan.rows[1])


def test_what_somebody_changed_after_the_plan_is_not_overwritten() -> None:
    mine, theirs = make_draft("Mine", slug="mine"), make_draft("Theirs", slug="theirs")
    priced = make_draft("Priced", slug="priced")
    price = make_price(priced, 100)
    plan = plan_of("Slug,Title,Language,Cost\nmine,Mine,French,\ntheirs,Theirs,French,\npriced,Priced,,CAD 300\n")
    theirs.language = "English"
    theirs.save()
    price.minimum = 200
    price.save()
    applied = apply(plan)
    assert (applied.changed, [refusal.row for refusal in applied.refusals]) == (1, [3, 4])
    mine.refresh_from_db()
    assert mine.language == "French"
    assert Microcredential.objects.get(pk=theirs.pk).language == "English"
    assert Measure.objects.get(pk=price.pk).minimum == 200


def test_a_school_is_added_and_none_taken_away() -> None:
    entry = make_offering("Wood", slug="wood", provider="Camosun College")
    make_institution("Selkirk College")
    plan = plan_of("Slug,Title,Schools\nwood,Wood,Selkirk College\n")
    assert [str(change) for change in plan.rows[0].changes] == [
        "Schools: Camosun College → Camosun College; Selkirk College"
    ]
    apply(plan)
    assert entry.participations.count() == 2
