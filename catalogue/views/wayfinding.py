"""What programs ask a site for before they read it: where its pages are, which to leave alone, how it is searched.

Addresses start with the site's own origin, whatever name a visitor used.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from xml.etree import ElementTree

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone

from catalogue.languages import in_other_language
from catalogue.opendata import sitemap as site_map
from catalogue.opendata.addresses import ELM, FORMS, LISTS, NAMES, SITE, absolute, list_of
from catalogue.opendata.published_schemas import NAMES as SCHEMAS
from catalogue.opendata.xml_text import document, element
from catalogue.search import current_snapshot

from .kept import kept

_PLAIN = "text/plain; charset=utf-8"
_XML = "application/xml; charset=utf-8"
_OPENSEARCH = "http://a9.com/-/spec/opensearch/1.1/"
# RFC 9116: the file tells from when on one should not trust it. It is made anew each day.
_TRUSTED_FOR = timedelta(days=180)
# The list without filters: its pages, as cards and as a table.
_WHOLE_LIST = ("page=", "view=table$", "view=table&page=")
# For a program that reads text: the pages, and what it finds on each.
_GUIDE = {
    "microcredentials": "the list, with search and filters",
    "institutions": "schools, and what each does for which program",
    "pathways": "what counts toward which larger credential, and how firmly",
    "funding": "the public money behind programs; it does not say what a learner pays",
    "coverage": "which questions our sources answer, and which nobody answers",
    "sources": "the sources, paragraph by paragraph",
    "glossary": "what the words mean",
    "data": "everything as files, what changed since a day, and editions of every day",
    "about": "what this catalogue is and is not",
}


@kept()
def robots(request: HttpRequest) -> HttpResponse:
    """Filters can be combined in more ways than anybody could read: only the whole list may be, and comparisons.

    What a crawler finds of those is what people link to: our own links from one to the next say "nofollow". A dollar
    sign is the end of an address (docs/decisions/0071).
    """
    open_to_all = [f"{reverse('microcredentials')}?{query}" for query in _WHOLE_LIST] + [f"{reverse('compare')}?e="]
    lines = [
        "User-agent: *",
        *(f"Allow: {address}" for path in open_to_all for address in (path, in_other_language(path))),
        "Disallow: /*?",
        f"Disallow: {reverse('admin:index')}",
        f"Disallow: {reverse('suggestions')}",
        "",
        f"Sitemap: {absolute(reverse('sitemap'))}",
    ]
    return _text(lines)


@kept()
def sitemap(request: HttpRequest) -> HttpResponse:
    return HttpResponse(site_map.index(current_snapshot()), content_type=_XML)


@kept()
def sitemap_part(request: HttpRequest, number: int) -> HttpResponse:
    snapshot = current_snapshot()
    if number >= site_map.files(snapshot):
        raise Http404
    return HttpResponse(site_map.part(snapshot, number), content_type=_XML)


@kept()
def opensearch(request: HttpRequest) -> HttpResponse:
    """How a browser searches this site from its own address bar."""
    root = ElementTree.Element("OpenSearchDescription", xmlns=_OPENSEARCH)
    element(root, "ShortName", "Microcredentials")  # at most 16 letters
    element(root, "LongName", SITE)
    element(root, "Description", "Search short programs in British Columbia by skill, school or program.")
    element(root, "InputEncoding", "UTF-8")
    element(root, "Image", absolute(static("icons/favicon.svg")), type="image/svg+xml")
    for kind, name in (("text/html", "microcredentials"), *((kind, name) for name, kind in LISTS.items())):
        element(root, "Url", type=kind, template=f"{list_of(name)}?q={{searchTerms}}")
    return HttpResponse(document(root), content_type="application/opensearchdescription+xml; charset=utf-8")


@kept()
def security(request: HttpRequest) -> HttpResponse:
    """Whom to tell of a hole in the site (RFC 9116). Without an address to write to there is no such file."""
    if not settings.CONTACT_EMAIL:
        raise Http404
    until = datetime.combine(timezone.localdate() + _TRUSTED_FOR, time(), timezone.get_current_timezone())
    return _text(
        [
            f"Contact: mailto:{settings.CONTACT_EMAIL}",
            f"Expires: {until.isoformat()}",
            "Preferred-Languages: en, fr",
            f"Canonical: {absolute(reverse('security'))}",
        ]
    )


@kept()
def plain_index(request: HttpRequest) -> HttpResponse:
    """The site in a few lines of Markdown, for programs that read text."""
    entry = absolute(reverse("microcredential", args=["slug"])).removesuffix("/").replace("/slug", "/{slug}")
    return _text(
        [
            f"# {SITE}",
            "",
            "> Microcredentials of schools in British Columbia. This is not an official government service.",
            "> Every fact names its source and paragraph. “Not stated” means that nobody has said it: it is not a no.",
            "> Most facts come from two documents of 2021. Check with the school before you rely on one.",
            "",
            "## Pages",
            "",
            *(f"- [{name.capitalize()}]({absolute(reverse(name))}): {words}" for name, words in _GUIDE.items()),
            "",
            "## Data",
            "",
            *(f"- [{NAMES[name.partition('-')[2]]}]({list_of(name)}): the list; takes its filters" for name in LISTS),
            *(f"- {NAMES[form]} of one entry: {entry}.{form}" for form in FORMS),
            f"- {NAMES[ELM]} of one entry, where it states enough: {entry}.{ELM}",
            f"- [Changes]({absolute(reverse('data-changes'))}): what is new, changed or gone; takes ?since= and a day",
            *(f"- [Schema of {name}]({absolute(reverse('schema', args=[name]))})" for name in SCHEMAS),
            f"- [OpenAPI]({absolute(reverse('openapi'))}): every address that is there to be read",
        ]
    )


def _text(lines: list[str]) -> HttpResponse:
    return HttpResponse("\n".join(lines) + "\n", content_type=_PLAIN)
