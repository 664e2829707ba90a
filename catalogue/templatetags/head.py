"""Tags of the head of a page and of its language: what it is called, where it stands, and in which language."""

from __future__ import annotations

import re

from django import template
from django.conf import settings
from django.template import Context
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from catalogue.environment import ROOT
from catalogue.languages import (
    ENGLISH,
    FRENCH,
    TAGS,
    current_language,
    digits,
    english,
    in_other_language,
    is_french,
    kept_by_language,
)
from catalogue.views.moulds import joined

register = template.Library()
register.filter(english)
register.filter(digits)

_LIGHT, _AT, _DARK = (ROOT / "static" / "css" / "tokens.css").read_text().partition("prefers-color-scheme: dark")
_BANDS = {scheme: re.search(r"--band: (#\w+);", sheet)[1] for scheme, sheet in (("light", _LIGHT), ("dark", _DARK))}
PICTURE = "social.png"  # what link previews show of most pages; tests/browser/social_picture.py draws it
PICTURE_SIZE = (1200, 630)


@register.simple_tag
def page_language() -> str:
    """The language of the page, as `lang` names it."""
    return TAGS[current_language()]


@register.simple_tag
def in_english() -> SafeString:
    """The attribute of an element whose words stay English: entries are not translated. Nothing on an English page."""
    return mark_safe("" if current_language() == ENGLISH else ' lang="en"')


@register.simple_tag
def theme_colours() -> SafeString:
    """The colour of the browser's own frame, as the head of the site in either scheme."""
    return joined(
        [
            f'<meta name="theme-color" media="(prefers-color-scheme: {scheme})" content="{colour}">\n'
            for scheme, colour in _BANDS.items()
        ]
    )


@register.simple_block_tag
def page_title(content: str) -> SafeString:
    """The title of the page for the window and for whoever gets a link to it. `content` says the state of the page."""
    title = " ".join(content.split())
    return joined([f"<title>{title} – {escape(site_name())}</title>\n", _social("og:title", title)])


@register.simple_block_tag
def page_description(content: str) -> SafeString:
    words = _in_attribute(" ".join(content.split()))
    return joined([f'<meta name="description" content="{words}">\n', _social("og:description", words)])


@register.simple_tag(takes_context=True)
def page_links(context: Context) -> SafeString:
    """The address of the page and those of the same page in either language, for search engines and link previews."""
    path, query = address(context)
    tail = f"?{query}" if query and _is_canonical(context) else ""
    other = in_other_language(path)
    english, french = (other, path) if is_french(path) else (path, other)
    origin = settings.SITE_ORIGIN
    alternates = ((TAGS[ENGLISH], english), (TAGS[FRENCH], french), ("x-default", english))
    return joined(
        [
            f'<link rel="canonical" href="{escape(origin + path + tail)}">\n',
            *[
                f'<link rel="alternate" hreflang="{language}" href="{escape(origin + place + tail)}">\n'
                for language, place in alternates
            ],
            _social("og:url", escape(origin + path + tail)),
            _social("og:site_name", escape(site_name())),
            _social("og:locale", TAGS[current_language()].replace("-", "_")),
            _social("og:type", "website"),
            _own_picture(*preview) if (preview := context.get("preview")) else _picture(),
        ]
    )


def elsewhere(context: Context) -> str:
    """The same page in the other language, with the same query."""
    path, query = address(context)
    return in_other_language(path) + (f"?{query}" if query else "")


@register.simple_tag
def site_name() -> str:
    return _("BC Microcredential Catalogue")


def address(context: Context) -> tuple[str, str]:
    """Path and query of the page being made.

    A kept page is made for all who ask the same: it repeats of a query what `kept()` says. A page made in a mould has
    no request; `here` names it and `query` is what it was asked.
    """
    request = context.get("request")
    if request is None:
        return reverse(context["here"]), context["query"]
    return request.path, getattr(request, "canonical_query", request.META.get("QUERY_STRING", ""))


def _is_canonical(context: Context) -> bool:
    """Whether the query is written the one way: others would be pages of their own to a search engine."""
    request = context.get("request")
    return request is None or hasattr(request, "canonical_query")


@kept_by_language
def _picture() -> str:
    """The one of the site, for all pages that have none of their own."""
    return _own_picture(static(PICTURE), _("Three blocks, small on large, and the name of the catalogue"))


def _own_picture(path: str, words: str) -> str:
    width, height = map(str, PICTURE_SIZE)
    return "".join(
        [
            _social("og:image", settings.SITE_ORIGIN + path),
            _social("og:image:width", width),
            _social("og:image:height", height),
            _social("og:image:alt", escape(words)),
            '<meta name="twitter:card" content="summary_large_image">\n',
        ]
    )


def _social(name: str, content: str) -> str:
    return f'<meta property="{name}" content="{_in_attribute(content)}">\n'


def _in_attribute(content: str) -> str:
    """Text that a template has escaped already."""
    return content.replace('"', "&quot;")
