"""The colours of static/css/tokens.css, the pairs that meet on pages, and how well one stands out from the other."""

from __future__ import annotations

import re

from catalogue.style_sheet import SOURCES

_TOKENS = SOURCES / "tokens.css"
TEXT, SHAPE = 4.5, 3.0  # WCAG 2.2 AA: words, and the edges of what one has to see
PAIRS = [
    *[(words, ground, TEXT) for words in ("text", "quiet", "link", "link-visited", "heading")
      for ground in ("page", "surface", "tint", "found")],
    *[(words, "surface-strong", TEXT) for words in ("text", "link", "action")],
    *[(words, ground, TEXT) for words in ("text", "heading", "link", "quiet")
      for ground in ("notice", "differ", "good")],
    ("differ-line", "page", TEXT),
    ("differ-line", "surface", TEXT),
    ("band-text", "band", TEXT),
    ("band-quiet", "band", TEXT),
    ("band-text", "band-hover", TEXT),
    ("good-line", "good", SHAPE),
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


def colours(scheme: str) -> dict[str, str]:
    """Each colour by its name, in the `light` or the `dark` scheme."""
    light, _, dark = _TOKENS.read_text().partition("@media")
    found = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", light))
    return found | (dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", dark)) if scheme == "dark" else {})


def _luminance(colour: str) -> float:
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """From 1, the same, to 21, black on white, as the accessibility guidelines reckon it."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)
