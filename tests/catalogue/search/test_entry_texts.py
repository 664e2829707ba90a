"""The text of one entry by field: what stands in it, and what is kept out of it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from catalogue.search.documents import document_of
from catalogue.search.fields import WEIGHTS
from catalogue.search.reading import Credit, Facts, Figure, Involvement, Offering, Part, Place, Term

BCIT = Place("bcit", "B.C. Institute of Technology", "BCIT", "BC Tech", "mainland-southwest", None, "Burnaby")
TRU = Place("tru", "Thompson Rivers University", "TRU", "", "thompson-okanagan", None, "Kamloops")


def document(**changes: object) -> dict[str, str]:
    offering = Offering(1, "timber", "Mass timber", summary="Summary.")
    facts = {name: [] for name in ("parts", "involved", "credits", "figures", "sectors", "audiences", "funding")}
    own = {name: value for name, value in changes.items() if name in Offering._fields}
    claims = {name: value for name, value in changes.items() if name not in Offering._fields}
    return document_of(Facts(offering=offering._replace(**own), **{**facts, **claims}))


def credit(force: str, place: Place | None = TRU) -> dict[str, str]:
    return document(credits=[Credit("diploma", "", force, "", place)])


def test_fields_without_words_are_left_out():
    assert document() == {"title": "Mass timber", "summary": "Summary."}


def test_every_field_is_weighed():
    full = document(
        other_titles="Timber",
        kind="course",
        delivery="online",
        pace="own-pace",
        level="advanced",
        place_taught="Squamish",
        audience="Builders",
        skills="wood",
        parts=[Part("a", "Beams", "", "joinery", "For $200. It has no roofs.")],
        involved=[Involvement("provider", BCIT), Involvement("credit", TRU), Involvement("industry-partner", None)],
        credits=[Credit("diploma", "", "counts", "", TRU), Credit("degree", "", "may-count", "", None)],
        figures=[
            Figure("duration", Decimal("8.00"), None, "exact", "week", "program"),
            Figure("price", Decimal("1250.00"), None, "exact", "cad", "program"),
        ],
        sectors=[Term("s", "Construction")],
        audiences=[Term("a", "Job seekers")],
        funding=[Term("f", "A grant")],
    )
    assert full.keys() == WEIGHTS.keys()
    assert "TRU" not in full["institutions"]
    assert "BC Tech" in full["institutions"]
    assert "TRU" in full["credit"]
    assert full["places"] == "Squamish\nBurnaby"
    assert full["part_summaries"] == "For $200.  has ."
    assert "Kamloops" in full["region"]
    assert full["length"] == "eight weeks\n8 weeks"
    assert "1,250" in full["cost"]
    assert "self-paced" in full["delivery"]


def test_a_school_is_found_by_its_name_with_bc_and_by_the_name_of_the_school_it_is_a_unit_of():
    school = Place("ubc", "University of British Columbia", "UBC", "", "mainland-southwest")
    unit = Place("ubcx", "UBCx", "", "", "", "ubc", unit_of__name=school.name, unit_of__short_name="UBC")
    names = document(involved=[Involvement("provider", unit), Involvement("provider", school)])["institutions"]
    assert names.split("\n") == ["UBCx", "University of British Columbia", "UBC", "University of BC"]


def test_credit_that_is_denied_stands_nowhere():
    assert "diploma" in credit("counts")["credit"]
    assert "diploma" in credit("general-claim", None)["possible_credit"]
    assert credit("no") == credit("not-yet") == document()


@pytest.mark.parametrize(
    ("summary", "searched"),
    [
        ("They do not teach coding. They teach data.", "They do . They teach data."),
        ("A test, not a course; no credit", "A test, ; "),
        ("You can\u2019t code, or never cook.", "You ."),
        ("Not for beginners, but for managers", ", but for managers"),
        ("Not only code but data", "Not only code but data"),
        ("A no-code and not-for-profit course", "A no-code and not-for-profit course"),
        ("Northern notes: a notary, nobody knows", "Northern notes: a notary, nobody knows"),
        ("It trains for IT and its tools", " trains for IT and  tools"),
        ("free", "free"),
    ],
)
def test_denials_and_pronouns_are_not_searched(summary, searched):
    assert document(summary=summary)["summary"] == searched


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        (Figure("price", None, None, "free", "", "course"), "free, no cost"),
        (Figure("price", None, None, "low", "", "course"), "low-cost, low cost"),
        (Figure("duration", None, None, "short", "", "course"), "short"),
        (Figure("courses", Decimal(2), Decimal(3), "likely", "course", "program"), "two courses\n2 courses"),
        (Figure("duration", Decimal("2.50"), None, "exact", "hour", "program"), "2.5 hours"),
    ],
)
def test_figures_are_found_in_words_and_in_digits(figure, words):
    texts = document(figures=[figure])
    assert (texts.get("cost") or texts["length"]).startswith(words)
