"""The parts of the list of offerings, by the names that its template has for them. As text; nothing is found here."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import count

from django.template.loader import get_template
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from catalogue.languages import day_on_paper, digits
from catalogue.opendata.addresses import absolute, list_of
from catalogue.opendata.schema_org import item_list, list_item
from catalogue.search import Search
from catalogue.search.entries import around_the_slug
from catalogue.search.orders import TITLE
from catalogue.search.query import Query

from . import ways_on
from .cards import CARD, ROW, Form, cards
from .data_block import data_text, data_texts, in_block
from .filters import filters
from .moulds import fill, fill_bytes, joined

_NAMES_IN_TITLE = 3
_WHOLE = {Query(), Query(sort=TITLE)}  # all entries in their usual order, which search engines may keep


def list_parts(search: Search) -> dict[str, str | bytes]:
    """Every part is finished text, the long ones as they are sent; or empty where there is nothing to say."""
    column = filters(search)
    return {
        "headline": search.headline,
        "text": search.text,
        "query": search.query,
        "day": day_on_paper(timezone.localdate(timezone=timezone.get_default_timezone())),
        "page_number": digits(search.state.page) if search.state.page > 1 else "",
        "file_query": search.state.shown(as_table=False).canonical,
        "narrowed": "" if search.state.on_page(1).shown(as_table=False) in _WHOLE else "narrowed",
        "structured": _structured(search),
        "problems": _problems(search),
        "chosen": _chosen(search),
        "title_choices": _title_choices(search),
        "chips": ways_on.chips(search),
        "clear_query": ways_on.nothing_chosen(search),
        "kept_words": search.state.without_choices().canonical,
        "as_table": "table" if search.state.as_table else "",
        "any_ended": "ended" if search.snapshot.ended else "",
        "filters": column.primary,
        "more_filters": column.more,
        "kept_sort": dict(search.hidden_inputs).get("sort", ""),
        "corrected": _corrected(search),
        "sorts": ways_on.sorts(search),
        "views": ways_on.views(search),
        "notes": _notes(search),
        "nothing": "" if search.total else _nothing(search),
        "cards": _entries(search, search.current_numbers, "current"),
        "ended_cards": _entries(search, search.ended_numbers, "ended"),
        "partial_cards": _entries(search, search.partial_numbers, "partial"),
        "relaxations": ways_on.relaxations(search),
        "pages": ways_on.pages(search),
    }


def _structured(search: Search) -> SafeString:
    """The entries of the page for search engines, by their titles and addresses: more would have to be unpacked."""
    if not search.numbers:
        return SafeString("")
    address = list_of("microcredentials", search.state.shown(as_table=False).canonical)
    start, end = data_text(item_list(address, search.total, search.page.first, [])).rsplit("]", 1)
    before, to_name, to_slug, after = _item(absolute("*".join(around_the_slug())))
    names = data_texts(search.snapshot.own("title", search.numbers))
    items = [
        f"{before}{number}{to_name}{name}{to_slug}{slug}{after}"
        for number, name, slug in zip(count(search.page.first), names, search.slugs, strict=False)
    ]
    return in_block(f"{start}{','.join(items)}]{end}")


@lru_cache(maxsize=16)
def _item(page: str) -> list[str]:
    """One of these entries as text: around position, name and slug. To make each of data takes ten times as long."""
    return re.split(r"(?<=:)-1(?=,)|\"\*\"|\*", data_text(list_item(-1, "*", page)))


def _chosen(search: Search) -> str:
    """How many filters are set; words are none."""
    count = sum(len(values) for _, values in search.state.chosen)
    return str(count) if count else ""


def _title_choices(search: Search) -> str:
    """What is chosen, for the title of the page; a few names, since a tab or a bookmark shows no more."""
    names = [search.snapshot.words(facet)[value] for facet, values in search.state.chosen for value in values]
    return ", ".join(names[:_NAMES_IN_TITLE]) + (" …" if len(names) > _NAMES_IN_TITLE else "")


def _entries(search: Search, numbers: list[int], which: str) -> bytes:
    """Entries as cards or as the rows of a table, as the address asks; `which` tells the tables of a page apart."""
    if not numbers:
        return b""
    form = _form(search)
    entries = b"".join(cards(search.snapshot, numbers, search.match, form))
    return fill_bytes("components/listing.html", {"rows": entries}, which=which) if form is ROW else entries


def _form(search: Search) -> Form:
    return ROW if search.state.as_table else CARD


def _problems(search: Search) -> str:
    if not search.problems:
        return ""
    return get_template("components/problems.html").render({"problems": search.problems})


def _corrected(search: Search) -> str:
    if not search.corrected:
        return ""
    typed = search.as_typed
    holes = {"corrected": search.corrected, "typed": typed.label, "query": typed.query, "count": digits(typed.count)}
    return fill("components/corrected.html", holes)


def _notes(search: Search) -> SafeString:
    return joined([fill("components/note.html", {"text": note.text, "url": note.url}) for note in search.notes])


def _nothing(search: Search) -> str:
    """What no entry says anything about; a space where that is not the reason."""
    words = _(" or ").join(_("“%s”") % word for word in search.unknown)
    return " " + _("No program here says anything about %(words)s.") % {"words": words} if words else mark_safe(" ")
