"""Tags of the page frame: the style sheets and the main navigation. Nothing about a noun."""

from typing import Any

from django import template
from django.template import RequestContext
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from catalogue.environment import ROOT

register = template.Library()

NAVIGATION = {
    "microcredentials": "Find a program",
    "institutions": "Institutions",
    "sectors": "Sectors",
    "funding": "Funding",
    "sources": "Sources",
    "about": "About",
}
# Pages of one thing, under the heading that lists them all.
_INSIDE = {
    "microcredential": "microcredentials",
    "institution": "institutions",
    "sector": "sectors",
    "funding-source": "funding",
    "source": "sources",
}

_CSS = ROOT / "static" / "css"
# Later sheets overrule earlier ones: values, plain elements, the frame, then one sheet a component.
SHEETS = [
    "css/tokens.css",
    "css/base.css",
    "css/layout.css",
    *sorted(f"css/components/{path.name}" for path in _CSS.glob("components/*.css")),
]


@register.simple_tag
def stylesheets() -> SafeString:
    """Links to every style sheet: small files that a browser keeps, in the same order on every page."""
    return format_html_join("\n", '<link rel="stylesheet" href="{}">', ((static(sheet),) for sheet in SHEETS))


@register.inclusion_tag("components/site_navigation.html", takes_context=True)
def site_navigation(context: RequestContext) -> dict[str, Any]:
    """The main navigation, with the place of the page being shown marked."""
    match = getattr(context.get("request"), "resolver_match", None)
    here = match.url_name if match else None
    place = _INSIDE.get(here, here)
    return {
        "links": [
            {"label": label, "url": reverse(name), "current": ("page" if name == here else "true") * (name == place)}
            for name, label in NAVIGATION.items()
        ]
    }
