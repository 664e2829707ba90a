"""The page that shows every component: from the same templates, as examples, and not for search engines."""

from __future__ import annotations

from decimal import Decimal

import pytest

from catalogue.colours import PAIRS
from catalogue.templatetags.icons import ICONS
from catalogue.views.style import samples
from catalogue.views.style_samples import NOT_SHOWN
from tests.pages.elements import page
from tests.project.source_code import ROOT

pytestmark = pytest.mark.django_db
COMPONENTS = {path.stem for path in (ROOT / "templates" / "components").glob("*.html")}


def test_every_component_is_shown_or_says_why_not(client):
    used = {template.name for template in client.get("/about/style/").templates}
    shown = {name.removeprefix("components/").removesuffix(".html") for name in used if name.startswith("components/")}
    assert COMPONENTS - shown - set(NOT_SHOWN) == set()
    assert set(NOT_SHOWN) <= COMPONENTS, "a reason for a component that is gone"


def test_each_component_stands_under_its_name_and_is_marked_as_an_example(client):
    style = page(client.get("/about/style/"))
    shown = [section.all("h3")[0].text for section in style.all("section", cls="sample")]
    assert [f"{sample.name} Example" for sample in samples()] == [each for each in shown if each.endswith(" Example")]
    assert "is made up" in style.text
    assert all(sample.states for sample in samples())


def test_search_engines_leave_it_out(client):
    robots = page(client.get("/about/style/")).one("meta", name="robots")
    assert robots.attributes["content"] == "noindex"


def test_colours_stand_with_their_contrast_in_both_schemes(client):
    rows = page(client.get("/about/style/")).one("section", aria_labelledby="colours").all("tr")[1:]
    assert len(rows) == len(PAIRS)
    for row in rows:
        least, light, dark = (Decimal(cell.text) for cell in row.all("td")[1:])
        assert min(light, dark) >= least


def test_every_icon_is_shown(client):
    shown = page(client.get("/about/style/")).one("section", aria_labelledby="drawings").all("code")
    assert [each.text for each in shown] == ICONS


def test_no_two_things_have_one_anchor(client):
    anchors = [each.attributes["id"] for each in page(client.get("/about/style/")).all() if "id" in each.attributes]
    assert sorted(anchors) == sorted(set(anchors))


def test_it_stands_in_french_too(client):
    assert client.get("/fr/about/style/").status_code == 200
