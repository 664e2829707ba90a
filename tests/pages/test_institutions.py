"""The page of an institution: roles apart, units and groups, sources beside every value, and nothing of a draft."""

from __future__ import annotations

import pytest

from catalogue.models import Disagreement, DisagreementSide
from catalogue.models.vocabulary import Availability, Force, Role
from catalogue.search import Search
from funding.models import FundingFlow
from institutions.models import Institution
from tests.factories import (
    make_draft,
    make_funding_source,
    make_group,
    make_institution,
    make_offering,
    make_part,
    make_participation,
    make_recognition,
)
from tests.pages.elements import page
from tests.pages.other_pages import (
    broken,
    cite,
    lines,
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
    return lambda slug: page(client.get(f"/institutions/{slug}/"))


class TestRoles:
    def test_running_giving_credit_and_refusing_stand_apart(self, shown, documents):
        tru = shown("tru")
        assert section(tru, "offers").all(cls="card") == []
        assert lines(section(tru, "credit")) == {
            "Thompson Rivers University/Open Education Resource universitas (OERu)": [
                "Credit toward a bachelor's degree at TRU Sources disagree",
                "Credit toward a degree at TRU, since 2020 Sources disagree",
                "Credit toward a diploma at TRU our reading Sources disagree",
            ],
            "OERu class: planning a project": ["Academic credit at TRU"],
            "OERu class: the moons of our solar system": ["Academic credit at TRU"],
        }

    def test_not_yet_and_no_are_told_as_that(self, shown, documents):
        assert lines(section(shown("ubc"), "refusals")) == {
            "UBC Extended Learning professional development programs": ["Not yet credit toward a degree at UBC"],
            "UBCx courses on edX": ["No credit toward a degree at UBC"],
        }

    def test_what_it_runs_is_what_the_list_finds(self, shown, documents):
        found = Search("provider=ubc")
        offers = section(shown("ubc"), "offers")
        assert [card.attributes["data-slug"] for card in offers.all(cls="card")] == [e.slug for e in found.entries]
        assert offers.all("h3")[-2].text == "Ended"
        assert found.headline in offers.text

    def test_other_roles_have_their_own_headings(self, shown, documents):
        roles = section(shown("microsoft-canada"), "other-roles")
        assert [heading.text for heading in roles.all("h3")] == ["Awards the credential", "Industry partner"]
        assert "Helped to launch it" in section(shown("sipp"), "other-roles").text

    def test_a_part_of_what_somebody_else_runs(self, shown, documents):
        offers = section(shown("mit"), "offers")
        assert lines(offers) == {
            "MIT courses in principles of manufacturing": ["A part of MITx MicroMasters/Royal Roads University MBA"]
        }

    def test_credit_without_a_target_is_still_credit(self, shown):
        school = make_institution("Kind College", slug="kind")
        make_offering("Welding", roles={Role.CREDIT: school})
        assert lines(section(shown("kind"), "credit")) == {"Welding": ["Gives credit"]}

    def test_a_school_without_offerings_is_not_said_to_have_none(self, shown, documents):
        silence = "No offering of its own is named in the two documents."
        assert f"{silence} That does not mean that it has none." in section(shown("selkirk"), "offers").text
        assert section(shown("government-of-canada"), "offers").text.endswith(silence)

    def test_what_a_government_pays_into(self, shown, documents):
        assert lines(section(shown("government-of-canada"), "payments")) == {
            "Canada-BC Workforce Development Agreement": ["amount not stated"],
            "Microcredentials investment": ["$2 million, through the Canada-BC Workforce Development Agreement"],
        }


class TestUnitsAndGroups:
    def test_units_with_what_they_run(self, shown, documents):
        units = section(shown("ubc"), "units")
        assert [words(heading) for heading in units.all("h3")] == ["UBC Extended Learning", "UBCx"]
        assert "UBCx courses on edX" in units.text

    def test_a_unit_leads_to_its_school(self, shown, documents):
        trail = shown("ubcx").one("nav", cls="breadcrumb")
        assert [link.text for link in trail.all("a")] == ["Home", "Institutions", "University of British Columbia"]

    def test_a_group_owns_its_claims_and_names_its_members(self, shown, documents):
        group = shown("bcit").one("section", id="bcit-microcredentials")
        facts = rows(group)
        assert facts["Counts toward"] == [
            "Said in general to count toward a certificate, diploma or degree at BCIT Sources disagree"
        ]
        assert len(facts["Belongs to it"]) == 3

    def test_a_hidden_member_is_not_named(self, shown):
        school, group = make_institution("Group College", slug="group"), make_group("Short programs")
        make_participation(group, school)
        draft = make_draft("Hidden thing")
        draft.memberships.create(group=group, standing="member")
        assert "Hidden thing" not in shown("group").text


class TestFacts:
    def test_what_nobody_states_is_not_stated(self, shown, documents):
        facts = rows(shown("microsoft-canada").one(cls="profile"))
        assert facts["Kind"] == facts["Ownership"] == facts["City"] == ["Not stated"]

    def test_what_comes_from_outside_is_marked(self, shown, documents):
        profile = shown("camosun").one(cls="profile")
        assert rows(profile)["Kind"] == ["College"]
        assert rows(profile)["City"] == ["Victoria outside the two documents"]
        website = profile.one("a", rel="external")
        assert website.attributes["href"] == "https://camosun.ca"

    def test_what_an_older_source_said_stays_beside_the_value(self, shown):
        school = make_institution("New College", slug="new", city="Nelson")
        old = cite(school, make_source(), "city", says="The paper says Trail.")
        told = make_source(
            kind="confirmation", institution=school, read_on="2026-05-04", confirmed_by="A. Dean", confirmed_role="Dean"
        )
        newer = cite(school, told, "city", None, basis="confirmed", says="The dean says Nelson.")
        old.superseded_by = newer
        old.save()
        (city,) = rows(shown("new").one(cls="profile"))["City"]
        assert city.startswith("Nelson confirmed by the school, ")
        assert city.endswith("2026 Earlier: The paper says Trail.")


class TestStatementsAndConflicts:
    def test_statements_name_who_said_it(self, shown, documents):
        said = [words(each) for each in section(shown("bcit"), "said").all(cls="statement")]
        assert any(each.endswith("Kathy Kinloch, President, British Columbia Institute of Technology") for each in said)

    def test_conflicts_that_touch_it_stand_side_by_side(self, shown, documents):
        titles = {box.one("h3").text for box in shown("uvic").all(cls="disagreement")}
        assert titles == {"UVic: in development or offered?", "Is a certificate a micro-credential?"}
        assert shown("douglas").all(cls="disagreement") == []

    def test_sides_about_different_things_name_them(self, shown, documents):
        boxes = {box.one("h3").text: box for box in shown("bcit").all(cls="disagreement")}
        sides = [words(side) for side in boxes["Credit for BCIT's microcredentials"].one(cls="sides").all("li")]
        assert any("BCIT/VIU Essentials of Natural Resource" in side for side in sides)

    def test_a_conflict_with_a_hidden_side_is_hidden(self, shown):
        school, source = make_institution("Split College", slug="split", city="Trail"), make_source()
        conflict = Disagreement.objects.create(kind="conflict", title="Trail or Nelson")
        for subject, field in ((school, "city"), (make_draft("Hidden"), "title")):
            DisagreementSide.objects.create(disagreement=conflict, citation=cite(subject, source, field))
        assert "Trail or Nelson" not in shown("split").text

    def test_a_statement_that_also_speaks_of_a_draft_is_hidden(self, shown):
        school = make_institution("Quiet College", slug="quiet")
        make_statement(make_source(), "A secret plan.", school, make_draft("Hidden"))
        assert "A secret plan." not in shown("quiet").text


def test_every_page_is_whole_and_names_its_sources(shown, documents):
    for slug in Institution.objects.values_list("slug", flat=True):
        whole = shown(slug)
        assert len(whole.all("h1")) == 1
        assert without_source(whole) == [], slug
        assert broken(whole) == [], slug
        assert prose_grade(whole) <= 8, slug


@pytest.mark.parametrize("slug", ["nobody", "BCIT", "-", "a" * 300, "0"])
def test_an_unknown_institution_is_not_found(client, documents, slug):
    assert client.get(f"/institutions/{slug}/").status_code == 404


def _fill(school: Institution, number: int) -> None:
    """One more of everything that an institution's page shows."""
    source = make_source()
    unit = make_institution(f"Unit {number}", unit_of=school)
    offering = make_offering(f"Run {number}", provider=school)
    cite(offering, source, "title")
    other = make_offering(f"Credited {number}", roles={Role.CREDIT: school, Role.PLATFORM: school})
    make_participation(make_part(other, f"Part {number}"), school)
    make_participation(offering, unit)
    group = make_group(f"Group {number}")
    claims = [
        make_participation(group, school),
        make_recognition(group, institution=school, force=Force.NOT_YET),
        make_recognition(other, institution=school),
        offering.memberships.create(group=group, standing="member"),
        FundingFlow.objects.create(payer=school, into=make_funding_source(f"Fund {number}")),
    ]
    for claim in claims:
        cite(claim, source)
    make_statement(source, f"Statement {number}.", school)
    make_statement(source, f"Group statement {number}.", group)
    conflict = Disagreement.objects.create(kind="conflict", title=f"Conflict {number}")
    for _ in range(2):
        DisagreementSide.objects.create(disagreement=conflict, citation=cite(school, source, "city"))


def test_queries_stay_the_same_however_much_there_is(client, assert_page_queries, sizes):
    school = make_institution("Large College", slug="large", city="Nelson")
    done = 0
    for many in sizes(30):  # of each of ten kinds of rows
        while done < many:
            _fill(school, done)
            done += 1
        client.get("/microcredentials/")
        with assert_page_queries(33):
            response = client.get("/institutions/large/")
        assert response.content.decode().count("Statement") >= many


def test_an_ended_offering_is_told_apart(shown):
    school = make_institution("Old College", slug="old")
    make_offering("Finished", provider=school, availability=Availability.ENDED)
    assert "Ended" in section(shown("old"), "offers").text
