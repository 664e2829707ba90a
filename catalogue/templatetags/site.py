"""Tags of the page frame: style sheets, header with navigation, footer. Nothing about a noun."""

from functools import cache

from django import template
from django.template import RequestContext
from django.template.loader import get_template
from django.urls import reverse
from django.utils.safestring import SafeString

from catalogue.style_sheet import SHEET

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

# Rendered once for all pages, or for each kind of page: finding addresses takes long, and they never change.


@register.simple_tag
@cache
def page_head() -> SafeString:
    return get_template("components/page_head.html").render({"sheet": SHEET})


@register.simple_tag(takes_context=True)
def site_header(context: RequestContext) -> SafeString:
    """The name of the site and the main navigation, with the place of the page being shown marked."""
    match = getattr(context.get("request"), "resolver_match", None)
    here = match.url_name if match else context.get("here")
    return _header(here if here in NAVIGATION or here in _INSIDE else None)


@register.simple_tag
@cache
def site_footer() -> SafeString:
    return get_template("components/site_footer.html").render({})


@cache
def _header(here: str | None) -> SafeString:
    place = _INSIDE.get(here, here)
    links = [
        {"label": label, "url": reverse(name), "current": ("page" if name == here else "true") * (name == place)}
        for name, label in NAVIGATION.items()
    ]
    return get_template("components/site_header.html").render({"links": links})
