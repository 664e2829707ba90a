"""Elements of SVG as text: values escaped, numbers rounded, attributes in a fixed order. Nothing else writes them."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.html import escape

from catalogue.languages import ENGLISH, current_language

from .text import English

# What a shape looks like where no style sheet arrives; without it, it would be a black blot. Any sheet overrules it.
OUTLINE = {"fill": "none", "stroke": "currentColor"}


def rounded(value: float) -> float:
    """A tenth of a unit is finer than any screen shows; whole numbers are written without a point."""
    near = round(value, 1)
    return int(near) if near == int(near) else near


def element(tag: str, inside: str = "", /, **attributes: str | float) -> str:
    """An element; `inside` is SVG already. `class_` stands for class, `aria_label` for aria-label; empty ones go."""
    written = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{_value(value)}"' for name, value in attributes.items() if value != ""
    )
    return f"<{tag}{written}>{inside}</{tag}>" if inside else f"<{tag}{written}/>"


def text_lines(lines: Sequence[str], x: float, baseline: float, step: float, look: str, anchor: str = "") -> str:
    """Lines of text below each other, the first on this baseline. Between them stands a space, for those who copy."""
    spans = (
        element("tspan", escape(line), x=x, y=baseline + number * step, lang=_language(line))
        for number, line in enumerate(lines)
    )
    return element("text", " ".join(spans), class_=look, text_anchor=anchor)


def _language(line: str) -> str:
    return "en" if isinstance(line, English) and current_language() != ENGLISH else ""


def _value(value: str | float) -> str:
    return escape(value) if isinstance(value, str) else str(rounded(value))
