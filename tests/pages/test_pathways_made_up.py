"""Pathways of answers that a test makes itself: who runs it, what is hidden, many answers, and what a page asks."""

from __future__ import annotations

import pytest

from catalogue.models.vocabulary import Force, Target
from catalogue.views.pathway_claims import PER_PAGE
from tests.factories import (
    make_draft,
    make_group,
    make_institution,
    make_offering,
    make_part,
    make_participation,
    make_recognition,
)
from tests.pages.elements import page
from tests.pages.other_pages import cite, make_source, words
from tests.pages.test_pathways import counts, drawn, listed, rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def shown(client):
    return lambda of="", /, **query: page(client.get(f"/pathways/{of}/" if of else "/pathways/", query))


def test_what_a_unit_of_the_school_runs_is_run_by_the_school(shown):
    school = make_institution("Big School", slug="big")
    unit = make_institution("Its Unit", unit_of=school)
    make_recognition(make_offering("By the unit", provider=unit), institution=school)
    whole = make_offering("By others")
    make_recognition(whole, institution=school)
    make_recognition(make_part(whole, "A part of it"), institution=school)
    make_recognition(make_group("Nobody is named"), institution=school)
    found = [row.one(cls="claim-title").text for row in rows(shown(institution="big", run="others"))]
    assert found == ["By others", "A part of it"], "where nobody is known to run it, nobody else is"


def test_nothing_found_is_not_a_no(shown):
    make_institution("Silent", slug="silent")
    whole = shown(institution="silent")
    assert "That does not mean no" in whole.one(id="found").text
    assert not whole.all(cls="picture")
    assert counts(whole, "institution")["silent"] == 0


def test_hidden_entries_are_neither_shown_nor_counted(shown):
    school = make_institution("School", slug="school")
    make_recognition(make_offering("Public"), institution=school)
    hidden = make_draft("Hidden")
    make_participation(hidden, make_institution("Secret"))
    make_recognition(hidden, institution=make_institution("Secret giver"), target=Target.DIPLOMA)
    make_recognition(make_part(hidden, "Hidden part"), institution=school)
    whole = shown()
    assert whole.one(cls="pathway-count").text == "1 answer"
    assert "Hidden" not in whole.text
    assert "Secret" not in whole.text


def _many(number: int) -> None:
    schools = [make_institution(f"School {each}", slug=f"school-{each}") for each in range(3)]
    for each in range(number):
        target = Target.values[each % 2]
        force = Force.values[each % len(Force.values)]
        make_recognition(make_offering(f"Program {each}"), institution=schools[each % 3], target=target, force=force)


def test_many_answers_are_drawn_a_page_at_a_time(shown):
    _many(2 * PER_PAGE + 6)
    whole = shown()
    assert "too many for one picture" in whole.text
    assert not whole.all(cls="picture")
    assert not rows(whole)
    first, second = shown("certificate"), shown("certificate", page="2")
    assert "answers 1 to 40 of 43" in first.text
    assert [len(rows(each)) for each in (first, second)] == [PER_PAGE, 3]
    assert len(drawn(first)) == PER_PAGE
    assert drawn(first) == listed(first)
    assert not listed(first) & listed(second)
    assert first.one(cls="pagination").one("a").attributes["href"] == "?page=2"


@pytest.mark.parametrize("number", [1, 3])
def test_a_page_asks_the_same_whatever_it_shows(client, assert_page_queries, number):
    source = make_source()
    for each in range(number):
        whole = make_offering(f"Program {each}")
        for subject in (whole, make_part(whole, f"Part {each}"), make_group(f"Group {each}")):
            cite(make_recognition(subject, institution=make_institution()), source)
    with assert_page_queries(11):
        client.get("/pathways/")
    with assert_page_queries(10):
        client.get("/pathways/bachelors-degree/")


def test_words_of_staff_are_shown_as_text(shown):
    make_recognition(make_offering("<b>Bold & brave"), institution=make_institution("S<i>"), target_name="M<u>")
    assert words(rows(shown())[0]).startswith("<b>Bold & brave")
