"""The colours of the site keep enough contrast in both schemes; sheets name colours only through tokens.css."""

from __future__ import annotations

import re

import pytest

from catalogue.templatetags.site import SHEETS
from tests.project.source_code import ROOT

CSS = ROOT / "static" / "css"
TEXT, SHAPE = 4.5, 3.0  # WCAG 2.2 AA: words, and the edges of what one has to see
PAIRS = [
    *[(words, ground, TEXT) for words in ("text", "quiet", "link", "link-visited", "heading")
      for ground in ("page", "surface", "tint", "found")],
    *[(words, "surface-strong", TEXT) for words in ("text", "link", "action")],
    *[(words, ground, TEXT) for words in ("text", "heading", "link", "quiet") for ground in ("notice", "differ")],
    ("differ-line", "page", TEXT),
    ("differ-line", "surface", TEXT),
    ("band-text", "band", TEXT),
    ("band-quiet", "band", TEXT),
    ("action-text", "action", TEXT),
    ("action-text", "action-hover", TEXT),
    ("line-strong", "page", SHAPE),
    ("line-strong", "tint", SHAPE),
    ("notice-line", "notice", SHAPE),
    ("differ-line", "differ", SHAPE),
    ("action", "page", SHAPE),
    ("focus", "focus-gap", SHAPE),
    ("focus", "page", SHAPE),
    ("gold", "band", SHAPE),
]  # fmt: skip


def _colours(scheme: str) -> dict[str, str]:
    light, _, dark = (CSS / "tokens.css").read_text().partition("@media")
    found = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", light))
    return found | (dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", dark)) if scheme == "dark" else {})


def _luminance(colour: str) -> float:
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_reckoned_as_in_the_guidelines():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_keep_enough_contrast(scheme):
    colours = _colours(scheme)
    low = {
        f"{one} on {ground}": round(contrast(colours[one], colours[ground]), 2)
        for one, ground, least in PAIRS
        if contrast(colours[one], colours[ground]) < least
    }
    assert low == {}


def test_both_schemes_name_every_colour_that_differs_by_scheme():
    light, _, dark = (CSS / "tokens.css").read_text().partition("@media")
    names = [set(re.findall(r"--([a-z-]+): #", text)) for text in (light, dark)]
    assert names[0] - names[1] == {"gold"}
    assert names[1] - names[0] == set()


def test_only_the_tokens_and_paper_name_colours():
    named = re.compile(r"#[0-9a-f]{3,8}\b|\brgb\(|\bhsl\(", re.IGNORECASE)
    sheets = [path for path in CSS.rglob("*.css") if path.name not in {"tokens.css", "print.css", "admin.css"}]
    found = {str(path.relative_to(CSS)): named.findall(path.read_text()) for path in sheets}
    assert {name: colours for name, colours in found.items() if colours} == {}


def test_every_token_used_is_defined():
    defined = set(re.findall(r"(--[a-z0-9-]+):", (CSS / "tokens.css").read_text()))
    used = {name for path in CSS.rglob("*.css") for name in re.findall(r"var\((--[a-z0-9-]+)", path.read_text())}
    own = {name for path in CSS.rglob("*.css") for name in re.findall(r"^\s*(--[a-z0-9-]+):", path.read_text(), re.M)}
    assert used - defined - own == set()


def test_every_sheet_of_a_component_is_linked():
    assert {f"css/components/{path.name}" for path in CSS.glob("components/*.css")} <= set(SHEETS)
