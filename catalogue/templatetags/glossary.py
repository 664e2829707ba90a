"""Terms of the glossary as links where a page uses them: `{% terms %}` around what it shows."""

from __future__ import annotations

import re
from html import unescape
from typing import NamedTuple

from django import template
from django.template import Context, NodeList
from django.template.base import Parser, Token
from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from catalogue.glossary import pieces
from catalogue.languages import ENGLISH, FRENCH, current_language
from catalogue.views.moulds import joined

register = template.Library()

_TAG = re.compile(r"""(<(?:"[^"]*"|'[^']*'|[^"'<>])*>)""")
_PARTS = re.compile(r"<(/?)([\w-]+)")
_VOID = frozenset({"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"})
# A link in these would be no link, would lead elsewhere than it says, or would take a heading or a label apart.
_CLOSED = frozenset(
    "a button caption dt h1 h2 h3 h4 h5 h6 label legend nav script select style summary svg textarea th title".split()
)
# Likewise what only listeners hear, lists (of cards, of what is not stated), and titles that are no links.
_CLOSED_CLASS = re.compile(r"""class="(?:[^"]* )?(?:vh|card|claim-title|compare-whose|silence)[ "]""")
_LANGUAGE = re.compile(r"""\blang="(\w\w)""")


class _Open(NamedTuple):
    """An element that has not ended: its name, whether terms may be links in it, and its language."""

    name: str
    linked: bool
    language: str


class _Terms(template.Node):
    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        return linked(self.nodelist.render(context))


@register.tag
def terms(parser: Parser, token: Token) -> template.Node:
    """The first mention of each term between `{% terms %}` and `{% endterms %}` leads to the glossary. Once a page."""
    nodelist = parser.parse(("endterms",))
    parser.delete_first_token()
    return _Terms(nodelist)


def linked(page: str) -> SafeString:
    """Finished markup, with terms as links in its plain text; elements marked as English are read as English."""
    around, seen = [_Open("", True, current_language())], set()
    return joined(
        _stepped(around, piece) if number % 2 else _text(piece, around[-1], seen)
        for number, piece in enumerate(_TAG.split(page))
    )


def _stepped(around: list[_Open], tag: str) -> str:
    """The tag as it is; `around` is what stands open after it."""
    parts = _PARTS.match(tag)
    if parts is None:
        return tag
    end, name = parts.groups()
    if end:
        while len(around) > 1 and around.pop().name != name:
            pass
    elif name not in _VOID and not tag.endswith("/>"):
        outer, said = around[-1], _LANGUAGE.search(tag)
        language = (FRENCH if said[1] == "fr" else ENGLISH) if said else outer.language
        around.append(_Open(name, outer.linked and name not in _CLOSED and not _CLOSED_CLASS.search(tag), language))
    return tag


def _text(text: str, around: _Open, seen: set[str]) -> str:
    if not around.linked or not text.strip():
        return text
    found = list(pieces(unescape(text), seen, around.language))
    return "".join(_link(words, slug) if slug else conditional_escape(words) for words, slug in found)


def _link(words: str, slug: str) -> SafeString:
    return format_html('<a class="term" href="{}#{}">{}</a>', reverse("glossary"), slug, words)
