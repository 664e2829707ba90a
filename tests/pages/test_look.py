"""The colours of the site keep enough contrast in both schemes; sheets name colours only through tokens.css."""

from __future__ import annotations

import re

import brotli
import pytest

from catalogue.colours import PAIRS, colours, contrast
from catalogue.static_files import NamedStaticFilesStorage
from catalogue.style_sheet import joined, small
from tests.project.source_code import ROOT

CSS = ROOT / "static" / "css"


def test_contrast_is_reckoned_as_in_the_guidelines():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_keep_enough_contrast(scheme):
    shown = colours(scheme)
    low = {
        f"{one} on {ground}": round(contrast(shown[one], shown[ground]), 2)
        for one, ground, least in PAIRS
        if contrast(shown[one], shown[ground]) < least
    }
    assert low == {}


def test_both_schemes_name_every_colour_that_differs_by_scheme():
    light, _, dark = (CSS / "tokens.css").read_text().partition("@media")
    names = [set(re.findall(r"--([a-z-]+): #", text)) for text in (light, dark)]
    assert names[0] - names[1] == {"gold"}, "a colour for the light scheme alone"
    assert names[1] - names[0] == set()


def test_only_the_tokens_and_paper_namecolours():
    named = re.compile(r"#[0-9a-f]{3,8}\b|\brgb\(|\bhsl\(", re.IGNORECASE)
    sheets = [path for path in CSS.rglob("*.css") if path.name not in {"tokens.css", "print.css", "admin.css"}]
    found = {str(path.relative_to(CSS)): named.findall(path.read_text()) for path in sheets}
    assert {name: colours for name, colours in found.items() if colours} == {}


def test_every_token_used_is_defined():
    defined = set(re.findall(r"(--[a-z0-9-]+):", (CSS / "tokens.css").read_text()))
    used = {name for path in CSS.rglob("*.css") for name in re.findall(r"var\((--[a-z0-9-]+)", path.read_text())}
    own = {name for path in CSS.rglob("*.css") for name in re.findall(r"^\s*(--[a-z0-9-]+):", path.read_text(), re.M)}
    assert used - defined - own == set()


def test_every_sheet_is_in_the_one_that_pages_link():
    whole = joined()
    sources = [path for path in CSS.rglob("*.css") if path.name not in {"admin.css", "fonts.css", "print.css"}]
    assert len(sources) >= 40
    assert [str(path.relative_to(CSS)) for path in sources if small(path.read_text()).strip() not in whole] == []
    assert f"@media print{{{small((CSS / 'print.css').read_text()).strip()}}}" in whole


def test_sheets_are_made_small_without_changing_what_they_say():
    css = """/* Why. */ a:not(.b) :hover > i , b { content: " /* kept */ ; "; margin: calc(1px + 2px) 0; }"""
    assert small(css) == """a:not(.b) :hover>i,b{content:" /* kept */ ; ";margin:calc(1px + 2px) 0}\n"""


def test_a_page_links_one_sheet_that_is_served(client, db):
    page = client.get("/about/").content.decode()
    links = re.findall(r'<link rel="stylesheet" href="([^"]+)"', page)
    assert links == ["/static/css/site.css"]
    served = client.get(links[0])
    assert served["Content-Type"].startswith("text/css")
    assert b"".join(served.streaming_content).decode() == joined()


def test_the_sheet_stays_small():
    assert len(brotli.compress(joined().encode(), quality=11)) <= 15 * 1024


def test_a_file_that_was_not_collected_costs_a_line_in_the_log_and_no_page(tmp_path, caplog):
    storage = NamedStaticFilesStorage(location=tmp_path, base_url="/static/")
    assert storage.url("css/nowhere.css") == "/static/css/nowhere.css"
    assert "css/nowhere.css" in caplog.text
