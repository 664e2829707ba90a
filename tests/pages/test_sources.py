"""The pages of sources: all that was drawn from each, by paragraph, with what was left out; nothing of a draft."""

from __future__ import annotations

import pytest

from catalogue.models import (
    SUBJECTS,
    AudienceTag,
    Citation,
    Disagreement,
    DisagreementSide,
    FundingLink,
    Source,
    Statement,
)
from catalogue.models import SectorTag as Tag
from funding.models import FundingFlow
from institutions.records import Record
from tests.factories import (
    make_audience,
    make_draft,
    make_funding_source,
    make_group,
    make_institution,
    make_length,
    make_offering,
    make_part,
    make_participation,
    make_recognition,
    make_sector,
)
from tests.pages.elements import page
from tests.pages.other_pages import broken, cite, make_source, make_statement, prose_grade, rows, section, words

pytestmark = pytest.mark.django_db
CELLS_OF_MASS_TIMBER = (71, 72)


@pytest.fixture
def shown(client):
    return lambda key="": page(client.get(f"/sources/{key}/" if key else "/sources/"))


def drawn(paragraph) -> dict[str, list[str]]:
    """What is drawn from a paragraph, by what it speaks of."""
    return {
        told.one(cls="told-about").text: [words(each) for each in told.one(cls="drawn").all("li")]
        for told in paragraph.one(cls="told").children
        if hasattr(told, "tag")
    }


def test_each_source_with_the_number_of_what_is_drawn_from_it(shown, documents):
    boxes = {box.one("a").attributes["href"]: box.text for box in shown().all(cls="source")}
    assert list(boxes)[:2] == ["/sources/education-guide/", "/sources/news-release/"]
    assert list(boxes)[-1] == "/sources/public-institutions-list/"
    count = Citation.objects.public().filter(source__key="news-release").count()
    assert f"{count} facts and statements from 19 paragraphs" in boxes["/sources/news-release/"]


def test_what_a_document_does_not_say_of_itself(shown, documents):
    facts = rows(shown("news-release"))
    assert facts["Publisher"] == facts["Date"] == facts["Address"] == ["Not stated"]


def test_every_citation_stands_at_its_paragraph(shown, documents):
    for key in ("news-release", "education-guide"):
        whole = shown(key)
        for citation in Citation.objects.filter(source__key=key).iterator():
            paragraph = whole.one(id=f"p{citation.paragraph}")
            assert " ".join(citation.says.split()) in paragraph.text


def test_paragraphs_come_in_order(shown, documents):
    numbers = [int(each.attributes["id"][1:]) for each in shown("education-guide").all(cls="told")]
    assert numbers == sorted(numbers)
    assert numbers[-1] == 79


def test_what_was_left_out_is_listed(shown, documents):
    release = shown("news-release")
    used = set(Citation.objects.filter(source__key="news-release").values_list("paragraph", flat=True))
    unused = set(range(1, 20)) - used
    assert {14, 19} <= unused
    gaps = [each.text for each in release.all(cls="paragraph-left-out")]
    assert "Paragraph 14: nothing taken." in gaps
    assert f"Nothing is taken from {len(unused)} of its 19 paragraphs" in release.text


def test_a_run_of_paragraphs_left_out_is_one_line(shown):
    source = make_source(key="thin", paragraphs=9)
    school = make_institution("Trail College", city="Trail")
    for paragraph in (2, 6):
        cite(school, source, "city", paragraph)
    gaps = [each.text for each in shown("thin").all(cls="paragraph-left-out")]
    assert gaps == [
        "Paragraph 1: nothing taken.",
        "Paragraphs 3 to 5: nothing taken.",
        "Paragraphs 7 to 9: nothing taken.",
    ]


def test_a_source_without_paragraphs_is_told_as_a_whole(shown, documents):
    (whole,) = shown("public-institutions-list").all(cls="paragraph")
    assert whole.one("h3").text == "The source as a whole"
    assert "City The list gives Castlegar. outside the two documents" in drawn(whole)["Selkirk College"]


def test_things_are_linked_and_claims_are_told_in_words(shown, documents):
    paragraph = shown("education-guide").one(id="p9")
    bootcamp = drawn(paragraph)["Alacrity Canada digital marketing bootcamp"]
    assert any(each == "Length: eight weeks The bootcamp takes eight weeks." for each in bootcamp)
    links = {link.text: link.attributes["href"] for link in paragraph.all("a")}
    assert links["Alacrity Canada"] == "/institutions/alacrity/"


def test_a_part_leads_to_its_place_and_a_group_to_where_it_is_told_of(shown, documents):
    guide = shown("education-guide")
    links = {link.text: link.attributes["href"] for link in guide.one(id="p37").all("a")}
    assert "#" in links["OERu class: planning a project"]
    groups = {link.text: link.attributes["href"] for link in guide.one(id="p34").all("a")}
    assert groups["UBC Extended Learning professional development programs"] == (
        "/institutions/ubc/#ubc-extended-learning-programs"
    )


def test_the_words_of_a_person_name_the_person(shown, documents):
    told = shown("news-release").one(id="p11")
    assert "Kathy Kinloch, President, British Columbia Institute of Technology" in told.text


def test_a_confirmation_says_who_and_when(shown):
    school = make_institution("Trail College")
    call = make_source(
        key="call",
        kind="confirmation",
        institution=school,
        read_on="2026-05-04",
        confirmed_by="A. Dean",
        confirmed_role="Dean",
        paragraphs=None,
    )
    cite(school, call, "name", None)
    facts = rows(shown("call"))
    assert facts == {
        "Who said it": ["A. Dean"],
        "Role": ["Dean"],
        "School": ["Trail College"],
        "Read or heard on": ["May 4, 2026"],
    }


def test_the_address_of_a_web_page_is_a_link(shown):
    web = make_source(key="web", kind="web-page", address="https://example.ca/a", read_on="2026-05-04", paragraphs=None)
    cite(make_institution("Trail College"), web, "name", None)
    assert shown("web").one("a", rel="external").attributes["href"] == "https://example.ca/a"


def test_the_facts_are_counted_by_their_ground(shown, documents):
    counts = {
        line.text.split(":")[0]: int(line.one("strong").text)
        for line in shown("news-release").one(cls="grounds").all("li")
    }
    citations = Citation.objects.public().filter(source__key="news-release")
    assert counts == {
        "stated": citations.filter(basis="stated").count(),
        "our reading": citations.filter(basis="inferred").count(),
    }


def test_every_paragraph_with_facts_can_be_jumped_to(shown, documents):
    guide = shown("education-guide")
    targets = [link.attributes["href"] for link in guide.one(cls="paragraph-numbers").all("a")]
    assert targets == [f"#{each.attributes['id']}" for each in guide.all(cls="told")]


def test_disagreements_stand_side_by_side(shown, documents):
    told = section(shown("news-release"), "conflicts")
    timber = told.one(id="differ-x02-mass-timber-title")
    sides = [side.one(cls="side-source").text for side in timber.all("li")]
    assert {side.split(",")[0] for side in sides} == {"2021 news release", "2021 education guide"}
    assert not shown("prince-george-citizen").all("section", aria_labelledby="conflicts")


def test_a_disagreement_with_a_hidden_side_is_not_told(shown):
    source, school = make_source(key="mixed"), make_institution("Open College")
    conflict = Disagreement.objects.create(kind="conflict", title="A quarrel", explanation="Both.")
    for citation in (cite(school, source, "name"), cite(make_draft("Hidden"), source, "title")):
        DisagreementSide.objects.create(disagreement=conflict, citation=citation)
    assert "A quarrel" not in shown("mixed").text


def test_what_a_document_says_of_no_program(shown, documents):
    silent = [line.text for line in section(shown("education-guide"), "silent").all("li")]
    assert "When to apply" in silent
    assert "In which language" in silent
    assert not {"How you learn", "What it costs", "What it counts toward", "Who runs it"} & set(silent)
    assert "What it costs" in [line.text for line in section(shown("news-release"), "silent").all("li")]


def test_the_programs_that_it_speaks_of_are_linked(shown, documents):
    programs = section(shown("news-release"), "programs").all("a")
    assert "BCIT Introductory Studies in Mass Timber Construction" in [link.text for link in programs]
    assert all(link.attributes["href"].startswith("/microcredentials/") for link in programs)


def test_a_value_that_is_no_longer_shown_says_so(shown):
    school, old, new = make_institution("C", city="Nelson"), make_source(key="old"), make_source(short_title="The call")
    older = cite(school, old, "city")
    older.superseded_by = cite(school, new, "city")
    older.save()
    assert "No longer shown: The call says something newer." in shown("old").text


def test_drafts_and_what_hangs_on_them_do_not_show(shown):
    source, draft = make_source(key="mixed"), make_draft("Hidden program")
    school = make_institution("Open College")
    hidden = [draft, make_part(draft, "Hidden part"), make_participation(draft, school), make_length(draft, 3)]
    for number, record in enumerate(hidden):
        cite(record, source, "title" if record in hidden[:2] else "", says=f"Secret {number}.")
    make_statement(source, "A secret plan.", school, draft)
    cite(school, source, "name", says="An open word.")
    text = shown("mixed").text
    assert "An open word." in text
    assert "ecret" not in text
    assert "Hidden" not in text
    assert "One fact or statement from 90 paragraphs." in shown().text


def test_every_page_is_whole(shown, documents):
    for key in ["", *Source.objects.values_list("key", flat=True)]:
        whole = shown(key)
        assert len(whole.all("h1")) == 1
        assert broken(whole) == [], key
        assert prose_grade(whole) <= 8, key


@pytest.mark.parametrize("key", ["nothing", "-", "NEWS-RELEASE", "a" * 300])
def test_an_unknown_source_is_not_found(client, documents, key):
    assert client.get(f"/sources/{key}/").status_code == 404


def _one_of_every_kind(number: int) -> dict[str, tuple[Record, str]]:
    """A record of each kind that a citation can speak of, and the field to cite."""
    school, fund = make_institution(f"School {number}"), make_funding_source(f"Fund {number}")
    sector, group, offering = make_sector(f"Sector {number}"), make_group(f"Group {number}"), make_offering("Offering")
    part = make_part(offering, f"Part {number}")
    make_participation(group, school)
    return {
        "institution": (school, "name"),
        "funding_source": (fund, "name"),
        "funding_flow": (FundingFlow.objects.create(into=fund, payer=school), ""),
        "sector": (sector, "name"),
        "microcredential": (part, "title"),
        "group": (group, "name"),
        "membership": (offering.memberships.create(group=group, standing="member"), ""),
        "participation": (make_participation(part, school), ""),
        "recognition": (make_recognition(part, institution=school), ""),
        "funding_link": (FundingLink.objects.create(group=group, funding_source=fund), ""),
        "sector_tag": (Tag.objects.create(microcredential=part, sector=sector), ""),
        "audience_tag": (AudienceTag.objects.create(group=group, audience=make_audience()), ""),
        "measure": (make_length(part, 3), ""),
        "statement": (Statement.objects.create(topic="work", text=f"Statement {number}"), ""),
    }


def test_queries_stay_the_same_however_many_citations_of_every_kind(client, assert_page_queries, sizes):
    source, done = make_source(key="large"), 0
    for many in sizes(22):  # of each of 14 kinds: 308 citations in the end
        while done < many:
            subjects = _one_of_every_kind(done)
            assert set(subjects) == set(SUBJECTS)
            for record, field in subjects.values():
                cite(record, source, field, paragraph=done % 90 + 1)
            statement = subjects["statement"][0]
            statement.subjects.create(institution=subjects["institution"][0])
            done += 1
        with assert_page_queries(23):
            response = client.get("/sources/large/")
        assert f"{many * 14} facts" in response.content.decode()


def test_queries_of_the_list_stay_the_same_however_many_sources(client, assert_page_queries, sizes):
    school, done = make_institution("Cited College", city="Trail"), 0
    for many in sizes(300):
        while done < many:
            cite(school, make_source(), "city")
            done += 1
        with assert_page_queries(2):
            client.get("/sources/")
