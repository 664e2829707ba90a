"""The pages of sectors: areas as printed, tags as our reading, counts as in the list, an empty area that is right."""

from __future__ import annotations

import pytest

from catalogue.models import Sector, SectorTag
from catalogue.search import Search
from tests.factories import make_draft, make_group, make_offering, make_sector
from tests.pages.elements import page
from tests.pages.other_pages import (
    broken,
    cite,
    lines,
    make_source,
    make_statement,
    prose_grade,
    section,
    without_source,
    words,
)

pytestmark = pytest.mark.django_db
AREAS = [
    "CleanBC and climate action",
    "construction maintenance",
    "essential workplace skills",
    "health and human services",
    "technology and emerging economies",
]


@pytest.fixture
def shown(client):
    return lambda slug="": page(client.get(f"/sectors/{slug}/" if slug else "/sectors/"))


def counted(part) -> dict[str, str]:
    links = part.all("a", cls="counted-link")
    return {link.one(cls="counted-link-label").text: link.one(cls="counted-link-count").text for link in links}


def test_the_areas_stand_as_printed_with_the_counts_of_the_list(shown, documents):
    announced = counted(section(shown(), "announced"))
    assert sorted(announced) == sorted(AREAS)
    for sector in Sector.objects.filter(name__in=AREAS):
        assert announced[sector.name].split()[0] == str(Search(f"sector={sector.slug}").total)
    assert announced["essential workplace skills"] == "5 offerings"
    assert announced["construction maintenance"] == "1 offering"


def test_which_offering_stands_where_is_our_reading(shown, documents):
    assert "No source puts a named offering in one of them." in shown().one(cls="lead").text


def test_a_topic_that_staff_add_is_no_announced_area(shown, documents):
    make_sector("Beekeeping", slug="beekeeping")
    assert counted(section(shown(), "added")) == {"Beekeeping": "0 offerings"}
    assert "Beekeeping" not in counted(section(shown(), "announced"))
    assert "It was added since." in shown("beekeeping").text


def test_an_area_shows_what_the_list_finds(shown, documents):
    found = Search("sector=cleanbc-and-climate-action")
    offers = section(shown("cleanbc-and-climate-action"), "offers")
    assert [card.attributes["data-slug"] for card in offers.all(cls="card")] == [entry.slug for entry in found.entries]
    assert len(found.entries) == 3
    assert "That they belong here is our reading: no source says so." in offers.text
    assert offers.all("p")[0].one("a").attributes["href"] == "/microcredentials/?sector=cleanbc-and-climate-action"


def test_each_tag_says_why(shown, documents):
    reasons = lines(section(shown("construction-maintenance"), "reasons"))
    assert list(reasons) == ["BCIT Introductory Studies in Mass Timber Construction"]
    assert all(words.endswith("our reading") for (words,) in reasons.values())


def test_a_tag_that_a_school_confirmed_is_no_longer_our_reading(shown):
    sector, offering = make_sector("Welding", slug="welding"), make_offering("Arc welding")
    source = make_source()
    cite(SectorTag.objects.create(microcredential=offering, sector=sector), source)
    assert "is our reading" not in section(shown("welding"), "offers").text


def test_an_empty_area_is_right_and_says_so(shown, documents):
    health = shown("health-and-human-services")
    assert health.all(cls="card") == []
    assert "None, and that is right." in section(health, "offers").text
    assert lines(section(health, "groups")) == {"The first wave of 24 microcredentials": ["Has courses in this area"]}
    assert section(health, "groups").one("a", cls="claim-title").attributes["href"] == (
        "/funding/microcredentials-investment/#first-wave-of-24"
    )


def test_a_draft_does_not_show(shown):
    sector = make_sector("Masonry", slug="masonry")
    SectorTag.objects.create(microcredential=make_draft("Hidden wall"), sector=sector)
    assert counted(shown())["Masonry"] == "0 offerings"
    assert "Hidden wall" not in shown("masonry").text


def test_every_page_is_whole_and_names_its_sources(shown, documents):
    for slug in ["", *Sector.objects.values_list("slug", flat=True)]:
        whole = shown(slug)
        assert len(whole.all("h1")) == 1
        assert without_source(whole) == [], slug
        assert broken(whole) == [], slug
        assert prose_grade(whole) <= 8, slug
    assert words(shown("construction-maintenance").one("h1")) == "Construction maintenance"


@pytest.mark.parametrize("slug", ["nothing", "-", "Construction-Maintenance", "a" * 300])
def test_an_unknown_sector_is_not_found(client, documents, slug):
    assert client.get(f"/sectors/{slug}/").status_code == 404


def test_queries_stay_the_same_however_many_offerings(client, assert_page_queries, sizes):
    sector, source, done = make_sector("Large", slug="large"), make_source(), 0
    for many in sizes(300):
        while done < many:
            group = make_group(f"Group {done}")
            offering = make_offering(f"Offering {done}")
            for subject in ({"microcredential": offering}, {"group": group}):
                cite(SectorTag.objects.create(sector=sector, **subject), source)
            make_statement(source, f"Statement {done}.", sector)
            done += 1
        client.get("/microcredentials/")
        with assert_page_queries(11):
            response = client.get("/sectors/large/")
        assert f"{many} of " in words(section(page(response), "offers")) or many == 300
        with assert_page_queries(2):
            client.get("/sectors/")


def test_queries_of_the_list_stay_the_same_however_many_sectors(client, assert_page_queries, sizes):
    source, done = make_source(), 0
    for many in sizes(300):
        while done < many:
            cite(make_sector(f"Sector {done}"), source, "name")
            done += 1
        client.get("/microcredentials/")
        with assert_page_queries(2):
            client.get("/sectors/")
