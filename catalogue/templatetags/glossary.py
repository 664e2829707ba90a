"""Terms of the glossary as links: `{% term "stackable" %}` in texts of pages, `|terms` on texts of entries."""

from __future__ import annotations

from django import template
from django.urls import reverse
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from catalogue.glossary import by_slug, pieces

register = template.Library()


@register.simple_tag
def term(slug: str, words: str = "") -> SafeString:
    """A link to what a term means, under its own name or other words. LookupError for a term that is not there."""
    return _link(slug, words or str(by_slug()[slug].word).lower())


@register.filter
def terms(text: str) -> SafeString:
    """An English text with the first mention of each term as a link to the glossary."""
    found = list(pieces(text, set()))
    return format_html_join(
        "", "{}", ((_link(slug, words) if slug else conditional_escape(words),) for words, slug in found)
    )


def _link(slug: str, words: str) -> SafeString:
    return format_html('<a class="term" href="{}#{}">{}</a>', reverse("glossary"), slug, words)
