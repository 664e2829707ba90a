"""The page of one offering: what is known, where each value comes from, what is not stated, and what stays hidden."""

from __future__ import annotations

from datetime import date

import pytest

from catalogue.models import Citation, Microcredential, Source
from catalogue.models.vocabulary import Basis, Delivery
from catalogue.provenance import supersede
from tests.pages.elements import Element, page
from tests.pages.other_pages import broken

pytestmark = pytest.mark.django_db


@pytest.fixture
def shown(client):
    return lambda slug: page(client.get(f"/microcredentials/{slug}/"))


def _rows(part: Element) -> dict[str, list[str]]:
    return {row.one("dt").text: [_words(value) for value in row.all("dd")] for row in part.all(cls="fact")}


def _words(value: Element) -> str:
    """The words of a value without the marks of its sources."""
    hidden = {id(mark) for mark in value.all(cls="mark")}

    def pieces(element: Element):
        for child in element.children:
            if isinstance(child, str):
                yield child
            elif id(child) not in hidden:
                yield from pieces(child)

    return " ".join("".join(pieces(value)).split())


def _section(whole: Element, heading: str) -> Element:
    return whole.one("section", aria_labelledby=heading)


def _key_facts(whole: Element) -> dict[str, list[str]]:
    return _rows(whole.one("aside", aria_labelledby="glance"))


def _public_slugs() -> list[str]:
    return list(Microcredential.objects.public().results().values_list("slug", flat=True))


def test_it_opens_with_what_is_known(shown, documents):
    opening = shown("sfu-fass-forward")
    assert _words(opening.one("h1")) == "SFU FASS Forward"
    assert _words(opening.one(cls="availability")) == "A pilot in a 2021 guide, not checked since"
    assert _rows(opening.one("header", cls="opening"))["Run by"][0] == "Simon Fraser University"
    rows = _key_facts(opening)
    assert rows["Time"] == ["One month per course"]
    assert rows["Counts toward"] == ["Credit toward a bachelor's degree at SFU"]
    assert "Cost" not in rows
    assert opening.one(cls="silence").text.startswith("Not stated: cost, ")


def test_what_nobody_states_is_one_line_with_the_way_to_ask(shown, documents):
    line = shown("langara-administrative-assistant").one(cls="silence")
    assert line.text == (
        "Not stated: cost, time it takes, number of courses, credit toward anything larger, way of learning, pace, "
        "what you need to get in, tests or marking, language, how to apply, place, start dates. "
        "12 questions to ask the school"
    )
    assert line.one("a").attributes["href"] == "#ask"


def test_nobody_is_told_what_to_ask_of_what_has_ended(shown, documents):
    ended = shown("ubc-open-badges-pilot")
    assert ended.one("title").text.startswith("UBC open badges pilot (ended)")
    assert ended.all(cls="silence") == []
    assert [line.text for line in ended.one(cls="ask-questions").all("li")] == ["Is there something like it now?"]


def test_the_first_way_on_is_the_programs_own_page_or_else_the_schools(shown, documents):
    def ways(slug: str) -> list[str]:
        return [link.attributes["href"] for link in shown(slug).one(cls="actions-main").all("a")]

    assert ways("langara-administrative-assistant") == ["https://langara.ca", "#ask"]
    assert ways("mitx-micromasters-royal-roads-mba") == ["#ask"]
    entry = Microcredential.objects.get(slug="langara-administrative-assistant")
    entry.web_address = "https://langara.ca/assistant"
    entry.save()
    assert ways(entry.slug) == ["https://langara.ca/assistant", "#ask"]


def test_the_list_of_sections_leads_to_each_of_them(shown, documents):
    for slug in _public_slugs():
        whole = shown(slug)
        listed = [link.attributes["href"].lstrip("#") for link in whole.one("nav", cls="page-contents").all("a")]
        headings = [each.attributes["id"] for each in whole.one(cls="detail-rest").all("h2")]
        assert listed == headings, slug
        assert broken(whole) == []


def test_credit_says_how_firmly(shown, documents):
    assert _key_facts(shown("mitx-micromasters-royal-roads-mba"))["Counts toward"] == [
        "May count toward a master's degree (MBA) at Royal Roads Sources disagree"
    ]
    assert _key_facts(shown("ubcx-courses"))["Counts toward"] == ["No credit toward a degree at UBC"]


def test_the_picture_of_credit_and_its_list_hold_the_same(shown, documents):
    """Firmness, target, school and date of each claim, and nothing else but the program."""
    drawn = 0
    for entry in Microcredential.objects.public().results():
        whole = shown(entry.slug)
        lines = whole.one(cls="credit-rows").all("li") if whole.all(cls="credit-rows") else []
        told = [
            f"{line.one(cls='credit-firmness').text} {line.one(cls='credit-target').text} "
            f"{_words(line.one(cls='value')).removesuffix(' Sources disagree')}"
            for line in lines
        ]
        assert len(told) == entry.recognitions.count()
        if told:
            words = [text.text for text in whole.one("svg", cls="picture-drawing").all("text")]
            assert " ".join(words) == " ".join([entry.title, *told])
            drawn += len(told)
    assert drawn == 10


def test_an_explicit_no_is_drawn_as_a_closed_way(shown, documents):
    row = shown("ubcx-courses").one(cls="credit-rows").one("li")
    assert row.one(cls="credit-firmness").text == "Does not count toward"
    assert row.all(cls="picture-no")
    assert row.all(cls="picture-bar")


def test_each_institution_has_its_role(shown, documents):
    rows = _rows(shown("tru-oeru").one("header", cls="opening"))
    assert rows["Run by"] == ["Open Education Resource universitas"]
    assert rows["Credit given by"] == ["Thompson Rivers University, since 2020 Sources disagree"]
    assert _rows(_section(shown("canada-skills-program"), "others"))["Industry partner"] == ["Microsoft Canada"]


def test_what_is_said_of_a_group_is_shown_as_that(shown, documents):
    biomedical = shown("ubc-biomedical-visualization")
    assert "Counts toward" not in _key_facts(biomedical)
    assert biomedical.all("section", aria_labelledby="credit") == []
    assert any("Not yet credit toward" in words for words in _rows(_section(biomedical, "groups"))["Counts toward"])


def test_membership_of_the_first_wave_is_our_reading(shown, documents):
    groups = {box.one("h3").text: box for box in _section(shown("bcit-mass-timber"), "groups").all(cls="subject")}
    standing = groups["The first wave of 24 microcredentials"].all(cls="value")[0]
    assert _words(standing) == "Likely belongs to it our reading"


def test_parts_stand_at_anchors(client, shown, documents):
    parts = _section(shown("mitx-micromasters-royal-roads-mba"), "parts").all(cls="subject")
    assert len(parts) == 2
    for part in parts:
        response = client.get(f"/microcredentials/{part.attributes['id']}/")
        assert response.status_code == 301
        target = f"/microcredentials/mitx-micromasters-royal-roads-mba/#{part.attributes['id']}"
        assert response["Location"] == target


def test_money_behind_it_is_not_the_price(shown, documents):
    money = _section(shown("langara-administrative-assistant"), "money")
    assert "Funded does not mean free. Our sources do not say what a learner pays." in money.text


def test_what_is_not_stated_becomes_questions(shown, documents):
    questions = [line.text for line in shown("alacrity-digital-marketing-bootcamp").one(cls="ask-questions").all("li")]
    assert "What does it cost, and what does the price include?" in questions
    assert "How long does it take, and how many hours a week?" not in questions
    assert "Is it online, in person or both?" not in questions


def test_the_schools_website_is_marked_as_outside_the_documents(shown, documents):
    site = shown("langara-administrative-assistant").one(cls="ask").one(cls="plain-list").one("li")
    assert site.one("a", rel="external").attributes["href"] == "https://langara.ca"
    assert site.one(cls="basis-outside").text == "outside the two documents"


def test_conflicts_stand_side_by_side(shown, documents):
    conflicts = {box.one("h3").text: box for box in shown("uvic-professional-development").all(cls="disagreement")}
    sides = conflicts["UVic: in development or offered?"].one(cls="sides").all("li")
    assert {side.one(cls="side-source").text for side in sides} == {
        "2021 education guide, paragraph 24",
        "2021 education guide, paragraph 47",
        "2021 education guide, paragraph 58",
    }


def test_a_side_says_what_it_speaks_of(shown, documents):
    conflict = shown("langara-administrative-assistant").one(cls="disagreement")
    assert "The guide says so." not in [_words(side).split(" ", 5)[-1] for side in conflict.one(cls="sides").all("li")]


def test_only_criteria_with_plain_evidence_are_named(shown, documents):
    royal_roads = shown("royal-roads-professional-studies")
    rows = _rows(_section(royal_roads, "criteria"))
    assert rows["Tests"] == ["It can be assessed", "Shown by: There are tests or an assessment"]
    assert "not met" not in royal_roads.text
    assert "Tests" not in _rows(_section(shown("canada-skills-program"), "criteria")), "only our reading says so"
    assert shown("ucw-learning4success-badges").all("section", aria_labelledby="criteria") == []


def test_every_shown_value_leads_to_its_source(shown, documents):
    """The promise of the whole site, walked value by value over every page of an offering."""
    walked = 0
    for slug in _public_slugs():
        whole = shown(slug)
        notes = {
            line.attributes["id"]: (note, line)
            for note in whole.all(cls="note")
            for line in note.everything()
            if "id" in line.attributes
        }
        marked = [whole.one("h1"), whole.one(cls="availability"), *whole.all(cls="statement"), *whole.all(cls="value")]
        marked += whole.one(cls="sides").all("li") if len(whole.all(cls="sides")) == 1 else []
        for value in marked:
            marks = value.all("a", cls="mark")
            assert marks, f"{slug}: no source beside “{value.text}”"
            for mark in marks:
                note, line = notes[mark.attributes["href"].lstrip("#")]
                assert note.one("a", cls="note-source").attributes["href"].startswith("/sources/")
                assert len(line.text) > len(line.one("a", cls="note-about").text), "the note says nothing"
                walked += 1
    assert walked > 300


def test_every_citation_of_an_offering_stands_on_its_page(shown, documents):
    """So no value of it can be missing: each non-empty one has a citation, which test_provenance holds."""
    missing = []
    for slug in _public_slugs():
        notes = {note.one("a", cls="note-source").text: _words(note) for note in shown(slug).all(cls="note")}
        for path in ("microcredential", "participation__microcredential", "recognition__microcredential",
                     "measure__microcredential", "funding_link__microcredential", "sector_tag__microcredential",
                     "audience_tag__microcredential", "membership__microcredential"):  # fmt: skip
            for lookup in (f"{path}__slug", f"{path}__parent__slug"):
                missing += [
                    f"{slug}: {citation.key}"
                    for citation in Citation.objects.filter(**{lookup: slug})
                    if " ".join(citation.says.split()) not in notes.get(citation.locator, "")
                ]
    assert missing == []


def test_the_button_to_the_website_names_the_school(shown, documents):
    assert _words(shown("bcit-mass-timber").one(cls="actions-main").one("a", rel="external")) == (
        "Go to the website of BCIT"
    )


def _confirmation(entry: Microcredential) -> Source:
    school = entry.participations.first().institution
    return Source.objects.create(
        kind="confirmation", title="Call with the school", short_title="Call with the school", institution=school,
        confirmed_by="Pat Lee", confirmed_role="Registrar", read_on=date(2026, 11, 2),
    )  # fmt: skip


def test_a_confirmed_value_says_so_and_shows_what_it_replaced(shown, documents):
    entry = Microcredential.objects.get(slug="alacrity-digital-marketing-bootcamp")
    old = entry.citations.get(field="delivery")
    entry.delivery = Delivery.BLENDED
    entry.save()
    new = Citation.objects.create(
        source=_confirmation(entry),
        microcredential=entry,
        field="delivery",
        basis=Basis.CONFIRMED,
        says="Half and half.",
    )
    supersede(new)
    page_of_entry = shown(entry.slug)
    value = next(row for row in page_of_entry.all(cls="fact") if row.one("dt").text == "How you learn").one("dd")
    assert _words(value).startswith("Online and in person confirmed by the school, November 2, 2026")
    assert f"Earlier: {old.says}" in _words(value.one(cls="replaced"))
    assert "No longer shown: Call with the school is newer." in page_of_entry.one(cls="notes").text


def test_an_edited_value_says_that_its_source_needs_a_look(shown, documents):
    entry = Microcredential.objects.get(slug="alacrity-digital-marketing-bootcamp")
    entry.title = "Digital marketing bootcamp at Alacrity"
    entry.save()
    assert "The value was edited since" in shown(entry.slug).one(cls="notes").text


def test_parts_and_claims_cost_no_query_each(client, assert_page_queries, documents):
    for slug in ("bcit-viu-menrep", "tru-oeru", "uvic-professional-development"):
        # Four more than without a conflict: are its sides public, and what do they speak of?
        with assert_page_queries(19):
            client.get(f"/microcredentials/{slug}/")
