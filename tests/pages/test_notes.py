"""The numbered notes at the end of the page of an offering, and where its words lead."""

from __future__ import annotations

import pytest

from catalogue.models import Microcredential

from .elements import page


@pytest.fixture
def shown(client):
    return lambda slug: page(client.get(f"/microcredentials/{slug}/"))


def test_a_note_says_nothing_twice(shown, documents):
    for note in shown("sfu-fass-forward").all(cls="note"):
        lines = [line.text for line in note.all("li")]
        assert len(lines) == len(set(lines))


def test_marks_and_notes_have_unique_ids(shown, documents):
    for slug in Microcredential.objects.public().results().values_list("slug", flat=True):
        ids = [element.attributes["id"] for element in shown(slug).everything() if "id" in element.attributes]
        assert len(ids) == len(set(ids)), slug


def test_what_it_leads_to_leads_to_all_that_counts_toward_the_same(shown, documents):
    targets = shown("sfu-fass-forward").one("section", aria_labelledby="credit").all(cls="credit-target")
    assert [(target.text, target.attributes["href"]) for target in targets] == [
        ("A bachelor's degree", "/pathways/bachelors-degree/")
    ]


def test_the_summary_leads_to_the_glossary(shown, documents):
    term = shown("alacrity-digital-marketing-bootcamp").one(cls="lead").one("a", cls="term")
    assert (term.text, term.attributes["href"]) == ("bootcamp", "/glossary/#bootcamp")


@pytest.mark.parametrize(("slug", "leads_there"), [("rru", True), ("camosun", False)])
def test_a_school_leads_to_what_it_recognises_and_does_not_run(client, documents, slug, leads_there):
    credit = page(client.get(f"/institutions/{slug}/")).one("section", aria_labelledby="credit")
    links = [link.attributes["href"] for link in credit.all("a")]
    assert f"/pathways/?institution={slug}#found" in links
    assert (f"/pathways/?institution={slug}&run=others#found" in links) == leads_there
