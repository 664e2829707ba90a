"""The picture that other sites show beside a link to an offering: its card, drawn anew for each snapshot.

Drawn only where set-up fetched BC Sans; elsewhere all pages share the one picture of the site (docs/decisions/0072).
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from PIL import ImageFont

from catalogue.environment import VAR
from catalogue.pictures.preview import Preview, preview_png
from catalogue.search import Entry, current_snapshot
from catalogue.templatetags.head import site_name

from .facts import capital
from .kept import kept

# The whole typeface: what pages load of it is cut into ranges of letters, and a title may need several.
LETTERS = VAR / "fonts" / "node_modules" / "@bcgov" / "bc-sans" / "fonts"


class PreviewLink(NamedTuple):
    """Where the picture is, and what it says."""

    path: str
    words: str


@kept()
def show(request: HttpRequest, slug: str) -> HttpResponse:
    entry = current_snapshot().find(slug)
    if entry is None or not _can_draw():
        raise Http404
    return HttpResponse(preview_png(preview(entry), _face), content_type="image/png")


def preview_link(slug: str) -> PreviewLink | None:
    """For the head of the page of this offering; nothing where there is no picture of it."""
    entry = current_snapshot().find(slug) if _can_draw() else None
    return PreviewLink(reverse("preview", args=[slug]), preview(entry).words) if entry else None


def preview(entry: Entry) -> Preview:
    """The facts of its card, in the words of the card."""
    facts = (
        (_("Time"), entry.time),
        (_("Cost"), entry.cost),
        (_("How you learn"), entry.delivery),
        (_("Counts toward"), entry.credit),
    )
    return Preview(
        site=site_name(),
        title=entry.title,
        who=", ".join(who.name for who in entry.providers),
        facts=tuple((name, capital(value) or _("Not stated"), bool(value)) for name, value in facts),
        note=entry.availability or _("Not stated whether you can take it"),
    )


def _can_draw() -> bool:
    return LETTERS.is_dir()


@lru_cache(maxsize=8)
def _face(size: int, bold: bool) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(LETTERS / f"BCSans-{'Bold' if bold else 'Regular'}.woff2", size)
