"""Tags of the page frame: style sheets, header with navigation, footer. Nothing about a noun."""

from typing import NamedTuple

from django import template
from django.template import RequestContext
from django.template.loader import get_template
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString

from catalogue.languages import kept_by_language
from catalogue.style_sheet import SHEET
from catalogue.views.moulds import joined, mould

from .head import elsewhere

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


class Link(NamedTuple):
    """A place in the navigation. `current`: "page" for the page being shown, "true" where that lies under it."""

    label: str
    url: str
    current: str


# Rendered once for all pages, or for each kind of page: finding addresses takes long, and they never change.


@register.simple_tag
@kept_by_language
def page_head() -> SafeString:
    return get_template("components/page_head.html").render({"sheet": SHEET})


@register.simple_tag(takes_context=True)
def site_header(context: RequestContext) -> SafeString:
    """The name of the site and the main navigation, with the place of the page being shown marked."""
    match = getattr(context.get("request"), "resolver_match", None)
    here = match.url_name if match else context.get("here")
    before, after = _header(here if here in NAVIGATION or here in _INSIDE else None)
    return joined([before, escape(elsewhere(context)), after])


@register.simple_tag
@kept_by_language
def site_footer() -> SafeString:
    return get_template("components/site_footer.html").render({})


@kept_by_language
def _header(here: str | None) -> tuple[str, ...]:
    """What stands before and after the address of the same page in the other language."""
    place = _INSIDE.get(here, here)
    links = tuple(
        Link(label, reverse(name), ("page" if name == here else "true") * (name == place))
        for name, label in NAVIGATION.items()
    )
    return mould("components/site_header.html", ("elsewhere",), (), (("links", links),))[0]
