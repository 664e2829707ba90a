"""The page about microcredentials and this site: what is said, how to read a page, what disagrees."""

from __future__ import annotations

import pytest

from catalogue.models import Disagreement, DisagreementSide
from tests.factories import make_draft, make_institution
from tests.pages.elements import page
from tests.pages.other_pages import (
    broken,
    cite,
    make_source,
    make_statement,
    prose_grade,
    rows,
    section,
    without_source,
    words,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def shown(client):
    return lambda: page(client.get("/about/"))


def test_it_says_what_the_site_is_not(shown, documents):
    assert "not an official government service" in section(shown(), "site").text


def test_it_explains_each_label(shown, documents):
    labels = [label.casefold() for label in rows(section(shown(), "reading"))]
    assert labels == [
        "not stated",
        "listed in a 2021 guide, not checked since",
        "no label",
        "our reading",
        "outside the two documents",
        "confirmed by the school",
        "sources disagree",
    ]


def test_what_is_said_in_general_names_who_said_it(shown, documents):
    whole = shown()
    said = [words(each) for each in section(whole, "definition").all(cls="statement")]
    assert any(each.startswith("Nobody has yet agreed on one definition") for each in said)
    forecast = next(each for each in section(whole, "work").all(cls="statement") if "80%" in each.text)
    assert words(forecast).startswith("Forecast in 2021:")
    assert section(whole, "stacking").all(cls="statement")


def test_the_timeline_runs_from_2015_to_2021(shown, documents):
    years = section(shown(), "timeline").one("ol", cls="timeline").all("h3")
    assert [year.text for year in years] == ["2015", "2020", "2021"]


def test_within_a_year_what_has_no_month_comes_last(shown):
    source = make_source()
    for as_of in ("1999", "1999-11", "1999-02", ""):
        make_statement(source, f"Event of {as_of or 'no year'}.", topic="timeline", as_of=as_of)
    timeline = section(shown(), "timeline").one("ol", cls="timeline")
    first = timeline.all("ul")[0]
    assert [words(event) for event in first.all("li")] == [
        "February 1999: Event of 1999-02.",
        "November 1999: Event of 1999-11.",
        "Event of 1999.",
    ]
    assert [year.text for year in timeline.all("h3")][-1] == "No year stated"


def test_only_conflicts_stand_side_by_side(shown, documents):
    whole = shown()
    conflicts = set(Disagreement.objects.conflicts().values_list("title", flat=True))
    assert {box.one("h3").text for box in whole.all(cls="disagreement")} == conflicts
    others = set(Disagreement.objects.exclude(kind="conflict").values_list("title", flat=True))
    assert set(rows(section(whole, "remarks"))) == others


def test_what_hangs_on_a_draft_does_not_show(shown):
    source, draft = make_source(), make_draft("Hidden")
    make_statement(source, "A secret rule.", draft, topic="definition")
    conflict = Disagreement.objects.create(kind="note", title="A secret note")
    DisagreementSide.objects.create(disagreement=conflict, citation=cite(draft, source, "title"))
    assert "secret" not in shown().text


def test_the_page_is_whole_and_names_its_sources(shown, documents):
    whole = shown()
    assert len(whole.all("h1")) == 1
    assert without_source(whole) == []
    assert broken(whole) == []
    assert prose_grade(whole) <= 8


def test_an_empty_catalogue_still_explains_itself(client):
    assert client.get("/about/").status_code == 200


def test_queries_stay_the_same_however_much_is_said(client, assert_page_queries, documents, sizes):
    source, school, done = make_source(), make_institution("Cited College", city="Trail"), 0
    for many in sizes(75):  # of each of four kinds of rows
        while done < many:
            make_statement(source, f"Statement {done}.", school, topic="definition")
            make_statement(source, f"Event {done}.", topic="timeline", as_of="2020-01")
            for kind in ("conflict", "note"):
                found = Disagreement.objects.create(kind=kind, title=f"{kind} {done}")
                for _ in range(2):
                    DisagreementSide.objects.create(disagreement=found, citation=cite(school, source, "city"))
            done += 1
        with assert_page_queries(13):
            client.get("/about/")
