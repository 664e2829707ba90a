"""Tags of the page frame: style sheet, header with navigation, footer. Nothing about a noun."""

from typing import NamedTuple

from django import template
from django.conf import settings
from django.template import RequestContext
from django.template.loader import get_template
from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalogue.languages import day_on_paper, kept_by_language
from catalogue.style_sheet import SHEET
from catalogue.views.moulds import joined, pieces

from .head import address, elsewhere

register = template.Library()

NAVIGATION = {
    "microcredentials": _("Find a program"),
    "institutions": _("Institutions"),
    "sectors": _("Sectors"),
    "funding": _("Funding"),
    "pathways": _("Pathways"),
    "shortlist": _("Shortlist"),
}
# Every place of the site, in the order in which the foot of a page lists them.
FOOTER = [
    (
        _("Find and choose"),
        {
            "microcredentials": _("Find a program"),
            "institutions": _("Institutions"),
            "sectors": _("Sectors"),
            "regions": _("Regions"),
            "compare": _("Compare programs"),
            "shortlist": _("Shortlist"),
        },
    ),
    (
        _("Understand"),
        {
            "pathways": _("Pathways"),
            "funding": _("Funding"),
            "glossary": _("Glossary"),
            "coverage": _("What is known"),
            "sources": _("Sources"),
        },
    ),
    (
        _("This site"),
        {
            "about": _("About"),
            "style": _("Style"),
            "accessibility": _("Accessibility"),
            "privacy": _("Privacy"),
            "microcredentials-csv": _("All offerings as a file (CSV)"),
            "data": _("All our data"),
        },
    ),
]
# Pages of one thing, under the heading that lists them all.
_INSIDE = {
    "microcredential": "microcredentials",
    "microcredential-letter": "microcredentials",
    "suggest": "microcredentials",
    "suggest-thanks": "microcredentials",
    "institution": "institutions",
    "sector": "sectors",
    "funding-source": "funding",
    "pathway": "pathways",
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


@register.simple_tag(takes_context=True)
def site_footer(context: RequestContext) -> SafeString:
    """With a line for paper: which page this is, and of what day.

    A kept page goes at midnight, so its day is the visitor's. One made in a mould names its day itself.
    """
    path, query = address(context)
    day = context.get("day") or day_on_paper(localdate())
    where = settings.SITE_ORIGIN + path + (f"?{query}" if query else "")
    words = gettext("This page: %(address)s, as it stood on %(day)s.") % {"address": where, "day": day}
    return joined([format_html('<p class="paper-only frame">{}</p>\n', words), _footer()])


@kept_by_language
def _footer() -> SafeString:
    groups = [(heading, _links(places, None)) for heading, places in FOOTER]
    return get_template("components/site_footer.html").render({"groups": groups})


@kept_by_language
def _header(here: str | None) -> list[str]:
    """What stands before and after the address of the same page in the other language."""
    return pieces("components/site_header.html", ("elsewhere",), links=_links(NAVIGATION, here))


def _links(places: dict, here: str | None) -> tuple[Link, ...]:
    """In the language of the page."""
    place = _INSIDE.get(here, here)
    return tuple(
        Link(str(label), reverse(name), ("page" if name == here else "true") * (name == place))
        for name, label in places.items()
    )
