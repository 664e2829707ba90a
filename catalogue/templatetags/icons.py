"""`{% icon "name" %}`: a small drawing beside words, from templates/icons/. It never carries a meaning of its own."""

from __future__ import annotations

import re
from functools import cache

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from catalogue.environment import ROOT

register = template.Library()

_FOLDER = ROOT / "templates" / "icons"
ICONS = sorted(path.stem for path in _FOLDER.glob("*.svg"))


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """The drawing inside the page, in the colour of the words around it and hidden from those who listen.

    LookupError for a name that has no drawing. How it looks is in static/css/components/icon.css.
    """
    if name not in ICONS:
        raise LookupError(f"There is no icon “{name}”: templates/icons/ has {', '.join(ICONS)}.")
    drawing = re.search(r"<svg[^>]*>(.*)</svg>", (_FOLDER / f"{name}.svg").read_text(encoding="utf-8"), re.DOTALL)
    shapes = mark_safe(drawing[1])  # our own files
    svg = '<svg class="icon" viewBox="0 0 24 24" width="20" height="20" aria-hidden="true">{}</svg>'
    return format_html(svg, shapes)
