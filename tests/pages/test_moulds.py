"""Templates filled many times: what a page puts in is escaped, and signs that mark the holes mean nothing in it."""

from __future__ import annotations

import pytest

from catalogue.views.moulds import fill
from tests.factories import make_offering, make_sector
from tests.pages.elements import page

SIGNS = "".join(map(chr, range(0xE000, 0xE020)))


def test_fillings_are_escaped_unless_they_are_finished_text():
    chip = fill("components/chip.html", {"query": 'q="<b>&', "label": "<i>"}, facet_label="<u>")
    assert "<b>" not in chip
    assert "<i>" not in chip
    assert "<u>" not in chip
    assert chip in fill("components/chips.html", {"chips": chip, "clear_query": ""})


def test_what_is_empty_is_not_there_for_the_template():
    full = fill("components/card.html", dict.fromkeys(CARD, "x"))
    bare = fill("components/card.html", dict.fromkeys(CARD, "") | {"title": "T", "slug": "t", "url": "/t/"})
    assert full.count("Not stated") == 0
    assert bare.count("Not stated") == 2
    assert bare.count("<dt>") == 4


CARD = "slug url title who summary time cost delivery credit audience availability".split()


@pytest.mark.django_db
def test_signs_of_holes_in_what_visitors_and_staff_write_stay_what_they_are(client):
    make_offering(f"Wood {SIGNS}", summary=f"About {SIGNS} wood.")
    found = page(client.get("/microcredentials/", {"q": f"wood {SIGNS}"}))
    assert SIGNS in found.one("input", name="q").attributes["value"]
    assert [form.attributes["id"] for form in found.all("form")] == ["finder", "picks"]
    shown = page(client.get("/microcredentials/"))
    assert shown.one(cls="card").one("h3").text == f"Wood {SIGNS}"


@pytest.mark.django_db
def test_signs_of_holes_in_the_name_of_an_answer_are_left_out(client):
    make_sector(f"Wood {SIGNS} work")
    make_offering("Wood")
    options = page(client.get("/microcredentials/")).all(cls="option")
    assert any(" ".join(option.text.split()).startswith("Wood work") for option in options)
