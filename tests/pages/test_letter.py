"""The letter to the school: on the page of an entry, on a page of its own, and what it asks."""

from __future__ import annotations

import pytest

from catalogue.dossier import read_dossier
from catalogue.models import Microcredential
from catalogue.reading import reading_grade
from catalogue.views.letter import letter
from institutions.models import Institution
from tests.factories import make_draft, make_institution, make_offering, make_participation, make_recognition
from tests.pages.elements import page

pytestmark = pytest.mark.django_db


def _letter(entry: Microcredential):
    return letter(read_dossier(entry).offering)


def test_it_names_the_program_its_age_and_what_is_not_stated(documents):
    text = _letter(Microcredential.objects.get(slug="langara-administrative-assistant")).text
    assert "Langara College Advanced Administrative Assistant (AAA) certificate" in text
    assert "comes from a guide of 2021" in text
    assert "\n2. What does it cost, and what does the price include?\n" in text
    assert text.endswith("[Your name]")


def test_nothing_that_is_stated_is_asked(documents):
    text = _letter(Microcredential.objects.get(slug="sfu-fass-forward")).text
    assert "How long" not in text
    assert "How many" not in text
    assert "count toward" not in text


def test_what_staff_have_checked_is_not_called_old():
    entry = make_offering(availability="offered", last_verified="2026-11-02", availability_as_of="2026-11-02")
    told = _letter(entry)
    assert "guide of" not in told.text
    assert told.questions[0] == "When does it next start, and is there still room?"


def test_it_goes_to_the_school_and_not_also_to_its_unit(db):
    school = make_institution("Example University")
    entry = make_offering(provider=school)
    make_participation(entry, make_institution("Continuing Studies", unit_of=school))
    assert _letter(entry).to == ("Example University",)


def test_credits_are_asked_about_only_where_there_is_credit(db):
    counts, refused = make_offering("Counts"), make_offering("Refused")
    make_recognition(counts)
    make_recognition(refused, force="no")
    assert "How many credits is it worth?" in _letter(counts).questions
    assert "How many credits is it worth?" not in _letter(refused).questions


def test_its_page_and_the_text_to_copy_are_the_same_letter(client, documents):
    for entry in Microcredential.objects.public().results():
        whole = page(client.get(f"/microcredentials/{entry.slug}/letter/"))
        sheet, text = whole.one("article", cls="letter"), whole.one("textarea").text
        asked = [line.text for line in sheet.all("li")]
        assert asked == list(_letter(entry).questions)
        for told in (*asked, *[each.text for each in sheet.all("p")[2:]]):
            assert told in text
        on_page = page(client.get(f"/microcredentials/{entry.slug}/"))
        assert on_page.one("textarea").text == text
        assert "readonly" in on_page.one("textarea").attributes


def test_it_reads_easily(documents):
    names = [
        *Microcredential.objects.values_list("title", flat=True),
        *Institution.objects.values_list("name", flat=True),
    ]
    for entry in Microcredential.objects.public().results():
        assert reading_grade(_letter(entry).text, [*names, "Catalogue"]) <= 8, entry.slug


def test_a_part_is_asked_about_with_the_whole(client, documents):
    part = Microcredential.objects.get(slug="fass-forward-writing")
    response = client.get(f"/microcredentials/{part.slug}/letter/")
    assert response["Location"] == "/microcredentials/sfu-fass-forward/letter/"


def test_a_hidden_entry_has_no_letter(client, db):
    assert client.get(f"/microcredentials/{make_draft().slug}/letter/").status_code == 404


def test_claims_cost_no_query_each(client, assert_page_queries, documents):
    for slug, queries in {"sfu-fass-forward": 12, "royal-roads-professional-studies": 13}.items():
        with assert_page_queries(queries):  # one more where sources disagree: are all sides public?
            client.get(f"/microcredentials/{slug}/letter/")
