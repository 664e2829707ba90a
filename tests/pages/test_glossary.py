"""The glossary page, and words on other pages that lead to it."""

from __future__ import annotations

import pytest
from django.template import engines

from catalogue.definitions import BODIES, TRAITS
from catalogue.glossary import TERMS
from tests.pages.elements import page

pytestmark = pytest.mark.django_db


def rendered(template: str, **context: str) -> str:
    return engines["django"].from_string("{% load glossary %}" + template).render(context)


def test_every_term_stands_at_its_address(client) -> None:
    whole = page(client.get("/glossary/"))
    assert {term.slug for term in TERMS} <= {each.attributes.get("id") for each in whole.all(cls="fact")}
    words = [each.one("dt").text for each in whole.all(cls="fact")]
    assert words == sorted(words, key=str.lower)


def test_what_each_body_says_stands_side_by_side_and_silence_is_no_no(client) -> None:
    table = page(client.get("/glossary/")).one("table", cls="meanings")
    rows = table.one("tbody").all("tr")
    assert len(rows) == len(TRAITS)
    for row, trait in zip(rows, TRAITS, strict=True):
        said = [cell.text for cell in row.all("td")]
        assert said == [str(trait.says.get(body.slug, "Not said there")) for body in BODIES]


def test_it_says_that_listed_is_not_endorsed(client) -> None:
    assert "Listed is not endorsed." in page(client.get("/glossary/")).text


def test_it_asks_the_database_nothing(client, assert_page_queries) -> None:
    with assert_page_queries(0):
        client.get("/glossary/")


def test_a_tag_and_a_filter_lead_to_a_term() -> None:
    assert rendered('{% term "badge" %}') == '<a class="term" href="/glossary/#badge">badge</a>'
    assert rendered('{% term "badge" words %}', words="badges & more").endswith(">badges &amp; more</a>")
    assert rendered("{{ text|terms }}", text="<A badge> or two badges") == (
        '&lt;A <a class="term" href="/glossary/#badge">badge</a>&gt; or two badges'
    )


def test_an_unknown_term_is_a_mistake_of_ours() -> None:
    with pytest.raises(LookupError):
        rendered('{% term "colour" %}')
