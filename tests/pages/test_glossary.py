"""The glossary page, and words on other pages that lead to it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.template import engines
from django.utils.safestring import mark_safe

from catalogue.definitions import BODIES, TRAITS
from catalogue.glossary import TERMS
from catalogue.languages import ENGLISH, FRENCH, speaking
from tests.catalogue_data import documents  # noqa: F401
from tests.pages.elements import Element, page

pytestmark = pytest.mark.django_db


# Where terms are linked, with one of each kind of page.
LINKED = [
    "/about/",
    "/compare/?e=sfu-fass-forward&e=tru-oeru",
    "/coverage/",
    "/funding/",
    "/institutions/ubc/",
    "/microcredentials/sfu-fass-forward/",
    "/pathways/",
    "/sources/education-guide/",
    "/fr/about/",
    "/fr/pathways/",
]
CLOSED = {"a", "button", "caption", "dt", "h1", "h2", "h3", "h4", "label", "nav", "summary", "svg", "th", "title"}


def linked(text: str, language: str = ENGLISH) -> str:
    with speaking(language):
        template = engines["django"].from_string("{% load glossary %}{% terms %}{{ text }}{% endterms %}")
        return template.render({"text": mark_safe(text)})


def link(slug: str, words: str, language: str = "") -> str:
    return f'<a class="term" href="{language}/glossary/#{slug}">{words}</a>'


def terms_of(element: Element, around: tuple[str, ...] = ()) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The address of each term that is a link, and the elements around it."""
    if element.attributes.get("class") == "term":
        yield element.attributes["href"], around
    for child in element.children:
        if not isinstance(child, str):
            yield from terms_of(child, (*around, element.tag))


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


def test_the_first_mention_of_a_term_leads_to_it() -> None:
    assert linked("<p>Two badges &amp; a badge.</p><p>A &lt;badge&gt;</p>") == (
        f"<p>Two {link('badge', 'badges')} &amp; a badge.</p><p>A &lt;badge&gt;</p>"
    )


@pytest.mark.parametrize(
    "markup",
    [
        '<a href="/x">A badge</a>',
        "<h2>A <span>badge</span></h2>",
        "<button>A badge</button>",
        '<span class="x vh">A badge</span>',
        '<article class="card">A badge</article>',
        '<img alt="A > badge">',
        "A Badge School",
        "The Badge",
    ],
)
def test_no_link_in_a_link_a_heading_a_button_a_card_or_a_name(markup: str) -> None:
    assert linked(f"{markup}<p>A pilot</p>") == f"{markup}<p>A {link('pilot', 'pilot')}</p>"


def test_a_french_page_links_french_words_and_english_ones_where_it_says_so() -> None:
    text = '<p>Un badge, des crédits.</p><p lang="en-CA">badges, stacked</p>'
    assert linked(text, FRENCH) == (
        f"<p>Un {link('badge', 'badge', '/fr')}, des {link('credit', 'crédits', '/fr')}.</p>"
        f'<p lang="en-CA">badges, {link("stackable", "stacked", "/fr")}</p>'
    )


@pytest.mark.usefixtures("documents")
def test_pages_link_each_term_once_and_only_in_plain_text(client) -> None:
    for address in LINKED:
        found = list(terms_of(page(client.get(address))))
        addresses = [href for href, _ in found]
        assert addresses, address
        assert len(addresses) == len(set(addresses)), address
        assert not [href for href, around in found if CLOSED & set(around)], address


@pytest.mark.usefixtures("documents")
def test_the_glossary_and_lists_have_no_such_links(client) -> None:
    for address in ("/glossary/", "/microcredentials/", "/shortlist/?e=tru-oeru"):
        assert list(terms_of(page(client.get(address)))) == []
