"""The directory of institutions: who runs, gives credit and helps, with the counts of the list; nothing of a draft."""

from __future__ import annotations

import pytest

from catalogue.models.vocabulary import Availability, Role
from catalogue.search import Search
from tests.factories import make_draft, make_institution, make_offering, make_part, make_participation
from tests.pages.elements import page
from tests.pages.other_pages import broken, prose_grade, section

pytestmark = pytest.mark.django_db
PUBLIC = {"kind": "college", "ownership": "public", "region": "kootenay"}


@pytest.fixture
def shown(client):
    return lambda: page(client.get("/institutions/"))


def listed(directory, heading: str) -> dict[str, str]:
    found = directory.all("section", aria_labelledby=heading)
    entries = found[0].one(cls="directory").all("li") if found else []
    return {each.one("a").text: " ".join(more.text for more in each.all(cls="directory-words")) for each in entries}

    assert listed(shown(), "providers") == {
        "Alacrity Canada": "1 offering",
        "British Columbia Institute of Technology": "3 offerings",
        "Camosun College": "1 offering",
        "Langara College": "1 offering",
        "MITx": "1 offering, part of MIT",
        "Open Education Resource universitas": "1 offering",
        "Royal Roads University": "1 offering",
        "Simon Fraser University": "1 offering",
        "University Canada West": "1 offering",
        "University of British Columbia": "4 offerings, 1 of them has ended",
        "University of Victoria": "1 offering",
        "Vancouver Community College": "2 offerings",
        "Vancouver Island University": "1 offering",
    }


def test_counts_are_those_of_the_list(shown, documents):
    counts = Search().counts["provider"]
    for link in section(shown(), "providers").all("a"):
        slug = link.attributes["href"].split("/")[2]
        assert listed(shown(), "providers")[link.text].startswith(f"{counts[slug]} offering")


def test_giving_credit_and_helping_stand_apart(shown, documents):
    directory = shown()
    assert listed(directory, "credit")["Thompson Rivers University"] == "1 offering"
    assert "Thompson Rivers University" not in listed(directory, "providers")
    assert listed(directory, "partners")["edX"] == "2 offerings: runs the platform it is taught on"


def test_other_public_institutions_are_a_reference_list(shown, documents):
    directory = shown()
    others = listed(directory, "reference")
    assert len(others) == 15
    assert others["Selkirk College"] == "Castlegar"
    assert "No offering of theirs is named in the two documents." in section(directory, "reference").text


def test_units_stand_under_their_school(shown, documents):
    names = {link.text for link in shown().all("a")}
    assert "UBCx" not in names
    assert "University of British Columbia" in names


def test_a_draft_counts_for_nothing(shown):
    school = make_institution("Draft College", city="Nelson", **PUBLIC)
    for state in ("draft", "in-review", "withdrawn"):
        make_participation(make_draft(state, state=state), school)
        make_participation(make_draft(f"{state} too", state=state), school, Role.CREDIT)
    make_participation(make_part(make_draft("Whole"), "Part"), school, Role.PLATFORM)
    directory = shown()
    assert listed(directory, "reference")["Draft College"] == "Nelson"
    for heading in ("providers", "credit", "partners", "others"):
        assert "Draft College" not in listed(directory, heading)


def test_an_offering_counts_once_and_its_parts_do_not_count(shown):
    school = make_institution("Busy College")
    whole = make_offering("Whole", provider=school, roles={Role.TESTING: school})
    make_participation(make_part(whole, "Part"), school)
    assert listed(shown(), "providers")["Busy College"] == "1 offering"


def test_queries_stay_the_same_however_many(client, assert_page_queries, sizes):
    done = 0
    for many in sizes(300):
        while done < many:
            make_offering(f"Offering {done}", provider=f"College {done}")
            done += 1
        with assert_page_queries(4):
            response = client.get("/institutions/")
        assert len(listed(page(response), "providers")) >= many


def test_an_ended_offering_is_told_apart(shown):
    make_offering("Finished", provider="Old College", availability=Availability.ENDED)
    assert listed(shown(), "providers")["Old College"] == "1 offering, 1 of them has ended"


def test_the_directory_reads_plainly(shown, documents):
    assert prose_grade(shown()) <= 8
    assert broken(shown()) == []
