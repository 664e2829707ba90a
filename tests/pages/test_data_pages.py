"""Pages about our data say what the files hold: every column, every name, every rule."""

from __future__ import annotations

import pytest

from catalogue.exchange.columns import COLUMNS
from catalogue.opendata.record import VALUES
from catalogue.opendata.standards import STANDARDS
from tests.pages.elements import page

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["", "/fr"])
def test_the_dictionary_has_every_column_and_every_value(client, language):
    main = page(client.get(f"{language}/data/dictionary/")).one("main")
    names = [each.text for each in main.all("th", scope="row")]
    assert names[-len(COLUMNS) :] == [column.name for column in COLUMNS]
    assert set(VALUES) < set(names)
    links = [link.attributes["href"] for link in main.all("a")]
    assert {f"{language}/data/mappings/{standard.slug}/" for standard in STANDARDS} < set(links)
    assert {link: client.get(link).status_code for link in links} == dict.fromkeys(links, 200)


@pytest.mark.parametrize("standard", STANDARDS, ids=lambda standard: standard.slug)
def test_a_mapping_has_every_rule(client, standard):
    main = page(client.get(f"/data/mappings/{standard.slug}/")).one("main")
    rows = [
        tuple(cell.text for cell in row.children if not isinstance(cell, str)) for row in main.one("tbody").all("tr")
    ]
    assert rows == [(rule.field, rule.term or "no term there", rule.note) for rule in standard.rules]


def test_a_standard_that_we_do_not_know_has_no_page(client):
    assert client.get("/data/mappings/nothing/").status_code == 404
