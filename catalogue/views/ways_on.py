"""What leads on from a list: what is chosen, orders, ways out of few results, pages. As text; nothing is found here."""

from __future__ import annotations

from django.utils.safestring import SafeString

from catalogue.languages import digits
from catalogue.languages import gettext as _
from catalogue.search import Search
from catalogue.search.answers import headline
from catalogue.search.query import Query

from .moulds import fill, joined


def chips(search: Search) -> SafeString:
    return joined(
        [
            fill("components/chip.html", {"query": chip.query, "label": chip.label}, facet_label=chip.facet_label)
            for chip in search.chips
        ]
    )


def sorts(search: Search) -> SafeString:
    """Nothing where there is but one order, or nothing to put in order."""
    if search.total < 2:
        return joined([])
    orders = [
        fill("components/sort.html", {"query": sort.query}, label=sort.label, selected=sort.selected)
        for sort in search.sorts
    ]
    return joined(orders if len(orders) > 1 else [])


def nothing_chosen(search: Search) -> str:
    """The query of the whole list, shown as this one is."""
    return Query(as_table=search.state.as_table).canonical


def views(search: Search) -> SafeString:
    """The two ways to show a list, where there is anything to show."""
    if not search.total and not search.partial_numbers:
        return joined([])
    ways = ((False, _("Cards")), (True, _("Table")))
    return joined(
        [
            fill(
                "components/way.html",
                {"query": search.state.shown(as_table=as_table).canonical},
                label=label,
                selected=as_table == search.state.as_table,
            )
            for as_table, label in ways
        ]
    )


def relaxations(search: Search) -> SafeString:
    return joined(
        [
            fill(
                "components/relaxation.html",
                {"query": link.query, "label": link.label, "found": headline(link.count - link.ended, link.ended)},
            )
            for link in search.relaxations
        ]
    )


def pages(search: Search) -> SafeString:
    """Links to the pages of a long list; nothing where there is but one."""
    page = search.page
    if page.count == 1:
        return joined([])
    links = [
        fill("components/page_link.html", {"query": link.query, "number": digits(link.number)}, current=link.current)
        if link
        else "<li>…</li>\n"
        for link in page.links
    ]
    for rel, label, query in (("prev", _("Previous"), page.previous), ("next", _("Next"), page.next)):
        if query is not None:
            link = fill("components/page_step.html", {"query": query}, rel=rel, label=label)
            links.insert(0 if rel == "prev" else len(links), link)
    return fill(
        "components/pagination.html", {"first": digits(page.first), "last": digits(page.last), "links": joined(links)}
    )
